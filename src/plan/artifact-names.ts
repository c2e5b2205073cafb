/**
 * Names of the run-scoped artifacts by which legs find each other. A name can exist once in a run, and holds the run's
 * attempt: GitHub keeps artifacts of earlier attempts for "re-run failed jobs" and hides them for "re-run all jobs"
 * (actions/upload-artifact#585), so nothing here depends on either.
 */

export const LEG_PREFIX = 'bsa-leg.';

/** `start`: announced before the build. `done`: handed over after it. */
export type LegPhase = 'start' | 'done';

export interface LegArtifact {
  /** 16 hexadecimal characters. */
  readonly group: string;
  /** As `formatPlatform` writes it. */
  readonly platform: string;
  readonly attempt: number;
  readonly phase: LegPhase;
}

/** `all` stands for the platform of a candidate that is a whole image. */
export const WHOLE_IMAGE = 'all';

export function formatLegArtifact({ group, platform, attempt, phase }: LegArtifact): string {
  return `${LEG_PREFIX}${group}.${platform.replaceAll('/', '-')}.${attempt}.${phase}`;
}

/** Undefined for any other artifact of the run. */
export function parseLegArtifact(name: string): LegArtifact | undefined {
  const match = /^bsa-leg\.([0-9a-f]{16})\.([a-z0-9.-]+)\.([1-9]\d{0,5})\.(start|done)$/.exec(name);
  if (match === null) return undefined;
  const [, group = '', platform = '', attempt = '', phase] = match;
  return {
    group,
    platform: platform.replaceAll('-', '/'),
    attempt: Number(attempt),
    phase: phase === 'start' ? 'start' : 'done',
  };
}

export interface MergeArtifact {
  readonly group: string;
  /** 16 hexadecimal characters of a hash over the digests to be merged: another set is another merge. */
  readonly children: string;
  readonly attempt: number;
  /** From 1; the next one is for who takes over. */
  readonly generation: number;
}

export function formatMergeArtifact(merge: MergeArtifact): string {
  const { group, children, attempt, generation } = merge;
  return `bsa-merge.${group}.${children}.${attempt}.${generation}`;
}

/** Says that the holder of a claim gave it up: the merge failed, and whoever comes next may try. */
export function formatReleaseArtifact(merge: MergeArtifact): string {
  return `${formatMergeArtifact(merge)}.released`;
}
