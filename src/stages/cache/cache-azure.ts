/** What a cache in Azure takes, by the description that BuildKit wrote there (cache/remotecache/azblob/utils.go). */
import { posix } from 'node:path';
import type { Host } from '../../host/host.ts';
import { sumCachedLayers } from '../../image/cache-description.ts';
import type { CachePlace } from '../../plan/cache-spec.ts';
import type { BlobPlace } from '../../registry/azure-signature.ts';
import type { CacheKeys } from '../../tools/bake.ts';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 16 * 1024 ** 2;

/** Undefined where the job has no key of its own (an identity is left to BuildKit), and where Azure does not tell. */
export async function readAzureSize(
  host: Pick<Host, 'fetch' | 'clock' | 'mask'>,
  { place, keys }: { place: Pick<CachePlace, 'attributes'>; keys: CacheKeys },
): Promise<number | undefined> {
  const accountKey = keys.azblob?.['secret_access_key'];
  const blob = locate(place.attributes);
  if (accountKey === undefined || blob === undefined) return undefined;
  const { signBlobUrl } = await import('../../registry/azure-signature.ts');
  const url = signBlobUrl(blob, { accountKey, now: host.clock.now() });
  host.mask(new URL(url).searchParams.get('sig') ?? '');
  const { status, body } = await host.fetch({ url, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  return status === 200 ? sumCachedLayers(body) : undefined;
}

function locate(attributes: CachePlace['attributes']): BlobPlace | undefined {
  const { account_url: accountUrl = '', container = 'buildkit-cache', prefix = '' } = attributes;
  if (!URL.canParse(accountUrl)) return undefined;
  const [account = ''] = new URL(accountUrl).hostname.split('.');
  const [name = ''] = (attributes['name'] ?? 'buildkit').split(';');
  return {
    ...{ accountUrl, container },
    accountName: attributes['account_name'] ?? account,
    blob: posix.join(prefix, attributes['manifests_prefix'] ?? 'manifests', name),
  };
}
