import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ensureEmulation,
  FOREIGN_HANDLER,
  isEmulating,
  registerBroken,
  removeEmulation,
} from '../../lab/provision/emulation.ts';
import { formatMark, MARK_VARIABLE, parseProcessStat } from '../../src/tools/mark.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const BOTH = { ...BARE, platforms: 'linux/amd64,linux/arm64' } as const;
const FOREIGN = process.arch === 'arm64' ? 'amd64' : 'arm64';

const world = useWorld();

async function makeCheckout(lines: readonly string[]): Promise<string> {
  const workspace = await world().lab.makeWorkspace();
  const text = lines.join('\n').replaceAll('BASE', world().lab.baseImage);
  await writeFile(join(workspace, 'Dockerfile'), `${text}\n`);
  return workspace;
}

const readHandler = (): Promise<string> =>
  readFile(`/proc/sys/fs/binfmt_misc/${FOREIGN_HANDLER}`, 'utf8');

afterAll(async () => {
  await removeEmulation();
  await ensureEmulation(() => undefined, world().lab.engine);
});

describe('emulation on a machine that has none', () => {
  beforeEach(removeEmulation);

  it('is installed for the build, tried, told step by step, and gone after the job', async () => {
    const { run, registry } = world();
    let whileBuilding: Promise<boolean> | undefined;
    const released = await run({
      inputs: { ...BOTH, images: `${registry.host}/octo/emulated` },
      onLine: ({ text }) => {
        if (text === '::group::Build') whileBuilding = isEmulating();
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).toMatch(/^emulated +2 steps, lines 6, 13$/m);
    expect(released.text).toContain(`installing ${FOREIGN_HANDLER}`);
    expect(released.text).toContain(`programs run: linux/${FOREIGN}`);
    expect(await whileBuilding).toBe(true);
    expect(await isEmulating()).toBe(false);
    // Both steps, measured, with the line of each and one hint.
    expect(released.text).toMatch(/Emulated: 2 steps, \d+\.\d s/);
    const told = new RegExp(
      `\\d\\.\\d s {2}linux/${FOREIGN} {2}\\S*Dockerfile:(6|13) {2}RUN `,
      'g',
    );
    expect(released.text.match(told)).toHaveLength(2);
    expect(released.text).toContain('emulates nothing; the legs make one image');
    expect(released.main.summary).toMatch(/emulated.*2 steps, \d+\.\d s, lines 6, 13/);
  });

  it('is not installed where no step is foreign: the compiler runs on the builder', async () => {
    const { run, registry } = world();
    let whileBuilding: Promise<boolean> | undefined;
    const released = await run({
      workspace: await makeCheckout([
        'FROM --platform=$BUILDPLATFORM BASE AS build',
        'ARG TARGETARCH',
        'RUN echo $TARGETARCH > /out',
        'FROM BASE',
        'COPY --from=build /out /out',
      ]),
      inputs: { ...BOTH, images: `${registry.host}/octo/crossed` },
      onLine: ({ text }) => {
        if (text === '::group::Build') whileBuilding = isEmulating();
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.text).not.toContain('installing');
    expect(released.text).not.toContain('Emulated:');
    expect(released.text).toMatch(/^emulated +nothing/m);
    expect(await whileBuilding).toBe(false);
  });

  it('is not installed where every platform is native', async () => {
    const { run, registry } = world();
    const released = await run({ inputs: { ...BARE, images: `${registry.host}/octo/native` } });
    expect(released.error).toBeUndefined();
    expect(released.text).not.toContain('installing');
  });

  it('is gone too when the build fails', async () => {
    const { run, registry } = world();
    const failed = await run({
      workspace: await makeCheckout(['FROM BASE', 'RUN exit 3']),
      inputs: { ...BOTH, images: `${registry.host}/octo/emulated` },
    });
    expect(failed.main.exitCode).toBe(1);
    expect(failed.text).toContain('installing qemu-');
    expect(await isEmulating()).toBe(false);
  });

  it('is not installed when it is turned off, and the steps are named before the build', async () => {
    const { run, registry } = world();
    const failed = await run({
      workspace: await makeCheckout(['FROM BASE', 'RUN test -d /']),
      inputs: { ...BOTH, emulation: 'off', images: `${registry.host}/octo/off` },
    });
    expect(failed.main.exitCode).toBe(1);
    expect(failed.warnings.join()).toContain(`Dockerfile:2 RUN test -d / (linux/${FOREIGN})`);
    expect(await isEmulating()).toBe(false);
  });
});

describe('a handler that another job may use', () => {
  const container = 'buildx_buildkit_build-sign-0123456789ab0';
  const volume = 'build-sign-use-0123456789ab';
  const LABEL = 'build-sign-emulators';
  let other: ChildProcess;
  const startOtherJob = async (shows: 'builder' | 'volume'): Promise<void> => {
    other = spawn('sleep', ['600'], { stdio: 'ignore' });
    const [boot, name, stat] = await Promise.all(
      [
        '/proc/sys/kernel/random/boot_id',
        '/proc/sys/kernel/hostname',
        `/proc/${other.pid}/stat`,
      ].map((path) => readFile(path, 'utf8')),
    );
    const owner = {
      machine: `${boot?.trim()}@${name?.trim()}`,
      pid: other.pid ?? 0,
      startedAt: parseProcessStat(stat ?? '')?.startedAt ?? '',
    };
    const made = { runId: '77', runAttempt: 1, job: 'other', createdAtMs: Date.now(), owner };
    const { lab } = world();
    if (shows === 'volume') {
      await runDocker(lab, 'volume', 'create', `--label=${LABEL}=${formatMark(made)}`, volume);
      return;
    }
    const mark = `${MARK_VARIABLE}=${formatMark(made)}`;
    const args = ['run', '--detach', '--privileged', `--name=${container}`, `--env=${mark}`];
    await runDocker(lab, ...args, lab.images.buildkit);
  };
  const endOtherJob = async (): Promise<void> => {
    other.kill();
    await runDocker(world().lab, 'rm', '--force', '--volumes', container);
    await runDocker(world().lab, 'volume', 'rm', '--force', volume);
  };
  beforeEach(removeEmulation);
  afterEach(endOtherJob);

  /** What the post step says. */
  const build = async (machineChanges: RegExp): Promise<string> => {
    const { main, post } = await world().run({
      inputs: { ...BOTH, push: 'false' },
      ...{ wanted: 'built', runnerEnvironment: 'self-hosted', machineChanges },
      workspace: await makeCheckout(['FROM BASE', 'RUN test -d /']),
    });
    expect(main.exitCode).toBe(0);
    return post?.maskedLog.join('\n') ?? '';
  };

  it.each([
    ['has a builder of its own', 'builder'],
    ['says that it needs it', 'volume'],
  ] as const)('stays while another job on a machine of one’s own %s', async (_, shows) => {
    await startOtherJob(shows);
    const text = await build(new RegExp(`: ${FOREIGN_HANDLER}$`));
    expect(text).toContain(`The emulators ${FOREIGN_HANDLER} stay: run 77 builds on this machine`);
    expect(await isEmulating()).toBe(true);
  });

  it('goes where the other job is gone', async () => {
    await startOtherJob('volume');
    other.kill();
    await build(/^never$/);
    expect(await isEmulating()).toBe(false);
  });
});

describe('a handler that was there before', () => {
  beforeAll(() => ensureEmulation(() => undefined, world().lab.engine));

  it('is tried, used and stays', async () => {
    const { run, registry } = world();
    const before = await readHandler();
    const released = await run({ inputs: { ...BOTH, images: `${registry.host}/octo/there` } });
    expect(released.error).toBeUndefined();
    expect(released.text).toContain(`already there: ${FOREIGN_HANDLER}`);
    expect(await readHandler()).toBe(before);
  });

  it('ends the run before the build when its interpreter is gone, and stays', async () => {
    const { run, registry } = world();
    await registerBroken();
    const before = await readHandler();
    const failed = await run({ inputs: { ...BOTH, images: `${registry.host}/octo/broken` } });
    expect(failed.error?.code).toBe('EMULATION_FAILED');
    expect(failed.error?.message).toContain(FOREIGN_HANDLER);
    expect(failed.text).not.toMatch(/^::group::Build$/m);
    expect(await readHandler()).toBe(before);
  });
});
