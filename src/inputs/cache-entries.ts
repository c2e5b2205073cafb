/** Entries of `cache-from`, `cache-to` and `cache`, by the grammar of buildx (util/buildflags/cache.go), and stricter. */
import {
  CACHE_BACKENDS,
  CACHE_KEYS,
  CACHE_VARIABLES,
  type CacheBackend,
  type CacheSide,
  findBackend,
  listCacheKeys,
} from './cache-keys.ts';
import { parseList, splitPair } from './lists.ts';
import { type Reader, readOrDefault, report } from './reader.ts';

/** A place of the build cache. Holds nothing secret. */
export interface CacheEntry {
  readonly backend: CacheBackend;
  /** As buildx takes them, without the type; names in lower case. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an entry held that is secret, and what goes the same way, by the key it stood under. */
export type CacheSecrets = Readonly<Record<string, string>>;

/** An entry as it was written. */
export interface ReadCacheEntry extends CacheEntry {
  readonly secrets: CacheSecrets;
}

export type CacheInputName = 'cache' | 'cache-from' | 'cache-to';

/** One line → entries: references alone, by comma, are a registry's. Notes what is wrong; values are looked at by the plan. */
export function readCacheLines(reader: Reader, input: 'cache-from' | 'cache-to'): ReadCacheEntry[] {
  const side = input === 'cache-from' ? 'from' : 'to';
  return readCacheTexts(reader, input).flatMap((line) => {
    if (isReferenceLine(line)) {
      const parts = line.includes('{{') ? [line] : line.split(',');
      return parts.map((ref) => ({
        backend: 'registry' as const,
        attributes: { ref: ref.trim() },
        secrets: {},
      }));
    }
    return readCacheEntry(reader, { input, at: side, line });
  });
}

/** One entry per line; quotes around a whole line are a list's, all others are those of its fields. */
export function readCacheTexts(reader: Reader, input: CacheInputName): string[] {
  const lines = readOrDefault(reader, input)
    .split(/\r?\n/)
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [only = '', ...others] = line.startsWith('"') ? (splitList(line) ?? []) : [];
      return only === '' || others.length > 0 ? line : only;
    });
}

function splitList(line: string): string[] | undefined {
  try {
    return parseList(line, { comma: 'split', comments: false });
  } catch {
    return undefined;
  }
}

/** What stands in an expression is no part of the grammar. */
function isReferenceLine(line: string): boolean {
  return !/[="]/.test(line.replace(/\{\{.*?\}\}/g, ''));
}

/** `type=…,key=value`; nothing, and a problem, where it is not. */
export function readCacheEntry(
  reader: Reader,
  { input, at, line }: { input: CacheInputName; at: CacheSide | 'place'; line: string },
): ReadCacheEntry[] {
  const refuse = (problem: string, fix: string): [] => {
    report(reader, { input, ...(mayHoldSecret(line) ? {} : { value: line }), problem, fix });
    return [];
  };
  const fields = splitFields(line);
  if (fields === undefined)
    return refuse(
      'is not `name=value` by comma',
      'Write e.g. `type=gha,scope={{branch}}`; quote a field that holds a comma.',
    );
  const twice = fields.find(([name], index) =>
    fields.some(([other], n) => n < index && other === name),
  );
  if (twice !== undefined) return refuse(`names \`${twice[0]}\` twice`, 'Give each key once.');
  const { type = '', ...given } = Object.fromEntries(fields);
  const backend = findBackend(type);
  if (backend === undefined)
    return refuse(
      type === '' ? 'has no type' : 'has a type that no builder knows',
      `Write \`type=\` and one of ${CACHE_BACKENDS.map((one) => `\`${one}\``).join(', ')}.`,
    );
  if (backend === 'inline' && at === 'from')
    return refuse(
      'cannot be read: an inline cache is part of an image',
      'Name the image: `type=registry,ref=ghcr.io/org/app:tag`.',
    );
  const unknown = Object.keys(given).filter((name) => !listCacheKeys(backend, at).includes(name));
  if (unknown.length > 0) return refuse(...describeUnknown(backend, unknown));
  return [splitSecrets(reader, backend, given)];
}

function describeUnknown(backend: CacheBackend, names: readonly string[]): [string, string] {
  const [name = ''] = names;
  const quoted = names.map((one) => `\`${one}\``).join(', ');
  if (CACHE_KEYS[backend][name] === undefined) {
    const known = Object.keys(CACHE_KEYS[backend]);
    const list = known.length === 0 ? 'no keys' : known.map((one) => `\`${one}\``).join(', ');
    return [`has ${quoted}, which \`type=${backend}\` does not know`, `It knows ${list}.`];
  }
  const fix =
    name === 'mode'
      ? 'It belongs to `cache-to`, or to `cache-mode`.'
      : 'It belongs to `cache-from` or `cache-to`; with `cache`, scope and names are made by the plan and `cache-scope`.';
  return [`has ${quoted}, which does nothing here`, fix];
}

/** Addresses of the cache service go the way of its token. */
const WITH_SECRETS = /^url(?:_v2)?$/;

function splitSecrets(
  { env }: Reader,
  backend: CacheBackend,
  given: Readonly<Record<string, string>>,
): ReadCacheEntry {
  const isSecret = (name: string): boolean =>
    CACHE_KEYS[backend][name]?.value === 'secret' || (backend === 'gha' && WITH_SECRETS.test(name));
  const pairs = Object.entries(given);
  const fromJob = Object.entries(CACHE_VARIABLES[backend] ?? {}).flatMap(([name, variables]) => {
    const value = variables.map((one) => env[one]).find(Boolean);
    return value === undefined || given[name] !== undefined ? [] : [[name, value] as const];
  });
  return {
    backend,
    attributes: Object.fromEntries([...pairs.filter(([name]) => !isSecret(name)), ...fromJob]),
    secrets: Object.fromEntries(pairs.filter(([name]) => isSecret(name))),
  };
}

function splitFields(line: string): ReadonlyArray<readonly [string, string]> | undefined {
  const pairs = (splitList(line) ?? []).map(splitPair);
  const fields = pairs.flatMap((pair) =>
    pair === undefined ? [] : [[pair.key.toLowerCase(), pair.value.trim()] as const],
  );
  return fields.length === pairs.length && fields.length > 0 ? fields : undefined;
}

/** Such a text is not repeated. */
export function mayHoldSecret(line: string): boolean {
  return /secret|token|access_key|password|sig=|:\/\/[^/]*@/i.test(line);
}
