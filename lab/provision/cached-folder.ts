import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder that is either not there or whole: `fill` works in a draft beside it, which then takes its name.
 * Returns at once when the folder exists; its name has to change with what it should hold.
 */
export async function ensureFolder(
  folder: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  if (await isFolder(folder)) return;
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

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
