/** How large the caches are that this run wrote, by what each of them says of itself. What is not told is left out. */
import type { Host } from '../../host/host.ts';
import { measureInlineCache } from '../../image/cache-description.ts';
import type { Digest } from '../../image/digest.ts';
import { listPlatformManifests, parseManifest } from '../../image/manifest.ts';
import type { Repository } from '../../image/reference.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { readManifestContent } from '../image/image-config.ts';
import { readAzureSize } from './cache-azure.ts';
import { readBucketSize } from './cache-bucket.ts';
import type { CacheExport, exportCache } from './cache-export.ts';
import { findCache } from './vouch.ts';

export interface PlaceSize {
  readonly scope: string;
  readonly bytes: number;
}

type Exported = Parameters<typeof exportCache>[1];

/** All of them, in the order in which they are written. */
export async function measureCaches(
  host: Pick<Host, 'fetch' | 'clock' | 'log' | 'mask'>,
  {
    plan,
    means,
    signer,
    cacheExport,
    digest,
  }: Exported & { cacheExport: CacheExport | undefined; digest: Digest | undefined },
): Promise<readonly PlaceSize[]> {
  const registry = signer.registry.brief;
  const { env } = means.buildx;
  const keys = means.cacheKeys;
  const written = cacheExport?.written ?? [];
  const isWritten = cacheExport?.ok === true;
  const repository = plan.mode === 'push' ? plan.destinations[0]?.repository : undefined;
  const read = async (place: CachePlace): Promise<number | undefined> => {
    switch (place.backend) {
      case 'registry':
        return readRegistrySize(registry, { place, written });
      case 's3':
        return isWritten ? readBucketSize(host, { place, env }) : undefined;
      case 'azblob':
        return isWritten ? readAzureSize(host, { place, keys }) : undefined;
      case 'inline':
        return readInlineSize(registry, { repository, digest });
      default:
        return undefined;
    }
  };
  return measure(host, plan.cache, read);
}

async function measure(
  { log }: Pick<Host, 'log'>,
  { to }: Pick<CacheSpec, 'to'>,
  read: (place: CachePlace) => Promise<number | undefined>,
): Promise<readonly PlaceSize[]> {
  const sizes = await Promise.all(
    to.map(async (place): Promise<PlaceSize[]> => {
      const { scope } = place;
      try {
        const bytes = await read(place);
        return bytes === undefined ? [] : [{ scope, bytes }];
      } catch (error) {
        log.debug(`The size of ${scope} is not known: ${String(error)}`);
        return [];
      }
    }),
  );
  return sizes.flat();
}

/** Undefined where another run has written there since. */
async function readRegistrySize(
  registry: RegistryReader,
  { place, written }: { place: CachePlace; written: readonly Digest[] },
): Promise<number | undefined> {
  const found = written.length === 0 ? undefined : await findCache(registry, place);
  return found !== undefined && written.includes(found.digest) ? sumLayers(found.bytes) : undefined;
}

/** Of all platforms: each has its own in its configuration. */
async function readInlineSize(
  registry: RegistryReader,
  { repository, digest }: { repository: Repository | undefined; digest: Digest | undefined },
): Promise<number | undefined> {
  if (repository === undefined || digest === undefined) return undefined;
  const root = await readManifestContent(registry, { repository, reference: digest });
  const manifests =
    root?.kind === 'index'
      ? await Promise.all(
          listPlatformManifests(root).map(({ descriptor }) =>
            readManifestContent(registry, { repository, reference: descriptor.digest }),
          ),
        )
      : [root];
  const sizes = await Promise.all(
    manifests.map(async (manifest) => {
      if (manifest?.kind !== 'image') return undefined;
      const { digest: config, sizeBytes } = manifest.config;
      const bytes = await registry.readBlob({ repository, digest: config, maxBytes: sizeBytes });
      return bytes === undefined ? undefined : measureInlineCache(bytes);
    }),
  );
  const known = sizes.filter((size) => size !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
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
