/** The cache before the build: whether its service answers, and whether what lies there may be believed. */
import type { Host } from '../../host/host.ts';
import { planCacheTrustConfig } from '../../plan/cache-policy.ts';
import { type CacheSpec, usesBackend } from '../../plan/cache-spec.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { runTrack, type Timings } from '../job/tracks.ts';
import type { Policing, Signing } from '../signing/prepare-signing.ts';
import { probeCache } from './cache-probe.ts';
import { type Asking, chooseRoom } from './cache-room.ts';
import { leaveSilent } from './cache-silent.ts';
import { verifyCaches } from './cache-verify.ts';
import { restoreLayers } from './local-cache.ts';

interface Preparing {
  readonly cache: CacheSpec;
  /** With what cache entries held of the cache service. */
  readonly env: Host['env'];
  readonly signing: Promise<Signing | undefined>;
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly folder: string;
  readonly timings: Timings;
  /** Of the room at GitHub. */
  readonly asking: Asking;
  readonly destinations: Plan['destinations'];
}

/** Less than planned where something is missing; a signature that cannot be checked never fails a run. */
export async function prepareCache(host: Host, preparing: Preparing): Promise<CacheSpec> {
  const { timings, destinations } = preparing;
  const registry = preparing.registry.brief;
  const there = await findCaches(host, preparing);
  if (!needsSignatures(there)) return leaveSilent(host, { cache: there, destinations, registry });
  const signing = await preparing.signing;
  if (signing === undefined) return there;
  return runTrack(host, {
    title: 'Cache signatures',
    timings,
    work: (say) => verifyCaches(host, { ...preparing, cache: there, signing, say }),
  });
}

/** What does not answer is left out, and what is kept in a folder is brought back. */
function findCaches(
  host: Host,
  { cache, env, folder, timings, asking }: Preparing,
): Promise<CacheSpec> {
  const isAsked = usesBackend(cache, 'gha');
  if (!isAsked && cache.kept === undefined) return Promise.resolve(cache);
  return runTrack(host, {
    title: isAsked ? 'Cache service' : 'Cached layers',
    timings,
    work: async (say) => {
      const chosen = chooseRoom(host, { cache, asking, say });
      const answering = isAsked ? await probeCache(host, { cache: chosen, env, say }) : cache;
      return restoreLayers(host, { cache: answering, folder, say });
    },
  });
}

function needsSignatures({ from, trust }: CacheSpec): boolean {
  return trust.verifiesRegistry && from.some(({ backend }) => backend === 'registry');
}

/** What BuildKit is told of its cache at GitHub; undefined where that is nothing. The identity is waited for only where it counts. */
export async function makeCacheConfig(
  { cache }: Pick<Plan, 'cache'>,
  { facts, policing }: { facts: Facts; policing: Policing | undefined },
): Promise<ReturnType<typeof planCacheTrustConfig>> {
  const { trust } = cache;
  const policy = trust.actionsCache?.kind === 'signed' ? await policing?.policy : undefined;
  return planCacheTrustConfig(trust, { policy, facts });
}
