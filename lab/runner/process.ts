import { type ChildProcess, spawn } from 'node:child_process';
import { makeLineReader } from './lines.ts';
import type { LogLine } from './records.ts';

/** GitHub's own sequence when a job is cancelled or times out: SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL. */
export const CANCEL_GRACE_MS = { sigint: 7_500, sigterm: 2_500 } as const;
/** How long the runner waits for output that children of a process that is gone still hold open. */
const STREAM_GRACE_MS = 5_000;

/** A signal to send to the action's process (that one only, as the runner does) and when. */
export interface SignalPlan {
  readonly signal: NodeJS.Signals | 'cancel';
  /** Milliseconds after the start, or after the line when `whenLine` is given. */
  readonly afterMs?: number;
  /** The first line of either stream that matches starts the wait. */
  readonly whenLine?: RegExp;
}

export interface ProcessPlan {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signals: readonly SignalPlan[];
  readonly timeoutMs: number;
  readonly onLine: (line: LogLine) => void;
}

export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly timedOut: boolean;
  /** True when a `cancel` was sent, by plan or by timeout. */
  readonly cancelled: boolean;
  readonly durationMs: number;
}

/** Runs a process, hands over its lines as they come, sends the planned signals. Rejects when it cannot start. */
export function runProcess(plan: ProcessPlan): Promise<ProcessEnd> {
  const startedAt = performance.now();
  const child = spawn(plan.file, plan.args, {
    env: plan.env,
    cwd: plan.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  const schedule = startSchedule(child, plan);
  for (const stream of ['stdout', 'stderr'] as const) {
    const reader = makeLineReader((text) => {
      plan.onLine({ stream, text, atMs: performance.now() - startedAt });
      schedule.onLine(text);
    });
    child[stream].on('data', (chunk: Buffer) => reader.write(chunk));
    child[stream].on('close', () => reader.end());
  }
  return new Promise((resolve, reject) => {
    let durationMs = 0;
    let streamGrace: NodeJS.Timeout | undefined;
    child.on('error', (error) => {
      schedule.stop();
      reject(error);
    });
    child.on('exit', () => {
      durationMs = performance.now() - startedAt;
      schedule.stop();
      streamGrace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, STREAM_GRACE_MS);
    });
    child.on('close', (code, signal) => {
      clearTimeout(streamGrace);
      const { timedOut, cancelled } = schedule.told();
      resolve({
        exitCode: code ?? undefined,
        signal: signal ?? undefined,
        timedOut,
        cancelled,
        durationMs,
      });
    });
  });
}

function startSchedule(child: ChildProcess, plan: ProcessPlan) {
  const timers = new Set<NodeJS.Timeout>();
  let timedOut = false;
  let cancelled = false;
  const after = (ms: number, work: () => void) => {
    timers.add(setTimeout(work, ms));
  };
  const cancel = () => {
    if (cancelled) return;
    cancelled = true;
    child.kill('SIGINT');
    after(CANCEL_GRACE_MS.sigint, () => child.kill('SIGTERM'));
    after(CANCEL_GRACE_MS.sigint + CANCEL_GRACE_MS.sigterm, () => child.kill('SIGKILL'));
  };
  const send = ({ signal, afterMs }: SignalPlan) => {
    const work = signal === 'cancel' ? cancel : () => child.kill(signal);
    if (afterMs === undefined) work();
    else after(afterMs, work);
  };
  const waiting = new Set(plan.signals.filter((each) => each.whenLine !== undefined));
  for (const each of plan.signals) if (each.whenLine === undefined) send(each);
  after(plan.timeoutMs, () => {
    timedOut = true;
    cancel();
  });
  return {
    onLine: (text: string) => {
      for (const each of waiting) {
        if (each.whenLine?.test(text) !== true) continue;
        waiting.delete(each);
        send(each);
      }
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      waiting.clear();
    },
    told: () => ({ timedOut, cancelled }),
  };
}
