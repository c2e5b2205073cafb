import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type RegistryOptions, startRegistry } from '../../lab/services/registry.ts';
import { startTokenAuth, type TokenAuth } from '../../lab/services/token-auth.ts';
import { closeConnections } from '../../src/host/http.ts';
import type { Deletion } from '../../src/registry/manifests.ts';
import { EMPTY_INDEX } from '../support/registry-scene.ts';
import {
  findRegistryTools,
  makeRealClient,
  type RegistryTools,
} from '../support/registry-world.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;

jest.setTimeout(60_000);

interface Case {
  readonly what: string;
  readonly options: Pick<RegistryOptions, 'kind' | 'isDeleteRefused'>;
  readonly username?: string;
  readonly answers: readonly [tag: Deletion, manifest: Deletion, absent: Deletion];
}

const CASES: readonly Case[] = [
  {
    what: 'distribution deletes',
    options: { kind: 'distribution' },
    answers: ['deleted', 'deleted', 'absent'],
  },
  {
    what: 'the registry with the API deletes',
    options: { kind: 'referrers' },
    answers: ['deleted', 'deleted', 'absent'],
  },
  {
    what: 'distribution without deletion refuses',
    options: { kind: 'distribution', isDeleteRefused: true },
    answers: ['unsupported', 'unsupported', 'unsupported'],
  },
  {
    what: 'distribution deletes for somebody who may',
    options: { kind: 'distribution' },
    username: 'ann',
    answers: ['deleted', 'deleted', 'absent'],
  },
  {
    what: 'distribution refuses somebody who may only push',
    options: { kind: 'distribution' },
    username: 'bob',
    answers: ['unsupported', 'unsupported', 'unsupported'],
  },
];

describe('deleting in real registries', () => {
  let tools: RegistryTools;
  let auth: TokenAuth;

  beforeAll(async () => {
    tools = await findRegistryTools();
    const bob = { username: 'bob', password: 'secret', grant: () => ['pull', 'push'] };
    auth = await startTokenAuth({ users: [{ username: 'ann', password: 'secret' }, bob] });
  }, SETUP_TIMEOUT_MS);

  afterAll(async () => {
    await auth.stop();
    await closeConnections();
  });

  it.each(CASES)('$what', async ({ options, username, answers }) => {
    const registry = await startRegistry({
      tools,
      ...options,
      ...(username === undefined ? {} : { auth }),
    });
    try {
      const login = username === undefined ? undefined : { username, password: 'secret' };
      const client = makeRealClient(async () => login);
      const repository = { registry: registry.host, path: 'octo-org/app' };
      const isThere = async (reference: string) =>
        (await client.probeManifest(repository, reference)) !== undefined;
      for (const tag of ['one', 'two']) await client.moveTag({ repository, tag, ...EMPTY_INDEX });

      expect(await client.deleteTag(repository, 'one')).toBe(answers[0]);
      expect(await isThere('one')).toBe(answers[0] !== 'deleted');
      expect(await isThere('two')).toBe(true);
      expect(await client.deleteManifest(repository, EMPTY_INDEX.digest)).toBe(answers[1]);
      expect(await isThere(EMPTY_INDEX.digest)).toBe(answers[1] !== 'deleted');
      expect(await client.deleteTag(repository, 'three')).toBe(answers[2]);
    } finally {
      await registry.stop();
    }
  });
});
