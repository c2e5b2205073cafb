/** Calls into the thread in which `@actions/artifact` lives: started when first needed, ended when it hangs. */
import { Worker } from 'node:worker_threads';
import type {
  ArtifactAnswer,
  ArtifactCall,
  ArtifactFailure,
  ArtifactRequest,
  ArtifactResults,
} from './artifact-worker.ts';

/** What the library says went wrong. */
export class ArtifactCallError extends Error {
  readonly failure: ArtifactFailure;

  constructor(failure: ArtifactFailure) {
    super(failure.message);
    this.name = 'ArtifactCallError';
    this.failure = failure;
  }
}

export interface ArtifactThread {
  /** Rejects with ArtifactCallError, or at once with the reason of `stop` when that is aborted. */
  call<Kind extends ArtifactRequest['kind']>(
    request: Extract<ArtifactRequest, { kind: Kind }>,
    stop: AbortSignal,
  ): Promise<ArtifactResults[Kind]>;
}

export interface ArtifactThreadOptions {
  /** The thread's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Each line the library prints: workflow commands too. */
  readonly onLine: (line: string) => void;
}

interface Pending {
  readonly resolve: (result: ArtifactResults[ArtifactRequest['kind']]) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
  /** Something in it was given up: it ends with its last call. */
  isSpent: boolean;
}

/** A thread that waits does not keep the process alive; one with a call under way does. */
export function makeArtifactThread(options: ArtifactThreadOptions): ArtifactThread {
  let current: Promise<Thread> | undefined;
  let lastCall = 0;
  const run = async (
    request: ArtifactRequest,
    stop: AbortSignal,
  ): Promise<ArtifactResults[ArtifactRequest['kind']]> => {
    stop.throwIfAborted();
    current ??= startThread(options);
    const mine = current;
    const thread = await mine;
    if (thread.isSpent) {
      // Several callers may find out at once: the first one's new thread is for all of them.
      if (current === mine) current = undefined;
      return run(request, stop);
    }
    return send(thread, { call: ++lastCall, request }, stop);
  };
  // The thread answers a request with the result of its kind; messages between threads have no types.
  return { call: run as ArtifactThread['call'] };
}

async function startThread({ env, onLine }: ArtifactThreadOptions): Promise<Thread> {
  const { WORKER_ROLE, WORKER_URL } = await import('./artifact-worker.ts');
  const worker = new Worker(new URL(WORKER_URL), {
    workerData: WORKER_ROLE,
    env: { ...env },
    // Options of the process would be the thread's too.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const thread: Thread = { worker, pending: new Map(), isSpent: false };
  worker.on('message', (answer: ArtifactAnswer) => {
    if ('line' in answer) onLine(answer.line);
    else take(thread, answer);
  });
  worker.on('error', (error) => breakOff(thread, error));
  worker.on('exit', () => breakOff(thread, new Error('the thread has ended')));
  worker.unref();
  return thread;
}

function send(
  thread: Thread,
  message: ArtifactCall,
  stop: AbortSignal,
): Promise<ArtifactResults[ArtifactRequest['kind']]> {
  const { worker, pending } = thread;
  return new Promise<ArtifactResults[ArtifactRequest['kind']]>((resolve, reject) => {
    const giveUp = (): void => {
      thread.isSpent = true;
      reject(stop.reason);
      settle(thread, message.call);
    };
    pending.set(message.call, {
      resolve: (result) => {
        stop.removeEventListener('abort', giveUp);
        resolve(result);
      },
      reject: (error) => {
        stop.removeEventListener('abort', giveUp);
        reject(error);
      },
    });
    worker.ref();
    stop.addEventListener('abort', giveUp, { once: true });
    // It may have been aborted while the thread was started.
    if (stop.aborted) giveUp();
    else worker.postMessage(message);
  });
}

function take(thread: Thread, answer: Exclude<ArtifactAnswer, { line: string }>): void {
  const pending = thread.pending.get(answer.call);
  if ('failure' in answer) pending?.reject(new ArtifactCallError(answer.failure));
  else pending?.resolve(answer.result);
  settle(thread, answer.call);
}

function settle({ worker, pending, isSpent }: Thread, call: number): void {
  pending.delete(call);
  if (pending.size > 0) return;
  worker.unref();
  if (isSpent) void worker.terminate();
}

function breakOff(thread: Thread, { name, message }: Error): void {
  thread.isSpent = true;
  const failure = { name, message, isRepeated: true };
  for (const { reject } of thread.pending.values()) reject(new ArtifactCallError(failure));
  thread.pending.clear();
}
