/** What the plan says of the build cache. */
import type { CacheEntry } from '../inputs/cache-entries.ts';
import type { CacheBackend } from '../inputs/cache-keys.ts';
import { formatAttributes } from '../inputs/lists.ts';
import type { CacheTrust } from './cache-trust.ts';

export interface CachePlace extends CacheEntry {
  /** What it is called there: the scope at GitHub, the reference in a registry, the name in a bucket, a folder. */
  readonly scope: string;
  /** Whose it is: this ref's, the branch's that a pull request goes to, the default branch's; or as the user wrote it. */
  readonly of: 'own' | 'base' | 'default' | 'given';
}

/** The folder of a `local` cache, kept between runs by the runner's cache. */
export interface KeptCache {
  /** Under which it is saved; the run's number and attempt are part of it, for entries never change. */
  readonly key: string;
  /** Beginnings of keys, the nearest first. */
  readonly restoreKeys: readonly string[];
  readonly isWritten: boolean;
}

/** Whose caches are read is decided when it is known what is signed. */
export interface PlannedCache {
  /** In the order in which they are asked. */
  readonly from: readonly CachePlace[];
  readonly to: readonly CachePlace[];
  /** What tells this build from others; undefined where the user named the places. */
  readonly name?: string | undefined;
  /** Why it is so, for the printed plan. */
  readonly reason: string;
  /** How long writing may take. */
  readonly timeoutMs: number;
  /** For the planned `local` cache, whose places have no folder before the run has one. */
  readonly kept: KeptCache | undefined;
}

export interface CacheSpec extends PlannedCache {
  /** Whose caches are read. */
  readonly trust: CacheTrust;
  /** Instead of this one, where the caches of the repository take nearly all the room that GitHub gives it. */
  readonly whenFull?: CacheSpec | undefined;
  /** The Actions cache was asked and did not answer, which was told. */
  readonly isDown?: boolean;
}

/** True when such a cache takes part: buildx then needs the credentials for it in its environment. */
export function usesBackend(
  { from, to }: { readonly from: readonly CacheEntry[]; readonly to: readonly CacheEntry[] },
  backend: CacheBackend,
): boolean {
  return [...from, ...to].some((place) => place.backend === backend);
}

/** As buildx takes it after `--cache-from` and `--cache-to`. */
export function formatCacheEntry({ backend, attributes }: CacheEntry): string {
  return formatAttributes({ type: backend, ...attributes });
}
