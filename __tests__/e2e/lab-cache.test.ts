import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { BlockBlobClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CacheService,
  type CacheServiceOptions,
  startCacheService,
} from '../../lab/services/cache.ts';
import { call, look } from '../support/cache-client.ts';
import { type FixtureAction, makeFixtureAction } from '../support/fixture-action.ts';

const CACHE_LIBRARY = new URL('../../node_modules/@actions/cache/lib/cache.js', import.meta.url)
  .href;

let action: FixtureAction;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  action = await makeFixtureAction();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

afterAll(() => action.remove());

async function start(options: CacheServiceOptions = {}): Promise<CacheService> {
  const service = await startCacheService(options);
  stops.push(service.stop);
  return service;
}

describe('@actions/cache', () => {
  const program = (code: string) =>
    `const cache = await load(${JSON.stringify(CACHE_LIBRARY)}); ${code}`;

  async function run(service: CacheService, code: string, runtimeToken?: string) {
    const cache = {
      url: service.url,
      runtimeToken: runtimeToken ?? (await service.runtimeToken()),
    };
    return action.run(program(code), { services: { cache } });
  }

  it('saves in one run and restores in the next, by key and by prefix', async () => {
    const service = await start();
    const file = join(action.workspace, 'mounts', 'content');
    await mkdir(join(action.workspace, 'mounts'), { recursive: true });
    const content = randomBytes(3_000_000);
    await writeFile(file, content);
    const saved = await run(
      service,
      `core.setOutput('digest', await cache.saveCache(['mounts'], 'mounts-1'))`,
    );
    expect(saved.main).toMatchObject({
      outcome: 'success',
      outputs: { digest: '1' },
      annotations: [],
    });
    await rm(file);
    const restored = await run(
      service,
      `core.setOutput('digest', await cache.restoreCache(['mounts'], 'mounts-2', ['mounts-']))`,
    );
    expect(restored.main).toMatchObject({ outputs: { digest: 'mounts-1' }, annotations: [] });
    expect((await readFile(file)).equals(content)).toBe(true);
    expect(service.calls.map(({ result }) => result)).toEqual(['reserved', 'finalized', 'hit']);
  });

  it('says that a key is taken, and that a token is refused', async () => {
    const service = await start();
    await writeFile(join(action.workspace, 'file'), 'x');
    const code = `core.setOutput('digest', await cache.saveCache(['file'], 'taken'))`;
    await run(service, code);
    const again = await run(service, code);
    expect(again.main.outputs).toEqual({ digest: '-1' });
    expect(again.main.log.some(({ text }) => text.includes('another job may be creating'))).toBe(
      true,
    );
    const expired = await service.runtimeToken({ lifetimeMs: -1_000 });
    const refused = await run(service, `await cache.restoreCache(['file'], 'taken')`, expired);
    expect(refused.main.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('401') },
    ]);
  });
});

describe('Azure’s own client', () => {
  it('uploads in blocks and downloads in ranges', async () => {
    const service = await start();
    const content = randomBytes(9 * 1024 * 1024 + 17);
    const reserved = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' });
    const writer = new BlockBlobClient(String(Object(reserved)['signed_upload_url']));
    await writer.uploadData(content, {
      maxSingleShotSize: 1024 * 1024,
      blockSize: 1024 * 1024,
      concurrency: 3,
    });
    const done = await call(service, 'FinalizeCacheEntryUpload', {
      key: 'k',
      version: 'v',
      size_bytes: content.length,
    });
    expect(done).toMatchObject({ ok: true, entry_id: '1' });
    const found = await look(service, 'k');
    const reader = new BlockBlobClient(String(Object(found)['signed_download_url']));
    expect((await reader.getProperties()).contentLength).toBe(content.length);
    const buffer = await reader.downloadToBuffer(0, undefined, { blockSize: 4 * 1024 * 1024 });
    expect(buffer.equals(content)).toBe(true);
    const ranges = service.requests.filter(({ status }) => status === 206);
    expect(ranges).toHaveLength(3);
    await expect(reader.uploadData(content)).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthorizationPermissionMismatch',
    });
  });

  it.each([
    ['a block that is not there', 'PUT', '&comp=blocklist', 400],
    ['no blob type', 'PUT', '', 400],
    ['a forged signature', 'PUT', '&sig=x', 403],
    ['another method', 'DELETE', '', 405],
  ])('is refused over %s', async (_, method, extra, status) => {
    const service = await start();
    const reserved = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' });
    const url = new URL(String(Object(reserved)['signed_upload_url']));
    for (const [name, value] of new URLSearchParams(extra)) url.searchParams.set(name, value);
    const body = method === 'PUT' ? '<BlockList><Latest>bm9uZQ==</Latest></BlockList>' : undefined;
    expect((await fetch(url, { method, ...(body && { body }) })).status).toBe(status);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const service = await start();
    const reserved = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' });
    const url = String(Object(reserved)['signed_upload_url']);
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-length': '1000' };
    const upload = request(url, { method: 'PUT', headers });
    await new Promise((resolve) => {
      upload.on('error', resolve);
      upload.write('x'.repeat(500), () => upload.destroy(new Error('broken off')));
    });
    const done = { key: 'k', version: 'v', size_bytes: 500 };
    expect(await call(service, 'FinalizeCacheEntryUpload', done)).toMatchObject({ ok: false });
    expect(await look(service, 'k')).toMatchObject({ ok: false });
  });

  it('sees a URL expire', async () => {
    const service = await start({ urlLifetimeMs: -1 });
    const reserved = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' });
    const url = String(Object(reserved)['signed_upload_url']);
    const response = await fetch(url, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-ms-error-code')).toBe('AuthenticationFailed');
  });
});
