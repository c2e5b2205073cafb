import { describe, expect, it } from '@jest/globals';
import { readInputs } from '../../src/inputs/parse.ts';
import { readsForeignHead } from '../../src/stages/facts/foreign-head.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { SHA } from '../support/make-facts.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';

const OTHER = '9'.repeat(40);
const ROOT = '/home/runner/work/app/app';

function makeEvent(eventName: string, headRepository: string | null): unknown {
  const repository = { default_branch: 'main' };
  const named = headRepository === null ? null : { full_name: headRepository };
  if (eventName === 'issue_comment') return { repository, issue: { number: 7, pull_request: {} } };
  if (eventName === 'workflow_run')
    return { repository, workflow_run: { head_sha: OTHER, head_repository: named } };
  const pull = { head: { sha: OTHER, repo: named }, base: { ref: 'v2', sha: 'b'.repeat(40) } };
  return { repository, pull_request: pull };
}

interface Case {
  readonly event?: string;
  readonly payload?: unknown;
  readonly head?: string | null;
  /** Below the workspace, `.git/…` unless told. */
  readonly git?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly inputs?: InputTexts;
}

async function ask({ event = 'pull_request_target', head = 'evil/app', ...more }: Case) {
  const folder = more.folder ?? ROOT;
  const files = Object.entries(more.git ?? {}).map(([name, text]) => [
    `${folder}/.git/${name}`,
    `${text}\n`,
  ]);
  const inputs = { context: ROOT, ...more.inputs };
  const host = makeFakeHost({
    env: {
      GITHUB_EVENT_NAME: event,
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_SHA: SHA,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKSPACE: ROOT,
    },
    files: { [`${ROOT}/sub/Dockerfile`]: 'FROM scratch', ...Object.fromEntries(files) },
  });
  const payload = more.payload ?? makeEvent(event, head);
  return readsForeignHead(host, {
    event: payload,
    inputs: readInputs(makeInputEnv(inputs)).inputs,
  });
}

const origin = (url: string): string => `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}`;
const onBranch = (name: string, own: string, fetched: string, url: string) => ({
  HEAD: `ref: refs/heads/${name}`,
  [`refs/heads/${name}`]: own,
  [`refs/remotes/origin/${name}`]: fetched,
  config: origin(url),
});
const OWN = 'https://github.com/octo-org/app';

describe('foreign code', () => {
  it.each<[string, Case]>([
    ['the head of a fork', { git: { HEAD: OTHER } }],
    ['the head of a fork that was deleted', { head: null, git: { HEAD: OTHER } }],
    ['a head that a run was made of', { event: 'workflow_run', git: { HEAD: OTHER } }],
    ['a head that somebody commented on', { event: 'issue_comment', git: { HEAD: OTHER } }],
    ['a context below the checkout', { git: { HEAD: OTHER }, inputs: { context: `${ROOT}/sub` } }],
    [
      'a checkout beside that of the base',
      { folder: `${ROOT}/pr`, git: { HEAD: OTHER }, inputs: { context: `${ROOT}/pr` } },
    ],
    [
      'a build context',
      {
        folder: `${ROOT}/pr`,
        git: { HEAD: OTHER },
        inputs: { 'build-contexts': `src=${ROOT}/pr` },
      },
    ],
    [
      'the main branch of the fork',
      { git: onBranch('main', OTHER, OTHER, 'https://github.com/evil/app') },
    ],
    ['what was merged into the main branch', { git: onBranch('main', OTHER, SHA, OWN) }],
    ['a branch of another name', { git: onBranch('topic', OTHER, OTHER, OWN) }],
    [
      'a branch whose ref is packed',
      { git: { HEAD: 'ref: refs/heads/x', 'packed-refs': `# pack\n${OTHER} refs/heads/x` } },
    ],
    ['a Git context of the commit', { inputs: { context: `${OWN}.git#${OTHER}` } }],
    ['a Git context of the pull request', { inputs: { context: `${OWN}.git#refs/pull/7/merge` } }],
    ['a Git context of the fork', { inputs: { context: 'https://github.com/Evil/App.git#main' } }],
    ['one by SSH', { inputs: { context: 'git@github.com:evil/app.git#main' } }],
    ['one by SSH as somebody else', { inputs: { context: 'org-1@github.com:evil/app.git' } }],
    ['one with a query', { inputs: { context: 'https://github.com/evil/app.git?branch=main' } }],
    ['one in other letters', { inputs: { context: 'https://github.com/%65vil/app.git' } }],
    ['a query for the commit', { inputs: { context: `${OWN}.git?ref=${OTHER}` } }],
    ['a query for the request', { inputs: { context: `${OWN}.git?ref=refs%2Fpull%2F7%2Fhead` } }],
    [
      'a fork that the event does not name',
      { event: 'issue_comment', inputs: { context: 'https://github.com/evil/app.git#x' } },
    ],
    [
      'a Dockerfile beside the context',
      {
        folder: `${ROOT}/pr`,
        git: { HEAD: OTHER },
        inputs: { context: `${ROOT}/sub`, file: `${ROOT}/pr/docker/Dockerfile` },
      },
    ],
    [
      'a checkout of the pull request in a folder of the context',
      { folder: `${ROOT}/pr`, git: { HEAD: OTHER, config: origin(OWN) } },
    ],
    [
      'a checkout of the fork in a folder of the context',
      {
        folder: `${ROOT}/pr`,
        git: { HEAD: OTHER, config: origin('https://github.com/evil/app') },
      },
    ],
  ])('is %s', async (_, given) => {
    expect(await ask(given)).toBe(true);
  });
});

describe('code of the repository', () => {
  it.each<[string, Case]>([
    ['the commit of the run', { git: { HEAD: SHA } }],
    ['the base of the pull request', { git: { HEAD: 'b'.repeat(40) } }],
    ['a branch that the event names', { git: onBranch('main', OTHER, OTHER, `${OWN}.git`) }],
    ['the base branch', { git: onBranch('v2', OTHER, OTHER, OWN) }],
    ['the head of a pull request of its own', { head: 'Octo-Org/App', git: { HEAD: OTHER } }],
    [
      'the head of its own run',
      { event: 'workflow_run', head: 'octo-org/app', git: { HEAD: OTHER } },
    ],
    ['a tag in an event that has no other code', { event: 'push', git: { HEAD: OTHER } }],
    ['anything in a pull request without secrets', { event: 'pull_request', git: { HEAD: OTHER } }],
    [
      'anything for a comment on an issue',
      { event: 'issue_comment', payload: { issue: { number: 1 } }, git: { HEAD: OTHER } },
    ],
    ['the default Git context', { inputs: { context: '{{defaultContext}}' } }],
    [
      'a Git context of somebody else',
      { inputs: { context: 'https://github.com/lib/lib.git#v1' } },
    ],
    [
      'another repository in a folder of the context',
      {
        folder: `${ROOT}/tools`,
        git: { HEAD: OTHER, config: origin('https://github.com/octo-org/tools') },
      },
    ],
    [
      'a library of another name, for a comment',
      { event: 'issue_comment', inputs: { context: 'https://github.com/lib/lib.git#v1' } },
    ],
  ])('is %s', async (_, given) => {
    expect(await ask(given)).toBe(false);
  });

  it('is assumed where there is no checkout', async () => {
    expect(await ask({})).toBe(false);
  });
});
