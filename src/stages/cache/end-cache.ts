/** The build cache once the image is there: written, measured and told of, beside signing. */
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { type CacheSaving, formatSaving } from '../../plan/build-record.ts';
import type { CacheHits } from '../../plan/cache-hits.ts';
import { usesBackend } from '../../plan/cache-spec.ts';
import type { Recorder } from '../build/build-record.ts';
import type { Timings } from '../job/tracks.ts';
import { type CacheExport, exportCache } from './cache-export.ts';
import { type Asking, type RoomReport, readCacheRoom } from './cache-room.ts';
import { measureCaches, type PlaceSize } from './cache-sizes.ts';

export interface CacheEnd {
  readonly cacheExport: CacheExport | undefined;
  /** The caches of the repository at GitHub, where that could be asked. */
  readonly cacheRoom: RoomReport | undefined;
  readonly cacheSaved: CacheSaving | undefined;
  /** Of what was written elsewhere, by place. */
  readonly cacheSizes: readonly PlaceSize[];
}

/** Never rejects but when the run is cancelled. */
export async function endCache(
  host: Host,
  {
    hits,
    recorder,
    asking,
    timings,
    digest,
    ...exported
  }: Parameters<typeof exportCache>[1] & {
    hits: CacheHits | undefined;
    recorder: Recorder;
    asking: Asking;
    timings: Timings;
    /** Of the image, where one was pushed. */
    digest: Digest | undefined;
  },
): Promise<CacheEnd> {
  const { plan } = exported;
  const exporting = timings.measure('Cache', () => exportCache(host, exported));
  const saving = hits === undefined ? undefined : recorder.countSaved(hits);
  const isWritten = plan.cache.to.length > 0 && hits !== undefined;
  const keeping = isWritten ? recorder.keep(hits) : undefined;
  const cacheExport = await exporting;
  const isAsked = plan.mode === 'push' && usesBackend(plan.cache, 'gha');
  const [cacheSaved, cacheRoom, cacheSizes] = await Promise.all([
    saving,
    isAsked ? readCacheRoom(host, { ...asking, layers: cacheExport?.layers ?? [] }) : undefined,
    measureCaches(host, { ...exported, cacheExport, digest }),
    keeping,
  ]);
  if (cacheSaved !== undefined)
    host.log.info(`Spared by the cache: steps ${formatSaving(cacheSaved)}`);
  return { cacheExport, cacheRoom, cacheSaved, cacheSizes };
}
