/** A mount that another build on the same builder holds (`sharing=locked`), by the locks of the real BuildKit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();
const LIMIT_SECONDS = 8;
/** Of the step that fills the mount: long enough for another build to stand in line behind it. */
const STEP_SECONDS = 6;
const MOUNT = 'RUN --mount=type=cache,id=held,target=/made,sharing=locked';

let daemon: Buildkitd;
let folder = '';
let holder: ChildProcess | undefined;
beforeAll(async () => {
  daemon = await startBuildkitd({ tools: world().lab.tools });
  folder = await mkdtemp(join(tmpdir(), 'bsa-held-'));
});
afterAll(async () => {
  if (holder?.pid !== undefined) process.kill(-holder.pid, 'SIGKILL');
  await daemon?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** As soon as the step has the mount, another build asks for it, and has it when the step is done. */
async function holdNext(): Promise<void> {
  const { lab } = world();
  const file = lab.tools.buildx;
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, BUILDX_CONFIG: folder };
  await writeFile(join(folder, 'Dockerfile'), `FROM ${lab.baseImage}\n${MOUNT} sleep 100\n`);
  await runCommand({
    file,
    args: ['create', '--name=other', '--driver=remote', daemon.endpoint],
    env,
  });
  for (let looks = 0; looks < 150; looks++) {
    if ((await daemon.built()).includes('/held"')) break;
    await sleep(200);
  }
  const args = ['build', '--builder=other', '--output=type=cacheonly', folder];
  holder = spawn(file, args, { env, detached: true, stdio: 'ignore' });
}

it('is not saved, within the limit and with one warning, and the image is published', async () => {
  const { lab, run, registry } = world();
  const workspace = await makeWorkspace(lab, [
    `${MOUNT} sleep ${STEP_SECONDS} && head -c 1000000 /dev/urandom > /made/file`,
  ]);
  const [built] = await Promise.all([
    run({
      workspace,
      docker: { dockerHost: 'unix:///nowhere/docker.sock' },
      inputs: {
        ...{ ...BARE, cache: 'auto', 'cache-to': 'type=inline' },
        ...{ driver: 'remote', endpoint: daemon.endpoint, 'driver-opts': '' },
        images: `${registry.host}/octo/held`,
        'cache-timeout': `${LIMIT_SECONDS}s`,
      },
    }),
    holdNext(),
  ]);
  expect(built.error).toBeUndefined();
  expect(built.main.outputs['verified']).toBe('true');
  expect(built.warnings).toEqual([
    expect.stringMatching(/^What cache mounts hold was not saved: /),
  ]);
  expect(readMounts(built).saved.outcome).toBe('failed');
  expect(built.main.durationMs).toBeLessThan((STEP_SECONDS + LIMIT_SECONDS) * 1000 + 20_000);
});
