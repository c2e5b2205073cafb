/** The inputs about the build cache. */
import {
  type CacheEntry,
  type CacheSecrets,
  type ReadCacheEntry,
  readCacheEntry,
  readCacheLines,
  readCacheTexts,
} from './cache-entries.ts';
import { CACHE_BACKENDS, type CacheBackend, findBackend } from './cache-keys.ts';
import { type Reader, readChoice, readWord, report } from './reader.ts';
import { readDuration } from './values.ts';

export interface CacheInputs {
  /** `auto`: what is there decides. Entries say where, and the plan makes scope and names. */
  readonly cache: 'auto' | 'off' | readonly CacheEntry[];
  /** What else tells this build from others, which then share no cache. */
  readonly cacheScope: string | undefined;
  readonly cacheMode: 'auto' | 'min' | 'max';
  readonly cacheTrust: 'auto' | 'signed' | 'ref' | 'any';
  /** What writing the cache may take after publication. */
  readonly cacheTimeoutMs: number;
  readonly cacheFrom: readonly CacheEntry[];
  readonly cacheTo: readonly CacheEntry[];
  /** What the entries held that is secret: never part of the plan or of an argument. */
  readonly cacheSecrets: Readonly<Partial<Record<CacheBackend, CacheSecrets>>>;
}

/** A cache that takes longer costs more than it saves. */
const MAX_TIMEOUT_MS = 60 * 60_000;

export function readCacheInputs(reader: Reader): CacheInputs {
  const cache = readCache(reader);
  const from = readCacheLines(reader, 'cache-from');
  const to = readCacheLines(reader, 'cache-to');
  const all = [...(typeof cache === 'string' ? [] : cache), ...from, ...to];
  return {
    cache: typeof cache === 'string' ? cache : cache.map(dropSecrets),
    cacheScope: readWord(reader, 'cache-scope'),
    cacheMode: readChoice(reader, 'cache-mode', ['auto', 'min', 'max']),
    cacheTrust: readChoice(reader, 'cache-trust', ['auto', 'signed', 'ref', 'any']),
    cacheTimeoutMs: readDuration(reader, 'cache-timeout', MAX_TIMEOUT_MS),
    cacheFrom: from.map(dropSecrets),
    cacheTo: to.map(dropSecrets),
    cacheSecrets: gatherSecrets(reader, all),
  };
}

/** Names of backends by comma or line, or `type=…` with where it is, one per line. */
function readCache(reader: Reader): 'auto' | 'off' | ReadCacheEntry[] {
  const words = readCacheTexts(reader, 'cache').flatMap((line) =>
    line.includes('=') ? [line] : line.split(',').map((word) => word.trim()),
  );
  const [only = ''] = words;
  if (words.length === 1 && (only === 'auto' || only === 'off')) return only;
  if (words.length === 0) return 'auto';
  const entries = words.flatMap((word) => {
    if (word.includes('='))
      return readCacheEntry(reader, { input: 'cache', at: 'place', line: word });
    const backend = findBackend(word);
    if (backend !== undefined)
      return readCacheEntry(reader, { input: 'cache', at: 'place', line: `type=${backend}` });
    const names = ['auto', ...CACHE_BACKENDS, 'off'].map((one) => `\`${one}\``).join(', ');
    const isAlone = word === 'auto' || word === 'off';
    report(reader, {
      input: 'cache',
      value: word,
      problem: isAlone ? 'cannot stand beside others' : 'is not one of its values',
      fix: isAlone ? `Write \`${word}\` alone.` : `Use ${names}.`,
    });
    return [];
  });
  return withoutRepetition(reader, entries);
}

/** Two of one kind would need scopes of their own. */
function withoutRepetition(reader: Reader, entries: readonly ReadCacheEntry[]): ReadCacheEntry[] {
  return entries.filter(({ backend }, at) => {
    if (entries.findIndex((one) => one.backend === backend) === at) return true;
    const fix = 'Use `cache-from` and `cache-to` for several places of one kind.';
    report(reader, { input: 'cache', value: backend, problem: 'is named twice', fix });
    return false;
  });
}

function dropSecrets({ backend, attributes }: ReadCacheEntry): CacheEntry {
  return { backend, attributes };
}

/** A process has one environment: entries that read and write as somebody else cannot be served together. */
function gatherSecrets(
  reader: Reader,
  entries: readonly ReadCacheEntry[],
): CacheInputs['cacheSecrets'] {
  const gathered: Partial<Record<CacheBackend, CacheSecrets>> = {};
  for (const { backend, secrets } of entries) {
    if (Object.keys(secrets).length === 0) continue;
    const known = gathered[backend];
    const isOther = Object.entries({ ...known, ...secrets }).some(
      ([name, value]) => known !== undefined && (known[name] !== value || secrets[name] !== value),
    );
    if (isOther)
      report(reader, {
        input: 'cache-to',
        problem: `has other credentials for \`type=${backend}\` than another entry`,
        fix: 'Use the same ones in each entry of that type.',
      });
    gathered[backend] = secrets;
  }
  return gathered;
}
