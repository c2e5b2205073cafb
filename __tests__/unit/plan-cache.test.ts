import { describe, expect, it } from '@jest/globals';
import type { CacheBackend } from '../../src/inputs/cache-keys.ts';
import { type CacheSpec, formatCacheEntry } from '../../src/plan/cache-spec.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeCache } from '../support/make-cache.ts';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const SCOPE = 'bsa.ghcr_.io__octo-org__app.linux__amd64.linux__arm64';
const S3 = 'type=s3,bucket=b,region=eu-central-1';

/** A push to a branch of a repository whose default branch is `main`. */
function onRef(ref: string, more: Partial<Facts> = {}): Partial<Facts> {
  return {
    ref,
    names: makeNamesFacts({ ref, repository: { name: 'app', defaultBranch: 'main' } }),
    ...more,
  };
}
const MAIN = onRef('refs/heads/main');

function show({ from, to }: CacheSpec): { from: string[]; to: string[] } {
  return { from: from.map(formatCacheEntry), to: to.map(formatCacheEntry) };
}

async function planOn(facts: Partial<Facts>, inputs: InputTexts = {}): Promise<CacheSpec> {
  // Which of these a signed run reads is another question: see plan-cache-trust.
  return (await makePlanOf({ inputs: { 'cache-trust': 'any', ...inputs }, facts })).cache;
}

describe('the cache of a plan', () => {
  const READ = `type=gha,scope=${SCOPE},timeout=30s`;
  const WRITE = `type=gha,scope=${SCOPE},mode=max,ignore-error=true,timeout=5m`;
  const given = (...entries: string[]): string => entries.join('\n');

  it.each<[string, InputTexts, Partial<Facts>, object]>([
    ['by default', {}, MAIN, { from: [READ], to: [WRITE] }],
    [
      'without a service and outside of a run',
      {},
      { actionsCache: false, runId: '' },
      { from: [] },
    ],
    ['turned off', { cache: 'off' }, MAIN, { from: [], to: [] }],
    ['for a build of every step', { 'no-cache': 'true' }, MAIN, { from: [], to: [] }],
    ['of one stage', {}, { ...MAIN, stages: 1 }, { to: [WRITE.replace('max', 'min')] }],
    ['of several stages', {}, { ...MAIN, stages: 3 }, { to: [WRITE] }],
    [
      'of several stages, small',
      { 'cache-mode': 'min' },
      { ...MAIN, stages: 3 },
      { to: [WRITE.replace('max', 'min')] },
    ],
    ['of one stage, whole', { 'cache-mode': 'max' }, { ...MAIN, stages: 1 }, { to: [WRITE] }],
    ['with less time', { 'cache-timeout': '90s' }, MAIN, { to: [WRITE.replace('5m', '90s')] }],
    [
      'of the user',
      { 'cache-from': 'type=registry,ref=a/b' },
      MAIN,
      { from: ['type=registry,ref=a/b'], to: [] },
    ],
    [
      'of the user, short',
      { 'cache-from': 'a/b:cache,c/d' },
      MAIN,
      { from: ['type=registry,ref=a/b:cache', 'type=registry,ref=c/d'] },
    ],
    [
      'of the user, written too',
      { 'cache-to': 'type=registry,ref=a/b' },
      MAIN,
      { to: ['type=registry,ref=a/b,image-manifest=true,oci-mediatypes=true,ignore-error=true'] },
    ],
    [
      "of the user, with Docker's types",
      { 'cache-to': 'type=registry,ref=a/b,oci-mediatypes=false' },
      MAIN,
      { to: ['type=registry,ref=a/b,oci-mediatypes=false,ignore-error=true'] },
    ],
    [
      'of the user, who wants errors',
      { 'cache-to': 'type=local,dest=x,ignore-error=false' },
      MAIN,
      { to: ['type=local,dest=x,ignore-error=false'] },
    ],
    ['inline', { 'cache-to': 'type=inline' }, MAIN, { to: ['type=inline'] }],
    [
      'of the user at GitHub, also where `cache` is off',
      { cache: 'off', 'cache-from': 'type=gha', 'cache-to': 'type=gha,mode=max,timeout=2m' },
      MAIN,
      {
        from: ['type=gha,timeout=30s'],
        to: ['type=gha,mode=max,timeout=2m,ignore-error=true'],
      },
    ],
    [
      'of a build without an image',
      { images: '' },
      MAIN,
      { from: [READ.replace('ghcr_.io__octo-org__app', 'octo-org__app')] },
    ],
    [
      'with everything that tells it apart',
      {
        'cache-scope': 'a b',
        'build-args': 'PY=3.12\nV=1',
        matrix: '{"python": 3.12}',
        target: 'test',
        platforms: 'linux/amd64',
      },
      MAIN,
      {
        from: [
          'type=gha,scope=bsa.ghcr_.io__octo-org__app.t-test.s-a_20_b.a-PY_3d_3_.12.linux__amd64,timeout=30s',
        ],
      },
    ],
    [
      'with an expression in its scope',
      { 'cache-scope': '{{version}}', images: '' },
      {},
      { from: [expect.stringContaining('.s-1_.2_.3.')] },
    ],
    [
      'several at once',
      { cache: given('gha', S3) },
      MAIN,
      {
        from: [READ, `${S3},name=${SCOPE}`],
        to: [WRITE, `${S3},name=${SCOPE},mode=max,ignore-error=true`],
      },
    ],
    [
      'with what the job says of a bucket',
      { cache: 's3' },
      MAIN,
      { from: [`type=s3,bucket=jobs,region=here,name=${SCOPE}`] },
    ],
  ])('%s', async (_, inputs, facts, cache) => {
    const env = { AWS_BUCKET: 'jobs', AWS_DEFAULT_REGION: 'here' };
    const all = { 'cache-trust': 'any', ...inputs };
    expect(show((await makePlanOf({ inputs: all, facts, env })).cache)).toMatchObject(cache);
  });

  it('of a loaded image, which has one platform, is written beside that of the others and reads both', async () => {
    const { from, to } = await planOn(MAIN, { load: 'true' });
    expect(from.map(({ scope }) => scope)).toEqual([`${SCOPE}.load`, SCOPE]);
    expect(to.map(({ scope }) => scope)).toEqual([`${SCOPE}.load`]);
  });

  it.each<[string, InputTexts, Partial<Facts>]>([
    ['at GitHub', { cache: 'gha' }, { actionsCache: false }],
    ['in the image', { cache: 'inline', push: 'false' }, {}],
  ])(
    'that was asked for and is not there (%s) is a warning, not a failure',
    async (_, inputs, facts) => {
      const plan = await makePlanOf({ inputs: { 'cache-trust': 'any', ...inputs }, facts });
      expect(plan.warnings.filter((text) => text.includes('cache'))).toHaveLength(1);
    },
  );
});

describe('the backend that nobody named', () => {
  it.each(['gha', 'registry'])('has to be explained, and %s by its name has not', async (cache) => {
    expect((await planOn(MAIN, { cache })).reason).toMatch(/^[^()]+$/);
  });

  it.each<[string, InputTexts, Partial<Facts>, CacheBackend[]]>([
    ['has a service', {}, MAIN, ['gha']],
    ['serves many jobs', { 'job-total': '24' }, MAIN, ['registry']],
    ['serves some jobs', { 'job-total': '8' }, MAIN, ['gha']],
    ['has no service', {}, { ...MAIN, actionsCache: false }, ['registry']],
    ['has no service and no image', { images: '' }, { ...MAIN, actionsCache: false }, []],
  ])('%s', async (_, inputs, facts, backends) => {
    const { from, reason } = await planOn(facts, inputs);
    expect([...new Set(from.map(({ backend }) => backend))]).toEqual(backends);
    expect(reason).not.toBe('');
  });
});

describe('the backend where GitHub has no room left', () => {
  it.each<[string, InputTexts, Partial<Facts>, string[]]>([
    ['of an image', {}, MAIN, ['registry']],
    ['of a branch, which may not write there', {}, onRef('refs/heads/b'), []],
    ['of a tag', {}, onRef('refs/tags/v1'), []],
  ])('%s', async (_, inputs, facts, written) => {
    const { from, to, reason } = (await planOn(facts, inputs)).whenFull ?? makeCache();
    // What was kept at GitHub is still read.
    expect([...new Set(from.map(({ backend }) => backend))]).toEqual(['registry', 'gha']);
    expect(to.map(({ backend }) => backend)).toEqual(written);
    expect(reason).toMatch(/^registry cache .* \(the Actions cache of the repository is full\)/);
  });

  it.each<[string, InputTexts, Partial<Facts>]>([
    ['of no image', { images: '' }, MAIN],
    ['of what is not pushed', { push: 'false' }, MAIN],
    ['that is named', { cache: 'gha' }, MAIN],
    ['that is given', { 'cache-to': 'type=gha' }, MAIN],
    ['that is off', { cache: 'off' }, MAIN],
    ['of every step anew', { 'no-cache': 'true' }, MAIN],
    ['that is the registry anyway', { 'job-total': '24' }, MAIN],
    ['without a service', {}, { ...MAIN, actionsCache: false }],
  ])('is no question for one %s', async (_, inputs, facts) => {
    expect((await planOn(facts, inputs)).whenFull).toBeUndefined();
  });

  it('is believed no more than the one in its place', async () => {
    const facts = { ...MAIN, visibility: 'public' as const };
    const { cache } = await makePlanOf({ facts });
    expect(cache.whenFull?.trust).toEqual(cache.trust);
    expect(cache.trust.verifiesRegistry).toBe(true);
  });
});

describe('jobs of one matrix under one name', () => {
  const matrix = JSON.stringify({ flavor: 'slim', runner: 'ubuntu-24.04', n: 3 });
  it.each<[string, InputTexts, boolean]>([
    ['with nothing of the matrix in the build', {}, true],
    ['with one of its values in the build', { target: 'slim' }, false],
    ['with a value in a build argument', { 'build-args': 'FLAVOR=slim' }, false],
    ['with a scope of their own', { 'cache-scope': 'slim' }, false],
    ['that only read', { cache: 'off' }, false],
    ['as the only job', { 'job-total': '1' }, false],
    ['of platforms alone', { matrix: '{"platform":"linux/amd64","runner":"x"}' }, false],
  ])('are told %s', async (_, inputs, isTold) => {
    const plan = await makePlanOf({ inputs: { matrix, 'job-total': '3', ...inputs }, facts: MAIN });
    const told = plan.warnings.filter((text) => text.includes('cache-scope: ${{ matrix.flavor }}'));
    expect(told).toHaveLength(isTold ? 1 : 0);
  });
});

describe('what is wrong with a cache', () => {
  it.each<[InputTexts, string[]]>([
    [{ cache: 'registry', images: '' }, ['cache']],
    [{ cache: 'type=registry,ref=a/b:tag' }, ['cache']],
    [{ cache: 's3' }, ['cache', 'cache']],
    [{ cache: 'azblob' }, ['cache']],
    [{ 'cache-from': 'A B/c' }, ['cache-from']],
    [{ 'cache-from': 'type=registry' }, ['cache-from']],
    [{ 'cache-from': 'type=registry,ref=' }, ['cache-from']],
    [{ 'cache-to': 'type=gha,mode=maxx' }, ['cache-to']],
    [{ 'cache-to': 'type=local' }, ['cache-to']],
    [{ 'cache-to': 'type=gha,mode=max\ntype=gha,mode=min,timeout=long' }, ['cache-to']],
  ])('%j', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });
});
