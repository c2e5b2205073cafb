/**
 * `npm run bench`: start-up, and the wall time of the step over the same work by hand, both measured in one run and in
 * turn. Figures are medians with minimum and maximum. `--rounds=N` (default 5). `--mounts`: cache mounts instead, two
 * minutes a round.
 */
import { execFileSync } from 'node:child_process';
import { runJob } from '../lab/job.ts';
import { type Lab, openLab } from '../lab/lab.ts';
import { runByHand } from './by-hand.ts';
import { type MergeTimes, openLegBench } from './legs.ts';
import { type MountTimes, measureMounts } from './mounts.ts';
import { measureFirstLine } from './start-up.ts';
import { formatSpread, measureSpread } from './statistics.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const START_ROUNDS = 10;
const rounds = Number(/--rounds=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 5);

async function benchStartUp(): Promise<void> {
  const nodes = new Map([[process.version, process.execPath]]);
  try {
    nodes.set(
      execFileSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }).trim(),
      '/usr/bin/node',
    );
  } catch {
    say('No second Node.js on this machine.');
  }
  say('| Node.js | first line, ms (median of 10, min – max) |');
  say('| --- | --- |');
  for (const [version, path] of nodes) {
    const values: number[] = [];
    for (let round = 0; round <= START_ROUNDS; round++) {
      const ms = await measureFirstLine(path);
      if (round > 0) values.push(ms);
    }
    say(`| ${version} | ${formatSpread(measureSpread(values), 0)} |`);
  }
}

async function benchRelease(title: string, entryDelayMs: number): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true, rekor: 'v2', entryDelayMs });
  try {
    const step: number[] = [];
    const hand: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const a = await runStep(lab, round);
      const b = await runHand(lab, round);
      // The first pair warms disk caches and is not counted.
      if (round > 0) {
        step.push(a);
        hand.push(b);
      }
    }
    const ratios = step.map((seconds, index) => seconds / (hand[index] ?? Number.NaN));
    say(
      `| ${title} | ${formatSpread(measureSpread(step))} | ${formatSpread(measureSpread(hand))} | ${formatSpread(measureSpread(ratios))} |`,
    );
  } finally {
    await lab.stop();
  }
}

/** Every round has a name of its own, so that neither side finds the other's cache or signatures. */
async function runStep(lab: Lab, round: number): Promise<number> {
  const workspace = await lab.makeWorkspace();
  const run = await runJob(lab, {
    workspace,
    inputs: { images: `${lab.registryHost}/bench/step-${round}`, tags: 'a\nb' },
  });
  await run.cleanup();
  if (run.main.exitCode !== 0)
    throw new Error(`The step failed:\n${run.main.maskedLog.join('\n')}`);
  return run.main.durationMs / 1000;
}

async function runHand(lab: Lab, round: number): Promise<number> {
  const workspace = await lab.makeWorkspace();
  return runByHand({
    lab,
    workspace,
    image: `${lab.registryHost}/bench/hand-${round}`,
    tags: ['a', 'b'],
    identity: `https://github.com/${lab.oidc.claims.job_workflow_ref}`,
    cacheScope: `hand-${round}`,
  });
}

async function benchLegs(title: string, entryDelayMs: number): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true, rekor: 'v2', entryDelayMs });
  try {
    const bench = await openLegBench(lab);
    const rows: MergeTimes[] = [];
    for (let round = 0; round <= rounds; round++) {
      const row = await bench.measure(round);
      if (round > 0) rows.push(row);
    }
    await bench.stop();
    const columns = [
      rows.map(({ step }) => step),
      rows.map(({ merge }) => merge),
      rows.map(({ hand }) => hand),
      rows.map(({ step, hand }) => step / hand),
      rows.map(({ merge, hand }) => merge / hand),
    ].map((values) => formatSpread(measureSpread(values)));
    say(`| ${title} | ${columns.join(' | ')} |`);
  } finally {
    await lab.stop();
  }
}

async function benchMounts(): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true });
  try {
    const rows: MountTimes[] = [];
    for (let round = 0; round < rounds; round++) rows.push(await measureMounts(lab, round));
    const names = ['cold', 'warm', 'restore', 'save', 'coldStep', 'warmStep'] as const;
    const columns = names.map((name) => formatSpread(measureSpread(rows.map((row) => row[name]))));
    say(
      '| 300 MB of mounts | build without, s | build with, s | restore, s | save, s | step without, s | step with, s |',
    );
    say('| --- | --- | --- | --- | --- | --- | --- |');
    say(`| 3000 files | ${columns.join(' | ')} |`);
  } finally {
    await lab.stop();
  }
}

if (process.argv.includes('--mounts')) {
  await benchMounts();
  process.exit();
}

say(`Rounds: ${rounds}; the two sides in turn, after one uncounted pair.\n`);
await benchStartUp();
say('\n| two platforms, cold builder | step, s | by hand, s | step / by hand |');
say('| --- | --- | --- | --- |');
await benchRelease('log answers at once', 0);
await benchRelease('log takes 1 s per entry', 1000);
say(
  '\n| eight legs | last push to tags, s | of it the merge, s | merge by hand, s | last push / by hand | merge / by hand |',
);
say('| --- | --- | --- | --- | --- | --- |');
await benchLegs('log answers at once', 0);
await benchLegs('log takes 1 s per entry', 1000);
