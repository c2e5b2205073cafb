/**
 * Child processes that need a deadline or live output. `@actions/exec` has neither a time limit nor process groups:
 * a tool that hangs would hold the job for hours, and since the runner signals only the node process, a cancelled
 * job would leave `buildx build` or `cosign` running and still able to publish. So these run in a group of their
 * own that is ended as one. Everything else goes through `@actions/exec` (see `actions-host.ts`).
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { makeLineFilter } from '../tools/output-filter.ts';
import type { Command, CommandResult } from './host.ts';

/** Kept of each stream, from its end: enough for any error, bounded for a tool that prints for hours. */
const MAX_CAPTURE_CHARS = 4 * 1024 * 1024;
export interface Patience {
  /** Milliseconds after SIGINT until SIGTERM, and until SIGKILL. */
  readonly termMs: number;
  readonly killMs: number;
  /** Milliseconds that streams may stay open after the child itself has ended. */
  readonly lingerMs: number;
}

/** The runner itself gives a cancelled step 7.5 s before SIGTERM and 2.5 s more before SIGKILL. */
const PATIENCE: Patience = { termMs: 3000, killMs: 5000, lingerMs: 2000 };

type Ending = Pick<CommandResult, 'exitCode' | 'signal'>;
const UNKNOWN: Ending = { exitCode: undefined, signal: undefined };

/**
 * Runs a command in a process group of its own. Never rejects for what the child does; the result tells. A run that is
 * cancelled already starts nothing.
 */
export async function runInGroup(
  command: Command,
  { signal, patience = PATIENCE }: { signal: AbortSignal; patience?: Patience },
): Promise<CommandResult> {
  const started = performance.now();
  const report = (known: Ending & Partial<CommandResult>): CommandResult => ({
    timedOut: false,
    notFound: false,
    stdout: '',
    stderr: '',
    durationMs: performance.now() - started,
    ...known,
  });
  if (signal.aborted || command.stop?.aborted === true) return report(UNKNOWN);
  try {
    const child = spawn(command.file, [...command.args], {
      env: { ...command.env },
      cwd: command.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return report(await attend(child, { command, signal, patience }));
  } catch (error) {
    return report({ ...UNKNOWN, notFound: isAbsent(error), stderr: String(error) });
  }
}

/** Resolves when the child and its streams have ended. Rejects when it could not be started. */
async function attend(
  child: ChildProcessWithoutNullStreams,
  { command, signal, patience }: { command: Command; signal: AbortSignal; patience: Patience },
): Promise<Ending & Pick<CommandResult, 'timedOut' | 'stdout' | 'stderr'>> {
  const stdout = capture(child.stdout, command.onLine);
  const stderr = capture(child.stderr, command.onLine);
  const group = makeGroup(child, patience);
  let timedOut = false;
  const expire = (): void => {
    timedOut = true;
    group.stop();
  };
  const deadline =
    command.deadlineMs === undefined ? undefined : setTimeout(expire, command.deadlineMs);
  signal.addEventListener('abort', group.stop, { once: true });
  command.stop?.addEventListener('abort', group.stop, { once: true });
  // A child that exits before it reads its input must not take this process down with EPIPE.
  child.stdin.on('error', () => undefined);
  child.stdin.end(command.stdin ?? '');
  try {
    const ending = await waitForEnd(child);
    return { ...ending, timedOut, stdout: stdout.end(), stderr: stderr.end() };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', group.stop);
    command.stop?.removeEventListener('abort', group.stop);
    group.close();
  }
}

function waitForEnd(child: ChildProcessWithoutNullStreams): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      // An error of a child that runs is a signal that could not be sent: its end will come.
      if (child.pid === undefined) reject(error);
    });
    child.on('close', (code, endedBy) =>
      resolve({ exitCode: code ?? undefined, signal: endedBy ?? undefined }),
    );
  });
}

function isAbsent(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EACCES';
}

interface Group {
  stop(): void;
  /** Called when the child has ended: whoever is left of a group that was told to stop goes too. */
  close(): void;
}

/**
 * SIGINT to the group, then SIGTERM, then SIGKILL: buildx needs one signal to cancel a build and three to die. Streams
 * that somebody holds open when the child has long ended are let go: a daemon that it started must not hold up the job.
 */
function makeGroup(child: ChildProcessWithoutNullStreams, patience: Patience): Group {
  let timers: NodeJS.Timeout[] = [];
  let linger: NodeJS.Timeout | undefined;
  const send = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // ESRCH: the group is gone already.
    }
  };
  child.on('exit', () => {
    linger = setTimeout(() => {
      send('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
    }, patience.lingerMs);
  });
  return {
    stop: () => {
      if (timers.length > 0) return;
      send('SIGINT');
      timers = [
        setTimeout(() => send('SIGTERM'), patience.termMs),
        setTimeout(() => send('SIGKILL'), patience.killMs),
      ];
    },
    close: () => {
      if (timers.length > 0) send('SIGKILL');
      [linger, ...timers].forEach(clearTimeout);
    },
  };
}

interface Capture {
  end(): string;
}

function capture(stream: NodeJS.ReadableStream, onLine: Command['onLine']): Capture {
  const decoder = new StringDecoder('utf8');
  const filter = onLine === undefined ? undefined : makeLineFilter(onLine);
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    filter?.write(chunk);
    text += decoder.write(chunk);
    if (text.length > 2 * MAX_CAPTURE_CHARS) text = text.slice(-MAX_CAPTURE_CHARS);
  });
  stream.on('error', () => undefined);
  return {
    end: () => {
      filter?.end();
      return (text + decoder.end()).slice(-MAX_CAPTURE_CHARS);
    },
  };
}
