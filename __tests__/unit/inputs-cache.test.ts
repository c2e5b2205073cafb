import { describe, expect, it } from '@jest/globals';
import type { InputProblem } from '../../src/errors.ts';
import { readCacheInputs } from '../../src/inputs/cache.ts';
import {
  CACHE_BACKENDS,
  CACHE_KEYS,
  type CacheBackend,
  type CacheValue,
  listCacheKeys,
} from '../../src/inputs/cache-keys.ts';
import { findCacheProblems } from '../../src/inputs/cache-values.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';

function read(texts: InputTexts, env: Record<string, string> = {}) {
  const problems: InputProblem[] = [];
  const inputs = readCacheInputs({ env: { ...env, ...makeInputEnv(texts) }, problems });
  return { inputs, problems };
}

const GOOD: Readonly<Record<CacheValue, readonly string[]>> = {
  text: ['a', 'a b'],
  names: ['a', 'a;b'],
  boolean: ['true', 'false', '1'],
  count: ['1', '16'],
  integer: ['3', '-1'],
  duration: ['30s', '1m30s', '24h', '1.5h'],
  reference: ['ghcr.io/a/b', 'a/b:c'],
  url: ['https://a.example', 'http://minio:9000'],
  'token-url': ['https://a.example/x/', 'http://127.0.0.1:8080/'],
  path: ['/tmp/a b', 'x'],
  tag: ['latest', 'v1.2'],
  digest: [`sha256:${'a'.repeat(64)}`],
  mode: ['min', 'max'],
  compression: ['gzip', 'zstd', 'estargz', 'uncompressed'],
  'api-version': ['1', '2'],
  'retry-mode': ['standard', 'adaptive'],
  secret: ['x'],
};
const BAD: Readonly<Record<CacheValue, readonly string[]>> = {
  text: ['', 'a\u0007'],
  names: ['', ';', 'a;;b'],
  boolean: ['', 'yes', 'on'],
  count: ['', '0', '-1', 'many', '1.5'],
  integer: ['', 'x', '1.5'],
  duration: ['', '30', 'long', '5 m', '-5m'],
  reference: ['', 'A/B', 'https://a/b', 'a/b:sha256-x y'],
  url: ['', 'a.example', 'ftp://a', 'https://u:p@a', 'https://a?sig=x'],
  'token-url': ['', 'http://evil.example', 'a'],
  path: ['', 'a\nb'],
  tag: ['', 'a b', '-x'],
  digest: ['', 'sha256:abc', 'latest'],
  mode: ['', 'maxx', 'MAX'],
  compression: ['', 'lz4'],
  'api-version': ['', '3'],
  'retry-mode': ['', 'none'],
  secret: [''],
};

const KEYS = CACHE_BACKENDS.flatMap((backend) =>
  Object.entries(CACHE_KEYS[backend]).map(([name, key]) => ({ backend, name, ...key })),
);

describe('every key of every backend', () => {
  it.each(KEYS)(
    '$backend $name takes good values and refuses others',
    ({ backend, name, value }) => {
      const wrong = (text: string): number =>
        findCacheProblems({ backend, attributes: { [name]: text } }, 'to').filter(
          ({ lacks }) => lacks === undefined,
        ).length;
      expect(GOOD[value].map(wrong)).toEqual(GOOD[value].map(() => 0));
      expect(BAD[value].map(wrong)).toEqual(BAD[value].map(() => 1));
    },
  );

  it.each(KEYS)('$backend $name is taken on its side alone', ({ backend, name, value, side }) => {
    const [text = ''] = GOOD[value];
    const entry = `type=${backend},${name}=${text}`;
    for (const [input, one] of [
      ['cache-from', 'from'],
      ['cache-to', 'to'],
    ] as const) {
      const { inputs, problems } = read({ [input]: entry });
      const fits = side === undefined || side === one;
      expect(problems.map((problem) => problem.input)).toEqual(fits ? [] : [input]);
      if (!fits) continue;
      const [read1] = input === 'cache-from' ? inputs.cacheFrom : inputs.cacheTo;
      const isHidden = value === 'secret' || value === 'token-url';
      expect(read1?.attributes[name]).toBe(isHidden ? undefined : text);
      expect(inputs.cacheSecrets[backend]?.[name]).toBe(isHidden ? text : undefined);
    }
  });

  it.each(KEYS)(
    '$backend $name in `cache` only where it says where',
    ({ backend, name, value }) => {
      const { problems } = read({ cache: `type=${backend},${name}=${GOOD[value][0]}` });
      expect(problems).toHaveLength(listCacheKeys(backend, 'place').includes(name) ? 0 : 1);
    },
  );
});

describe('cache', () => {
  it.each<[string, 'auto' | 'off' | CacheBackend[]]>([
    ['', 'auto'],
    ['auto', 'auto'],
    ['off', 'off'],
    ['gha', ['gha']],
    ['gha, registry', ['gha', 'registry']],
    ['local\ninline', ['local', 'inline']],
    ['type=s3,bucket=b,region=r\ngha', ['s3', 'gha']],
    ['gha\ntype=azblob,account_url=https://a', ['gha', 'azblob']],
  ])('%j', (text, expected) => {
    const { inputs, problems } = read({ cache: text });
    expect(problems).toEqual([]);
    const found = inputs.cache;
    expect(typeof found === 'string' ? found : found.map(({ backend }) => backend)).toEqual(
      expected,
    );
  });
});

describe('what is no cache', () => {
  it.each<[InputTexts]>([
    [{ cache: 'gah' }],
    [{ cache: 'auto, gha' }],
    [{ cache: 'gha, off' }],
    [{ cache: 'gha, gha' }],
    [{ cache: 'type=gha,scope=x' }],
    [{ 'cache-mode': 'maximal' }],
    [{ 'cache-timeout': 'never' }],
    [{ 'cache-to': 'type=bogus' }],
    [{ 'cache-to': 'scope=x' }],
    [{ 'cache-to': 'type=gha,sope=x' }],
    [{ 'cache-to': 'type=gha,type=registry' }],
    [{ 'cache-to': 'type=gha,scope=a,scope=b' }],
    [{ 'cache-to': 'type=gha,--output=x' }],
    [{ 'cache-to': 'type=gha,scope' }],
    [{ 'cache-to': 'type=inline,mode=max' }],
    [{ 'cache-from': 'type=gha,mode=max' }],
    [{ 'cache-from': 'type=inline' }],
    [{ 'cache-from': 'type=local,dest=/x' }],
    [{ 'cache-from': '"type=gha,scope=a' }],
    [{ 'cache-from': '"type=gha' }],
  ])('%j is said with what to write', (texts) => {
    const { problems } = read(texts);
    expect(problems.map(({ input }) => input)).toEqual(Object.keys(texts));
    expect(problems.every(({ fix }) => fix !== '')).toBe(true);
  });
});

describe('credentials in attributes', () => {
  const S3 = 'type=s3,bucket=b,region=r,access_key_id=AKIA,secret_access_key=hush';

  it('are told from the rest, whatever their quotes', () => {
    const { inputs, problems } = read({ 'cache-to': `${S3},"session_token=a,b"` });
    expect(problems).toEqual([]);
    expect(inputs.cacheTo).toEqual([{ backend: 's3', attributes: { bucket: 'b', region: 'r' } }]);
    expect(inputs.cacheSecrets).toEqual({
      s3: { access_key_id: 'AKIA', secret_access_key: 'hush', session_token: 'a,b' },
    });
  });

  it('are the same for all entries of a kind', () => {
    expect(read({ 'cache-from': S3, 'cache-to': S3 }).problems).toEqual([]);
    const other = S3.replace('hush', 'other');
    const { problems } = read({ 'cache-from': S3, 'cache-to': other });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toMatch(/hush|other,/);
  });

  it('are in no problem', () => {
    const { problems } = read({ 'cache-to': `${S3},unknown=1` });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('of the cache service bring the address along, which then is no argument either', () => {
    const { inputs } = read({ 'cache-from': 'type=gha,token=t,url_v2=https://x/' });
    expect(inputs.cacheFrom).toEqual([{ backend: 'gha', attributes: {} }]);
  });
});
