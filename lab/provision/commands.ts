import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ActionError } from '../../src/errors.ts';

export interface LabCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to the environment of this process; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: Uint8Array | string;
  /** Milliseconds until the child is killed. Default 20 min: a cold compile on a busy machine. */
  readonly timeoutMs?: number;
}

export interface LabResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 20 * 60_000;
const NOT_FOUND = 127;

/** Runs a program to its end and reports how it went; a missing program counts as exit code 127. */
export function probeCommand(command: LabCommand): Promise<LabResult> {
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: 'pipe',
    });
    // Not spawn's own `timeout`: its timer lives on, and keeps this process alive, when the program does not exist.
    const timer = setTimeout(() => child.kill('SIGKILL'), command.timeoutMs ?? TIMEOUT_MS);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that exits before it has read its input breaks the pipe: its exit code tells the story.
    child.stdin.on('error', () => undefined);
    child.stdin.end(command.stdin);
    const finish = (exitCode: number, extra = '') => {
      clearTimeout(timer);
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + extra,
      });
    };
    child.on('error', (error) => finish(NOT_FOUND, error.message));
    child.on('close', (code, signal) =>
      finish(code ?? 1, signal === null ? '' : `ended by ${signal}`),
    );
  });
}

/** Runs a program that must succeed and returns its stdout. Throws `SETUP_FAILED` with the end of its output. */
export async function runCommand(command: LabCommand): Promise<string> {
  const { exitCode, stdout, stderr } = await probeCommand(command);
  if (exitCode === 0) return stdout;
  const tail = (stderr.trim() || stdout.trim()).split('\n').slice(-15);
  throw new ActionError(
    'SETUP_FAILED',
    `${command.file} ${command.args.join(' ')} failed with exit code ${exitCode}:\n${tail.join('\n')}`,
  );
}

/** Absolute path of a program on the PATH, or undefined. Debian keeps dockerd and iptables outside a user's PATH. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
  ];
  for (const folder of folders.filter((each) => each !== '')) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
