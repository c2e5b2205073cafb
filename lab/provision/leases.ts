import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, type ProcessMark, parseProcessMark, readProcessMark } from './processes.ts';

/**
 * Who uses the lab's engine: one file per use, naming the process. The engine lives as long as one of them does,
 * so a user that was killed needs no clean-up of its own.
 */
export async function takeLease(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}.json`);
  await writeFile(path, JSON.stringify(await readProcessMark(process.pid)));
  return path;
}

/** The living users, and none of this lab's if the folder does not exist. Leases of the dead are removed on the way. */
export async function readLeases(folder: string): Promise<readonly ProcessMark[]> {
  const living: ProcessMark[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const mark = parseProcessMark(await readFile(path, 'utf8').catch(() => ''));
    if (mark !== undefined && (await isAlive(mark))) living.push(mark);
    else if (!isBeingWritten(name)) await rm(path, { force: true });
  }
  return living;
}

/** A lease whose process lives but whose content is not there yet is in the making. */
function isBeingWritten(name: string): boolean {
  try {
    return process.kill(Number.parseInt(name, 10), 0);
  } catch {
    return false;
  }
}
