import { readCacheLines } from '../../src/inputs/cache-entries.ts';
import type { CachePlace, CacheSpec } from '../../src/plan/cache-spec.ts';

/** Places as they were given: `type=…`, or a reference. */
export function makePlaces(...texts: readonly string[]): CachePlace[] {
  return texts.flatMap((text) => {
    const env = { 'INPUT_CACHE-TO': text };
    return readCacheLines({ env, problems: [] }, 'cache-to').map(({ backend, attributes }) => ({
      backend,
      attributes,
      scope: attributes['scope'] ?? attributes['ref'] ?? '',
      of: 'given' as const,
    }));
  });
}

export function makeCache(overrides: Partial<CacheSpec> = {}): CacheSpec {
  return { from: [], to: [], reason: '', timeoutMs: 300_000, kept: undefined, ...overrides };
}
