import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CacheService,
  type CacheServiceOptions,
  startCacheService,
} from '../../lab/services/cache.ts';
import { call, look, save } from '../support/cache-client.ts';

const MAIN = { Scope: 'refs/heads/main', Permission: 3 };

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options: CacheServiceOptions = {}): Promise<CacheService> {
  const service = await startCacheService(options);
  stops.push(service.stop);
  return service;
}

describe('the rules of scopes and keys', () => {
  it('writes to the first writable scope and reads scope after scope', async () => {
    const service = await start();
    const pull = await service.runtimeToken({
      scopes: [
        { Scope: 'refs/pull/7/merge', Permission: 3 },
        { ...MAIN, Permission: 1 },
      ],
    });
    await save(service, 'a-1', Buffer.from('main'));
    await save(service, 'a-2', Buffer.from('pull'), pull);
    expect(service.entries().map(({ scope }) => scope)).toEqual([
      'refs/heads/main',
      'refs/pull/7/merge',
    ]);
    expect(await look(service, 'a-2')).toMatchObject({ ok: false });
    expect(await look(service, 'a-1', ['a-'], pull)).toMatchObject({ matched_key: 'a-2' });
    expect(await look(service, 'a-1', [], pull)).toMatchObject({ matched_key: 'a-1' });
  });

  it('keeps keys immutable and reserved ones invisible', async () => {
    const service = await start();
    const name = { key: 'k', version: 'v' };
    await call(service, 'CreateCacheEntry', name);
    expect(await call(service, 'CreateCacheEntry', name)).toMatchObject({
      status: 409,
      code: 'already_exists',
    });
    expect(await look(service, 'k')).toMatchObject({ status: 200, ok: false });
    expect(
      await call(service, 'FinalizeCacheEntryUpload', { ...name, size_bytes: 1 }),
    ).toMatchObject({ ok: false });
    expect(await call(service, 'CreateCacheEntry', { ...name, version: 'w' })).toMatchObject({
      ok: true,
    });
  });

  it('prefers the exact key, then the newest of a prefix; versions must be equal', async () => {
    const service = await start();
    for (const key of ['p', 'p-1', 'p-2']) await save(service, key, Buffer.from(key));
    expect(await look(service, 'p', ['p-'])).toMatchObject({ matched_key: 'p' });
    expect(await look(service, 'p-', ['nothing', 'p-'])).toMatchObject({ matched_key: 'p-2' });
    const other = { key: 'p', restore_keys: ['p'], version: 'w' };
    expect(await call(service, 'GetCacheEntryDownloadURL', other)).toMatchObject({ ok: false });
  });

  it('refuses a token without access, of another service, or no token', async () => {
    const service = await start();
    const none = await service.runtimeToken({ scopes: [] });
    expect(await look(service, 'k', [], none)).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
    const denied = await call(service, 'CreateCacheEntry', { key: 'k', version: 'v' }, none);
    expect(denied).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^cache write denied:/),
    });
    const foreign = await (await start()).runtimeToken();
    expect(await look(service, 'k', [], foreign)).toMatchObject({ status: 401 });
    expect(await look(service, 'k', [], 'x')).toMatchObject({ status: 401 });
    expect(await call(service, 'toString', {})).toMatchObject({ status: 404 });
  });

  it('issues tokens as BuildKit and @actions/artifact parse them', async () => {
    const service = await start();
    const token = await service.runtimeToken({ runId: 'run', jobId: 'job' });
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(JSON.parse(payload.ac)).toEqual([MAIN]);
    expect(payload.scp.split(' ')).toContain('Actions.Results:run:job');
    expect(payload.nbf).toBeLessThanOrEqual(payload.iat);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('evicts what was used least recently, and serves behind a proxy', async () => {
    const service = await start({ quotaBytes: 250 });
    service.setPublicUrl('http://proxy.example:1234/');
    const reserved = await call(service, 'CreateCacheEntry', { key: 'x', version: 'v' });
    expect(Object(reserved)['signed_upload_url']).toMatch(
      /^http:\/\/proxy\.example:1234\/labstorage\//,
    );
    service.setPublicUrl(service.url);
    await save(service, 'a', Buffer.alloc(100));
    await save(service, 'b', Buffer.alloc(100));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await look(service, 'a');
    await save(service, 'c', Buffer.alloc(100));
    expect(service.entries().map(({ key }) => key)).toEqual(['x', 'a', 'c']);
    expect(await service.removeEntries(({ key }) => key === 'a')).toBe(1);
    expect(await look(service, 'a')).toMatchObject({ ok: false });
  });
});
