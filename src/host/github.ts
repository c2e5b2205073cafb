/** GitHub's API by the runner's own library, which is loaded with the first question. */
import type { GitHubApi } from './host.ts';

/** Milliseconds for an answer that a release can do without. */
const BRIEF_MS = 5000;
/** For one that few tokens are given, beside another. */
const LIMIT_MS = 1000;

export const github: GitHubApi = {
  repository: async ({ token, owner, repo }) => {
    const { getOctokit } = await import('@actions/github');
    return (await getOctokit(token).rest.repos.get({ owner, repo })).data;
  },
  commit: async ({ token, owner, repo, sha }) => {
    const { getOctokit } = await import('@actions/github');
    return (await getOctokit(token).rest.repos.getCommit({ owner, repo, ref: sha })).data;
  },
  compare: async ({ token, owner, repo, base, head }) => {
    const { getOctokit } = await import('@actions/github');
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    // One commit of them all, and none of the files: they stand on the first page only.
    const asked = { owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 2, request };
    return (await getOctokit(token).rest.repos.compareCommitsWithBasehead(asked)).data;
  },
  cacheUsage: async ({ token, owner, repo }) => {
    const { getOctokit } = await import('@actions/github');
    const octokit = getOctokit(token);
    const ask = (ms: number) => ({ owner, repo, request: { signal: AbortSignal.timeout(ms) } });
    const [usage, limit] = await Promise.all([
      octokit.rest.actions.getActionsCacheUsage(ask(BRIEF_MS)),
      // For administrators only, and unknown to older servers: a job's own token is refused.
      octokit
        .request('GET /repos/{owner}/{repo}/actions/cache/storage-limit', ask(LIMIT_MS))
        .catch(() => undefined),
    ]);
    return { ...(limit?.data as object | undefined), ...usage.data };
  },
  caches: async ({ token, owner, repo, key }) => {
    const { getOctokit } = await import('@actions/github');
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    const { actions } = getOctokit(token).rest;
    const asked = { owner, repo, key, per_page: 100, sort: 'last_accessed_at', request } as const;
    return (await actions.getActionsCacheList(asked)).data;
  },
  latestRelease: async ({ token, owner, repo }) => {
    const { getOctokit } = await import('@actions/github');
    const request = { signal: AbortSignal.timeout(BRIEF_MS) };
    try {
      return (await getOctokit(token).rest.repos.getLatestRelease({ owner, repo, request })).data;
    } catch (error) {
      if (error instanceof Error && Reflect.get(error, 'status') === 404) return undefined;
      throw error;
    }
  },
};
