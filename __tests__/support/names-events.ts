/** GitHub events as the runner hands them to a step: environment and payload, cut down to what naming reads. */
export interface RecordedEvent {
  readonly eventName: string;
  readonly ref: string;
  readonly sha: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the commits API answers; the time of the commit where the payload does not tell. */
  readonly commitTime: string;
}

export const RUN_TIME = '2020-01-10T00:30:00.123Z';
const SHA = '860c1904a1ce19322e91ac35af1ab07466440c37';
const HEAD_SHA = '0f7a6a0b9c1d2e3f405162738495a6b7c8d9e0f1';
const COMMIT_TIME = '2019-12-30T22:05:09Z';

export const REPOSITORY = {
  name: 'Sample-App',
  full_name: 'Acme/Sample-App',
  description: 'Says "hello" & <goodbye>',
  html_url: 'https://github.com/Acme/Sample-App',
  default_branch: 'main',
  license: { key: 'mit', name: 'MIT License', spdx_id: 'MIT' },
};

interface Push {
  readonly ref: string;
  readonly baseRef?: string;
  readonly sha?: string;
  readonly time?: string;
}

function makePush({ ref, baseRef, sha = SHA, time = COMMIT_TIME }: Push): RecordedEvent {
  const commit = { id: sha, timestamp: time };
  const payload = {
    ref,
    base_ref: baseRef ?? null,
    commits: ref.startsWith('refs/heads/') ? [commit] : [],
    head_commit: commit,
    repository: REPOSITORY,
  };
  return { eventName: 'push', ref, sha, payload, commitTime: time };
}

const makeTag = (name: string): RecordedEvent => makePush({ ref: `refs/tags/${name}` });

function makeOther(
  eventName: string,
  ref: string,
  payload: Record<string, unknown>,
): RecordedEvent {
  return {
    eventName,
    ref,
    sha: SHA,
    payload: { repository: REPOSITORY, ...payload },
    commitTime: COMMIT_TIME,
  };
}

const pullRequest = {
  action: 'synchronize',
  number: 15,
  pull_request: { number: 15, head: { ref: 'feat/x', sha: HEAD_SHA }, base: { ref: 'main' } },
};

export const EVENTS = {
  'push-main': makePush({ ref: 'refs/heads/main' }),
  'push-dev': makePush({ ref: 'refs/heads/dev' }),
  'push-slash': makePush({ ref: 'refs/heads/feat/new+thing' }),
  'push-odd': makePush({ ref: "refs/heads/my#branch/é'&x" }),
  'push-summer': makePush({ ref: 'refs/heads/main', time: '2024-06-15T22:05:09+02:00' }),
  'push-year-start': makePush({ ref: 'refs/heads/main', time: '2021-01-01T12:00:00Z' }),
  'push-leap': makePush({ ref: 'refs/heads/main', time: '2024-12-31T23:59:59Z' }),
  'push-long': makePush({ ref: `refs/heads/${'x'.repeat(130)}` }),
  'push-dash': makePush({ ref: 'refs/heads/.hidden' }),
  'tag-v1.1.1': makePush({ ref: 'refs/tags/v1.1.1', baseRef: 'refs/heads/main' }),
  'tag-1.2.3': makeTag('1.2.3'),
  'tag-v0.1.2': makeTag('v0.1.2'),
  'tag-beta': makeTag('v2.0.8-beta.67'),
  'tag-build': makeTag('v1.2.3+build.5'),
  'tag-path': makeTag('p1/v1.0.0'),
  'tag-1.2': makeTag('1.2'),
  'tag-rc': makeTag('1.2.3rc2'),
  'tag-v-rc': makeTag('v1.2.3rc2'),
  'tag-post': makeTag('1.2post1'),
  'tag-dev': makeTag('1.0dev4'),
  'tag-1.1beta2': makeTag('1.1beta2'),
  'tag-epoch': makeTag('1!2.0'),
  'tag-word': makeTag('sometag'),
  'tag-release1': makeTag('release1'),
  'tag-date': makeTag('20200110-RC2'),
  'tag-latest': makeTag('latest'),
  'pull-request': makeOther('pull_request', 'refs/pull/15/merge', pullRequest),
  'pull-request-target': makeOther('pull_request_target', 'refs/heads/main', pullRequest),
  'merge-group': makeOther('merge_group', 'refs/heads/gh-readonly-queue/main/pr-15-860c190', {}),
  schedule: { ...makeOther('schedule', 'refs/heads/main', {}), payload: { schedule: '0 4 * * *' } },
  'dispatch-main': makeOther('workflow_dispatch', 'refs/heads/main', { inputs: null }),
  'dispatch-dev': makeOther('workflow_dispatch', 'refs/heads/dev', { inputs: null }),
  'dispatch-tag': makeOther('workflow_dispatch', 'refs/tags/v1.1.1', { inputs: null }),
  release: makeOther('release', 'refs/tags/v1.1.1', { action: 'published' }),
  'create-dev': makeOther('create', 'refs/heads/dev', { ref: 'dev', ref_type: 'branch' }),
  'create-tag': makeOther('create', 'refs/tags/v1.1.1', { ref: 'v1.1.1', ref_type: 'tag' }),
  issues: makeOther('issues', 'refs/heads/main', { action: 'opened' }),
  discussion: makeOther('discussion', 'refs/heads/main', { action: 'created' }),
  'no-ref': { eventName: '', ref: '', sha: '', payload: {}, commitTime: COMMIT_TIME },
} as const satisfies Readonly<Record<string, RecordedEvent>>;

export type EventName = keyof typeof EVENTS;
