/**
 * Asks for the caches in registries before BuildKit depends on them. It has no limit of its own for one that takes the
 * connection and never answers, and nothing but an end of BuildKit ends its waiting: see the stage `unblock-builder`.
 */
import { type Host, TransportError } from '../../host/host.ts';
import { parseReference } from '../../image/reference.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { Destination } from '../../plan/types.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { withoutSources } from '../build/cache-sources.ts';

export interface Silence {
  readonly cache: CacheSpec;
  /** Only their registries are asked: another one may be there for the builder alone. */
  readonly destinations: readonly Destination[];
  readonly registry: Pick<RegistryReader, 'probeManifest'>;
}

/** The cache without registries that are silent, with one warning; whatever else they answer BuildKit copes with. */
export async function leaveSilent(
  { log }: Pick<Host, 'log'>,
  { cache, destinations, registry }: Silence,
): Promise<CacheSpec> {
  const hosts = new Set(destinations.map(({ repository }) => repository.registry));
  const places = cache.from.filter(({ backend }) => backend === 'registry');
  const asked = await Promise.all(
    places.map(async (place) => ({ place, problem: await ask(place, hosts, registry) })),
  );
  const silent = asked.filter(({ problem }) => problem !== undefined);
  const [first] = silent;
  if (first === undefined) return cache;
  log.warning(`Built without the cache in the registry: ${first.problem}`);
  return withoutSources(
    cache,
    silent.flatMap(({ place }) => place.attributes['ref'] ?? []),
  );
}

/** What is wrong, where it does not answer at all. */
async function ask(
  { attributes }: CachePlace,
  hosts: ReadonlySet<string>,
  registry: Silence['registry'],
): Promise<string | undefined> {
  const parsed = parseReference(attributes['ref'] ?? '');
  if (!parsed.ok || !hosts.has(parsed.reference.repository.registry)) return undefined;
  const { repository, tag, digest } = parsed.reference;
  try {
    await registry.probeManifest(repository, digest ?? tag ?? 'latest');
    return undefined;
  } catch (error) {
    const isSilent =
      error instanceof Error &&
      error.cause instanceof TransportError &&
      error.cause.kind === 'timeout';
    return isSilent ? error.message : undefined;
  }
}
