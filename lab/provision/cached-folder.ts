import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './processes.ts';

/**
 * Makes a folder that is either not there or whole: `fill` works in a draft beside it, which then takes its name.
 * Returns at once when the folder exists; its name has to change with what it should hold.
 */
export async function ensureFolder(
  folder: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  if (await isFolder(folder)) return;
  await removeDrafts(dirname(folder));
  const draft = `${folder}.${process.pid}.${randomBytes(3).toString('hex')}`;
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(draft);
  try {
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    // Another process may have been as fast: what it made is as good.
    if (!(await isFolder(folder))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Drafts of processes that were ended in the middle of it: hundreds of megabytes that nobody would ever look at. */
async function removeDrafts(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = Number(/\.(\d+)\.[0-9a-f]{6}$/.exec(name)?.[1] ?? 0);
    if (pid > 0 && !(await isAlive({ pid }))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
