import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  hasCode,
  isAlive,
  type ProcessMark,
  parseProcessMark,
  readProcessMark,
} from './processes.ts';
import type { LogLine } from './steps.ts';

const POLL_MS = 100;
const BREAKER_MAX_AGE_MS = 5_000;

/**
 * Runs `work` while no other process does, and says so when it has to wait.
 * The lock is a file that names its holder; one left by a dead process is broken.
 */
export async function runLocked<T>(
  { path, log }: { readonly path: string; readonly log: LogLine },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  while (!(await tryLock(path))) {
    const holder = await readHolder(path);
    if (holder !== undefined && !(await isAlive(holder))) {
      await breakLock(path, holder);
      continue;
    }
    if (!told && holder !== undefined)
      log(`waiting for process ${holder.pid}, which provisions too`);
    told ||= holder !== undefined;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** A hard link appears whole: nobody ever reads a lock whose holder is not yet written. */
async function tryLock(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(await readProcessMark(process.pid)));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Two waiters may find the same dead holder; the slower one must not remove the lock that the faster one has
 * taken since. So only the holder of the breaker file may look again and remove.
 */
async function breakLock(path: string, dead: ProcessMark): Promise<void> {
  const breaker = `${path}.breaker`;
  if (!(await tryLock(breaker))) {
    const madeMs = await stat(breaker).then(
      (found) => found.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - madeMs > BREAKER_MAX_AGE_MS) await rm(breaker, { force: true });
    await sleep(POLL_MS);
    return;
  }
  try {
    const holder = await readHolder(path);
    if (holder?.pid === dead.pid && holder.startTicks === dead.startTicks) {
      await rename(path, `${breaker}.removed`);
    }
  } finally {
    await rm(`${breaker}.removed`, { force: true });
    await rm(breaker, { force: true });
  }
}

async function readHolder(path: string): Promise<ProcessMark | undefined> {
  return parseProcessMark(await readFile(path, 'utf8').catch(() => ''));
}
