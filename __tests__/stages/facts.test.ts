import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../src/plan/types.ts';
import { gatherFacts } from '../../src/stages/facts/facts.ts';
import { type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import { SHA } from '../support/make-facts.ts';
import { makeInputs } from '../support/make-inputs.ts';

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_ACTOR: 'octocat',
};

async function gather({
  env = {},
  event = {},
  inputs = {},
  ...options
}: FakeHostOptions & { event?: unknown; inputs?: Parameters<typeof makeInputs>[0] }) {
  const files = {
    '/event.json': typeof event === 'string' ? event : JSON.stringify(event),
    ...options.files,
  };
  const host = makeFakeHost({ ...options, env: { ...ENV, ...env }, files });
  return { facts: await gatherFacts(host, makeInputs(inputs)), host };
}

const pullRequest = (head: unknown) => ({ pull_request: { number: 1, head: { repo: head } } });

describe('who may be trusted', () => {
  it.each<[string, string, unknown, string, boolean]>([
    ['a push', 'push', {}, 'octocat', false],
    [
      'a pull request of the repository',
      'pull_request',
      pullRequest({ full_name: 'octo-org/app' }),
      'octocat',
      false,
    ],
    [
      'the same in other case',
      'pull_request',
      pullRequest({ full_name: 'Octo-Org/App' }),
      'octocat',
      false,
    ],
    [
      'a pull request of a fork',
      'pull_request',
      pullRequest({ full_name: 'evil/app' }),
      'octocat',
      true,
    ],
    [
      'a pull request of a fork that was deleted',
      'pull_request',
      pullRequest(null),
      'octocat',
      true,
    ],
    ['a pull request without a payload', 'pull_request', {}, 'octocat', true],
    [
      'one that runs in the target',
      'pull_request_target',
      pullRequest({ full_name: 'evil/app' }),
      'octocat',
      true,
    ],
    ['Dependabot', 'push', {}, 'dependabot[bot]', true],
    [
      'a pull request by Dependabot',
      'pull_request',
      pullRequest({ full_name: 'octo-org/app' }),
      'dependabot[bot]',
      true,
    ],
  ])('%s', async (_, eventName, event, actor, untrusted) => {
    const env = { GITHUB_EVENT_NAME: eventName, GITHUB_ACTOR: actor };
    expect((await gather({ env, event })).facts.untrusted).toBe(untrusted);
  });
});

describe('the visibility of the repository', () => {
  const token = { githubToken: 'ghs_x' };
  it.each<[string, Parameters<typeof gather>[0], Facts['visibility']]>([
    ['is in the payload', { event: { repository: { visibility: 'internal' } } }, 'internal'],
    ['is in older payloads', { event: { repository: { private: true } } }, 'private'],
    [
      'is in older payloads of public ones',
      { event: { repository: { private: false } } },
      'public',
    ],
    ['is asked for', { inputs: token, github: { repository: { visibility: 'public' } } }, 'public'],
    [
      'stays unknown when nobody answers',
      { inputs: token, github: { repository: new Error('HTTP 500') } },
      undefined,
    ],
    ['stays unknown without a token', {}, undefined],
    [
      'is not believed when it is nonsense',
      { event: { repository: { visibility: 7 } } },
      undefined,
    ],
  ])('%s', async (_, given, visibility) => {
    const { facts, host } = await gather(given);
    expect(facts.visibility).toBe(visibility);
    expect(host.unscripted).toEqual([]);
  });
});

describe('the event', () => {
  it.each(['', '{', 'null', '[]', '7'])('may be %j', async (event) => {
    const { facts } = await gather({ event });
    expect(facts.eventName).toBe('push');
  });

  it('may be absent', async () => {
    const { facts } = await gather({ env: { GITHUB_EVENT_PATH: '/nowhere' } });
    expect(facts.repository).toBe('octo-org/app');
  });
});

describe('the time of the commit', () => {
  const time = async (given: Parameters<typeof gather>[0]) =>
    (await gather({ ...given, env: { GITHUB_SHA: SHA } })).facts.names.commitTime?.toISOString();

  it('is in the payload of a push', async () => {
    const event = { head_commit: { id: SHA, timestamp: '2026-01-01T00:00:00Z' } };
    expect(await time({ event })).toBe('2026-01-01T00:00:00.000Z');
  });

  it.each([
    [
      'is asked of the checkout',
      { stdout: '2026-01-01T01:00:00+01:00\n' },
      '2026-01-01T00:00:00.000Z',
    ],
    ['is unknown without a checkout', { exitCode: 128 }, undefined],
    ['is unknown without git', { exitCode: undefined, notFound: true }, undefined],
    ['is unknown when git says something else', { stdout: 'gpg: Signature made\n' }, undefined],
  ])('%s', async (_, answer, expected) => {
    expect(await time({ commands: [{ when: /^git .* show /, answer }] })).toBe(expected);
  });
});

describe('paths', () => {
  const files = {
    'app/Dockerfile': '',
    Dockerfile: '',
    './Dockerfile': '',
    'https://github.com/a/c.git#main/Dockerfile': '',
    'root.json': '{}',
    'config.json': '{"rekorTlogUrls":[{"url":"https://x"}]}',
  };
  it.each<[Parameters<typeof makeInputs>[0], Partial<Facts['paths']>]>([
    [{}, { context: 'directory', dockerfile: 'file' }],
    [{ context: 'app' }, { context: 'directory', dockerfile: 'file' }],
    [{ context: 'nowhere' }, { context: 'missing', dockerfile: 'missing', beside: ['Dockerfile'] }],
    [{ context: 'app' }, { beside: [] }],
    [{ context: 'Dockerfile' }, { context: 'file' }],
    [{ file: 'app' }, { dockerfile: 'directory' }],
    [
      { context: 'https://github.com/a/b.git' },
      { context: 'missing', dockerfile: 'missing', hasNamesake: false },
    ],
    [{ context: 'https://github.com/a/c.git#main' }, { context: 'missing', hasNamesake: true }],
    [
      { trustedRoot: 'root.json', signingConfig: 'config.json' },
      { trustedRoot: 'file', signingConfig: 'file' },
    ],
    [{ trustedRoot: 'gone.json' }, { trustedRoot: 'missing' }],
  ])('%j', async (inputs, paths) => {
    expect((await gather({ files, inputs })).facts.paths).toMatchObject(paths);
  });

  it('that may not be read are told from those that are not there', async () => {
    const host = makeFakeHost({ env: ENV, files });
    const closed = {
      ...host,
      files: {
        ...host.files,
        kind: async () => {
          throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
        },
      },
    };
    expect((await gatherFacts(closed, makeInputs())).paths.context).toBe('unreadable');
    const unreadable = { ...host, files: { ...host.files, readable: async () => false } };
    expect((await gatherFacts(unreadable, makeInputs())).paths.dockerfile).toBe('unreadable');
  });

  it.each([
    ['config.json', true],
    ['root.json', false],
    ['Dockerfile', false],
    ['gone.json', false],
  ])('a signing config in %s has a log: %s', async (signingConfig, logs) => {
    expect((await gather({ files, inputs: { signingConfig } })).facts.signingConfigLogs).toBe(logs);
  });
});

describe('what the job may use', () => {
  it.each<[Record<string, string>, Partial<Facts>]>([
    [{}, { oidcAvailable: false, actionsCache: false }],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'x' }, { oidcAvailable: false }],
    [
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y' },
      { oidcAvailable: true },
    ],
    [{ ACTIONS_RUNTIME_TOKEN: 'x' }, { actionsCache: false }],
    [{ ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_RESULTS_URL: 'y' }, { actionsCache: true }],
    [{ ACTIONS_RUNTIME_TOKEN: 'x', ACTIONS_CACHE_URL: 'y' }, { actionsCache: true }],
    [{ GITHUB_SERVER_URL: 'https://ghe.example' }, { serverUrl: 'https://ghe.example' }],
    [{ GITHUB_ACTION_REPOSITORY: 'a/b', GITHUB_ACTION_REF: 'v1' }, { actionSource: 'a/b@v1' }],
    [{ GITHUB_ACTION_REPOSITORY: 'a/b' }, { actionSource: 'a/b' }],
    [{ GITHUB_ACTION_REF: 'v1' }, { actionSource: '' }],
  ])('%j', async (env, expected) => {
    expect((await gather({ env })).facts).toMatchObject(expected);
  });
});
