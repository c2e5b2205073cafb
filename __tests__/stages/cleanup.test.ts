import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeFiles } from '../../src/host/files.ts';
import { cleanUp } from '../../src/stages/cleanup/cleanup.ts';
import { keepTemp, openRunFolder } from '../../src/stages/job/run-folder.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'cleanup-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TEMP = join(root, 'temp');
const OURS = join(TEMP, 'build-sign-a1B2c3');
const BUILDER = 'build-sign-0123456789ab';
const EMULATORS = { image: 'docker.io/x/binfmt@sha256:0', names: ['qemu-aarch64'] };
const TOOLS: ScriptedCommand[] = [
  { when: /^docker (?:ps|volume ls) /, answer: {} },
  { when: /^docker volume rm /, answer: ({ args }) => ({ stdout: `${args.at(-1)}\n` }) },
  { when: /^buildx rm /, answer: {} },
  {
    when: /^docker run .*--uninstall/,
    answer: { stdout: '{\n  "supported": [],\n  "emulators": null\n}\n' },
  },
];

/** A job whose temp folder and files are real. */
function makeJob(state: unknown, commands: readonly ScriptedCommand[] = TOOLS): FakeHost {
  const text = typeof state === 'string' ? state : JSON.stringify(state);
  const env = { RUNNER_TEMP: TEMP, STATE_run: text, PATH: '/bin' };
  return { ...makeFakeHost({ env, commands }), files: makeFiles(TEMP) };
}

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(OURS, 'docker'), { recursive: true });
  writeFileSync(join(OURS, 'docker/config.json'), '{}');
  mkdirSync(join(TEMP, 'other'));
  mkdirSync(join(root, 'outside', 'build-sign-a1B2c3'), { recursive: true });
});

describe('cleaning up', () => {
  it('removes builder, emulators and folder', async () => {
    const host = makeJob({
      v: 1,
      folder: OURS,
      builder: BUILDER,
      buildx: '/usr/bin/buildx',
      emulators: EMULATORS,
    });
    await cleanUp(host);
    expect(host.commands.map(({ file, args }) => [file, ...args])).toEqual([
      ['/usr/bin/buildx', 'rm', '--force', BUILDER],
      expect.arrayContaining(['docker', 'ps']),
      expect.arrayContaining(['docker', 'volume', 'ls']),
      expect.arrayContaining(['docker', 'run', '--uninstall', 'qemu-aarch64']),
    ]);
    expect(existsSync(OURS)).toBe(false);
    expect(host.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('ends its use of emulators that are not its own', async () => {
    const emulatorUse = 'build-sign-use-0123456789ab';
    const host = makeJob({ v: 1, folder: OURS, emulatorUse });
    await cleanUp(host);
    expect(host.commands.map(({ args }) => args)).toEqual([['volume', 'rm', emulatorUse]]);
    expect(host.unscripted).toEqual([]);
  });

  it('says how a builder is removed that a cluster does not give up', async () => {
    const refused = { exitCode: 1, stderr: 'ERROR: deployments.apps "x" is forbidden' };
    const state = { v: 1, folder: OURS, builder: BUILDER, buildx: '/usr/bin/buildx' };
    const rm = { when: /^buildx rm /, answer: refused };
    const job = makeJob({ ...state, driver: 'kubernetes' }, [rm]);
    const host = { ...job, env: { ...job.env, GITHUB_RUN_ID: '42', KUBECONFIG: '/k' } };
    await cleanUp(host);
    expect(host.commands.map(({ env }) => env['KUBECONFIG'])).toEqual(['/k']);
    expect(host.lines.join()).toMatch(
      /warning: .*kubectl delete deployments -l build-sign-action=42/,
    );
  });

  it('runs its tools with the configuration of the run', async () => {
    const host = makeJob({ v: 1, folder: OURS, builder: BUILDER, buildx: '/usr/bin/buildx' });
    await cleanUp(host);
    expect(host.commands[0]?.env).toMatchObject({
      BUILDX_CONFIG: `${OURS}/buildx`,
      DOCKER_CONFIG: `${OURS}/docker`,
    });
  });

  it('finds the container of a builder that buildx has forgotten', async () => {
    const state = { v: 1, folder: OURS, builder: BUILDER, buildx: '/usr/bin/buildx' };
    const host = makeJob(state, [
      { when: /^buildx rm /, answer: { exitCode: 1, stderr: 'no builder found' } },
      { when: /^docker (volume )?rm /, answer: {} },
    ]);
    await cleanUp(host);
    const removed = host.commands.map(({ args }) => args.at(-1));
    expect(removed).toEqual([
      BUILDER,
      `buildx_buildkit_${BUILDER}0`,
      `buildx_buildkit_${BUILDER}0_state`,
    ]);
    expect(host.lines.filter((line) => line.startsWith('warning'))).toEqual([]);
  });

  it('may be done twice', async () => {
    const state = { v: 1, folder: OURS };
    await cleanUp(makeJob(state));
    const host = makeJob(state);
    await cleanUp(host);
    expect(host.lines).toEqual([]);
  });

  it('does nothing without a state', async () => {
    const host = makeJob('');
    await cleanUp(host);
    expect({ lines: host.lines, commands: host.commands }).toEqual({ lines: [], commands: [] });
  });

  it.each<[string, ScriptedCommand[]]>([
    ['the builder', [{ when: /^(buildx|docker) rm /, answer: { exitCode: 1, stderr: 'no' } }]],
    ['the emulators', [{ when: /^docker run/, answer: { exitCode: 1 } }]],
    [
      'emulators that are listed afterwards',
      [{ when: /^docker run/, answer: { stdout: '{\n  "emulators": ["qemu-aarch64"]\n}\n' } }],
    ],
  ])('warns of %s that stayed, and removes the rest', async (_, commands) => {
    const host = makeJob(
      { v: 1, folder: OURS, builder: BUILDER, buildx: '/usr/bin/buildx', emulators: EMULATORS },
      [...commands, ...TOOLS],
    );
    await cleanUp(host);
    expect(host.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
    expect(existsSync(OURS)).toBe(false);
  });
});

describe('a folder that is not ours', () => {
  it.each([
    ['another one in the temp folder', () => join(TEMP, 'other')],
    ['the temp folder', () => TEMP],
    ['the temp folder, by a detour', () => `${OURS}/..`],
    ['one above, by a detour', () => `${OURS}/../../outside`],
    ['one beside, by a detour', () => `${TEMP}/build-sign-/../other`],
    ['one below', () => join(OURS, 'docker')],
    ['one elsewhere with our name', () => join(root, 'outside', 'build-sign-a1B2c3')],
    ['one whose path begins like the temp folder', () => `${TEMP}-evil/build-sign-a1B2c3`],
    ['the root', () => '/'],
    [
      'a link to one elsewhere',
      () => {
        symlinkSync(join(root, 'outside'), join(TEMP, 'build-sign-link'));
        return join(TEMP, 'build-sign-link');
      },
    ],
    [
      'a link to one of our name elsewhere',
      () => {
        rmSync(OURS, { recursive: true });
        symlinkSync(join(root, 'outside', 'build-sign-a1B2c3'), OURS);
        return OURS;
      },
    ],
    [
      'a file',
      () => {
        writeFileSync(join(TEMP, 'build-sign-file'), '');
        return join(TEMP, 'build-sign-file');
      },
    ],
  ])('is left alone, and nothing is run: %s', async (_, makeFolder) => {
    const folder = makeFolder();
    const host = makeJob({
      v: 1,
      folder,
      builder: BUILDER,
      buildx: '/usr/bin/buildx',
      emulators: EMULATORS,
    });
    await cleanUp(host);
    expect(host.commands).toEqual([]);
    expect(host.lines).toEqual([expect.stringMatching(/^warning: /)]);
    const kept = [TEMP, join(TEMP, 'other'), OURS, join(root, 'outside', 'build-sign-a1B2c3')];
    expect(kept.filter((path) => !existsSync(path))).toEqual([]);
    if (folder !== '/')
      expect(
        existsSync(folder) || folder.includes('-evil') || folder.includes('build-sign-/'),
      ).toBe(true);
  });

  it('is everything where the runner names no temp folder', async () => {
    const env = { STATE_run: JSON.stringify({ v: 1, folder: OURS }) };
    const host = { ...makeFakeHost({ env }), files: makeFiles(TEMP) };
    await cleanUp(host);
    expect(existsSync(OURS)).toBe(true);
  });

  it.each(['{', '[]', '{"v":1,"folder":7}', '{"v":9,"folder":"/x"}'])(
    '%s is no state at all',
    async (text) => {
      const host = makeJob(text);
      await cleanUp(host);
      expect({ commands: host.commands, lines: host.lines }).toEqual({
        commands: [],
        lines: [expect.stringMatching(/^warning: /)],
      });
    },
  );
});

describe('what the tools need in between', () => {
  it('is in the folder of the run, and goes with it', async () => {
    const host = { ...makeFakeHost({ env: { RUNNER_TEMP: TEMP } }), files: makeFiles(TEMP) };
    const folder = await openRunFolder(host);
    const made = await keepTemp(host, folder).files.makeTempDir('cosign-');
    expect(made).toMatch(new RegExp(`^${folder.path}/temp/cosign-`));
    expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(await keepTemp(host, folder).files.makeTempDir('cosign-')).not.toBe(made);
    await cleanUp({ ...host, readState: () => host.state.get('run') ?? '' });
    expect(existsSync(made)).toBe(false);
  });

  it.each(['ca.pem', 'missing.pem'])(
    'holds the authorities of %s where there are any',
    async (name) => {
      const file = join(root, name);
      if (name === 'ca.pem') writeFileSync(file, 'text');
      const env = { RUNNER_TEMP: TEMP, NODE_EXTRA_CA_CERTS: file };
      const host = { ...makeFakeHost({ env }), files: makeFiles(TEMP) };
      const { path } = await openRunFolder(host);
      const linked = join(path, 'authorities', 'extra.pem');
      expect(existsSync(linked) && realpathSync(linked)).toBe(name === 'ca.pem' && file);
      await cleanUp({ ...host, readState: () => host.state.get('run') ?? '' });
      expect(existsSync(path)).toBe(false);
      expect(existsSync(file)).toBe(name === 'ca.pem');
    },
  );
});
