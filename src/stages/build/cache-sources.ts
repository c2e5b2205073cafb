/** Caches by what BuildKit calls them in its log. */
import { parseReference } from '../../image/reference.ts';
import type { CacheBackend } from '../../inputs/cache-keys.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { Outage } from '../../tools/actions-cache.ts';

/** A source that BuildKit names by its backend stands for all of that backend. */
function isNamedBy({ backend, attributes }: CachePlace, source: string): boolean {
  const [kind = ''] = source.split(':');
  return backend === 'registry' ? attributes['ref'] === source : kind === backend;
}

/** What is left when some are not read; what is out of order is not written to. */
export function withoutSources(cache: CacheSpec, sources: readonly string[]): CacheSpec {
  const isOut = (place: CachePlace): boolean => sources.some((one) => isNamedBy(place, one));
  const gone = new Set(cache.from.filter(isOut).map(nameService));
  return {
    ...cache,
    from: cache.from.filter((place) => !isOut(place)),
    to: cache.to.filter((place) => !gone.has(nameService(place))),
  };
}

/** One registry is no other. */
function nameService({ backend, attributes }: CachePlace): string {
  const parsed = backend === 'registry' ? parseReference(attributes['ref'] ?? '') : undefined;
  return parsed?.ok === true ? parsed.reference.repository.registry : backend;
}

const NAMES: Readonly<Record<CacheBackend, string>> = {
  gha: 'the Actions cache',
  registry: 'the cache in the registry',
  local: 'the cache in the folder',
  s3: 'the cache in the S3 bucket',
  azblob: 'the cache in Azure',
  inline: 'the inline cache',
};

/** What is away, where one of them is at GitHub: the stages that keep folders there meet the same. */
export function findOutage(
  { from }: Pick<CacheSpec, 'from'>,
  sources: readonly string[],
): Outage | undefined {
  const isThere = from.some(
    (place) => place.backend === 'gha' && sources.some((source) => isNamedBy(place, source)),
  );
  return isThere ? 'actions-cache' : undefined;
}

export function describePlaces({ from }: CacheSpec, sources: readonly string[]): string {
  return describe(from.filter((place) => sources.some((source) => isNamedBy(place, source))));
}

/** What is left where folders alone are read, and what is not. It is written all the same. */
export function withoutFar(cache: CacheSpec): { left: CacheSpec; what: string } {
  const near = cache.from.filter(({ backend }) => backend === 'local');
  const far = cache.from.filter(({ backend }) => backend !== 'local');
  return { left: { ...cache, from: near }, what: describe(far) };
}

function describe(places: readonly CachePlace[]): string {
  const names = places.map(({ backend }) => NAMES[backend]);
  return [...new Set(names)].join(' and ') || 'the cache';
}
