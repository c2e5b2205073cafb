import { type ChildProcess, spawn } from 'node:child_process';
import { ActionError } from '../../src/errors.ts';

/** A server program that runs until it is stopped. */
export interface ServerProcess {
  readonly pid: number;
  /** What it printed so far, both streams, at most the last 256 KiB. */
  output(): string;
  /** Ends it by its id and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  /** What messages call it. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Matches the output as soon as the server listens; its first group is the address, `127.0.0.1:5000`. */
  readonly listening: RegExp;
  readonly timeoutMs?: number;
}

const START_TIMEOUT_MS = 20_000;
const STOP_GRACE_MS = 3_000;
const MAX_OUTPUT_CHARS = 256 * 1024;

/**
 * Starts a server that chooses its own free port and says which: nobody else can take it in between.
 * Throws `SETUP_FAILED` with what it printed when it ends or stays silent.
 */
export async function startServerProcess(
  plan: ServerPlan,
): Promise<{ readonly server: ServerProcess; readonly address: string }> {
  const child = spawn(plan.file, plan.args, { env: plan.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let onOutput = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      // Not with each line: it would copy all of the output every time.
      if (output.length > 2 * MAX_OUTPUT_CHARS) output = output.slice(-MAX_OUTPUT_CHARS);
      onOutput();
    });
  }
  const gone = new Promise<void>((resolve) => {
    // Not `exit`: the last words of a server that fails arrive after it.
    child.once('close', () => resolve());
    child.once('error', (error) => {
      output += `${error.message}\n`;
      resolve();
    });
  });
  // A test process that ends without a stop must not leave servers behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  void gone.then(() => process.off('exit', killAtExit));
  const server = {
    pid: child.pid ?? 0,
    output: () => output.slice(-MAX_OUTPUT_CHARS),
    stop: () => stopChild(child, gone),
  };
  const address = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), plan.timeoutMs ?? START_TIMEOUT_MS);
    const settle = (found: string | undefined) => {
      clearTimeout(timer);
      onOutput = () => undefined;
      resolve(found);
    };
    onOutput = () => {
      const found = plan.listening.exec(output)?.[1];
      if (found !== undefined) settle(found);
    };
    void gone.then(() => settle(undefined));
  });
  if (address !== undefined) return { server, address };
  await server.stop();
  throw new ActionError('SETUP_FAILED', `${plan.name} did not start:\n${output.trim()}`);
}

async function stopChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await gone;
  clearTimeout(timer);
}
