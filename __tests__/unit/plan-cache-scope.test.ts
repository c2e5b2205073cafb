import { describe, expect, it } from '@jest/globals';
import type { Platform } from '../../src/image/platform.ts';
import { listVariedArgs, makeCacheScope } from '../../src/plan/cache-scope.ts';

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const ARM64: Platform = { os: 'linux', architecture: 'arm64' };
const ARMV7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' };

type Build = Parameters<typeof makeCacheScope>[0];
const build = (image: string, more: Partial<Build['inputs']> = {}): Build => ({
  image,
  inputs: { context: '.', file: undefined, target: undefined, platforms: [AMD64], ...more },
});

/** Every combination of values that are easily mistaken for one another. */
function* listBuilds(): Generator<Build> {
  const images = [
    'ghcr.io/a/b',
    'ghcr.io/a_b',
    'ghcr.io/a-b',
    'ghcr.io/a-5f-b',
    'ghcr-io/a/b',
    'a.b/c',
    'a_.b/c',
    'a:5000/b',
    'a.5000/b',
  ];
  const files = [
    undefined,
    'a',
    'b',
    'a/b',
    'a_b',
    'a__b',
    'a.b',
    'a_.b',
    'a_2f_b',
    'é',
    '_e9_',
    't-a',
    'a.t-b',
  ];
  const targets = [undefined, 'a', 'b', 'a/b', 'f-a', 'linux__amd64'];
  const platforms = [[AMD64], [ARM64], [AMD64, ARM64], [ARMV7], [AMD64, ARM64, ARMV7]];
  const contexts = [
    '.',
    'a',
    'f-a',
    'https://github.com/a/b.git',
    'https://github.com/a/b.git#main:c',
  ];
  for (const image of images)
    for (const file of files)
      for (const target of targets)
        for (const one of platforms)
          for (const context of contexts)
            yield build(image, { file, target, platforms: one, context });
}

describe('makeCacheScope', () => {
  it('differs for every two different builds, in characters that a cache key takes', () => {
    const scopes = [...listBuilds()].map(makeCacheScope);
    expect(scopes.length).toBeGreaterThan(10_000);
    expect(new Set(scopes).size).toBe(scopes.length);
    expect(scopes.filter((scope) => !/^[A-Za-z0-9._-]+$/.test(scope))).toEqual([]);
  });

  it.each<[Partial<Build['inputs']>, Partial<Build['inputs']>]>([
    [{ platforms: [AMD64, ARM64] }, { platforms: [ARM64, AMD64] }],
    [{}, { file: 'Dockerfile' }],
    [{}, { file: './Dockerfile' }],
    [{ context: '.' }, { context: './' }],
    [{ context: 'a' }, { context: './a/' }],
    [{ context: 'a' }, { context: 'a', file: 'a/Dockerfile' }],
    [
      { context: 'a', file: 'b/D' },
      { context: 'a', file: './b//D' },
    ],
    [{ context: 'https://x/a.git#main' }, { context: 'https://x/a.git#0123abc' }],
    [{ context: 'https://x/a.git#main:d' }, { context: 'https://x/a.git#other:d' }],
    [{ context: 'https://x/a.git' }, { context: 'https://x/a.git', file: 'Dockerfile' }],
  ])('is the same for %j and %j', (one, other) => {
    expect(makeCacheScope(build('a.b/c', one))).toBe(makeCacheScope(build('a.b/c', other)));
  });

  it('can be read by people', () => {
    expect(
      makeCacheScope(build('ghcr.io/octo-org/app', { target: 'debug', platforms: [AMD64] })),
    ).toBe('bsa.ghcr_.io__octo-org__app.t-debug.linux__amd64');
  });
});

describe('what tells builds apart beside image, target and platform', () => {
  const matrix = { python: '3.12', os: 'alpine', n: '1' };

  it.each<[string, Partial<Build['inputs']>, string]>([
    ['cache-scope', { cacheScope: 'nightly' }, 'bsa.a_.b__c.s-nightly.linux__amd64'],
    [
      'a build argument of the matrix',
      { buildArgs: ['PY=3.12', 'REV=abc'], matrix },
      'bsa.a_.b__c.a-PY_3d_3_.12.linux__amd64',
    ],
    ['build arguments of no matrix', { buildArgs: ['PY=3.12'] }, 'bsa.a_.b__c.linux__amd64'],
  ])('%s', (_, inputs, scope) => {
    expect(makeCacheScope(build('a.b/c', inputs))).toBe(scope);
  });

  it.each<[string, string[], string[]]>([
    ['the value itself', ['A=alpine', 'B=debian'], ['A=alpine']],
    ['part of a value', ['BASE=python:3.12-slim', 'B=x'], ['BASE=python:3.12-slim']],
    ['a word of a value', ['A=x/1/y', 'B=x1y'], ['A=x/1/y']],
    ['nothing', ['A', 'B='], []],
    ['in any order', ['Z=1', 'A=alpine'], ['A=alpine', 'Z=1']],
  ])('finds in the matrix: %s', (_, buildArgs, found) => {
    expect(listVariedArgs({ buildArgs, matrix })).toEqual(found);
  });

  it('keeps scopes of any length apart within what a cache key takes', () => {
    const long = (end: string): string =>
      makeCacheScope(build('a.b/c', { target: 'x'.repeat(600) + end }));
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').length).toBeLessThanOrEqual(400);
  });
});
