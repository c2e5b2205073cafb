import type { NamesFacts } from '../../src/names/types.ts';
import type { Facts } from '../../src/plan/types.ts';

export const SHA = '5f1d1d8e0ba4b25ff3bbd2e4d7c4c8ab0cd1b3a9';

export function makeNamesFacts(overrides: Partial<NamesFacts> = {}): NamesFacts {
  return {
    eventName: 'push',
    ref: 'refs/tags/v1.2.3',
    sha: SHA,
    repository: { name: 'app', htmlUrl: 'https://github.com/octo-org/app' },
    runTime: new Date('2026-01-02T03:04:05Z'),
    ...overrides,
  };
}

/** A pushed version tag of a public repository, in a job that may do everything. */
export function makeFacts(overrides: Partial<Facts> = {}): Facts {
  return {
    eventName: 'push',
    ref: 'refs/tags/v1.2.3',
    sha: SHA,
    repository: 'octo-org/app',
    visibility: 'public',
    untrusted: false,
    foreignHead: false,
    actor: 'octocat',
    serverUrl: 'https://github.com',
    runUrl: 'https://github.com/octo-org/app/actions/runs/1/attempts/1',
    jobName: 'release',
    workflowRef: 'octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
    actionSource: 'build-sign-action/build-sign-action@v1',
    workspace: '/home/runner/work/app/app',
    runId: '1',
    runAttempt: 1,
    oidcAvailable: true,
    actionsCache: true,
    stages: undefined,
    refProtected: false,
    runnerEnvironment: 'github-hosted',
    sshAgent: true,
    paths: {
      isEntered: true,
      beside: [],
      context: 'directory',
      hasNamesake: false,
      dockerfile: 'file',
      trustedRoot: 'missing',
      signingConfig: 'missing',
      named: {},
    },
    buildkitdConfig: undefined,
    signingConfigLogs: true,
    names: makeNamesFacts(),
    ...overrides,
  };
}

/** Facts of a pull request from another repository. */
export function makeForkFacts(overrides: Partial<Facts> = {}): Facts {
  return makeFacts({
    eventName: 'pull_request',
    ref: 'refs/pull/7/merge',
    untrusted: true,
    oidcAvailable: false,
    names: makeNamesFacts({
      eventName: 'pull_request',
      ref: 'refs/pull/7/merge',
      pullRequest: { number: 7 },
    }),
    ...overrides,
  });
}
