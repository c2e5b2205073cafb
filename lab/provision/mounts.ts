import { readFile } from 'node:fs/promises';
import { ActionError } from '../../src/errors.ts';
import { probeCommand } from './commands.ts';

/**
 * Unmounts everything below the folders, the deepest first. Throws `SETUP_FAILED` when something stays mounted:
 * removing through a mount would remove what is mounted there.
 */
export async function unmountBelow(folders: readonly string[]): Promise<void> {
  for (const path of await readMounts(folders)) {
    await probeCommand({ file: 'umount', args: ['--', path] });
  }
  const left = await readMounts(folders);
  if (left.length === 0) return;
  throw new ActionError(
    'SETUP_FAILED',
    `Still mounted, so nothing was removed: ${left.join(', ')}.`,
  );
}

async function readMounts(folders: readonly string[]): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table
    .split('\n')
    .map((line) => decodeMountPath(line.split(' ')[4] ?? ''))
    .filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)))
    .sort((one, other) => other.length - one.length);
}

/** The kernel writes a space, a tab, a newline and a backslash in paths as three octal digits. */
function decodeMountPath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
