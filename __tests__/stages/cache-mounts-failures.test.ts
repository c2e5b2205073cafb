import { describe, expect, it } from '@jest/globals';
import { makeCacheStore } from '../support/fake-cache.ts';
import { fillCache, listTools, listWarnings, openMounts } from '../support/mount-scene.ts';

describe('what goes wrong is one line, and the build goes on', () => {
  it('with a service that fails, which is not asked twice', async () => {
    const cache = makeCacheStore();
    cache.failure = { outcome: 'failed', reason: 'throttled', problem: 'HTTP 429' };
    const { host, restore, keep } = await openMounts({ cache });
    const restored = await restore();
    expect(restored.outcome).toBe('unreachable');
    expect(await keep(restored)).toMatchObject({ outcome: 'skipped' });
    expect(listWarnings(host)).toEqual([
      'warning: What cache mounts held was not restored: HTTP 429',
    ]);
  });

  it('with a service that is silent, which somebody else tells', async () => {
    const cache = { ...makeCacheStore(), isSilent: true };
    cache.failure = { outcome: 'failed', reason: 'timeout', problem: 'no end' };
    const { host, restore } = await openMounts({ cache });
    expect((await restore({ isServed: Promise.resolve(false) })).outcome).toBe('unreachable');
    expect(listWarnings(host)).toEqual([]);
  });

  it('with a builder that does not come, for which nothing is fetched any more', async () => {
    const cache = { ...makeCacheStore(), isSilent: true };
    cache.failure = { outcome: 'failed', reason: 'timeout', problem: 'no end' };
    const { host, restore } = await openMounts({ cache });
    const means = Promise.reject(new Error('no builder'));
    await expect(restore({ means })).rejects.toThrow('no builder');
    expect(listWarnings(host)).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['of another version', { 'mounts.json': '{"v":2}' }],
    ['that is no record', { 'mounts.json': 'nonsense' }],
    ['of names that are none', { 'mounts.json': '{"v":1,"mounts":[{"name":"../x","bytes":1}]}' }],
    ['of none', { 'mounts.tar': 'x' }],
  ])('with an entry %s: nothing is restored', async (_, content) => {
    const cache = makeCacheStore();
    const key = await fillCache(cache);
    cache.entries.set(key, new Map(Object.entries(content)));
    const { host, restore } = await openMounts({ cache });
    expect(await restore()).toMatchObject({ outcome: 'restored', mounts: [] });
    expect(listTools(host)).toEqual([]);
  });

  it('with a disk that is full: half of it is removed', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const stderr = 'cp: write error: No space left on device\nERROR: failed to solve';
    const { host, restore } = await openMounts({
      cache,
      commands: [{ when: /^buildx build/, answer: { exitCode: 1, stderr } }],
    });
    expect((await restore()).outcome).toBe('failed');
    expect(listTools(host)).toEqual(['build', 'prune']);
    expect(listWarnings(host)).toHaveLength(1);
  });

  it('with a copy out of the mounts that fails, or hangs', async () => {
    for (const answer of [{ exitCode: 1 }, { exitCode: undefined, timedOut: true }]) {
      const cache = makeCacheStore();
      const { host, restore, keep } = await openMounts({
        cache,
        commands: [{ when: /^buildx build/, answer }],
      });
      expect(await keep(await restore())).toEqual({ outcome: 'failed' });
      expect(listWarnings(host)).toHaveLength(1);
      expect(cache.entries.size).toBe(0);
    }
  });

  it('with a job that may not write', async () => {
    const cache = makeCacheStore();
    cache.isReadOnly = true;
    const { host, restore, keep } = await openMounts({ cache });
    expect(await keep(await restore())).toEqual({ outcome: 'failed' });
    expect(listWarnings(host)).toHaveLength(1);
  });
});
