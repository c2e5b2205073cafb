/** Where a file stands for those who look at it on GitHub. */
import { dirname, join, relative } from 'node:path';
import type { Host } from '../../host/host.ts';

/**
 * Path from the root of the repository that the file is checked out from, which need not be the workspace (`path:` of
 * actions/checkout) nor the folder that relative paths count from (`working-directory`). As given, outside of any.
 */
export async function findInRepository(
  { files }: Pick<Host, 'files'>,
  file: string,
): Promise<string> {
  const path = await files.realpath(file);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((await files.kind(join(folder, '.git'))) !== undefined) return relative(folder, path);
    if (folder === dirname(folder)) return file.replace(/^(?:\.\/)+/, '');
  }
}

/** Undefined when it cannot be read. */
export async function readSource(
  { files }: Pick<Host, 'files'>,
  file: string,
): Promise<string | undefined> {
  try {
    return await files.readText(file);
  } catch {
    return undefined;
  }
}
