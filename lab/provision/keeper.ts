/**
 * Stands by the lab's engine and ends it when no living process uses it any more. A process of its own, because the
 * users can be killed at any moment, and a signal handler in them would not run then.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { endDockerd, findDockerd } from './dockerd.ts';
import { leaseFolder, lockPath } from './engine.ts';
import { planFolders } from './folders.ts';
import { readLeases } from './leases.ts';
import { runLocked } from './lock.ts';
import { isAlive } from './processes.ts';

const POLL_MS = 400;

const folders = planFolders();

async function isUsed(): Promise<boolean> {
  return (await readLeases(leaseFolder(folders))).length > 0;
}

/**
 * Looks again under the lock, as a new user may have come, or have started a new engine after this one's died.
 * Returns whether there is nothing left to stand by.
 */
async function endUnused(): Promise<boolean> {
  return runLocked({ path: lockPath(folders), log: () => undefined }, async () => {
    const running = await findDockerd(folders);
    if (running !== undefined && (running.pid !== dockerd?.pid || (await isUsed()))) {
      return running.pid !== dockerd?.pid;
    }
    await endDockerd(folders);
    return true;
  });
}

// Found once: looking through all processes every time would cost a noticeable part of a small machine.
const dockerd = await findDockerd(folders);
let done = dockerd === undefined;
while (!done && dockerd !== undefined) {
  await sleep(POLL_MS);
  if (!(await isUsed()) || !(await isAlive(dockerd))) done = await endUnused();
}
