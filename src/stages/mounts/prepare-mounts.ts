/** The track of the set-up that fills cache mounts. */
import type { Host } from '../../host/host.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { formatSeconds } from '../../plan/mount-economy.ts';
import type { Plan } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { RunFolder } from '../job/run-folder.ts';
import { runTrack, type Timings } from '../job/tracks.ts';
import { completeMounts } from './find-mounts.ts';
import type { HelperMeans } from './mount-copy.ts';
import { type RestoredMounts, restoreMounts } from './restore-mounts.ts';

interface Setting {
  readonly plan: Plan;
  readonly folder: Pick<RunFolder, 'path'>;
  readonly timings: Timings;
  readonly means: Promise<HelperMeans>;
  readonly registry: Pick<RegistryClient, 'brief'>;
  /** The plan's, less what does not answer. */
  readonly cache: Promise<CacheSpec>;
  /** What the build waits for besides. */
  readonly others: ReadonlyArray<Promise<unknown>>;
}

/** Undefined where there is nothing to keep. */
export async function prepareMounts(
  host: Host,
  { plan, folder, timings, means, registry, cache, others }: Setting,
): Promise<RestoredMounts | undefined> {
  const { mounts, open } = plan.mounts;
  if (mounts.length + open.length === 0) return undefined;
  const isServed = cache.then(({ isDown }) => isDown !== true);
  let othersEndedMs: number | undefined;
  void Promise.allSettled(others).then(() => {
    othersEndedMs = host.clock.elapsedMs();
  });
  return runTrack(host, {
    title: 'Cache mounts',
    timings,
    work: async (say) => {
      const wanted = completeMounts(host, { plan, registry: registry.brief, say });
      if (mounts.length === 0 && (await wanted).length === 0) return undefined;
      const setting = { plan, folder: folder.path, means, wanted, isServed, say };
      const restored = await restoreMounts(host, setting);
      const endedMs = host.clock.elapsedMs();
      const heldUpSeconds = (endedMs - (othersEndedMs ?? endedMs)) / 1000;
      say(`the build waited ${formatSeconds(heldUpSeconds)} for them`);
      return { ...restored, wanted: await wanted, heldUpSeconds };
    },
  });
}
