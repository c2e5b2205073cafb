import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';
import { type FaultProxy, startFaultProxy } from '../../lab/services/fault-proxy.ts';
import type { ActionsCache } from '../../src/tools/actions-cache.ts';
import { call, saveAs } from '../support/cache-client.ts';
import { openCacheDoor } from '../support/cache-door.ts';

let service: CacheService;
let proxy: FaultProxy;
let temp: string;
let work: string;
let cache: ActionsCache;

beforeAll(async () => {
  service = await startCacheService();
  proxy = await startFaultProxy({ upstream: service.url });
});

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'cache-door-'));
  work = await mkdtemp(join(tmpdir(), 'cache-work-'));
  ({ cache } = await openCacheDoor(service, { temp }));
});

afterEach(async () => {
  proxy.setRules([]);
  await service.removeEntries(() => true);
  expect(await readdir(temp)).toEqual([]);
  await rm(temp, { recursive: true });
  await rm(work, { recursive: true });
});

afterAll(async () => {
  await proxy.stop();
  await service.stop();
});

async function fill(name: string, content = 'content'): Promise<string> {
  const folder = join(work, name);
  await mkdir(join(folder, 'deep'), { recursive: true });
  await writeFile(join(folder, 'deep', 'file'), content);
  return folder;
}

const timeoutMs = 20_000;
const restoreKeys: string[] = [];

describe('a folder kept between runs', () => {
  it('is saved under a key and restored by key or beginning, elsewhere', async () => {
    const saved = await cache.save({ folder: await fill('a'), key: 'bsa-1', timeoutMs });
    expect(saved).toEqual({ outcome: 'saved', sizeBytes: service.entries()[0]?.sizeBytes });
    const next = join(work, 'new', 'folder');
    const found = { folder: next, key: 'bsa-2', restoreKeys: ['none-', 'bsa-'], timeoutMs };
    expect(await cache.restore(found)).toMatchObject({ outcome: 'restored', key: 'bsa-1' });
    expect(await readFile(join(next, 'deep', 'file'), 'utf8')).toBe('content');
    const absent = { folder: join(work, 'b'), key: 'bsa-2', restoreKeys, timeoutMs };
    expect(await cache.restore(absent)).toEqual({ outcome: 'missing' });
  });

  it('has files in it that come back compressed, for who reads them so', async () => {
    const content = 'content'.repeat(100_000);
    const folder = await fill('a', content);
    const saved = await cache.save({ folder, key: 'packed', timeoutMs, packed: ['deep/file'] });
    const next = join(work, 'b');
    const found = await cache.restore({ folder: next, key: 'packed', restoreKeys, timeoutMs });
    expect([saved, found]).toMatchObject([{ outcome: 'saved' }, { outcome: 'restored' }]);
    const bytes = await readFile(join(next, 'deep', 'file'));
    expect(bytes.length).toBeLessThan(content.length / 10);
    expect(zstdDecompressSync(bytes).toString()).toBe(content);
  });

  it('is saved once', async () => {
    const folder = await fill('a');
    await cache.save({ folder, key: 'taken', timeoutMs });
    expect(await cache.save({ folder, key: 'taken', timeoutMs })).toEqual({ outcome: 'exists' });
  });

  it('leaves nothing in the log but debug lines, and masks what signs an address', async () => {
    const door = await openCacheDoor(service, { temp });
    await door.cache.save({ folder: await fill('a'), key: 'k', timeoutMs });
    const into = { folder: join(work, 'b'), key: 'k', restoreKeys, timeoutMs };
    await door.cache.restore(into);
    expect(door.lines.every((line) => line.startsWith('actions/cache: '))).toBe(true);
    expect(door.lines.join('\n')).toContain('Cache hit for: k');
    expect(door.lines.join('\n')).not.toContain('sig=');
    expect(door.masked.length).toBeGreaterThan(0);
  });
});

describe('what others put there', () => {
  async function forge(pack: (folder: string, archive: string) => void): Promise<void> {
    await cache.save({ folder: await fill('honest'), key: 'honest', timeoutMs });
    const { version = '' } = service.entries()[0] ?? {};
    const archive = join(work, 'forged.tzst');
    pack(await fill('forged', 'forged'), archive);
    await saveAs(service, { key: 'forged', version, content: await readFile(archive) });
  }

  const request = () => ({ folder: join(work, 'into'), key: 'forged', restoreKeys, timeoutMs });

  it('is unpacked inside of the folder, whatever names it has', async () => {
    const outside = join(work, 'forged', 'deep', 'file');
    await forge((_, archive) => {
      execFileSync('tar', ['-P', '--zstd', '-cf', archive, outside]);
    });
    await rm(outside);
    expect(await cache.restore(request())).toMatchObject({ outcome: 'restored' });
    expect(await readdir(join(work, 'forged', 'deep'))).toEqual([]);
    expect(await readFile(join(work, 'into', outside), 'utf8')).toBe('forged');
  });

  it('is refused with links in it', async () => {
    await mkdir(join(work, 'forged'));
    await symlink('/etc/passwd', join(work, 'forged', 'link'));
    await forge((folder, archive) => {
      execFileSync('tar', ['--zstd', '-cf', archive, '-C', folder, '.']);
    });
    expect(await cache.restore(request())).toMatchObject({ outcome: 'failed', reason: 'archive' });
    expect(await readdir(join(work, 'into'))).toEqual([]);
  });

  it('is refused when it is no archive', async () => {
    await forge((_, archive) => execFileSync('sh', ['-c', `echo nothing > ${archive}`]));
    expect(await cache.restore(request())).toMatchObject({ outcome: 'failed', reason: 'archive' });
  });
});

describe('a service that is not well', () => {
  const rules = (action: Parameters<FaultProxy['setRules']>[0][number]['action']) =>
    proxy.setRules([{ match: /./, action }]);

  /** Where the library answers by itself, a busy machine may take its time. */
  it.each([
    ['throttles', { kind: 'status', status: 429, body: '{}' }, 'throttled'],
    ['refuses the token', { kind: 'status', status: 401, body: '{}' }, 'denied'],
    ['never answers', { kind: 'hang' }, 'timeout'],
    ['fails for ever', { kind: 'status', status: 500, body: '{}' }, 'timeout'],
    ['breaks the connection', { kind: 'reset' }, 'other'],
  ] as const)('%s: no exception, and in time', async (_, action, reason) => {
    rules(action);
    const door = await openCacheDoor(service, { temp, url: proxy.url });
    const startedMs = Date.now();
    const limited = { key: 'k', timeoutMs: reason === 'timeout' ? 1500 : timeoutMs };
    const restored = { ...limited, folder: join(work, 'b'), restoreKeys };
    const both = await Promise.all([
      door.cache.restore(restored),
      door.cache.save({ ...limited, folder: await fill('a') }),
    ]);
    expect(both).toMatchObject([
      { outcome: 'failed', reason },
      { outcome: 'failed', reason },
    ]);
    expect(Date.now() - startedMs).toBeLessThan(limited.timeoutMs + 6000);
  });

  it('is left alone once nobody waits for it any more', async () => {
    rules({ kind: 'hang' });
    const door = await openCacheDoor(service, { temp, url: proxy.url });
    const controller = new AbortController();
    const startedMs = Date.now();
    const request = { folder: join(work, 'b'), key: 'k', restoreKeys, timeoutMs };
    const waiting = door.cache.restore({ ...request, stop: controller.signal });
    setTimeout(() => controller.abort(), 700);
    expect(await waiting).toMatchObject({ outcome: 'failed', problem: 'it was stopped' });
    expect(Date.now() - startedMs).toBeLessThan(timeoutMs / 2);
  });

  it('is left alone once the job is cancelled', async () => {
    rules({ kind: 'hang' });
    const door = await openCacheDoor(service, { temp, url: proxy.url });
    const waiting = door.cache.save({ folder: await fill('a'), key: 'k', timeoutMs });
    setTimeout(() => door.cancel(new Error('cancelled')), 700);
    await expect(waiting).rejects.toThrow('cancelled');
  });

  it('takes nothing from a job that may only read', async () => {
    const token = await service.runtimeToken({
      scopes: [{ Scope: 'refs/heads/x', Permission: 1 }],
    });
    const door = await openCacheDoor(service, { temp, env: { ACTIONS_RUNTIME_TOKEN: token } });
    const saved = await door.cache.save({ folder: await fill('a'), key: 'k', timeoutMs });
    expect(saved).toMatchObject({ outcome: 'failed', reason: 'denied' });
    const reading = await openCacheDoor(service, { temp, env: { ACTIONS_CACHE_MODE: 'read' } });
    expect(
      await reading.cache.save({ folder: await fill('a'), key: 'k', timeoutMs }),
    ).toMatchObject({ outcome: 'failed', reason: 'denied' });
  });

  it('is not asked where the runner offers none', async () => {
    const door = await openCacheDoor(service, { temp, env: { ACTIONS_RESULTS_URL: '' } });
    expect(door.cache.isAvailable).toBe(false);
    const saved = await door.cache.save({ folder: await fill('a'), key: 'k', timeoutMs });
    expect(saved).toMatchObject({ outcome: 'failed', reason: 'absent' });
    const unknown = await call(service, 'GetCacheEntryDownloadURL', { key: 'k', version: 'v' });
    expect(unknown).toMatchObject({ ok: false });
  });
});
