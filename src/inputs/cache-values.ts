/** What the values of a cache entry may be: wrong ones would be ignored by BuildKit, or fail after the build. */
import { parseDigest } from '../image/digest.ts';
import { parseReference } from '../image/reference.ts';
import type { CacheEntry } from './cache-entries.ts';
import { CACHE_KEYS, type CacheSide, type CacheValue, REQUIRED_KEYS } from './cache-keys.ts';
import { parseBoolean } from './reader.ts';

export interface CacheProblem {
  readonly problem: string;
  readonly fix: string;
  /** The key that is not there. */
  readonly lacks?: string;
}

type Check = (value: string) => CacheProblem | undefined;

/** As Go's time.ParseDuration reads it, of whole or broken numbers and a unit. */
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const TAG = /^\w[\w.-]{0,127}$/;
const COMPRESSIONS = ['uncompressed', 'gzip', 'estargz', 'zstd'];

function oneOf(...values: readonly string[]): Check {
  const fix = `Use ${values.map((one) => `\`${one}\``).join(', ')}.`;
  return (value) =>
    values.includes(value) ? undefined : { problem: 'is not one of its values', fix };
}

function matching(pattern: RegExp, { problem, fix }: CacheProblem): Check {
  return (value) => (pattern.test(value) ? undefined : { problem, fix });
}

const CHECKS: Readonly<Record<CacheValue, Check>> = {
  text: () => undefined,
  secret: () => undefined,
  path: () => undefined,
  names: matching(/^[^;]+(?:;[^;]+)*$/, {
    problem: 'is no list of names',
    fix: 'Separate names by `;`.',
  }),
  boolean: (value) =>
    parseBoolean(value) === undefined && !/^[01]$/.test(value)
      ? { problem: 'is not a boolean', fix: 'Use `true` or `false`.' }
      : undefined,
  count: matching(/^[1-9]\d{0,3}$/, { problem: 'is no positive number', fix: 'Write e.g. `4`.' }),
  integer: matching(/^-?\d{1,3}$/, { problem: 'is no number', fix: 'Write e.g. `3`.' }),
  duration: matching(DURATION, { problem: 'is no duration', fix: 'Write e.g. `30s` or `5m`.' }),
  tag: matching(TAG, {
    problem: 'is no tag',
    fix: 'Use letters, digits, `_`, `.` and `-`.',
  }),
  digest: (value) =>
    parseDigest(value) === undefined
      ? { problem: 'is no digest', fix: 'Write `sha256:` and 64 hexadecimal digits.' }
      : undefined,
  reference: checkReference,
  url: checkUrl,
  'token-url': checkTokenUrl,
  mode: oneOf('min', 'max'),
  compression: oneOf(...COMPRESSIONS),
  'api-version': oneOf('1', '2'),
  'retry-mode': oneOf('standard', 'adaptive'),
};

function checkReference(value: string): CacheProblem | undefined {
  const parsed = parseReference(value);
  if (!parsed.ok) return { problem: parsed.reason, fix: parsed.fix };
  return undefined;
}

/** Signatures keep what goes to an object store; the token of the Actions cache goes as it is. */
function checkTokenUrl(value: string): CacheProblem | undefined {
  const wrong = checkUrl(value);
  if (wrong !== undefined) return wrong;
  const { protocol, hostname } = new URL(value);
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || isLoopback) return undefined;
  const fix = 'Leave it out: the runner knows the address of its cache service.';
  return { problem: 'would send the token of the job in the clear', fix };
}

function checkUrl(value: string): CacheProblem | undefined {
  const fix = 'Write e.g. `https://storage.example.com`.';
  if (!URL.canParse(value)) return { problem: 'is no URL', fix };
  const { protocol, username, password, search } = new URL(value);
  if (username !== '' || password !== '' || search !== '')
    return { problem: 'holds more than an address', fix };
  return /^https?:$/.test(protocol) ? undefined : { problem: 'is no address of a service', fix };
}

/** Everything that is wrong with the values of an entry, and what it lacks. */
export function findCacheProblems(
  { backend, attributes }: CacheEntry,
  side: CacheSide,
): CacheProblem[] {
  const values = Object.entries(attributes).flatMap(([name, value]) => {
    const key = CACHE_KEYS[backend][name];
    if (key === undefined) return [];
    const found = checkValue(key.value, value);
    return found === undefined ? [] : [{ ...found, problem: `\`${name}\` ${found.problem}` }];
  });
  const lacking = REQUIRED_KEYS[backend][side].filter((name) => attributes[name] === undefined);
  return [
    ...values,
    ...lacking.map((name) => ({
      problem: `lacks \`${name}\``,
      fix: `Add \`${name}=…\` to \`type=${backend}\`.`,
      lacks: name,
    })),
  ];
}

function checkValue(kind: CacheValue, value: string): CacheProblem | undefined {
  if (value === '') return { problem: 'is empty', fix: 'Give a value, or leave the key out.' };
  if (/[\0-\x1f\x7f]/.test(value))
    return { problem: 'holds control characters', fix: 'Give one line of plain text.' };
  return CHECKS[kind](value);
}
