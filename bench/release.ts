/** A release of two platforms, by the step and by hand: with an empty cache, and with what that run left in it. */
import { type Lab, openLab } from '../lab/lab.ts';
import { runByHand } from './by-hand.ts';
import { formatSpread, measureSpread } from './statistics.ts';
import { runStep, type StepTimes } from './step.ts';

interface Pair {
  readonly step: StepTimes;
  readonly hand: number;
}

/** A table of wall times, and one of the set-up. */
export async function benchReleases(tell: (line: string) => void, rounds: number): Promise<void> {
  const rows = [
    ...(await measure('log answers at once', { rounds, entryDelayMs: 0 })),
    ...(await measure('log takes 1 s per entry', { rounds, entryDelayMs: 1000 })),
  ];
  tell('| two platforms, a builder of its own | step, s | by hand, s | step / by hand |');
  tell('| --- | --- | --- | --- |');
  for (const { title, pairs } of rows) {
    const walls = pairs.map(({ step }) => step.wall);
    const hands = pairs.map(({ hand }) => hand);
    const ratios = pairs.map(({ step, hand }) => step.wall / hand);
    tell(`| ${[title, ...[walls, hands, ratios].map(format)].join(' | ')} |`);
  }
  tell('');
  tell('| set-up | all of it, s | its slowest track, s | all / slowest |');
  tell('| --- | --- | --- | --- |');
  for (const { title, pairs } of rows) {
    const all = pairs.map(({ step }) => step.setUp);
    const slowest = pairs.map(({ step }) => step.slowestTrack);
    const ratios = pairs.map(({ step }) => step.setUp / step.slowestTrack);
    tell(`| ${[title, ...[all, slowest, ratios].map(format)].join(' | ')} |`);
  }
}

function format(values: readonly number[]): string {
  return formatSpread(measureSpread(values));
}

async function measure(
  title: string,
  { rounds, entryDelayMs }: { rounds: number; entryDelayMs: number },
): Promise<Array<{ title: string; pairs: Pair[] }>> {
  const lab = await openLab({ log: () => undefined, isDirect: true, rekor: 'v2', entryDelayMs });
  const [cold, warm]: [Pair[], Pair[]] = [[], []];
  try {
    for (let round = 0; round <= rounds; round++) {
      const first = await runPair(lab, round);
      const second = await runPair(lab, round);
      // The first of each kind warms the machine's own caches and is not counted.
      if (round === 0) continue;
      cold.push(first);
      warm.push(second);
    }
  } finally {
    await lab.stop();
  }
  return [
    { title: `cold cache, ${title}`, pairs: cold },
    { title: `warm cache, ${title}`, pairs: warm },
  ];
}

/** Every round has a name of its own, so that neither side finds the other's cache or signatures. */
async function runPair(lab: Lab, round: number): Promise<Pair> {
  const workspace = await lab.makeWorkspace();
  const images = `${lab.registryHost}/bench/step-${round}`;
  // By hand nothing keeps the Dockerfile's cache mount either: what that costs and spares is in `mounts.ts`.
  const inputs = { images, tags: 'a\nb', 'cache-mounts': 'off' };
  const step = await runStep(lab, { workspace, inputs });
  const hand = await runByHand({
    lab,
    workspace: await lab.makeWorkspace(),
    image: `${lab.registryHost}/bench/hand-${round}`,
    tags: ['a', 'b'],
    platforms: ['linux/amd64', 'linux/arm64'],
    identity: `https://github.com/${lab.oidc.claims.job_workflow_ref}`,
    cacheScope: `hand-${round}`,
  });
  return { step, hand };
}
