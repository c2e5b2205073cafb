/**
 * Runs the test suites named on the command line, or all of them, and ends with one line that sums them up.
 * A test that did not run is not a green test: skipped ones, and a suite in which nothing ran, count as failed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../lab/provision/engine.ts';
import { describeError } from '../src/errors.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const SUITES = ['unit', 'stages', 'contract', 'e2e'] as const;
type Suite = (typeof SUITES)[number];

/** A hung suite must end before the CI job does, or nobody sees which one it was. */
const DEADLINE_MS: Readonly<Record<Suite, number>> = {
  unit: 5 * 60_000,
  stages: 5 * 60_000,
  contract: 10 * 60_000,
  e2e: 60 * 60_000,
};
/** Of the end-to-end files that run alone, on top. */
const ALONE_DEADLINE_MS = 10 * 60_000;

interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  /** Why more counts as failed than jest says. */
  readonly remarks: readonly string[];
}

/** What is read from the file that `jest --json` writes. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** One run of jest. A suite may need several, one after the other. */
interface Pass {
  readonly suite: Suite;
  readonly name: string;
  readonly args: readonly string[];
  readonly deadlineMs: number;
}

/** Test files about races and deadlines, and those that change what a machine has once: the kernel's emulators. */
const ALONE = String.raw`\.alone\.test\.ts$`;

/** An engine with builders, the services of a lab and a few jobs at once. */
const WORKER_BYTES = 3 * 1024 ** 3;

/**
 * What test files load stays in their worker, more than a gigabyte at the end, and on a busy machine a process of that size takes
 * longer to go than the half second that jest waits before it says that a worker "has failed to exit gracefully".
 */
const QUICK_ARGS = ['--maxWorkers=100%', '--workerIdleMemoryLimit=600MB'];

let running: ChildProcess | undefined;
let interrupted = false;

async function runPass(pass: Pass, reports: string): Promise<SuiteResult> {
  const reportPath = join(reports, `${pass.name}.json`);
  const exitCode = await runJest(pass, reportPath);
  const report: JestReport | undefined = await readFile(reportPath, 'utf8').then(
    JSON.parse,
    () => undefined,
  );
  return sumUp(report, exitCode);
}

function runJest(
  { suite, args: more, deadlineMs }: Pass,
  reportPath: string,
): Promise<number | undefined> {
  const args = [
    // By flag and not by NODE_OPTIONS: what the tests start must not inherit it.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['--selectProjects', suite, '--json', '--outputFile', reportPath],
    ...more,
  ];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running = child;
  const timer = setTimeout(() => {
    console.log(`${suite}: not done after ${deadlineMs / 60_000} min, ended`);
    child.kill('SIGKILL');
  }, deadlineMs);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      running = undefined;
      done(code ?? undefined);
    });
  });
}

function sumUp(report: JestReport | undefined, exitCode: number | undefined): SuiteResult {
  if (report === undefined) return { passed: 0, failed: 1, remarks: ['jest left no report'] };
  const skipped = report.numPendingTests + report.numTodoTests;
  const broken = report.numRuntimeErrorTestSuites;
  const passed = report.numPassedTests;
  const counted = report.numFailedTests + skipped + broken;
  const remarks = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(broken > 0 ? [`${broken} test files did not load`] : []),
  ];
  if (counted > 0) return { passed, failed: counted, remarks };
  if (passed === 0) return { passed, failed: 1, remarks: ['no test ran'] };
  if (exitCode !== 0)
    return { passed, failed: 1, remarks: [`jest ended with ${exitCode ?? 'a signal'}`] };
  return { passed, failed: 0, remarks };
}

function addUp(results: readonly SuiteResult[]): SuiteResult {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    remarks: results.flatMap(({ remarks }) => remarks),
  };
}

/**
 * How many test files run at once, each on an engine of its own: tests count what is on theirs. Two, where the engine is
 * the lab's and the machine has the cores and the memory; `E2E_WORKERS` says otherwise.
 */
function planWorkers(kind: Engine['kind']): number {
  if (kind !== 'own') return 1;
  const told = Number(process.env['E2E_WORKERS']);
  if (Number.isInteger(told) && told > 0) return told;
  return availableParallelism() >= 2 && totalmem() >= 2 * WORKER_BYTES ? 2 : 1;
}

async function runEndToEnd(workers: number, reports: string): Promise<SuiteResult> {
  const together = await runPass(
    {
      suite: 'e2e',
      name: 'together',
      args: [`--maxWorkers=${workers}`, '--testPathIgnorePatterns', ALONE],
      deadlineMs: DEADLINE_MS.e2e,
    },
    reports,
  );
  if (interrupted) return together;
  const args = ['--maxWorkers=1', '--testPathPatterns', ALONE];
  const deadlineMs = ALONE_DEADLINE_MS;
  return addUp([
    together,
    await runPass({ suite: 'e2e', name: 'alone', args, deadlineMs }, reports),
  ]);
}

/**
 * Provisions what the end-to-end tests need and keeps the engines up while they run: between two test files nobody
 * else holds them. A lab that cannot be had is a failed suite, with the reason, rather than a skipped one.
 */
async function runInLab(reports: string): Promise<SuiteResult> {
  const log = (line: string) => console.log(`  ${line}`);
  const engines: Engine[] = [];
  console.log(
    'The end-to-end tests need the lab: using what is installed, installing what is missing.',
  );
  try {
    // Imported here, so that the other suites run wherever Node does.
    const { prepareGround } = await import('../lab/lab.ts');
    const { holdWorkerEngine } = await import('../lab/provision/engine.ts');
    const ground = await prepareGround(log);
    engines.push(ground.engine);
    const workers = planWorkers(ground.engine.kind);
    for (let worker = 2; worker <= workers; worker++)
      engines.push(await holdWorkerEngine(worker, { ...ground, log }));
    // Here, where minutes of compiling are told and not counted as a test's.
    const { ensureKubernetes } = await import('../lab/provision/kubernetes.ts');
    await ensureKubernetes(log);
    return await runEndToEnd(workers, reports);
  } catch (error) {
    const reason = describeError(error);
    return { passed: 0, failed: 1, remarks: [`the lab could not be provisioned: ${reason}`] };
  } finally {
    for (const engine of engines) await engine.stop();
  }
}

async function runOne(suite: Suite, reports: string): Promise<SuiteResult> {
  const start = performance.now();
  console.log(`\n# ${suite}`);
  const result =
    suite === 'e2e'
      ? await runInLab(reports)
      : await runPass(
          { suite, name: suite, args: QUICK_ARGS, deadlineMs: DEADLINE_MS[suite] },
          reports,
        );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const remarks = result.remarks.map((remark) => `, ${remark}`).join('');
  console.log(
    `# ${suite}: ${result.passed} passed, ${result.failed} failed in ${seconds} s${remarks}`,
  );
  return result;
}

/** All suites unless some are named; undefined when there is none of that name. */
function parseSuites(args: readonly string[]): readonly Suite[] | undefined {
  if (args.some((arg) => !SUITES.some((suite) => suite === arg))) return undefined;
  return args.length === 0 ? SUITES : SUITES.filter((suite) => args.includes(suite));
}

async function runSuites(suites: readonly Suite[]): Promise<void> {
  const reports = await mkdtemp(join(tmpdir(), 'test-reports-'));
  const results: SuiteResult[] = [];
  for (const suite of suites) {
    results.push(
      interrupted ? { passed: 0, failed: 1, remarks: [] } : await runOne(suite, reports),
    );
  }
  await rm(reports, { recursive: true, force: true });
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

const suites = parseSuites(process.argv.slice(2));
if (suites === undefined) {
  console.error(`There are these suites: ${SUITES.join(', ')}`);
  process.exitCode = 2;
} else {
  await runSuites(suites);
}
