import type { Host } from '../../src/host/host.ts';

/** Answers of GitHub's API; an Error is thrown, and what is not given is refused. */
export interface GitHubAnswers {
  readonly repository?: unknown;
  readonly commit?: unknown;
  readonly compare?: unknown;
  readonly cacheUsage?: unknown;
  readonly caches?: unknown;
  /** Null: there is none. */
  readonly latestRelease?: unknown;
}

export function makeFakeGitHub(
  answers: GitHubAnswers | undefined,
  events: string[],
  refuse: (what: string) => never,
): Host['github'] {
  const answer = (what: keyof GitHubAnswers) => async (): Promise<unknown> => {
    events.push(`GitHub ${what}`);
    if (answers?.[what] instanceof Error) throw answers?.[what];
    return answers?.[what] ?? refuse(`GitHub's ${what}`);
  };
  return {
    repository: answer('repository'),
    commit: answer('commit'),
    compare: answer('compare'),
    cacheUsage: answer('cacheUsage'),
    caches: answer('caches'),
    latestRelease: async () => {
      if (answers?.latestRelease !== null) return answer('latestRelease')();
      events.push('GitHub latestRelease');
      return undefined;
    },
  };
}
