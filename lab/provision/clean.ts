import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { endDockerd } from './dockerd.ts';
import { leaseFolder, lockPath } from './engine.ts';
import { type LabFolders, planFolders } from './folders.ts';
import { readLeases } from './leases.ts';
import { runLocked } from './lock.ts';
import { unmountBelow } from './mounts.ts';
import { type LogLine, runStep } from './steps.ts';

/**
 * Ends the lab's own engines and removes what they wrote; the cache stays. Refuses with `SETUP_FAILED` while a living
 * process uses one, unless forced.
 */
export async function cleanLab(log: LogLine, force = false): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const folders of await listEngines()) await cleanEngine({ folders, log, force });
}

/** The lab's engine and those beside it, of other test workers and of a newer Docker: their folders begin with its name. */
async function listEngines(): Promise<readonly LabFolders[]> {
  const { state } = planFolders();
  const names = await readdir(dirname(state)).catch(() => []);
  const beside = names.filter((name) => name.startsWith(`${basename(state)}-`)).sort();
  return [basename(state), ...beside].map((name) =>
    planFolders({ ...process.env, BSA_LAB_STATE: join(dirname(state), name) }),
  );
}

async function cleanEngine({ folders, log, force }: Cleaning): Promise<void> {
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

interface Cleaning {
  readonly folders: LabFolders;
  readonly log: LogLine;
  readonly force: boolean;
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
