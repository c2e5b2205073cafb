import { readCacheLines } from '../../src/inputs/cache-entries.ts';
import type { CachePlace, CacheSpec } from '../../src/plan/cache-spec.ts';
import type { CacheTrust } from '../../src/plan/cache-trust.ts';

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

/** Of a run that signs nothing. */
export const ANY_TRUST: CacheTrust = {
  level: 'any',
  reason: 'nothing is signed',
  refs: [],
  actionsCache: undefined,
  verifiesRegistry: false,
  refused: [],
};

export function makeCache(overrides: Partial<CacheSpec> = {}): CacheSpec {
  return {
    from: [],
    to: [],
    reason: '',
    timeoutMs: 300_000,
    kept: undefined,
    trust: ANY_TRUST,
    ...overrides,
  };
}
