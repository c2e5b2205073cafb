/** The step in a job of the lab, and what its output `timings` says. */
import { runJob } from '../lab/job.ts';
import type { Lab } from '../lab/lab.ts';

/** Seconds. */
export interface StepTimes {
  /** From starting Node to the outputs. */
  readonly wall: number;
  readonly setUp: number;
  /** Of the tracks that go on side by side in the set-up. */
  readonly slowestTrack: number;
  /** Signatures and attestations: made, checked, uploaded, read back, verified. */
  readonly signing: number;
}

export const TRACKS = [
  ...['Builder', 'Emulation', 'cosign', 'Identity', 'Registry', 'Base images'],
  ...['Cache service', 'SBOM generator', 'Legs'],
];
const SIGNING = ['Sign', 'Attach', 'Verify'];

/** Runs main, and post uncounted. Throws with the log when the step fails. */
export async function runStep(
  lab: Lab,
  { workspace, inputs }: { workspace: string; inputs: Readonly<Record<string, string>> },
): Promise<StepTimes> {
  const run = await runJob(lab, { workspace, inputs });
  await run.cleanup();
  const { exitCode, maskedLog, durationMs, outputs } = run.main;
  if (exitCode !== 0) throw new Error(`The step failed:\n${maskedLog.join('\n')}`);
  const timings: Readonly<Record<string, number>> = JSON.parse(outputs['timings'] ?? '{}');
  const read = (name: string): number => timings[name] ?? 0;
  return {
    wall: durationMs / 1000,
    setUp: read('Set-up'),
    slowestTrack: Math.max(...TRACKS.map(read)),
    signing: SIGNING.map(read).reduce((sum, seconds) => sum + seconds, 0),
  };
}
