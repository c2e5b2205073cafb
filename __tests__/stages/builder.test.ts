import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { ensureBuilder } from '../../src/stages/builder.ts';
import { ensureBuildx } from '../../src/stages/buildx.ts';
import { readEngine } from '../../src/stages/engine.ts';
import { openRunFolder } from '../../src/stages/run-folder.ts';
import { parseState } from '../../src/state.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { readFixture } from '../support/recorded.ts';

const OWN: BuilderSpec = {
  kind: 'own',
  driverOpts: ['network=host'],
  entitlements: [],
  recordsRun: true,
};
const REMOVED: ScriptedCommand = { when: /^(buildx|docker) .*rm /, answer: {} };
const BUILDX = { path: '/opt/buildx', env: { BUILDX_CONFIG: '/run/buildx' } };

async function ensure(
  spec: BuilderSpec,
  commands: readonly ScriptedCommand[],
  info = 'containerd',
) {
  const host = makeFakeHost({
    commands: [
      ...commands,
      REMOVED,
      { when: /^docker info/, answer: { stdout: readFixture(`docker-info/${info}.json`) } },
    ],
  });
  const folder = await openRunFolder(host);
  const said: string[] = [];
  const ensuring = ensureBuilder(host, {
    spec,
    buildx: BUILDX,
    engine: () => readEngine(host, {}),
    folder,
    say: (line) => said.push(line),
  });
  return { host, said, ensuring };
}

const codeOf = async (...given: Parameters<typeof ensure>): Promise<string> =>
  (await ensure(...given)).ensuring.then(() => 'ready', errorCode);
const count = ({ commands }: FakeHost, verb: string): number =>
  commands.filter(({ args }) => args[0] === verb).length;

describe('a builder of our own', () => {
  it('is booted from the pinned image under a name of its own, which the post step knows before', async () => {
    const { host, ensuring } = await ensure(OWN, [
      {
        when: /^buildx create /,
        answer: ({ args }, { state }) => {
          expect(args).toContain(`--name=${parseState(state.get('run') ?? '')?.builder}`);
          return {};
        },
      },
    ]);
    const name = await ensuring;
    expect(name).toMatch(/^build-sign-[0-9a-f]{12}$/);
    const [created] = host.commands;
    expect(created?.args).toEqual(
      expect.arrayContaining([
        `--driver-opt=image=${IMAGES.buildkit}`,
        '--driver-opt=network=host',
        '--bootstrap',
      ]),
    );
    expect(parseState(host.state.get('run') ?? '')).toMatchObject({
      builder: name,
      buildx: '/opt/buildx',
    });
  });

  it('is tried three times, and what was left of each is removed', async () => {
    const fails: ScriptedCommand = {
      when: /^buildx create /,
      answer: { exitCode: 1, stderr: 'ERROR: boom' },
      times: 2,
    };
    const { host, said, ensuring } = await ensure(OWN, [
      fails,
      { when: /^buildx create /, answer: {} },
    ]);
    await ensuring;
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 3, rm: 2 });
    expect(said.filter((line) => line.includes('attempt'))).toHaveLength(2);
  });

  it('that never boots is an error', async () => {
    expect(await codeOf(OWN, [{ when: /^buildx create /, answer: { exitCode: 1 } }])).toBe(
      'BUILDER_FAILED',
    );
  });

  it('is not tried again when the run is cancelled', async () => {
    const { host, ensuring } = await ensure(OWN, [
      {
        when: /^buildx create /,
        answer: (_, job) => {
          job.cancel(new Error('cancelled'));
          return { exitCode: undefined };
        },
      },
    ]);
    await expect(ensuring).rejects.toThrow();
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 1, rm: 1 });
  });
});

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
    expect(await codeOf({ kind: 'engine' }, [], info)).toBe(code);
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
  ])('that is not there: %s', async (_, answer, reason) => {
    const host = makeFakeHost({ commands: [{ when: /^docker info/, answer }] });
    await expect(readEngine(host, {})).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringMatching(reason),
    });
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
      path: await ensureBuildx(host, (line) => said.push(line)).catch(() => 'downloads'),
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
