/** What can be checked without running the action: types, lint and format, generated files, `dist/`. */
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

interface Check {
  readonly name: string;
  /** Below the checkout; a `.ts` or `.js` file is started with this Node. */
  readonly file: string;
  readonly args: readonly string[];
}

interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly durationMs: number;
}

const CHECKS = [
  { name: 'types', file: 'node_modules/typescript/bin/tsc', args: ['-p', '.', '--noEmit'] },
  {
    name: 'lint and format',
    file: 'node_modules/@biomejs/biome/bin/biome',
    args: ['check', '--error-on-warnings', '.'],
  },
  { name: 'action.yml and README', file: 'scripts/docs.ts', args: ['--check'] },
  { name: 'dist', file: 'scripts/build.ts', args: ['--check'] },
] as const satisfies readonly Check[];

/** Runs one check to its end and gathers what it prints; never throws for a check that fails. */
async function runCheck({ name, file, args }: Check): Promise<CheckResult> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  const passed = await new Promise<boolean>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code === 0));
  });
  const output = Buffer.concat(chunks).toString('utf8').trim();
  return { name, passed, output, durationMs: performance.now() - start };
}

function printResult({ name, passed, output, durationMs }: CheckResult): void {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${(durationMs / 1000).toFixed(1)} s)`);
  if (!passed) console.log(output.replaceAll(/^/gm, '       '));
}

const results = CHECKS.map(async (check) => {
  const result = await runCheck(check);
  printResult(result);
  return result.passed;
});
const passed = (await Promise.all(results)).every(Boolean);
process.exitCode = passed ? 0 : 1;
