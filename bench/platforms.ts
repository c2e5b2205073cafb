/** How the cost grows with the number of platforms: nothing is run in the build, so that signing shows. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, openLab } from '../lab/lab.ts';
import { runByHand } from './by-hand.ts';
import { formatSpread, measureSpread } from './statistics.ts';
import { runStep, type StepTimes } from './step.ts';

const PLATFORMS = [
  ...['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/arm/v6'],
  ...['linux/386', 'linux/ppc64le', 'linux/s390x', 'linux/riscv64'],
];
const COUNTS = [1, 2, 4, 8];

interface Row {
  readonly step: StepTimes;
  readonly hand: number;
}

/** A table for each kind of log. */
export async function benchPlatforms(tell: (line: string) => void, rounds: number): Promise<void> {
  for (const [title, entryDelayMs] of [
    ['log answers at once', 0],
    ['log takes 1 s per entry', 1000],
  ] as const) {
    // By hand eight platforms make 25 entries: one round, so that the whole bench stays below ten minutes.
    const rows = await measure(entryDelayMs === 0 ? rounds : 1, entryDelayMs);
    tell(
      `| platforms, ${title} | step, s | by hand, s | step / by hand | signed and attested, s | × of 1 |`,
    );
    tell('| --- | --- | --- | --- | --- | --- |');
    for (const count of COUNTS) tell(`| ${[count, ...formatRow(rows, count)].join(' | ')} |`);
    tell('');
  }
}

function formatRow(rows: ReadonlyMap<number, readonly Row[]>, count: number): string[] {
  const [some, one] = [rows.get(count) ?? [], rows.get(1) ?? []];
  return [
    some.map(({ step }) => step.wall),
    some.map(({ hand }) => hand),
    some.map(({ step, hand }) => step.wall / hand),
    some.map(({ step }) => step.signing),
    some.map(({ step }, round) => step.signing / (one[round]?.step.signing ?? Number.NaN)),
  ].map((values) => formatSpread(measureSpread(values)));
}

/** The counts in turn, round by round. */
async function measure(
  rounds: number,
  entryDelayMs: number,
): Promise<ReadonlyMap<number, readonly Row[]>> {
  const lab = await openLab({ log: () => undefined, isDirect: true, rekor: 'v2', entryDelayMs });
  const rows = new Map<number, Row[]>(COUNTS.map((count) => [count, []]));
  try {
    await runPair(lab, { round: 0, count: 1 });
    for (let round = 1; round <= rounds; round++)
      for (const count of COUNTS) rows.get(count)?.push(await runPair(lab, { round, count }));
  } finally {
    await lab.stop();
  }
  return rows;
}

async function runPair(lab: Lab, { round, count }: { round: number; count: number }): Promise<Row> {
  const platforms = PLATFORMS.slice(0, count);
  const image = `${lab.registryHost}/bench/platforms-${count}-${round}`;
  const step = await runStep(lab, {
    workspace: await makeWorkspace(lab),
    inputs: {
      images: `${image}-step`,
      tags: 'a\nb',
      platforms: platforms.join(','),
      sbom: 'false',
      cache: 'off',
      emulation: 'off',
    },
  });
  const hand = await runByHand({
    lab,
    workspace: await makeWorkspace(lab),
    image: `${image}-hand`,
    tags: ['a', 'b'],
    platforms,
    identity: `https://github.com/${lab.oidc.claims.job_workflow_ref}`,
    cacheScope: undefined,
  });
  return { step, hand };
}

async function makeWorkspace(lab: Lab): Promise<string> {
  const workspace = await lab.makeWorkspace();
  await writeFile(join(workspace, 'Dockerfile'), 'FROM scratch\nCOPY greeting /greeting\n');
  await writeFile(join(workspace, 'greeting'), 'hello\n');
  return workspace;
}
