/** Three uses of the action in one job: two variants of an image, then a release. What each one's set-up takes. */
import { makeRunId, runUses } from '../lab/job.ts';
import { type Lab, openLab } from '../lab/lab.ts';
import type { StepRun } from '../lab/runner.ts';
import { formatSpread, measureSpread } from './statistics.ts';
import { TRACKS } from './step.ts';

type Timings = Readonly<Record<string, number>>;

const NATIVE = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
const SHARED = { platforms: NATIVE, sbom: 'false', cache: 'off' };

/** Throws with the log when one of them fails. */
function readTimings({ main: { exitCode, maskedLog, outputs } }: StepRun): Timings {
  if (exitCode !== 0) throw new Error(`The step failed:\n${maskedLog.join('\n')}`);
  return JSON.parse(outputs['timings'] ?? '{}');
}

async function measureUses(lab: Lab, round: number): Promise<readonly Timings[]> {
  const image = `${lab.registryHost}/bench/uses-${round}`;
  const variant = (name: string): Record<string, string> => ({
    images: image,
    tags: `type=raw,value=${name}`,
    'build-args': `VERSION=${name}`,
    provenance: 'false',
  });
  const { steps, job } = await runUses(
    lab,
    { workspace: await lab.makeWorkspace(), github: { runId: makeRunId() }, inputs: SHARED },
    [variant('one'), variant('two'), { images: image, tags: 'type=raw,value=release' }],
  );
  await job.cleanup();
  return steps.map(readTimings);
}

/** The first round fills the disk's cache and is not counted. */
export async function benchUses(tell: (line: string) => void, rounds: number): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true });
  try {
    const all: Array<readonly Timings[]> = [];
    for (let round = 0; round <= rounds; round++) {
      const timings = await measureUses(lab, round);
      if (round > 0) all.push(timings);
    }
    tell(`| use in one job | set-up, s | ${TRACKS.join(' | ')} |`);
    tell(`| --- | --- | ${TRACKS.map(() => '---').join(' | ')} |`);
    for (const [at, name] of ['first', 'second', 'third'].entries()) {
      const columns = ['Set-up', ...TRACKS].map((track) =>
        formatSpread(measureSpread(all.map((uses) => uses[at]?.[track] ?? 0))),
      );
      tell(`| ${name} | ${columns.join(' | ')} |`);
    }
  } finally {
    await lab.stop();
  }
}
