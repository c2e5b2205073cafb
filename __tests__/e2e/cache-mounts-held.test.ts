/** A mount that another build on the same builder holds (`sharing=locked`), by the locks of the real BuildKit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();
const LIMIT_SECONDS = 8;
/** Of the step that fills the mount: long enough to be worth keeping, and for another build to stand in line behind it. */
const STEP_SECONDS = 6;
/** Longer than the limit. */
const HOLD_SECONDS = 14;
/** Of BuildKit: the action reads with GET. */
const BASE = { match: /^HEAD \/v2\/lab\/base\/manifests\// };
const MOUNT = 'RUN --mount=type=cache,id=held,target=/made,sharing=locked';

let folder = '';
const holders: ChildProcess[] = [];
const daemons: Buildkitd[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bsa-held-'));
});
afterAll(async () => {
  for (const { pid, exitCode } of holders)
    if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
  for (const daemon of daemons) await daemon.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Buildkitd> {
  const daemon = await startBuildkitd({ tools: world().lab.tools });
  daemons.push(daemon);
  return daemon;
}

async function waitFor(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (let looks = 0; looks < 150; looks++) {
    if (await isTrue()) return;
    await sleep(200);
  }
}

/** A build that asks for the mount, and keeps it for a while. */
async function hold(daemon: Buildkitd, seconds: number): Promise<void> {
  const { lab } = world();
  const file = lab.tools.buildx;
  const config = await mkdtemp(join(folder, 'other-'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: config, BUILDX_CONFIG: config };
  const step = `FROM ${lab.baseImage}\n${MOUNT} echo theirs > /made/theirs; sleep ${seconds}\n`;
  await writeFile(join(config, 'Dockerfile'), step);
  await runCommand({
    file,
    args: ['create', '--name=other', '--driver=remote', daemon.endpoint],
    env,
  });
  const args = ['build', '--builder=other', '--output=type=cacheonly', config];
  holders.push(spawn(file, args, { env, detached: true, stdio: 'ignore' }));
}

function release(daemon: Buildkitd, workspace: string, name: string): Promise<CheckedRun> {
  const { run, registry } = world();
  return run({
    workspace,
    docker: { dockerHost: 'unix:///nowhere/docker.sock' },
    inputs: {
      ...{ ...BARE, cache: 'auto', 'cache-to': 'type=inline' },
      ...{ driver: 'remote', endpoint: daemon.endpoint, 'driver-opts': '' },
      images: `${registry.host}/octo/${name}`,
      'cache-timeout': `${LIMIT_SECONDS}s`,
    },
  });
}

/** From the lab's base, by its name behind the proxy: the other build has another one. */
async function makeSteps(work: string): Promise<string> {
  const { lab, registry } = world();
  const base = lab.baseImage.replace(/^[^/]+/, registry.host);
  const workspace = await lab.makeWorkspace();
  const step = `${MOUNT} ${work} && head -c 1000000 /dev/urandom > /made/file`;
  await writeFile(join(workspace, 'Dockerfile'), `FROM ${base}\nCOPY source /source\n${step}\n`);
  return workspace;
}

/** Published, with one warning, and within the limit after the seconds that it had to wait for. */
function expectInSpite(
  { error, main, warnings }: CheckedRun,
  { warning, seconds }: { warning: RegExp; seconds: number },
): void {
  expect(error).toBeUndefined();
  expect(main.outputs['verified']).toBe('true');
  expect(warnings).toEqual([expect.stringMatching(warning)]);
  expect(main.durationMs).toBeLessThan((seconds + LIMIT_SECONDS) * 1000 + 20_000);
}

it('is not saved, within the limit and with one warning, and the image is published', async () => {
  const daemon = await start();
  const workspace = await makeSteps(`sleep ${STEP_SECONDS}`);
  await writeFile(join(workspace, 'source'), '1');
  // As soon as the step has the mount, another build asks for it, and has it when the step is done.
  const next = waitFor(async () => (await daemon.built()).includes('/held"'));
  const [built] = await Promise.all([
    release(daemon, workspace, 'held'),
    next.then(() => hold(daemon, 100)),
  ]);
  expectInSpite(built, {
    warning: /^What cache mounts hold was not saved: /,
    seconds: STEP_SECONDS,
  });
  expect(readMounts(built).saved.outcome).toBe('failed');
});

it('is not filled, within the limit and with one warning, and the build waits for its turn', async () => {
  const { proxies } = world().lab;
  // Longer than bringing it back is expected to take: else it would not be kept.
  const workspace = await makeSteps(`sleep ${STEP_SECONDS}`);
  await writeFile(join(workspace, 'source'), '1');
  const first = await release(await start(), workspace, 'held-before');
  expect(readMounts(first).saved.outcome).toBe('saved');

  // Between the last look at the builder and the helper's step there is the question for its base.
  const daemon = await start();
  await writeFile(join(workspace, 'source'), '2');
  const before = proxies.registry.faults.length;
  proxies.registry.setRules([{ ...BASE, action: { kind: 'pass' }, delayMs: 4000, times: 1 }]);
  const next = waitFor(() => proxies.registry.faults.length > before);
  const [built] = await Promise.all([
    release(daemon, workspace, 'held-before'),
    next.then(() => hold(daemon, HOLD_SECONDS)),
  ]);
  expectInSpite(built, {
    warning: /^What cache mounts held was not restored: /,
    seconds: HOLD_SECONDS,
  });
  expect(readMounts(built).restored.outcome).toBe('failed');
});
