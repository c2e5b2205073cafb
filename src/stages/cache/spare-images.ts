/** A cache never takes the name of an image: `cache-to: type=registry` writes to whatever tag it names. */
import type { Host } from '../../host/host.ts';
import { isCacheManifest } from '../../image/cache-description.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { findCache } from './vouch.ts';

/** The cache less places that hold something else; those names are said in one warning each. */
export async function spareImages(
  { log }: Pick<Host, 'log'>,
  { cache, registry }: { cache: CacheSpec; registry: Pick<RegistryReader, 'readManifest'> },
): Promise<CacheSpec> {
  const isFree = await Promise.all(cache.to.map((place) => mayOverwrite(registry, place)));
  const taken = cache.to.filter((_, at) => isFree[at] === false);
  for (const { attributes } of taken)
    log.warning(
      `The build cache was not written to ${attributes['ref']}: an image has that name. Give the cache a name of its own in \`cache-to\`, such as \`ref=…:buildcache\`.`,
    );
  return taken.length === 0 ? cache : { ...cache, to: cache.to.filter((_, at) => isFree[at]) };
}

/** Names that we make hold nothing else. A registry that does not answer now refuses the write by itself. */
async function mayOverwrite(
  registry: Pick<RegistryReader, 'readManifest'>,
  place: CachePlace,
): Promise<boolean> {
  if (place.backend !== 'registry' || place.of !== 'given') return true;
  const found = await findCache(registry, place).catch(() => undefined);
  return found === undefined || isCacheManifest(found.bytes);
}
