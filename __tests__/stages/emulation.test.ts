import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { parseState } from '../../src/state.ts';
import {
  AMD64,
  ARM64,
  docker,
  ensure,
  type Given,
  HANDLER,
  HANDLERS,
  IMAGE,
  install,
  probe,
  RUNS,
  remembered,
  S390X,
  status,
} from '../support/emulation-scene.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';

describe('emulators', () => {
  it('that are missing are installed, tried, and known to the post step before', async () => {
    const { host, said, ensuring } = await ensure({
      commands: [
        probe('arm64', 127, RUNS),
        {
          when: /--install arm64$/,
          answer: (_, job) => {
            expect(remembered(job)?.names).toEqual(['qemu-aarch64']);
            return { stdout: status(['qemu-aarch64']) };
          },
        },
      ],
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64']);
    expect(remembered(host)).toEqual({ image: IMAGE, names: ['qemu-aarch64'] });
    expect(said).toContain('emulated: 1 step, line 2');
    expect(said).toContain('programs run: linux/arm64');
  });

  it('are installed only for the platforms whose steps run', async () => {
    const { ensuring } = await ensure({
      platforms: [AMD64, ARM64, S390X],
      text: 'FROM base AS base-arm64\nRUN true\nFROM scratch AS base-s390x\nFROM scratch AS base-amd64\nFROM base-$TARGETARCH\nCOPY . /',
      config: {},
      commands: [probe('arm64', 127, RUNS), install('arm64', 'qemu-aarch64')],
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64']);
  });

  it('are installed for every foreign platform when that is asked for', async () => {
    const { ensuring } = await ensure({
      platforms: [AMD64, ARM64, S390X],
      text: 'FROM scratch',
      mode: 'binfmt',
      commands: [
        probe('arm64', 127, RUNS),
        probe('s390x', 2, RUNS),
        install('arm64,s390x', 'qemu-aarch64', 'qemu-s390x'),
      ],
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64', 'qemu-s390x']);
  });

  it.each<[string, Given]>([
    ['that no step needs', { text: 'FROM scratch\nCOPY . /' }],
    ['that no step of an image without ONBUILD needs', { text: 'FROM base', config: {} }],
    [
      'that only COPY --from would need',
      { text: 'FROM --platform=$BUILDPLATFORM go AS b\nRUN true\nFROM scratch\nCOPY --from=b / /' },
    ],
    ['that no platform needs', { platforms: [AMD64] }],
    ['for 386, which an amd64 kernel runs', { platforms: [{ ...AMD64, architecture: '386' }] }],
    ['that BuildKit brings', { mode: 'builtin' }],
  ])('%s cost no command at all', async (_, given) => {
    const { host, said, ensuring } = await ensure(given);
    expect((await ensuring).installed).toEqual([]);
    expect(host.commands).toEqual([]);
    expect(remembered(host)).toBeUndefined();
    expect(said.length).toBeGreaterThan(0);
  });

  it.each<[string, Given]>([
    ['that are there already', { files: { [`${HANDLERS}/qemu-aarch64`]: HANDLER } }],
    ['that are there under another name', {}],
  ])('%s are tried, and neither installed nor removed', async (_, given) => {
    const { host, ensuring } = await ensure({ ...given, commands: [probe('arm64', RUNS)] });
    expect((await ensuring).installed).toEqual([]);
    expect(docker(host)).toEqual([]);
    expect(remembered(host)).toBeUndefined();
  });

  it.each<[string, Given]>([
    ['the Dockerfile is not at hand', { text: '' }],
    ['another frontend reads it', { text: '# syntax=example.com/own\nFROM base' }],
    ['a platform is not known', { text: 'ARG P\nFROM --platform=$P base\nRUN true' }],
    [
      'the image has ONBUILD steps',
      { text: 'FROM base', config: { config: { OnBuild: ['RUN x'] } } },
    ],
    ['no registry tells whether it has', { text: 'FROM base' }],
    [
      "the engine's own BuildKit may have another image",
      { text: 'FROM base', config: {}, isEngine: true },
    ],
  ])('are installed where one cannot be sure: %s', async (_, given) => {
    const { ensuring } = await ensure({
      ...given,
      commands: [probe('arm64', 127, RUNS), install('arm64', 'qemu-aarch64')],
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64']);
  });

  it('are not installed for ONBUILD that runs nothing', async () => {
    const { ensuring } = await ensure({
      text: 'FROM base',
      config: { config: { OnBuild: ['COPY . /app', 'ENV A=b'] } },
    });
    expect((await ensuring).installed).toEqual([]);
  });

  it('that are there and disabled are installed', async () => {
    const { ensuring } = await ensure({
      files: { [`${HANDLERS}/qemu-aarch64`]: HANDLER.replace('enabled', 'disabled') },
      commands: [
        probe('arm64', 127),
        { when: /--install arm64$/, answer: { stdout: status(['qemu-aarch64']) } },
      ],
    });
    // Still disabled here, and no program runs.
    expect(await ensuring.then(() => 'installed', errorCode)).toBe('EMULATION_FAILED');
  });

  it.each<[string, ScriptedCommand['answer']]>([
    ['the installer fails', { exitCode: 125, stderr: 'docker: Error response from daemon' }],
    ['it succeeds and lists others', { stdout: status(['qemu-s390x']) }],
    ['it succeeds and lists none', { stdout: '{\n  "supported": [],\n  "emulators": null\n}\n' }],
    ['it succeeds and lists nothing', { stdout: '', stderr: 'error: permission denied' }],
    ['it lists them and no program runs', { stdout: status(['qemu-aarch64']) }],
  ])('are not there when %s', async (_, answer) => {
    const commands = [probe('arm64', 127), { when: /^docker run/, answer }];
    const { ensuring } = await ensure({ commands });
    const failure: unknown = await ensuring.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'EMULATION_FAILED',
      hint: expect.stringContaining('emulation: builtin'),
    });
  });
});

describe('a job that needs emulators on a machine of one’s own', () => {
  const OWN = { RUNNER_ENVIRONMENT: 'self-hosted', RUNNER_TOOL_CACHE: '/tools' };
  const create: ScriptedCommand = { when: /^docker volume create /, answer: {} };
  const commands = [create, probe('arm64', RUNS)];
  const files = { [`${HANDLERS}/qemu-aarch64`]: HANDLER };
  const made = ({ commands }: { commands: readonly { args: readonly string[] }[] }) =>
    commands.filter(({ args }) => args[1] === 'create').map(({ args }) => args.slice(2).join(' '));

  it('says so by a volume before it asks for them, where its builder does not say it', async () => {
    const { host, ensuring } = await ensure({ isEngine: true, env: OWN, commands, files });
    await ensuring;
    const { emulatorUse } = parseState(host.state.get('run') ?? '') ?? {};
    expect(emulatorUse).toMatch(/^build-sign-use-[0-9a-f]{12}$/);
    expect(made(host)).toEqual([
      expect.stringMatching(new RegExp(`^--label=build-sign-emulators=run= .*${emulatorUse}$`)),
    ]);
    expect(host.commands[0]?.args[0]).toBe('volume');
  });

  it('goes on without where the engine makes no volume', async () => {
    const refuses = { when: /^docker volume create /, answer: { exitCode: 1 } };
    const { ensuring } = await ensure({
      ...{ isEngine: true, env: OWN, files },
      commands: [refuses, probe('arm64', RUNS)],
    });
    expect((await ensuring).installed).toEqual([]);
  });

  it.each<[string, Given]>([
    ['a builder that is its own', { env: OWN }],
    ['a runner of GitHub', { isEngine: true, env: { RUNNER_ENVIRONMENT: 'github-hosted' } }],
    ['nothing to emulate', { isEngine: true, env: OWN, text: 'FROM scratch' }],
  ])('does not with %s', async (_, given) => {
    const { host, ensuring } = await ensure({ ...given, commands, files });
    await ensuring;
    expect(made(host)).toEqual([]);
  });
});

describe('a handler that was there before and does not work', () => {
  it.each<[string, string, number]>([
    ['its interpreter is gone', HANDLER, 127],
    ['it is not found inside containers', HANDLER.replace('POCF', 'POC'), RUNS],
  ])('ends the run: %s', async (_, handler, code) => {
    const { host, ensuring } = await ensure({
      files: { [`${HANDLERS}/qemu-aarch64`]: handler },
      commands: [probe('arm64', code)],
    });
    const failure: unknown = await ensuring.catch((error: unknown) => error);
    expect(errorCode(failure)).toBe('EMULATION_FAILED');
    expect(String(failure)).toContain('qemu-aarch64');
    expect(docker(host)).toEqual([]);
    expect(remembered(host)).toBeUndefined();
  });
});
