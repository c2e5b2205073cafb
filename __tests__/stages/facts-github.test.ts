import { describe, expect, it } from '@jest/globals';
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

describe('what GitHub is asked', () => {
  const TIME = '2026-01-01T00:00:00.000Z';
  const repository = {
    name: 'app',
    private: false,
    description: 'An app',
    license: { spdx_id: 'MIT' },
    default_branch: 'trunk',
  };
  const commit = { commit: { committer: { date: TIME } } };
  const noCheckout = [{ when: /^git /, answer: { exitCode: 128 } }];
  const asked = ({ events }: { events: readonly string[] }) =>
    events.filter((event) => event.startsWith('GitHub '));
  const given = { inputs: { githubToken: 'ghs_x' }, env: { GITHUB_SHA: SHA } };

  it('is nothing where the payload says it all', async () => {
    const event = { repository, head_commit: { id: SHA, timestamp: TIME } };
    const { host, facts } = await gather({ ...given, event });
    expect(asked(host)).toEqual([]);
    expect(host.commands).toEqual([]);
    expect(facts.names.commitTime?.toISOString()).toBe(TIME);
  });

  it('is the repository, once, for all that the payload does not have', async () => {
    const commands = [{ when: /^git /, answer: { stdout: TIME } }];
    const env = { ...given.env, GITHUB_EVENT_NAME: 'schedule' };
    const { host, facts } = await gather({ ...given, env, commands, github: { repository } });
    expect(asked(host)).toEqual(['GitHub repository']);
    expect(facts.visibility).toBe('public');
    expect(facts.names.repository).toMatchObject({
      description: 'An app',
      license: 'MIT',
      defaultBranch: 'trunk',
    });
  });

  it('is the commit where neither payload nor checkout have it', async () => {
    const github = { commit };
    const more = { event: { repository }, commands: noCheckout, github };
    const { host, facts } = await gather({ ...given, ...more });
    expect(asked(host)).toEqual(['GitHub commit']);
    expect(facts.names.commitTime?.toISOString()).toBe(TIME);
  });

  it('is nothing without a token: the rest does without, and nothing fails', async () => {
    const { host, facts } = await gather({ env: given.env, commands: noCheckout });
    expect(asked(host)).toEqual([]);
    expect(facts.visibility).toBeUndefined();
    expect(facts.names.commitTime).toBeUndefined();
    expect(facts.names.repository.name).toBe('app');
  });

  it.each([new Error('HTTP 403'), {}, { commit: 7 }, { commit: { committer: { date: 'soon' } } }])(
    'may be answered with %j',
    async (answer) => {
      const github = { commit: answer };
      const more = { event: { repository }, commands: noCheckout, github };
      expect((await gather({ ...given, ...more })).facts.names.commitTime).toBeUndefined();
    },
  );
});
