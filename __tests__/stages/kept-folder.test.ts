import { describe, expect, it } from '@jest/globals';
import { restoreFolder, saveFolder } from '../../src/stages/job/kept-folder.ts';
import { makeCacheStore } from '../support/fake-cache.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const what = 'The local build cache';
const timeoutMs = 1000;

describe('a folder kept from run to run', () => {
  it('comes back in the next run, under the key that was found', async () => {
    const cache = makeCacheStore();
    const first = makeFakeHost({ cache, files: { '/a/deep/file': 'content' } });
    const saving = { what, folder: '/a', key: 'bsa-1', timeoutMs };
    expect(await saveFolder(first, saving)).toEqual({
      outcome: 'saved',
      sizeBytes: 7,
      seconds: 0,
    });
    expect(await saveFolder(first, saving)).toMatchObject({ outcome: 'exists' });
    const next = makeFakeHost({ cache });
    const restoring = { what, folder: '/b', key: 'bsa-2', restoreKeys: ['x', 'bsa-'], timeoutMs };
    expect(await restoreFolder(next, restoring)).toEqual({
      key: 'bsa-1',
      sizeBytes: 7,
      seconds: 0,
    });
    expect(next.stored.get('/b/deep/file')).toBe('content');
    expect([first.lines, next.lines]).toEqual([[], []]);
  });

  it('that is not there is no news', async () => {
    const host = makeFakeHost({ cache: makeCacheStore() });
    const restoring = { what, folder: '/b', key: 'bsa-2', restoreKeys: [], timeoutMs };
    expect(await restoreFolder(host, restoring)).toBeUndefined();
    expect(host.lines).toEqual([]);
  });

  it('that cannot be had or kept is one warning', async () => {
    const cache = makeCacheStore();
    cache.failure = { outcome: 'failed', reason: 'throttled', problem: 'HTTP 429' };
    const host = makeFakeHost({ cache });
    const request = { what, folder: '/a', key: 'k', timeoutMs };
    expect(await restoreFolder(host, { ...request, restoreKeys: [] })).toBeUndefined();
    expect(await saveFolder(host, request)).toBeUndefined();
    cache.failure = undefined;
    cache.isReadOnly = true;
    expect(await saveFolder(host, request)).toBeUndefined();
    expect(host.lines).toEqual([
      `warning: ${what} was not restored: HTTP 429`,
      `warning: ${what} was not saved: HTTP 429`,
      `warning: ${what} was not saved: cache write denied`,
    ]);
  });
});
