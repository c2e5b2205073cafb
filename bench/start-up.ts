/** From the start of the process to the first line. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ACTION_FOLDER } from '../lab/job.ts';
import { formatSpread, measureSpread } from './statistics.ts';

const STARTS = 10;

/** A table: this repository's Node.js, and the machine's own where it has one. */
export async function benchStartUp(tell: (line: string) => void): Promise<void> {
  const nodes = new Map([[process.version, process.execPath]]);
  try {
    const own = execFileSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }).trim();
    nodes.set(own, '/usr/bin/node');
  } catch {
    tell('No second Node.js on this machine.');
  }
  tell(`| Node.js | first line, ms (${STARTS} starts) |`);
  tell('| --- | --- |');
  for (const [version, path] of nodes) {
    const values: number[] = [];
    // The first reads the files from the disk.
    for (let start = 0; start <= STARTS; start++) {
      const ms = await measureFirstLine(path);
      if (start > 0) values.push(ms);
    }
    tell(`| ${version} | ${formatSpread(measureSpread(values), 0)} |`);
  }
}

/** Milliseconds from starting the process to the first byte it prints. No inputs, an empty environment. */
function measureFirstLine(nodePath: string): Promise<number> {
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
