import { describe, expect, it } from '@jest/globals';
import { formatCacheEntry } from '../../src/plan/cache-spec.ts';
import { restoreLayers, saveLayers } from '../../src/stages/cache/local-cache.ts';
import { makeCacheStore } from '../support/fake-cache.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlanOf } from '../support/make-plan.ts';

const FOLDER = '/temp/run';

async function planOn(ref: string) {
  const names = { eventName: 'push', ref, sha: 'x', runTime: new Date(0) };
  const repository = { name: 'app', defaultBranch: 'main' };
  const { cache } = await makePlanOf({
    inputs: { cache: 'local' },
    facts: { ref, names: { ...names, repository } },
  });
  return cache;
}

describe('a cache in a folder', () => {
  it('is kept by one run and there in the next', async () => {
    const store = makeCacheStore();
    const cache = await planOn('refs/heads/main');
    const first = makeFakeHost({ cache: store });
    const say = (): void => undefined;
    const empty = await restoreLayers(first, { cache, folder: FOLDER, say });
    expect(empty.from).toEqual([]);
    expect(empty.to.map(formatCacheEntry)).toEqual([
      `type=local,dest=${FOLDER}/layers-new,mode=max,ignore-error=true`,
    ]);
    await first.files.write(`${FOLDER}/layers-new/index.json`, '{}');
    await saveLayers(first, { cache: empty, folder: FOLDER, timeoutMs: 1000 });
    expect([...store.entries.keys()]).toEqual([cache.kept?.key]);

    const second = makeFakeHost({ cache: store });
    const found = await restoreLayers(second, { cache, folder: FOLDER, say });
    expect(found.from.map(formatCacheEntry)).toEqual([`type=local,src=${FOLDER}/layers`]);
  });

  it('is only read by a tag', async () => {
    const store = makeCacheStore();
    const host = makeFakeHost({ cache: store });
    const cache = await planOn('refs/tags/v1');
    expect(cache.to).toEqual([]);
    await saveLayers(host, { cache, folder: FOLDER, timeoutMs: 1000 });
    expect(store.entries.size).toBe(0);
  });

  it('that cannot be had is a warning, and a build without', async () => {
    const store = makeCacheStore();
    store.failure = { outcome: 'failed', reason: 'timeout', problem: 'it did not answer' };
    const host = makeFakeHost({ cache: store });
    const cache = await planOn('refs/heads/main');
    const { from } = await restoreLayers(host, { cache, folder: FOLDER, say: () => undefined });
    expect(from).toEqual([]);
    expect(host.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
  });
});
