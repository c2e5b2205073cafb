/** Keys of caches that buildx takes from attributes alone. */
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { findAzureKey } from '../../plan/cache-secrets.ts';
import type { CacheKeys } from '../../tools/bake.ts';

/** Masks what it finds. */
export function readCacheKeys(
  { env, mask }: Pick<Host, 'env' | 'mask'>,
  { cacheSecrets }: Pick<Inputs, 'cacheSecrets'>,
): CacheKeys {
  const azblob = findAzureKey(cacheSecrets, env);
  if (azblob === undefined) return {};
  for (const value of Object.values(azblob)) mask(value);
  return { azblob };
}
