import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { probeCommand } from './commands.ts';
import { endDockerd } from './dockerd.ts';
import { leaseFolder, lockPath } from './engine.ts';
import { type LabFolders, planFolders } from './folders.ts';
import { readLeases } from './leases.ts';
import { runLocked } from './lock.ts';
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
  for (const path of await readMounts(folders)) {
    await probeCommand({ file: 'umount', args: ['--', path] });
  }
  // Removing through a mount would remove what is mounted there.
  const left = await readMounts(folders);
  if (left.length > 0) {
    throw new ActionError(
      'SETUP_FAILED',
      `Still mounted, so nothing was removed: ${left.join(', ')}.`,
    );
  }
  await rm(folders.state, { recursive: true, force: true });
  for (const name of await readdir(folders.run).catch(() => [])) {
    if (!name.startsWith('engine.lock'))
      await rm(join(folders.run, name), { recursive: true, force: true });
  }
}

/** Mount points below the lab's folders, the deepest first. */
async function readMounts({ state, run }: LabFolders): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table
    .split('\n')
    .map((line) => decodeMountPath(line.split(' ')[4] ?? ''))
    .filter((path) => path.startsWith(`${state}/`) || path.startsWith(`${run}/`))
    .sort((one, other) => other.length - one.length);
}

/** The kernel writes a space, a tab, a newline and a backslash in paths as three octal digits. */
function decodeMountPath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
