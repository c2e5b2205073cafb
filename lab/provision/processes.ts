import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as a file can name it: the start time tells it from a later process with the same id. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since boot, from /proc; undefined where there is no /proc. */
  readonly startTicks?: string | undefined;
}

export async function readProcessMark(pid: number): Promise<ProcessMark> {
  return { pid, startTicks: await readStartTicks(pid) };
}

/** A mark as it was written to a file; undefined for anything else. */
export function parseProcessMark(text: string): ProcessMark | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
    const startTicks = 'startTicks' in value ? String(value.startTicks) : undefined;
    return { pid: Number(value.pid), startTicks };
  } catch {
    return undefined;
  }
}

/** True while that very process lives. A zombie is dead: nobody is going to end it again. */
export async function isAlive(mark: ProcessMark): Promise<boolean> {
  if (!Number.isInteger(mark.pid) || mark.pid <= 0) return false;
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  if (mark.startTicks === undefined) return true;
  return (await readStartTicks(mark.pid)) === mark.startTicks;
}

/**
 * Processes whose command line or control group holds one of the fragments, which must be texts nobody else uses:
 * paths of the lab's own, container ids. Linux only.
 */
export async function findProcesses(wanted: {
  readonly file: 'cmdline' | 'cgroup';
  readonly fragments: readonly string[];
}): Promise<readonly ProcessMark[]> {
  const names = wanted.fragments.length === 0 ? [] : await readdir('/proc').catch(() => []);
  const found: ProcessMark[] = [];
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const pid = Number(name);
    if (pid === process.pid) continue;
    const content = await readFile(`/proc/${name}/${wanted.file}`, 'utf8').catch(() => '');
    if (wanted.fragments.some((each) => content.includes(each)))
      found.push(await readProcessMark(pid));
  }
  return found;
}

/** Ends a process: asks, waits `graceMs`, then kills. Resolves when it is gone. */
export async function endProcess(mark: ProcessMark, graceMs: number): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!(await isAlive(mark))) return;
    sendSignal(mark.pid, signal);
    const deadline = performance.now() + waitMs;
    while (performance.now() < deadline && (await isAlive(mark))) await sleep(50);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

async function readStartTicks(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || fields[0] === 'Z') return undefined;
  return fields[19];
}

/** Not by `instanceof`: in jest's contexts Node's own errors are of another realm than the test's `Error`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
