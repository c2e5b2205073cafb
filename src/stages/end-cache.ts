/** The build cache once the image is there: written, measured and told of, beside signing. */
import { type Host, TransportError } from '../host/host.ts';
import type { Digest } from '../image/digest.ts';
import { parseManifest } from '../image/manifest.ts';
import { type CacheSaving, formatSaving } from '../plan/build-record.ts';
import type { CacheHits } from '../plan/cache-hits.ts';
import { type CacheSpec, usesBackend } from '../plan/cache-spec.ts';
import type { RegistryReader } from '../registry/client.ts';
import type { Recorder } from './build-record.ts';
import { readBucketSize } from './cache-bucket.ts';
import { type CacheExport, exportCache } from './cache-export.ts';
import { type Asking, type RoomReport, readCacheRoom } from './cache-room.ts';
import type { Timings } from './tracks.ts';
import { findCache } from './vouch.ts';

export interface CacheEnd {
  readonly cacheExport: CacheExport | undefined;
  /** The caches of the repository at GitHub, where that could be asked. */
  readonly cacheRoom: RoomReport | undefined;
  readonly cacheSaved: CacheSaving | undefined;
  /** Of what was written to registries and buckets. */
  readonly cacheSizes: readonly PlaceSize[];
}

export interface PlaceSize {
  readonly scope: string;
  readonly bytes: number;
}

/** Never rejects but when the run is cancelled. */
export async function endCache(
  host: Host,
  {
    hits,
    recorder,
    asking,
    timings,
    ...exported
  }: Parameters<typeof exportCache>[1] & {
    hits: CacheHits | undefined;
    recorder: Recorder;
    asking: Asking;
    timings: Timings;
  },
): Promise<CacheEnd> {
  const { plan, signer } = exported;
  const exporting = timings.measure('Cache', () => exportCache(host, exported));
  const saving = hits === undefined ? undefined : recorder.countSaved(hits);
  const isWritten = plan.cache.to.length > 0 && hits !== undefined;
  const keeping = isWritten ? recorder.keep(hits) : undefined;
  const cacheExport = await exporting;
  const isAsked = plan.mode === 'push' && usesBackend(plan.cache, 'gha');
  const [cacheSaved, cacheRoom, cacheSizes, bucketSizes] = await Promise.all([
    saving,
    isAsked ? readCacheRoom(host, { ...asking, layers: cacheExport?.layers ?? [] }) : undefined,
    measurePlaces(host, {
      cache: plan.cache,
      written: cacheExport?.written,
      registry: signer.registry.brief,
    }),
    cacheExport?.ok === true ? measureBuckets(host, exported) : [],
    keeping,
  ]);
  if (cacheSaved !== undefined)
    host.log.info(`Spared by the cache: steps ${formatSaving(cacheSaved)}`);
  return { cacheExport, cacheRoom, cacheSaved, cacheSizes: [...cacheSizes, ...bucketSizes] };
}

/** What this run wrote to registries, by their manifests. What a registry does not tell is left out. */
export async function measurePlaces(
  { log }: Pick<Host, 'log'>,
  {
    cache,
    written = [],
    registry,
  }: { cache: CacheSpec; written: readonly Digest[] | undefined; registry: RegistryReader },
): Promise<readonly PlaceSize[]> {
  if (written.length === 0) return [];
  const places = cache.to.filter(({ backend }) => backend === 'registry');
  const sizes = await Promise.all(
    places.map(async (place): Promise<PlaceSize[]> => {
      try {
        const found = await findCache(registry, place);
        return found !== undefined && written.includes(found.digest)
          ? [{ scope: place.scope, bytes: sumLayers(found.bytes) }]
          : [];
      } catch (error) {
        log.debug(`The size of ${place.scope} is not known: ${String(error)}`);
        return [];
      }
    }),
  );
  return sizes.flat();
}

async function measureBuckets(
  host: Pick<Host, 'fetch' | 'clock' | 'log'>,
  { plan: { cache }, means }: Pick<Parameters<typeof exportCache>[1], 'plan' | 'means'>,
): Promise<readonly PlaceSize[]> {
  const places = cache.to.filter(({ backend }) => backend === 's3');
  const sizes = await Promise.all(
    places.map((place) =>
      readBucketSize(host, { place, env: means.buildx.env }).catch((error: unknown) => {
        if (!(error instanceof TransportError)) throw error;
        host.log.debug(`The size of ${place.scope} is not known: ${error.message}`);
        return undefined;
      }),
    ),
  );
  return places.flatMap(({ scope }, at) => {
    const bytes = sizes[at];
    return bytes === undefined ? [] : [{ scope, bytes }];
  });
}

/** A cache is an image with every layer that is kept, or an index of them where the user asked for one. */
function sumLayers(bytes: Uint8Array): number {
  const parsed = parseManifest(bytes);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { manifest } = parsed;
  const parts =
    manifest.kind === 'image' ? [manifest.config, ...manifest.layers] : manifest.manifests;
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
