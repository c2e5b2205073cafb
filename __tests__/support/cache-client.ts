import { expect } from '@jest/globals';
import type { CacheService } from '../../lab/services/cache.ts';

const TWIRP = '/twirp/github.actions.results.api.v1.CacheService/';

type Fields = Record<string, unknown>;

/** Calls a method of the cache API, with a token for the main branch unless told; adds the status to the answer. */
export async function call(service: CacheService, method: string, body: Fields, token?: string) {
  const response = await fetch(`${service.url}${TWIRP}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? (await service.runtimeToken())}` },
    body: JSON.stringify(body),
  });
  const answer: Fields = JSON.parse(await response.text());
  return { status: response.status, ...answer };
}

/** Saves an entry of version `v`. */
export async function save(service: CacheService, key: string, content: Buffer, token?: string) {
  return saveAs(service, { key, version: 'v', content }, token);
}

/** Saves any bytes under any name, as whoever has a token can. */
export async function saveAs(
  service: CacheService,
  { key, version, content }: { key: string; version: string; content: Buffer },
  token?: string,
) {
  const reserved = await call(service, 'CreateCacheEntry', { key, version }, token);
  expect(reserved).toMatchObject({ status: 200, ok: true });
  const headers = { 'x-ms-blob-type': 'BlockBlob' };
  const url = String(Object(reserved)['signed_upload_url']);
  expect((await fetch(url, { method: 'PUT', body: new Uint8Array(content), headers })).status).toBe(
    201,
  );
  const size_bytes = String(content.length);
  return call(service, 'FinalizeCacheEntryUpload', { key, version, size_bytes }, token);
}

/** Looks for an entry of version `v`. */
export async function look(
  service: CacheService,
  key: string,
  restore_keys: string[] = [],
  token?: string,
) {
  const body = { key, restore_keys, version: 'v' };
  return call(service, 'GetCacheEntryDownloadURL', body, token);
}
