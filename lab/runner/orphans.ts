import { readdir, readFile } from 'node:fs/promises';

/** A process that outlived the job that started it. */
export interface Orphan {
  readonly pid: number;
  readonly command: string;
}

/**
 * Kills, one by one, the processes whose environment carries this job's RUNNER_TRACKING_ID, as the runner does at a
 * job's end, and tells which they were. Finds none where there is no /proc.
 */
export async function endOrphans(trackingId: string): Promise<readonly Orphan[]> {
  const names = await readdir('/proc').catch(() => []);
  const orphans: Orphan[] = [];
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (!environ.split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue;
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    orphans.push({ pid, command: commandLine.split('\0').join(' ').trim() });
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  return orphans;
}
