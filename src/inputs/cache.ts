/** The inputs about the build cache. */
import { type Reader, readChoice, readList } from './reader.ts';

export interface CacheInputs {
  readonly cache: 'auto' | 'gha' | 'off';
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
}

export function readCacheInputs(reader: Reader): CacheInputs {
  return {
    cache: readChoice(reader, 'cache', ['auto', 'gha', 'off']),
    cacheFrom: readList(reader, 'cache-from', 'keep'),
    cacheTo: readList(reader, 'cache-to', 'keep'),
  };
}
