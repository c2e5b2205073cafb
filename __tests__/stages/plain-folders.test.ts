import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeFiles } from '../../src/host/files.ts';
import type { CacheEntry } from '../../src/inputs/cache-entries.ts';
import { withPlainFolders } from '../../src/stages/build/plain-folders.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makePlaces } from '../support/make-cache.ts';

const ROOT = realpathSync(mkdtempSync(join(tmpdir(), 'plain-folders-')));
const RUN = join(ROOT, 'run');
const files = makeFiles(ROOT);
afterAll(() => rmSync(ROOT, { recursive: true, force: true }));

/** What is handed to buildx instead of the path. */
async function hand(entry: CacheEntry, folder = RUN): Promise<string | undefined> {
  const host = { ...makeFakeHost(), files };
  return withPlainFolders(host, { cache: { from: [entry], to: [] }, folder }, async ({ from }) =>
    Object.values(from[0]?.attributes ?? {}).join(),
  );
}

describe('a folder of a cache', () => {
  it.each<CacheEntry>([
    { backend: 'local', attributes: { src: '/cache' } },
    { backend: 'local', attributes: { dest: '/ca che' } },
    { backend: 'registry', attributes: { ref: 'ghcr.io/octo/app:cache' } },
  ])('is handed on as it is where a header can name it: %j', async (entry) => {
    expect(await hand(entry)).toBe(Object.values(entry.attributes).join());
  });

  it('is written through a link in the folder of the run, which is gone afterwards', async () => {
    const dest = join(ROOT, 'größe', 'ново');
    const cache = { from: [], to: makePlaces(`type=local,dest=${dest},mode=max`) };
    const host = { ...makeFakeHost(), files };
    await withPlainFolders(host, { cache, folder: RUN }, async ({ to: [place] }) => {
      const link = place?.attributes['dest'] ?? '';
      expect(link).toMatch(new RegExp(`^${RUN}/bsa-layers-\\d{13}-[0-9a-f]+$`));
      expect(place?.attributes['mode']).toBe('max');
      writeFileSync(join(link, 'index.json'), 'written');
    });
    expect(readFileSync(join(dest, 'index.json'), 'utf8')).toBe('written');
    expect(readdirSync(RUN)).toEqual([]);
  });

  it('has its link elsewhere where the folder of the run has such a name itself', async () => {
    const dest = join(ROOT, 'größe');
    const entry: CacheEntry = { backend: 'local', attributes: { dest } };
    const link = (await hand(entry, join(ROOT, 'é'))) ?? '';
    expect(link).toMatch(/^\/tmp\/bsa-layers-\d{13}-[0-9a-f]+$/);
    expect(readdirSync('/tmp').filter((name) => link.endsWith(name))).toEqual([]);
  });

  it('that is not there is not made to be read: buildx says so itself', async () => {
    const src = join(ROOT, 'nichts für ungut');
    expect(await hand({ backend: 'local', attributes: { src } })).toBe(src);
    expect(readdirSync(ROOT)).not.toContain('nichts für ungut');
  });

  it('loses its link when the build fails, too', async () => {
    const cache = { from: [], to: makePlaces(`type=local,dest=${join(ROOT, 'é')}`) };
    const host = { ...makeFakeHost(), files };
    const failing = withPlainFolders(host, { cache, folder: RUN }, () => Promise.reject('failed'));
    await expect(failing).rejects.toBe('failed');
    expect(readdirSync(RUN)).toEqual([]);
  });
});
