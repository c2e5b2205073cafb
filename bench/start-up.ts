import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ACTION_FOLDER } from '../lab/job.ts';

/** Milliseconds from starting the process to the first byte it prints. No inputs, an empty environment. */
export function measureFirstLine(nodePath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(nodePath, [join(ACTION_FOLDER, 'dist/main.js')], {
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let firstMs: number | undefined;
    child.stdout.once('data', () => {
      firstMs = performance.now() - started;
    });
    child.on('error', reject);
    child.on('close', () => {
      if (firstMs === undefined) reject(new Error(`${nodePath}: the action printed nothing`));
      else resolve(firstMs);
    });
  });
}
