import { openLab } from '../lab/lab.ts';
import { type MergeTimes, openLegBench } from './legs.ts';
import { formatSpread, measureSpread } from './statistics.ts';

/** A table of what the last of eight legs does after its push, and of the same in a merge job. */
export async function benchLegs(tell: (line: string) => void, rounds: number): Promise<void> {
  tell(
    '| eight legs | last push to tags, s | of it the merge, s | merge by hand, s | last push / by hand | merge / by hand |',
  );
  tell('| --- | --- | --- | --- | --- | --- |');
  for (const [title, entryDelayMs] of [
    ['log answers at once', 0],
    ['log takes 1 s per entry', 1000],
  ] as const)
    tell(`| ${[title, ...(await measure(rounds, entryDelayMs))].join(' | ')} |`);
}

async function measure(rounds: number, entryDelayMs: number): Promise<string[]> {
  const lab = await openLab({ log: () => undefined, isDirect: true, rekor: 'v2', entryDelayMs });
  try {
    const bench = await openLegBench(lab);
    const rows: MergeTimes[] = [];
    for (let round = 0; round <= rounds; round++) {
      const row = await bench.measure(round);
      if (round > 0) rows.push(row);
    }
    await bench.stop();
    return [
      rows.map(({ step }) => step),
      rows.map(({ merge }) => merge),
      rows.map(({ hand }) => hand),
      rows.map(({ step, hand }) => step / hand),
      rows.map(({ merge, hand }) => merge / hand),
    ].map((values) => formatSpread(measureSpread(values)));
  } finally {
    await lab.stop();
  }
}
