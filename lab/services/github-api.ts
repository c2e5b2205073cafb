/**
 * What GitHub's REST API answers about one repository that is there as a Git folder: the repository, a commit, how two commits
 * stand to each other, the latest release, and what its caches take (docs.github.com "Compare two commits", "Get the latest
 * release", "Get GitHub Actions cache usage for a repository").
 */
import type { ServerResponse } from 'node:http';
import { runCommand } from '../provision/commands.ts';
import { type RequestRecord, sendJson, startHttpServer } from './http-server.ts';

export interface GitHubApiOptions {
  /** `owner/name` */
  readonly repository: string;
  /** The Git folder. */
  readonly folder: string;
}

export interface GitHubApi {
  readonly url: string;
  readonly requests: readonly RequestRecord[];
  /** The Git tag of the release that is marked as the latest; undefined: none is. */
  setLatestRelease(tag: string | undefined): void;
  /** What all caches of the repository take. */
  setCacheUsage(bytes: number): void;
  /** What they may take, in gigabytes; undefined: the token is not let know. */
  setCacheLimit(gigabytes: number | undefined): void;
  /** Every question gets this status from now on; undefined: an answer again. */
  setOutage(status: number | undefined): void;
  stop(): Promise<void>;
}

interface Api extends GitHubApiOptions {
  latest: string | undefined;
  cacheBytes: number;
  cacheLimit: number | undefined;
  outage: number | undefined;
}

export async function startGitHubApi(options: GitHubApiOptions): Promise<GitHubApi> {
  const api: Api = {
    ...options,
    latest: undefined,
    cacheBytes: 0,
    cacheLimit: undefined,
    outage: undefined,
  };
  const server = await startHttpServer({
    async handler(request, response) {
      if (api.outage !== undefined) return refuse(response, api.outage, 'Server Error');
      if (!/^(?:token|bearer) ghs_\S+$/i.test(request.headers.authorization ?? ''))
        return refuse(response, 401, 'Bad credentials');
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://api').pathname);
      const prefix = `/repos/${options.repository}`;
      if (request.method !== 'GET' || !path.startsWith(prefix)) return refuse(response, 404);
      await answer(api, path.slice(prefix.length), response);
    },
  });
  return {
    url: server.url,
    requests: server.requests,
    setLatestRelease: (tag) => {
      api.latest = tag;
    },
    setCacheUsage: (bytes) => {
      api.cacheBytes = bytes;
    },
    setCacheLimit: (gigabytes) => {
      api.cacheLimit = gigabytes;
    },
    setOutage: (status) => {
      api.outage = status;
    },
    stop: server.stop,
  };
}

function refuse(response: ServerResponse, status: number, message = 'Not Found'): void {
  sendJson(response, status, {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
}

async function answer(api: Api, path: string, response: ServerResponse): Promise<void> {
  const [, base, head] = /^\/compare\/([0-9a-f]{40})\.\.\.([0-9a-f]{40})$/.exec(path) ?? [];
  const [, sha] = /^\/commits\/([0-9a-f]{40})$/.exec(path) ?? [];
  if (base !== undefined && head !== undefined) return answerCompare(api, { base, head }, response);
  if (sha !== undefined) return answerCommit(api, sha, response);
  if (path === '/releases/latest' && api.latest !== undefined)
    return sendJson(response, 200, { tag_name: api.latest, draft: false, prerelease: false });
  if (path === '/actions/cache/usage')
    return sendJson(response, 200, {
      full_name: api.repository,
      active_caches_size_in_bytes: api.cacheBytes,
      active_caches_count: 1,
    });
  if (path === '/actions/cache/storage-limit')
    return api.cacheLimit === undefined
      ? refuse(response, 403, 'Resource not accessible by integration')
      : sendJson(response, 200, { max_cache_size_gb: api.cacheLimit });
  if (path === '')
    return sendJson(response, 200, {
      full_name: api.repository,
      private: false,
      visibility: 'public',
    });
  refuse(response, 404);
}

/** What git prints; undefined where it fails. */
function git(api: Api, ...args: string[]): Promise<string | undefined> {
  return runCommand({ file: 'git', args: ['-C', api.folder, ...args] }).then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function answerCompare(
  api: Api,
  { base, head }: { base: string; head: string },
  response: ServerResponse,
): Promise<void> {
  const known = await Promise.all(
    [base, head].map((sha) => git(api, 'cat-file', '-e', `${sha}^{commit}`)),
  );
  if (known.includes(undefined)) return refuse(response, 404);
  const shared = await git(api, 'merge-base', base, head);
  if (shared === undefined)
    return refuse(response, 404, `No common ancestor between ${base} and ${head}.`);
  const counts = await git(api, 'rev-list', '--left-right', '--count', `${base}...${head}`);
  const [behind = 0, ahead = 0] = (counts ?? '').split(/\s+/).map(Number);
  const status =
    ahead > 0 && behind > 0
      ? 'diverged'
      : ahead > 0
        ? 'ahead'
        : behind > 0
          ? 'behind'
          : 'identical';
  sendJson(response, 200, {
    url: `https://api.github.com/repos/${api.repository}/compare/${base}...${head}`,
    base_commit: { sha: base },
    merge_base_commit: { sha: shared },
    status,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: [],
    files: [],
  });
}

async function answerCommit(api: Api, sha: string, response: ServerResponse): Promise<void> {
  const date = await git(api, 'show', '--no-patch', '--format=%cI', sha);
  if (date === undefined) return refuse(response, 422, `No commit found for SHA: ${sha}`);
  sendJson(response, 200, { sha, commit: { committer: { date } } });
}
