/** The track of the set-up that fills cache mounts. */
import type { Host } from '../host/host.ts';
import type { CacheSpec } from '../plan/cache-spec.ts';
import type { Plan } from '../plan/types.ts';
import type { HelperMeans } from './mount-copy.ts';
import { type RestoredMounts, restoreMounts } from './restore-mounts.ts';
import type { RunFolder } from './run-folder.ts';
import { runTrack, type Timings } from './tracks.ts';

interface Setting {
  readonly plan: Plan;
  readonly folder: Pick<RunFolder, 'path'>;
  readonly timings: Timings;
  readonly means: Promise<HelperMeans>;
  /** The plan's, less what does not answer. */
  readonly cache: Promise<CacheSpec>;
}

/** Undefined where there is nothing to keep. */
export async function prepareMounts(
  host: Host,
  { plan, folder, timings, means, cache }: Setting,
): Promise<RestoredMounts | undefined> {
  if (plan.mounts.mounts.length === 0) return undefined;
  const isServed = cache.then(({ isDown }) => isDown !== true);
  return runTrack(host, {
    title: 'Cache mounts',
    timings,
    work: (say) => restoreMounts(host, { plan, folder: folder.path, means, isServed, say }),
  });
}
