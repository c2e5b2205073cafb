/** Signatures of the caches that this run wrote, so that later runs may read them. */
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { Signing } from '../signing/prepare-signing.ts';
import { findCache, vouchFor } from './vouch.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

export interface CacheSigning {
  readonly signing: Signing | undefined;
  readonly registry: RegistryClient;
  readonly folder: string;
}

/**
 * `written`: what BuildKit said that it wrote. A tag that names something else by now is somebody else's work, and gets
 * no signature of ours. Never throws for anything but a cancelled run.
 */
export async function signCaches(
  host: Reach,
  {
    cache,
    written,
    ...means
  }: CacheSigning & { readonly cache: CacheSpec; readonly written: readonly Digest[] },
): Promise<void> {
  const { signing } = means;
  if (signing === undefined || !cache.trust.verifiesRegistry) return;
  const places = cache.to.filter(({ backend }) => backend === 'registry');
  for (const place of places) await signPlace(host, place, { ...means, signing, written });
}

async function signPlace(
  host: Reach,
  place: CachePlace,
  { written, ...means }: CacheSigning & { signing: Signing; written: readonly Digest[] },
): Promise<void> {
  try {
    const found = await findCache(means.registry, place);
    if (found === undefined || !written.includes(found.digest)) {
      host.log.info(`${place.scope} names another cache than this run wrote: not signed`);
      return;
    }
    await vouchFor(host, found, means);
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `The build cache ${place.scope} was written and not signed, so that signed runs will not read it: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
