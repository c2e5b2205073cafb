import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { endDockerd } from './dockerd.ts';
import { leaseFolder, lockPath } from './engine.ts';
import { type LabFolders, planFolders } from './folders.ts';
import { readLeases } from './leases.ts';
import { runLocked } from './lock.ts';
import { unmountBelow } from './mounts.ts';
import { type LogLine, runStep } from './steps.ts';

/**
 * Ends the lab's own engine and removes what it wrote; the cache stays. Refuses with `SETUP_FAILED` while a living
 * process uses the engine, unless forced.
 */
export async function cleanLab(log: LogLine, force = false): Promise<void> {
  if (process.platform !== 'linux') return;
  const folders = planFolders();
  await runLocked({ path: lockPath(folders), log }, async () => {
    const users = await readLeases(leaseFolder(folders));
    if (users.length > 0 && !force) {
      const pids = users.map((user) => user.pid).join(', ');
      throw new ActionError('SETUP_FAILED', `The engine is in use by process ${pids}.`, {
        hint: 'End that first, or add --force.',
      });
    }
    await runStep(log, `engine: ending it and removing ${folders.state}`, () =>
      removeEngine(folders),
    );
  });
  await rm(folders.run, { recursive: true, force: true });
}

async function removeEngine(folders: LabFolders): Promise<void> {
  await endDockerd(folders);
  await unmountBelow([folders.state, folders.run]);
  await rm(folders.state, { recursive: true, force: true });
  for (const name of await readdir(folders.run).catch(() => [])) {
    if (!name.startsWith('engine.lock'))
      await rm(join(folders.run, name), { recursive: true, force: true });
  }
}
