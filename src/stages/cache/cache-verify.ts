/**
 * Caches in registries are read by the digest that was verified: a tag that is moved between the check and the build
 * changes nothing.
 */
import { errorCode } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { formatReference } from '../../image/reference.ts';
import { makeCachePolicies } from '../../plan/cache-policy.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { Say } from '../job/tracks.ts';
import { makeBundleChecker } from '../signing/check-bundle.ts';
import type { Signing } from '../signing/prepare-signing.ts';
import { findCache, isVouchedFor } from './vouch.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'randomHex'>;

interface Checking {
  readonly cache: CacheSpec;
  readonly signing: Pick<Signing, 'policy' | 'cosign' | 'trust'>;
  readonly registry: Pick<RegistryClient, 'brief'>;
  readonly folder: string;
  readonly say: Say;
}

/** The cache without what nobody vouches for. One notice, never a failure: without a cache the steps run. */
export async function verifyCaches(host: Reach, checking: Checking): Promise<CacheSpec> {
  const { cache } = checking;
  if (!cache.trust.verifiesRegistry || cache.from.every((place) => !isRegistry(place)))
    return cache;
  const refused: string[] = [];
  const kept = await Promise.all(
    cache.from.map((place) =>
      isRegistry(place) ? checkPlace(host, place, { ...checking, refused }) : place,
    ),
  );
  if (refused.length > 0)
    host.log.notice(
      `Not read, for no signature by this workflow on ${cache.trust.refs.join(' or ')} vouches for it: ${refused.join('; ')}. What is signed would be made of it; \`cache-trust: any\` reads it all the same.`,
    );
  return {
    ...cache,
    from: kept.filter((place) => place !== undefined),
    trust: { ...cache.trust, refused: [...cache.trust.refused, ...refused] },
  };
}

function isRegistry({ backend }: CachePlace): boolean {
  return backend === 'registry';
}

async function checkPlace(
  host: Reach,
  place: CachePlace,
  { cache, signing, registry, folder, say, refused }: Checking & { refused: string[] },
): Promise<CachePlace | undefined> {
  try {
    const found = await findCache(registry.brief, place);
    if (found === undefined) {
      say(`${place.scope}: nothing there yet`);
      return undefined;
    }
    const checkers = makeCachePolicies(cache.trust, signing.policy).map((policy) =>
      makeBundleChecker(host, {
        ...{ policy, folder, runId: '' },
        cosign: signing.cosign,
        trustedRoot: signing.trust.trustedRoot,
      }),
    );
    const ref = formatReference(found);
    if (await isVouchedFor(registry.brief, found, checkers)) {
      say(`${ref}: signed by this workflow, read by digest`);
      return { ...place, attributes: { ...place.attributes, ref } };
    }
    refused.push(`${place.scope} (${found.digest})`);
  } catch (error) {
    if (host.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : errorCode(error);
    refused.push(`${place.scope} (its signatures could not be checked: ${reason})`);
  }
  return undefined;
}
