import type { BlobStore } from './blob-store.ts';
import {
  type CacheEntries,
  type CacheEntry,
  type CacheName,
  planEviction,
} from './cache-entries.ts';
import { type CacheScope, PERMISSION, type TokenIssuer } from './cache-token.ts';

const MAX_KEY_LENGTH = 512;

const CALL_RESULTS = ['reserved', 'conflict', 'finalized', 'hit', 'miss', 'refused'] as const;

/** One call of the cache API. */
export interface CacheCall {
  readonly method: string;
  readonly key: string;
  readonly version: string;
  readonly result: (typeof CALL_RESULTS)[number];
  /** Key and scope of the entry that a lookup found. */
  readonly matched: Pick<CacheEntry, 'key' | 'scope'> | undefined;
}

/** What the methods work on. */
export interface Service {
  readonly issuer: TokenIssuer;
  readonly entries: CacheEntries;
  readonly blobs: BlobStore;
  readonly calls: CacheCall[];
  readonly quotaBytes: number;
  publicUrl: string;
}

/** A call whose token was in force. */
export interface Call {
  readonly method: string;
  readonly name: CacheName;
  readonly scopes: readonly CacheScope[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a method answers: twirp's JSON, and what to note of it. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly result: CacheCall['result'];
  readonly matched?: CacheCall['matched'];
}

export type Method = (service: Service, call: Call) => Reply | Promise<Reply>;

/** The methods of the CacheService by their twirp names. */
export const METHODS: Readonly<Record<string, Method>> = {
  CreateCacheEntry: createEntry,
  FinalizeCacheEntryUpload: finalizeEntry,
  GetCacheEntryDownloadURL: findEntry,
};

function createEntry({ entries, blobs, publicUrl }: Service, { name, scopes }: Call): Reply {
  const scope = scopes.find(isWritable)?.Scope;
  if (scope === undefined) {
    const message = 'cache write denied: the token has no writable scope';
    return { status: 200, body: { ok: false, signed_upload_url: '', message }, result: 'refused' };
  }
  const entry = entries.reserve(scope, name);
  if (entry === undefined) {
    const conflict = 'cache entry with the same key, version, and scope already exists';
    return { ...refuse(409, 'already_exists', conflict), result: 'conflict' };
  }
  const url = new URL(blobs.sign(String(entry.id), 'cw'), publicUrl).href;
  return {
    status: 200,
    body: { ok: true, signed_upload_url: url, message: '' },
    result: 'reserved',
  };
}

async function finalizeEntry(service: Service, { name, scopes, body }: Call): Promise<Reply> {
  const { entries, blobs, quotaBytes } = service;
  const scope = scopes.find(isWritable)?.Scope;
  const entry = scope === undefined ? undefined : entries.find(scope, name);
  if (entry === undefined) return refuse(404, 'not_found', 'cache entry not found');
  const sizeBytes = await blobs.size(String(entry.id));
  // Strings from clients that follow protobuf's JSON for int64, numbers from others.
  const claimed = Number(body['size_bytes'] ?? body['sizeBytes'] ?? 0);
  if (sizeBytes === undefined || sizeBytes !== claimed) {
    const message = `uploaded ${sizeBytes ?? 'nothing'}, announced ${claimed} bytes`;
    return { status: 200, body: { ok: false, entry_id: '0', message }, result: 'refused' };
  }
  entries.finalize(entry.id, sizeBytes);
  await removeEntries(service, planEviction(entries.list(), quotaBytes));
  const done = { ok: true, entry_id: String(entry.id), message: '' };
  return { status: 200, body: done, result: 'finalized' };
}

function findEntry({ entries, blobs, publicUrl }: Service, { name, scopes, body }: Call): Reply {
  if (!scopes.some(({ Permission: permission }) => (permission & PERMISSION.read) !== 0)) {
    return refuse(403, 'permission_denied', 'cache read denied: the token has no readable scope');
  }
  const restoreKeys = body['restore_keys'] ?? body['restoreKeys'];
  const found = entries.lookUp(scopes, {
    ...name,
    restoreKeys: Array.isArray(restoreKeys) ? restoreKeys.map(String) : [],
  });
  if (found === undefined) {
    const miss = { ok: false, signed_download_url: '', matched_key: '' };
    return { status: 200, body: miss, result: 'miss' };
  }
  const url = new URL(blobs.sign(String(found.id), 'r'), publicUrl).href;
  return {
    status: 200,
    body: { ok: true, signed_download_url: url, matched_key: found.key },
    result: 'hit',
    matched: { key: found.key, scope: found.scope },
  };
}

/** Drops entries and their blobs; returns how many. */
export async function removeEntries(
  service: Service,
  doomed: readonly CacheEntry[],
): Promise<number> {
  for (const { id } of doomed) {
    service.entries.remove(id);
    await service.blobs.remove(String(id));
  }
  return doomed.length;
}

function isWritable({ Permission: permission }: CacheScope): boolean {
  return (permission & PERMISSION.write) !== 0;
}

/** Why a key or version is refused; undefined when it is not. */
export function checkName({ key, version }: CacheName): Reply | undefined {
  const isGood = key !== '' && key.length <= MAX_KEY_LENGTH && !key.includes(',') && version !== '';
  return isGood ? undefined : refuse(400, 'invalid_argument', 'key or version is not valid');
}

/** A twirp error. */
export function refuse(status: number, code: string, msg: string): Reply {
  return { status, body: { code, msg }, result: 'refused' };
}
