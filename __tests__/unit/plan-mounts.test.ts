import { describe, expect, it } from '@jest/globals';
import { findExcess, findUnchanged, formatBytes } from '../../src/plan/mount-economy.ts';
import { isLock, isWorthLooking, makeMountKeys } from '../../src/plan/mount-keys.ts';
import { formatMounts } from '../../src/plan/mounts.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const MAIN = { actionsCache: true, ...onBranch('main') };

function onBranch(branch: string): Partial<Facts> {
  const ref = `refs/heads/${branch}`;
  const repository = { name: 'app', htmlUrl: 'https://x', defaultBranch: 'main' };
  return { ref, names: makeNamesFacts({ ref, repository }) };
}

function onTag(tag: string): Partial<Facts> {
  const ref = `refs/tags/${tag}`;
  const repository = { name: 'app', htmlUrl: 'https://x', defaultBranch: 'main' };
  return { ref, names: makeNamesFacts({ ref, repository }) };
}

async function plan(inputs: InputTexts = {}, facts: Partial<Facts> = {}) {
  return (await makePlanOf({ inputs, facts: { ...MAIN, ...facts } })).mounts;
}

describe('cache mounts', () => {
  it.each<[string, InputTexts, Partial<Facts>, string | undefined]>([
    ['are kept', {}, {}, undefined],
    ['are kept beside a registry cache', { 'cache-to': 'type=registry,ref=x/y' }, {}, undefined],
    ['by cache-mounts', { 'cache-mounts': 'off' }, {}, 'turned off by `cache-mounts: off`'],
    ['by cache', { cache: 'off' }, {}, 'turned off by `cache: off`'],
    ['by no-cache', { 'no-cache': 'true' }, {}, 'turned off by `no-cache`'],
    ['of an evaluation', { call: 'check' }, {}, 'nothing is built'],
    ['without a service', {}, { actionsCache: false }, 'this runner offers no Actions cache'],
    ['of a release', {}, onTag('v1.2.3'), 'nobody signs them, and what is built is signed'],
    ['of a release that trusts all', { 'cache-trust': 'any' }, onTag('v1.2.3'), undefined],
    [
      'of the reusable workflow',
      {
        'workflow-ref': 'o/r/.github/workflows/build-sign.yml@refs/tags/v1',
        'workflow-sha': '0'.repeat(40),
      },
      {},
      'nobody signs them, and what is built is signed',
    ],
    [
      'of one pod of several',
      { driver: 'kubernetes', 'driver-opts': 'namespace=x\nreplicas=2' },
      {},
      'the builder has several pods, of which buildx chooses one for each build',
    ],
    ['of one pod', { driver: 'kubernetes', 'driver-opts': 'replicas=1' }, {}, undefined],
    [
      'of a Git context',
      { context: 'https://github.com/o/r.git' },
      {},
      'the Dockerfile is not at hand before the build',
    ],
  ])('%s', async (_, inputs, facts, off) => {
    expect((await plan(inputs, facts)).off).toBe(off);
  });

  it.each<[string, Partial<Facts>, string | undefined]>([
    ['the default branch', {}, undefined],
    ['another branch', onBranch('topic'), 'they are written on the default branch'],
    [
      'a tag',
      { ref: 'refs/tags/v1', names: makeNamesFacts() },
      'they are written on the default branch',
    ],
    ['a fork', { untrusted: true }, 'by its event this run writes no cache'],
  ])('are written by %s or not', async (_, facts, readOnly) => {
    expect((await plan({}, facts)).readOnly).toBe(readOnly);
  });

  it('have the scope of the image, its platforms and its target, and the namespace of the build', async () => {
    const scopes = await Promise.all([
      plan(),
      plan({ target: 'test' }),
      plan({ platforms: 'linux/amd64' }),
      plan({ images: 'ghcr.io/o/other' }),
    ]);
    expect(new Set(scopes.map(({ scope }) => scope)).size).toBe(4);
    const { namespace } = await plan({ 'build-args': 'BUILDKIT_CACHE_MOUNT_NS=ns' });
    expect([namespace, scopes[0]?.namespace]).toEqual(['ns', undefined]);
  });

  it.each([
    ['500mb', 500 * 1024 ** 2],
    ['2G', 2 * 1024 ** 3],
    ['1 GiB', 1024 ** 3],
  ])('may hold %s', async (text, bytes) => {
    expect((await plan({ 'cache-mounts-max-size': text })).maxBytes).toBe(bytes);
  });

  it.each(['', '0mb', 'much', '10', '5kb', '-1gb'].filter((text) => text !== ''))(
    'cannot hold %s',
    async (text) => {
      const inputs = { 'cache-mounts-max-size': text, 'cache-mounts': 'some' };
      expect(await findBlamed({ inputs })).toEqual(['cache-mounts', 'cache-mounts-max-size']);
    },
  );

  it('are told in the plan', async () => {
    const spec = await plan();
    const at = { uid: undefined, gid: undefined, mode: undefined, base: undefined, line: 2 };
    const mounts = [
      { id: '/c', target: '/c', sharing: 'shared' as const, ...at },
      { id: 'own', target: '/o', sharing: 'shared' as const, ...at },
    ];
    const others = [{ line: 7, reason: 'it begins with what x has' }];
    expect(formatMounts(spec)).toBeUndefined();
    expect(formatMounts({ ...spec, mounts, readOnly: 'no' })).toBe('/c, /o (own), only read');
    expect(formatMounts({ ...spec, mounts, others })).toBe(
      '/c, /o (own); line 7 not kept: it begins with what x has',
    );
  });
});

describe('the keys of mounts', () => {
  const given = { scope: 's', architecture: 'x64', dockerfile: 'd', locks: 'l', day: '2026-01-02' };

  it('go from the locks to the image', () => {
    expect(makeMountKeys(given)).toEqual({
      key: 'bsa-mounts-1.x64.s.d.l',
      restoreKeys: ['bsa-mounts-1.x64.s.d.', 'bsa-mounts-1.x64.s.'],
    });
  });

  it('change once a day where nothing is locked', () => {
    expect(makeMountKeys({ ...given, locks: undefined }).key).toBe(
      'bsa-mounts-1.x64.s.d.2026-01-02',
    );
  });

  it.each<[string, boolean]>([
    ['package-lock.json', true],
    ['go.sum', true],
    ['requirements-dev.txt', true],
    ['build.gradle.kts', true],
    ['package.json', false],
    ['x-requirements.txt', false],
  ])('%s', (name, expected) => {
    expect(isLock(name)).toBe(expected);
  });

  it('look into no folder of what was installed', () => {
    expect(['src', 'a/node_modules', '.git', 'a/vendored'].map(isWorthLooking)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('what mounts hold', () => {
  const MB = 1024 ** 2;
  const limit = 2048 * MB;
  const cold = (buildSeconds: number) => ({ restored: undefined, buildSeconds });
  const warm = (heldUpSeconds: number, buildSeconds: number, coldSeconds?: number) => ({
    restored: { isExact: false, heldUpSeconds, coldSeconds },
    buildSeconds,
  });

  it.each([
    ['a build that took longer', cold(20), 300 * MB, undefined],
    ['next to nothing', cold(20), 1000, 'next to nothing (1 kB)'],
    ['too much', cold(2000), 3000 * MB, 'more than `cache-mounts-max-size` (2.1 GB)'],
    ['a build that was quicker', cold(5), 300 * MB, 'would take about 9.0 s, longer than'],
    ['a gain', warm(5, 10, 60), 300 * MB, undefined],
    ['a loss', warm(9, 10, 15), 300 * MB, '`cache-mounts: off` saves that'],
    ['a gain of which nothing is known', warm(9, 10), 300 * MB, undefined],
  ])('is saved or not: %s', (_, history, bytes, reason) => {
    const found = findExcess(history, { bytes, maxBytes: limit });
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(reason);
  });

  it('is not saved again under the same key', () => {
    const restored = { isExact: true, heldUpSeconds: 1, coldSeconds: 9 };
    expect(findUnchanged({ restored, buildSeconds: 1 })).toContain('Dockerfile and locks');
    expect(findUnchanged(warm(1, 1))).toBeUndefined();
    expect(findUnchanged(cold(1))).toBeUndefined();
  });

  it.each([
    [999, '1 kB'],
    [1_500_000, '2 MB'],
    [2_150_000_000, '2.1 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
