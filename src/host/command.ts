/**
 * Child processes that need a deadline or live output. `@actions/exec` has neither a time limit nor process groups:
 * a tool that hangs would hold the job for hours, and since the runner signals only the node process, a cancelled
 * job would leave `buildx build` or `cosign` running and still able to publish. So these run in a group of their
 * own that is ended as one. Everything else goes through `@actions/exec` (see `actions-host.ts`).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { makeLineFilter } from '../tools/output-filter.ts';
import type { Command, CommandResult } from './host.ts';

/** Kept of each stream, from its end: enough for any error, bounded for a tool that prints for hours. */
const MAX_CAPTURE_CHARS = 4 * 1024 * 1024;
/** The runner itself gives a cancelled step 7.5 s before SIGTERM and 2.5 s more before SIGKILL. */
const TERM_AFTER_MS = 3000;
const KILL_AFTER_MS = 5000;

/** Runs a command in a process group of its own. Never rejects for what the child does; the result tells. */
export function runInGroup(command: Command, signal: AbortSignal): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command.file, [...command.args], {
      env: { ...command.env },
      cwd: command.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout = capture(child.stdout, command.onLine);
    const stderr = capture(child.stderr, command.onLine);
    let timedOut = false;
    let notFound = false;
    const stop = endGroup(child);
    const deadline =
      command.deadlineMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            stop();
          }, command.deadlineMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();

    const finish = (exitCode: number | undefined, endedBy: string | undefined): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', stop);
      stop.done();
      resolve({
        exitCode,
        signal: endedBy,
        timedOut,
        notFound,
        stdout: stdout.end(),
        stderr: stderr.end(),
        durationMs: performance.now() - started,
      });
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      notFound = error.code === 'ENOENT' || error.code === 'EACCES';
      if (child.pid === undefined) finish(undefined, undefined);
    });
    child.on('close', (code, endedBy) => finish(code ?? undefined, endedBy ?? undefined));
    // A child that exits before it reads its input must not take this process down with EPIPE.
    child.stdin.on('error', () => undefined);
    child.stdin.end(command.stdin ?? '');
  });
}

type Stop = (() => void) & { done: () => void };

/** SIGINT to the group, then SIGTERM, then SIGKILL: buildx needs one signal to cancel a build and three to die. */
function endGroup(child: ChildProcess): Stop {
  let timers: NodeJS.Timeout[] = [];
  const send = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // ESRCH: the group is gone already.
    }
  };
  const stop = (): void => {
    if (timers.length > 0) return;
    send('SIGINT');
    timers = [
      setTimeout(() => send('SIGTERM'), TERM_AFTER_MS),
      setTimeout(() => send('SIGKILL'), KILL_AFTER_MS),
    ];
  };
  return Object.assign(stop, { done: () => timers.forEach(clearTimeout) });
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
