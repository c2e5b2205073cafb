/** The Actions cache asked directly: for a question, and for entries too small to be packed as folders. */
import { createHash } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import { readJson } from '../../image/json-shape.ts';
import { parseCacheAccess } from '../../tools/runtime-token.ts';
import { readField } from './json-field.ts';

type Reach = Pick<Host, 'fetch'>;

export interface CacheService {
  readonly url: string;
  readonly token: string;
}

/** Undefined where there is none, and for its first version, which only old servers of GitHub Enterprise have alone. */
export function findService(env: Host['env']): CacheService | undefined {
  const url = env['ACTIONS_RESULTS_URL'];
  if (!url || !env['ACTIONS_CACHE_SERVICE_V2']) return undefined;
  return { url: url.endsWith('/') ? url : `${url}/`, token: env['ACTIONS_RUNTIME_TOKEN'] ?? '' };
}

/** False where the token of the job says that it may not; else the service tells. */
export function mayWriteEntries({ token }: CacheService): boolean {
  return parseCacheAccess(token)?.some(({ writes }) => writes) !== false;
}

const METHODS = 'twirp/github.actions.results.api.v1.CacheService/';
const REQUEST_TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;
/** Entries of another version are not found under the same key. */
const VERSION = createHash('sha256').update('bsa entry 1').digest('hex');

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Throws a TransportError where there is no answer. */
export async function askService(
  host: Reach,
  { url, token }: CacheService,
  { method, body }: { method: string; body: Readonly<Record<string, unknown>> },
): Promise<ServiceAnswer> {
  const response = await host.fetch({
    method: 'POST',
    url: new URL(METHODS + method, url).href,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  return { status: response.status, body: readJson(new TextDecoder().decode(response.body)) };
}

/**
 * The text of an entry under a key, or of the newest under the first beginning that has one; undefined where there is
 * none. Throws where the service answers with something else.
 */
export async function readEntry(
  host: Reach,
  service: CacheService,
  { key, restoreKeys }: { key: string; restoreKeys: readonly string[] },
): Promise<{ readonly text: string | undefined }> {
  const found = await askService(host, service, {
    method: 'GetCacheEntryDownloadURL',
    body: { key, restore_keys: restoreKeys, version: VERSION },
  });
  if (found.status === 429 || found.status >= 500 || found.body === undefined)
    throw new Error(`HTTP ${found.status}`);
  const url = readField(found.body, ['signed_download_url']);
  if (typeof url !== 'string' || url === '') return { text: undefined };
  const { status, body } = await host.fetch({
    url,
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  return { text: status === 200 ? new TextDecoder().decode(body) : undefined };
}

/** `exists`: somebody has the key, perhaps without having written all of it yet. Of several writers one gets it. */
export async function writeEntry(
  host: Reach,
  service: CacheService,
  { key, text }: { key: string; text: string },
): Promise<'written' | 'exists' | 'refused'> {
  const name = { key, version: VERSION };
  const made = await askService(host, service, { method: 'CreateCacheEntry', body: name });
  if (made.status === 409) return 'exists';
  const url = readField(made.body, ['signed_upload_url']);
  if (typeof url !== 'string' || url === '') return 'refused';
  const body = new TextEncoder().encode(text);
  const { status } = await host.fetch({
    ...{ method: 'PUT', url, body, timeoutMs: REQUEST_TIMEOUT_MS },
    headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/json' },
  });
  if (status !== 201) return 'refused';
  const ended = await askService(host, service, {
    method: 'FinalizeCacheEntryUpload',
    body: { ...name, size_bytes: String(body.byteLength) },
  });
  return readField(ended.body, ['ok']) === true ? 'written' : 'refused';
}
