/** The cache as it can be used: what does not answer is left out, and what is kept in a folder is brought back. */
import type { Host } from '../host/host.ts';
import { makeCacheVariables } from '../plan/cache-secrets.ts';
import { type CacheSpec, usesBackend } from '../plan/cache-spec.ts';
import { probeCache } from './cache-probe.ts';
import { restoreLayers } from './local-cache.ts';
import type { Setting } from './setup.ts';
import { runTrack } from './tracks.ts';

export function prepareCache(
  host: Host,
  { plan: { cache }, inputs, folder, timings }: Setting,
): Promise<CacheSpec> {
  const isAsked = usesBackend(cache, 'gha');
  if (!isAsked && cache.kept === undefined) return Promise.resolve(cache);
  const env = { ...host.env, ...makeCacheVariables(inputs.cacheSecrets) };
  return runTrack(host, {
    title: isAsked ? 'Cache service' : 'Cached layers',
    timings,
    work: async (say) => {
      const answering = isAsked ? await probeCache(host, { cache, env, say }) : cache;
      return restoreLayers(host, { cache: answering, folder: folder.path, say });
    },
  });
}
