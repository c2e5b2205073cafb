import type { NamesFacts, PullRequestFacts, RepositoryFacts } from './types.ts';

export interface EventSource {
  /** The job's environment: GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_SHA, GITHUB_REPOSITORY, GITHUB_SERVER_URL. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The event file as JSON; a webhook payload is different for each event and may be empty. */
  readonly event: unknown;
  /** The repository as GitHub's API tells it, for events whose payload has none (schedule). */
  readonly repository?: unknown;
  /** Time of the commit from elsewhere (git, API); the payload's own goes first. */
  readonly commitTime?: Date | undefined;
  readonly runTime: Date;
}

/**
 * The runner's environment and event payload → facts. What the payload says is not asked again elsewhere; what is
 * missing or has another shape than GitHub documents stays undefined.
 */
export function makeNamesFacts(source: EventSource): NamesFacts {
  const { env, event, runTime } = source;
  const sha = env['GITHUB_SHA'] ?? '';
  return {
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    sha,
    repository: parseRepositoryFacts(source),
    pullRequest: parsePullRequest(event),
    baseRef: textAt(event, 'base_ref'),
    commitTime: parseCommitTime(event, sha) ?? source.commitTime,
    runTime,
  };
}

function parseRepositoryFacts({ env, event, repository }: EventSource): RepositoryFacts {
  const fullName = env['GITHUB_REPOSITORY'] ?? '';
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const pick = (...path: string[]) =>
    textAt(event, 'repository', ...path) ?? textAt(repository, ...path);
  return {
    name: pick('name') ?? fullName.slice(fullName.indexOf('/') + 1),
    description: pick('description'),
    htmlUrl: pick('html_url') ?? (fullName === '' ? undefined : `${server}/${fullName}`),
    license: pick('license', 'spdx_id'),
    defaultBranch: pick('default_branch'),
  };
}

function parsePullRequest(event: unknown): PullRequestFacts | undefined {
  const number = valueAt(event, 'pull_request', 'number') ?? valueAt(event, 'number');
  if (typeof number !== 'number') return undefined;
  return {
    number,
    headSha: textAt(event, 'pull_request', 'head', 'sha'),
    baseRef: textAt(event, 'pull_request', 'base', 'ref'),
  };
}

/** A push names its commits with their times; other events do not, or name another commit. */
function parseCommitTime(event: unknown, sha: string): Date | undefined {
  const commits = valueAt(event, 'commits');
  const pushed: readonly unknown[] = Array.isArray(commits) ? commits : [];
  const commit = [...pushed, valueAt(event, 'head_commit')].find(
    (candidate) => sha !== '' && textAt(candidate, 'id') === sha,
  );
  const time = new Date(textAt(commit, 'timestamp') ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
