import { describe, expect, it } from '@jest/globals';
import type { Command, CommandResult } from '../../src/host/host.ts';
import type { LoginUse } from '../../src/plan/identities.ts';
import type { Credential } from '../../src/registry/context.ts';
import { makeCredentials, type OwnLogin } from '../../src/registry/credentials.ts';
import { parseDockerConfig } from '../../src/registry/docker-config.ts';
import { codeOf } from '../support/registry-scene.ts';

const HUB = 'https://index.docker.io/v1/';
const auth = (user: string, password: string): { auth: string } => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
});
const answer = (Username: string, Secret: string): Partial<CommandResult> => ({
  exitCode: 0,
  stdout: JSON.stringify({ ServerURL: 'x', Username, Secret }),
});

const makeLogin = (username: string): Credential => ({ username, password: 'pw' });
const own = (username: string, use: LoginUse = 'both', repository?: string): OwnLogin => ({
  registry: 'ghcr.io',
  repository,
  use,
  read: async () => ({ credential: makeLogin(username), expiresAtMs: undefined }),
});

interface Scene {
  readonly ask: (registry: string, path?: string) => Promise<Credential | undefined>;
  readonly commands: Command[];
  readonly masked: string[];
  readonly warnings: string[];
  readonly time: { nowMs: number };
}

function setUp(
  config: unknown,
  result: Partial<CommandResult> = {},
  logins: readonly OwnLogin[] = [],
): Scene {
  const [commands, masked, warnings]: [Command[], string[], string[]] = [[], [], []];
  const log = {
    warning: (message: string): void => {
      warnings.push(message);
    },
  };
  const run = async (command: Command): Promise<CommandResult> => {
    commands.push(command);
    return {
      exitCode: undefined,
      signal: undefined,
      timedOut: false,
      notFound: false,
      stdout: '',
      stderr: '',
      durationMs: 1,
      ...result,
    };
  };
  const env = {
    PATH: '/usr/bin',
    HOME: '/home/x',
    AWS_REGION: 'eu',
    LD_PRELOAD: '/evil.so',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't',
  };
  const mask = (value: string): void => {
    masked.push(value);
  };
  const time = { nowMs: 0 };
  const { source } = makeCredentials({
    host: { log, run, env, mask, clock: { now: () => new Date(time.nowMs) } },
    config: config === undefined ? undefined : parseDockerConfig(JSON.stringify(config)),
    logins,
    pushed: [{ registry: 'ghcr.io', path: 'octo/app' }],
  });
  const ask = (registry: string, path = 'octo/app'): Promise<Credential | undefined> =>
    source({ repository: { registry, path }, access: 'pull' });
  return { ask, commands, masked, warnings, time };
}

describe('makeCredentials', () => {
  it.each([
    [
      'an entry',
      { auths: { 'ghcr.io': auth('ann', 'p:w') } },
      'ghcr.io',
      { username: 'ann', password: 'p:w' },
    ],
    [
      'an entry with a port',
      { auths: { 'localhost:5000': auth('ann', 'pw') } },
      'localhost:5000',
      { username: 'ann', password: 'pw' },
    ],
    [
      'an entry that an old docker wrote as a URL',
      { auths: { 'https://ghcr.io/v2/': auth('ann', 'pw') } },
      'ghcr.io',
      { username: 'ann', password: 'pw' },
    ],
    [
      "Docker Hub's",
      { auths: { [HUB]: auth('ann', 'pw') } },
      'docker.io',
      { username: 'ann', password: 'pw' },
    ],
    [
      "Docker Hub's under another name",
      { auths: { 'registry-1.docker.io': auth('ann', 'pw') } },
      'docker.io',
      { username: 'ann', password: 'pw' },
    ],
    [
      'a refresh token',
      { auths: { 'r.azurecr.io': { ...auth('u', ''), identitytoken: 'idt' } } },
      'r.azurecr.io',
      { identityToken: 'idt' },
    ],
    [
      'user and password in the clear',
      { auths: { 'x.io': { username: 'ann', password: 'pw' } } },
      'x.io',
      { username: 'ann', password: 'pw' },
    ],
    [
      'an empty helper beside a global store',
      { credsStore: 'desktop', credHelpers: { 'x.io': '' }, auths: { 'x.io': auth('a', 'b') } },
      'x.io',
      { username: 'a', password: 'b' },
    ],
    ['no entry', { auths: { 'ghcr.io': auth('ann', 'pw') } }, 'quay.io', undefined],
    [
      'an entry of a longer host',
      { auths: { 'ghcr.io.evil.example': auth('ann', 'pw') } },
      'ghcr.io',
      undefined,
    ],
    ['an entry left empty by a store', { auths: { 'ghcr.io': {} } }, 'ghcr.io', undefined],
    ['an entry without a colon', { auths: { 'ghcr.io': { auth: 'YWJj' } } }, 'ghcr.io', undefined],
    ['auths of another kind', { auths: [] }, 'ghcr.io', undefined],
    ['no config', undefined, 'ghcr.io', undefined],
  ])('finds %s', async (_what, config, registry, credential) => {
    const { ask, commands } = setUp(config);
    expect(await ask(registry)).toEqual(credential);
    expect(commands).toEqual([]);
  });

  it('prefers what the inputs give', async () => {
    const { ask, commands } = setUp({ credsStore: 'desktop' }, {}, [own('me')]);
    expect(await ask('ghcr.io')).toEqual(makeLogin('me'));
    expect(commands).toEqual([]);
  });

  it.each<[string, OwnLogin[], string, string | undefined]>([
    ['one for pushing, where it pushes', [own('w', 'push')], 'octo/app', 'w'],
    ['one for pushing, elsewhere', [own('w', 'push')], 'octo/base', undefined],
    ['one for pulling, where it pushes', [own('r', 'pull')], 'octo/app', undefined],
    ['one for pulling, elsewhere', [own('r', 'pull')], 'octo/base', 'r'],
    ['one of each, where it pushes', [own('r', 'pull'), own('w', 'push')], 'octo/app', 'w'],
    ['one of each, elsewhere', [own('w', 'push'), own('r', 'pull')], 'octo/base', 'r'],
    ['a narrow one', [own('all'), own('one', 'both', 'octo/base')], 'octo/base', 'one'],
    ['a narrow one elsewhere', [own('all'), own('one', 'both', 'octo/x')], 'octo/base', 'all'],
    ['one for all beside one for pushing', [own('b'), own('w', 'push')], 'octo/app', 'w'],
    ['one that could not be had', [{ ...own('x'), read: async () => undefined }], 'a/b', undefined],
  ])('chooses for %s', async (_, logins, path, user) => {
    const { ask } = setUp({}, {}, logins);
    expect(await ask('ghcr.io', path)).toEqual(user === undefined ? undefined : makeLogin(user));
  });

  it('asks a helper again before its answer is old, and uses the old one when it fails', async () => {
    const result: { exitCode: number; stdout: string } = { exitCode: 0, stdout: '' };
    result.stdout = answer('ann', 'first').stdout ?? '';
    const { ask, commands, time, warnings } = setUp({ credsStore: 'x' }, result);
    await ask('quay.io');
    time.nowMs = 7 * 60_000;
    await ask('quay.io');
    expect(commands).toHaveLength(1);
    time.nowMs = 8 * 60_000;
    expect(await ask('quay.io')).toEqual({ username: 'ann', password: 'first' });
    expect(commands).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      'a store for all',
      { credsStore: 'desktop' },
      'ghcr.io',
      'docker-credential-desktop',
      'ghcr.io',
    ],
    [
      'a helper for one',
      { credsStore: 'desktop', credHelpers: { 'x.io': 'ecr-login' } },
      'x.io',
      'docker-credential-ecr-login',
      'x.io',
    ],
    [
      'a store, for Docker Hub',
      { credsStore: 'desktop' },
      'docker.io',
      'docker-credential-desktop',
      HUB,
    ],
  ])('asks %s, once', async (_what, config, registry, tool, server) => {
    const { ask, commands, masked } = setUp(config, answer('ann', 's3cret'));
    const found = await Promise.all([ask(registry), ask(registry)]);
    expect(found).toEqual(Array(2).fill({ username: 'ann', password: 's3cret' }));
    expect(commands).toEqual([
      expect.objectContaining({ file: tool, args: ['get'], stdin: server }),
    ]);
    expect(masked).toEqual(['s3cret']);
    expect(Object.keys(commands[0]?.env ?? {}).sort()).toEqual(['AWS_REGION', 'HOME', 'PATH']);
  });

  it('takes a refresh token from a helper', async () => {
    const { ask } = setUp({ credsStore: 'x' }, answer('<token>', 'idt'));
    expect(await ask('ghcr.io')).toEqual({ identityToken: 'idt' });
  });

  it('takes "not found" for no credential', async () => {
    const { ask } = setUp(
      { credsStore: 'x' },
      { exitCode: 1, stdout: 'credentials not found in native keychain\n' },
    );
    expect(await ask('ghcr.io')).toBeUndefined();
  });

  it.each([
    ['is missing', { notFound: true }],
    ['fails', { exitCode: 1, stderr: 'no DBUS' }],
    ['was killed', { signal: 'SIGKILL' }],
    ['hangs', { timedOut: true }],
    ['answers no JSON', { exitCode: 0, stdout: 's3cret' }],
  ])('fails when the helper %s, without showing what it said on stdout', async (_what, result) => {
    const { ask } = setUp({ credsStore: 'x' }, result);
    expect(await codeOf(ask('ghcr.io'))).toBe('CREDENTIAL_HELPER_FAILED');
    await expect(ask('ghcr.io')).rejects.not.toMatchObject({
      message: expect.stringContaining('s3cret'),
    });
  });

  it('does not run what is no program name', async () => {
    const { ask, commands } = setUp({ credsStore: '../../evil' });
    expect(await codeOf(ask('ghcr.io'))).toBe('CREDENTIAL_HELPER_FAILED');
    expect(commands).toEqual([]);
  });
});
