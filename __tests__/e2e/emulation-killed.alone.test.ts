import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ensureEmulation,
  FOREIGN_HANDLER,
  isEmulating,
  removeEmulation,
} from '../../lab/provision/emulation.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { killDuringBuild } from '../support/e2e-killed.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const BOTH = { ...BARE, platforms: 'linux/amd64,linux/arm64', push: 'false' } as const;
const world = useWorld();
const builders: string[] = [];

describe('emulators that a killed run has left on a machine of one’s own', () => {
  // In here: what stands outside runs when the engine has ended with the world.
  afterAll(async () => {
    for (const builder of builders) {
      const container = `buildx_buildkit_${builder}0`;
      for (const args of [
        ['rm', '--force', container],
        ['volume', 'rm', '--force', `${container}_state`],
      ])
        await runDocker(world().lab, ...args);
    }
    await removeEmulation();
    await ensureEmulation(() => undefined, world().lab.engine);
  });

  let toolCacheDir: string;
  let record: string;

  beforeEach(async () => {
    await removeEmulation();
    toolCacheDir = await mkdtemp(join(world().lab.folder, 'tools-'));
    record = join(toolCacheDir, 'build-sign-emulators', `${FOREIGN_HANDLER}.json`);
    const killed = await killDuringBuild(world(), { inputs: BOTH, toolCacheDir });
    await killed.cleanup();
    const { signal, maskedLog, state } = killed.main;
    builders.push(/build-sign-[0-9a-f]{12}/.exec(state['run'] ?? '')?.[0] ?? 'none');
    if (signal !== 'SIGKILL') throw new Error(`It ended before:\n${maskedLog.join('\n')}`);
    expect(await isEmulating()).toBe(true);
  });

  /** As it is read seven hours later, when the runner's process is another. */
  async function age(): Promise<void> {
    const text = await readFile(record, 'utf8');
    const before = (_: string, created: string): string =>
      `created=${Number(created) - 7 * 3_600_000}`;
    await writeFile(
      record,
      text.replace(/created=(\d+)/, before).replace(/started=\d+/, 'started=1'),
    );
  }

  async function runNext(lines: readonly string[]): Promise<string> {
    const { main, text } = await world().run({
      ...{ inputs: BOTH, toolCacheDir, runnerEnvironment: 'self-hosted' },
      ...{ wanted: 'built', machineChanges: new RegExp(`changed: ${FOREIGN_HANDLER}$`) },
      workspace: await makeWorkspace(world().lab, lines),
    });
    expect(main.exitCode).toBe(0);
    return text;
  }

  it('stay while its job runs, and go beside a build that needs none, when it has long been gone', async () => {
    await runNext(['COPY . /src']);
    expect(await isEmulating()).toBe(true);
    await age();
    expect(await runNext(['COPY . /src'])).toContain(`Removed the emulators ${FOREIGN_HANDLER}`);
    expect(await isEmulating()).toBe(false);
  });

  it('are used by a build that needs them, and go after its job', async () => {
    await age();
    const text = await runNext(['RUN test -d /']);
    expect(text).toContain(`${FOREIGN_HANDLER} is there since run`);
    expect(text).not.toContain('installing');
    expect(await isEmulating()).toBe(false);
  });
});
