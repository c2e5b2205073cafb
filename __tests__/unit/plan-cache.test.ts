import { describe, expect, it } from '@jest/globals';
import type { Platform } from '../../src/image/platform.ts';
import { makeCacheScope } from '../../src/plan/cache.ts';
import type { Facts } from '../../src/plan/types.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

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

describe('the cache of a plan', () => {
  const SCOPE = 'bsa.ghcr_.io__octo-org__app.linux__amd64.linux__arm64';
  const EXPORT = `type=gha,scope=${SCOPE},mode=max,ignore-error=true,timeout=5m`;

  it.each<[string, InputTexts, Partial<Facts>, object]>([
    [
      'by default',
      {},
      {},
      { from: [`type=gha,scope=${SCOPE},timeout=30s`], to: [EXPORT], usesActionsCache: true },
    ],
    ['for the engine with an image store', { driver: 'docker' }, {}, { usesActionsCache: true }],
    [
      'without a service',
      {},
      { actionsCache: false },
      { from: [], to: [], usesActionsCache: false },
    ],
    ['turned off', { cache: 'off' }, {}, { from: [], to: [], usesActionsCache: false }],
    ['for a build of every step', { 'no-cache': 'true' }, {}, { from: [], to: [] }],
    [
      'of the user',
      { 'cache-from': 'type=registry,ref=a/b' },
      {},
      { from: ['type=registry,ref=a/b'], to: [], usesActionsCache: false },
    ],
    ['of the user, short', { 'cache-from': 'a/b:cache' }, {}, { from: ['a/b:cache'] }],
    [
      'of the user, written too',
      { 'cache-to': 'type=registry,ref=a/b' },
      {},
      { from: [], to: ['type=registry,ref=a/b,ignore-error=true'] },
    ],
    [
      'of the user, who wants errors',
      { 'cache-to': 'type=local,dest=x,ignore-error=false' },
      {},
      { to: ['type=local,dest=x,ignore-error=false'] },
    ],
    ['inline', { 'cache-to': 'type=inline' }, {}, { to: ['type=inline'] }],
    [
      'of the user at GitHub',
      { 'cache-to': 'type=gha,mode=max' },
      {},
      { to: ['type=gha,mode=max,ignore-error=true'], usesActionsCache: true },
    ],
    [
      'of the user although turned off',
      { cache: 'off', 'cache-from': 'type=gha' },
      {},
      { usesActionsCache: true },
    ],
    [
      'of a build without an image',
      { images: '' },
      {},
      { from: ['type=gha,scope=bsa.octo-org__app.linux__amd64.linux__arm64,timeout=30s'] },
    ],
    ['with a name too long', { target: 'x'.repeat(500) }, {}, { from: [], to: [] }],
  ])('%s', async (_, inputs, facts, cache) => {
    expect((await makePlanOf({ inputs, facts })).cache).toMatchObject(cache);
  });

  it('of a loaded image, which has one platform, is written beside that of the others and reads both', async () => {
    const { cache } = await makePlanOf({ inputs: { load: 'true' } });
    expect(cache.from.map((entry) => /scope=([^,]*)/.exec(entry)?.[1])).toEqual([
      `${SCOPE}.load`,
      SCOPE,
    ]);
    expect(cache.to.map((entry) => /scope=([^,]*)/.exec(entry)?.[1])).toEqual([`${SCOPE}.load`]);
  });

  it('that was asked for and is not there is a warning, not a failure', async () => {
    const plan = await makePlanOf({ inputs: { cache: 'gha' }, facts: { actionsCache: false } });
    expect(plan.warnings.filter((text) => text.includes('cache'))).toHaveLength(1);
  });
});
