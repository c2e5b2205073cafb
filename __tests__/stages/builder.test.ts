import { describe, expect, it } from '@jest/globals';
import type { BuilderSpec, EngineWants } from '../../src/plan/builder-spec.ts';
import { findEngine, readEngine } from '../../src/stages/job/engine.ts';
import { ensureBuildx } from '../../src/stages/tools/buildx.ts';
import { parseState } from '../../src/state.ts';
import { codeOf, ensure } from '../support/builder-scene.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeOwnBuilder } from '../support/make-own-builder.ts';
import { readFixture } from '../support/recorded.ts';

const WANTS: EngineWants = {
  pushes: false,
  emulators: false,
  isApart: false,
  caches: ['gha'],
  entitlements: [],
};

describe('a builder of somebody else', () => {
  it('is started, used, and never recorded for removal', async () => {
    const { host, ensuring } = await ensure({ kind: 'existing', name: 'mine' }, [
      { when: /^buildx inspect --bootstrap mine$/, answer: {} },
    ]);
    expect(await ensuring).toBe('mine');
    expect(parseState(host.state.get('run') ?? '')?.builder).toBeUndefined();
  });

  it('that is not there is an error', async () => {
    const answer = { exitCode: 1, stderr: 'ERROR: no builder "mine" found' };
    expect(
      await codeOf({ kind: 'existing', name: 'mine' }, [{ when: /^buildx inspect/, answer }]),
    ).toBe('BUILDER_FAILED');
  });
});

describe("the engine's own builder", () => {
  it.each([
    ['containerd', 'ready'],
    ['graphdriver', 'ENVIRONMENT_UNSUPPORTED'],
    ['unreachable', 'ENGINE_UNREACHABLE'],
  ])('of an engine like %s: %s', async (info, code) => {
    expect(await codeOf({ kind: 'engine', wants: WANTS }, [], { info })).toBe(code);
  });

  it.each<[string, EngineWants, string]>([
    ['a cache backend', { ...WANTS, caches: ['s3'] }, 's3'],
    ['a privilege', { ...WANTS, entitlements: ['security.insecure'] }, 'security.insecure'],
  ])('that lacks %s is refused where it was asked for', async (_title, wants, told) => {
    const { ensuring } = await ensure({ kind: 'engine', wants }, []);
    await expect(ensuring).rejects.toMatchObject({ message: expect.stringContaining(told) });
  });
});

describe('whichever builder will do', () => {
  const AUTO: BuilderSpec = { kind: 'auto', wants: WANTS, own: makeOwnBuilder() };

  it("is the engine's own where that can do it all", async () => {
    const { host, said, ensuring } = await ensure(AUTO, []);
    expect(await ensuring).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^using the BuildKit of engine /)]);
    expect(parseState(host.state.get('run') ?? '')?.builder).toBeUndefined();
  });

  it('is one of ours elsewhere, and the log says why', async () => {
    const boots: ScriptedCommand = { when: /^buildx create /, answer: {} };
    const { said, ensuring } = await ensure(AUTO, [boots], { info: 'graphdriver' });
    expect(await ensuring).toMatch(/^build-sign-/);
    expect(said[0]).toMatch(/store of its own.*older than/);
  });

  it('is nothing where no engine answers', async () => {
    expect(await codeOf(AUTO, [], { info: 'unreachable' })).toBe('ENGINE_UNREACHABLE');
  });
});

describe('the engine', () => {
  it.each<[string, ScriptedCommand['answer'], RegExp]>([
    ['no docker', { exitCode: undefined, notFound: true }, /PATH/],
    ['no answer', { exitCode: undefined, timedOut: true }, /15 s/],
    [
      'no socket',
      { exitCode: 1, stderr: readFixture('docker-info/unreachable.stderr.txt') },
      /Cannot connect/,
    ],
    ['an answer that is none', { stdout: 'true' }, /no reason/],
    ['Podman by the name of docker', { stdout: readFixture('docker-info/podman.json') }, /Podman/],
  ])('that is not there: %s', async (_, answer, reason) => {
    const host = makeFakeHost({ commands: [{ when: /^docker info/, answer }] });
    await expect(readEngine(host, {})).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringMatching(reason),
    });
  });
});

describe('what to do about an engine that does not answer', () => {
  const DENIED =
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied\n';

  it.each<[string, ScriptedCommand['answer'], string]>([
    ['Podman', { stdout: readFixture('docker-info/podman.json') }, 'podman.socket'],
    ['a socket of others', { exitCode: 1, stderr: DENIED }, 'usermod'],
    ['no docker', { exitCode: undefined, notFound: true }, 'container:'],
  ])('%s', async (_, answer, hint) => {
    const host = makeFakeHost({ commands: [{ when: /^docker info/, answer }] });
    await expect(readEngine(host, {})).rejects.toMatchObject({
      hint: expect.stringContaining(hint),
    });
  });
});

describe('an engine of Windows containers', () => {
  const info = JSON.parse(readFixture('docker-info/containerd.json')) as object;
  const ask = (builder: object) => {
    const stdout = JSON.stringify({ ...info, OSType: 'windows' });
    const host = makeFakeHost({ commands: [{ when: /^docker info/, answer: { stdout } }] });
    const plan = { builder, mode: 'load', load: undefined } as Parameters<typeof findEngine>[1];
    return findEngine(host, plan, { env: {}, folder: '/temp/build-sign-aaaaaa' });
  };

  it('is refused as a builder before an image is pulled for it', async () => {
    await expect(ask({ kind: 'own', own: makeOwnBuilder() })).rejects.toMatchObject({
      code: 'ENVIRONMENT_UNSUPPORTED',
      hint: expect.stringContaining('ubuntu-latest'),
    });
  });

  it('may be what an image from elsewhere is loaded into', async () => {
    const remote = { kind: 'own', own: { driver: 'remote', nodes: [{ endpoint: 'tcp://b:1' }] } };
    expect(await ask(remote)).toMatchObject({ os: 'windows' });
  });
});

describe('buildx', () => {
  const find = async (
    executables: readonly string[],
    stdout: string,
    env: Record<string, string> = { HOME: '/h' },
  ) => {
    const host = makeFakeHost({
      env,
      executables,
      commands: [{ when: /^buildx version/, answer: { stdout } }],
    });
    const said: string[] = [];
    return {
      said,
      path: await ensureBuildx(host, { say: (line) => said.push(line) }).catch(() => 'downloads'),
    };
  };
  const NEW = readFixture('buildx-0.36/version.txt');
  const USER = '/h/.docker/cli-plugins/docker-buildx';
  const SYSTEM = '/usr/libexec/docker/cli-plugins/docker-buildx';

  it.each<[string, string[], string, Record<string, string>, string]>([
    ["the user's own", [SYSTEM, USER], NEW, { HOME: '/h' }, USER],
    ['the one of the machine', [SYSTEM], NEW, { HOME: '/h' }, SYSTEM],
    [
      'the one beside the configuration',
      ['/c/cli-plugins/docker-buildx'],
      NEW,
      { DOCKER_CONFIG: '/c' },
      '/c/cli-plugins/docker-buildx',
    ],
    [
      'a newer one than installed',
      [SYSTEM],
      'github.com/docker/buildx v0.29.1 x',
      { HOME: '/h' },
      'downloads',
    ],
    [
      'one that has a version',
      [SYSTEM],
      'github.com/docker/buildx v0.0.0+unknown',
      { HOME: '/h' },
      'downloads',
    ],
    ['any', [], '', {}, 'downloads'],
  ])('is found: %s', async (_, executables, stdout, env, path) => {
    expect((await find(executables, stdout, env)).path).toBe(path);
  });
});
