import { type CacheScope, PERMISSION } from './cache-token.ts';

/** One cache of a repository, as GitHub lists it. */
export interface CacheEntry {
  readonly id: number;
  /** The ref whose job wrote it. */
  readonly scope: string;
  readonly key: string;
  readonly version: string;
  /** Undefined while its upload is not finalized: reserved, and invisible to reads. */
  readonly sizeBytes: number | undefined;
  readonly createdAt: Date;
  readonly accessedAt: Date;
}

/** What names an entry inside a scope. */
export interface CacheName {
  readonly key: string;
  readonly version: string;
}

export interface CacheWish extends CacheName {
  readonly restoreKeys: readonly string[];
}

/** The index of a repository's caches. */
export interface CacheEntries {
  list(): readonly CacheEntry[];
  /** Reserves a key for good; undefined when the scope has it already, finalized or not. */
  reserve(scope: string, name: CacheName): CacheEntry | undefined;
  find(scope: string, name: CacheName): CacheEntry | undefined;
  finalize(id: number, sizeBytes: number): void;
  /** The best finalized entry that the scopes let the job read, and marks it as used. */
  lookUp(scopes: readonly CacheScope[], wish: CacheWish): CacheEntry | undefined;
  remove(id: number): void;
}

/** Makes an empty index. `now` is the clock, for tests of eviction. */
export function makeCacheEntries(now: () => Date = () => new Date()): CacheEntries {
  const entries = new Map<number, CacheEntry>();
  let lastId = 0;
  const find = (scope: string, { key, version }: CacheName) =>
    [...entries.values()].find(
      (entry) => entry.scope === scope && entry.key === key && entry.version === version,
    );
  const update = (id: number, change: Partial<CacheEntry>) => {
    const entry = entries.get(id);
    if (entry !== undefined) entries.set(id, { ...entry, ...change });
  };
  return {
    list: () => [...entries.values()],
    reserve: (scope, { key, version }) => {
      if (find(scope, { key, version }) !== undefined) return undefined;
      lastId += 1;
      const at = now();
      const entry = {
        id: lastId,
        scope,
        key,
        version,
        sizeBytes: undefined,
        createdAt: at,
        accessedAt: at,
      };
      entries.set(entry.id, entry);
      return entry;
    },
    find,
    finalize: (id, sizeBytes) => update(id, { sizeBytes }),
    lookUp: (scopes, wish) => {
      const found = selectEntry([...entries.values()], scopes, wish);
      if (found !== undefined) update(found.id, { accessedAt: now() });
      return found;
    },
    remove: (id) => void entries.delete(id),
  };
}

/**
 * Chooses as GitHub documents it: scope after scope; in each the exact key, then each restore key as a prefix, of
 * several entries the newest. The version must be equal.
 */
export function selectEntry(
  entries: readonly CacheEntry[],
  scopes: readonly CacheScope[],
  { key, version, restoreKeys }: CacheWish,
): CacheEntry | undefined {
  const usable = entries.filter(
    (entry) => entry.sizeBytes !== undefined && entry.version === version,
  );
  for (const { Scope: scope, Permission: permission } of scopes) {
    if ((permission & PERMISSION.read) === 0) continue;
    // Ids grow with time, also within one millisecond.
    const mine = usable.filter((entry) => entry.scope === scope).sort((a, b) => b.id - a.id);
    const matches = [
      mine.find((entry) => entry.key === key),
      ...restoreKeys.map((prefix) => mine.find((entry) => entry.key.startsWith(prefix))),
    ];
    const found = matches.find((entry) => entry !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The entries to drop, least recently used first, until the rest fits into `quotaBytes`. Never the newest. */
export function planEviction(
  entries: readonly CacheEntry[],
  quotaBytes: number,
): readonly CacheEntry[] {
  let sum = entries.reduce((total, entry) => total + (entry.sizeBytes ?? 0), 0);
  const oldest = entries
    .filter((entry) => entry.sizeBytes !== undefined)
    .sort((a, b) => a.accessedAt.getTime() - b.accessedAt.getTime() || a.id - b.id)
    .slice(0, -1);
  const dropped: CacheEntry[] = [];
  for (const entry of oldest) {
    if (sum <= quotaBytes) break;
    sum -= entry.sizeBytes ?? 0;
    dropped.push(entry);
  }
  return dropped;
}
