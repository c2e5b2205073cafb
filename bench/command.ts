import { spawn } from 'node:child_process';

/** Runs a program to its end and returns what it printed. */
export type RunCommand = (file: string, args: readonly string[]) => Promise<string>;

/** Runs a command with this environment alone. Throws with the end of its stderr when it fails. */
export function runCommand({
  file,
  args,
  env,
  cwd,
}: {
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else
        reject(
          new Error(
            `${file} ${args[0]} failed (${code}): ${Buffer.concat(err).toString().slice(-2000)}`,
          ),
        );
    });
  });
}
