import { describe, expect, it } from '@jest/globals';
import { makeCacheStore } from '../support/fake-cache.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import {
  DOCKERFILE,
  fillCache,
  listTools,
  listWarnings,
  MB,
  type MountScene,
  openMounts,
} from '../support/mount-scene.ts';

describe('cache mounts of a Dockerfile', () => {
  it('are found with their ids and the image of their stage', async () => {
    const { plan } = await openMounts({ cache: makeCacheStore() });
    expect(plan.mounts.mounts.map(({ id, base, uid }) => [id, base, uid])).toEqual([
      ['/root/.npm', 'node:24', undefined],
      ['own', 'node:24', 5],
    ]);
  });

  it.each<[string, InputTexts, Record<string, string>]>([
    ['without any', {}, { 'app/Dockerfile': 'FROM a\nRUN --mount=type=secret,id=cache x' }],
    ['of another frontend', {}, { 'app/Dockerfile': `# syntax=x/y\n${DOCKERFILE}` }],
    ['that is not there', { file: 'none' }, {}],
    ['where they are off', { 'cache-mounts': 'off' }, {}],
  ])('are none in one %s', async (_, inputs, files) => {
    const { plan } = await openMounts({ cache: makeCacheStore(), inputs, files });
    expect(plan.mounts.mounts).toEqual([]);
  });
});

describe('the first run', () => {
  it('restores nothing, and saves what was used, with its size and the time of the build', async () => {
    const cache = makeCacheStore();
    const key = await fillCache(cache);
    expect([...cache.entries.keys()]).toEqual([key]);
    const [content] = cache.entries.values();
    const record: unknown = JSON.parse(String(content?.get('mounts.json')));
    const mounts = [{ name: expect.stringMatching(/^m[0-9a-f]{20}$/), bytes: 50 * MB }];
    expect(record).toEqual({ v: 1, mounts, coldSeconds: 60 });
    expect(content?.get('mounts.tar')).toHaveLength(MB);
  });

  it('leaves no file and gives the copy no fixed time', async () => {
    const { host, restore, keep } = await openMounts({ cache: makeCacheStore() });
    await keep(await restore());
    expect([...host.stored.keys()].filter((path) => path.startsWith('/run/mounts/out'))).toEqual(
      [],
    );
    const build = host.commands.find(({ args }) => args[0] === 'build');
    expect(build?.env).toEqual({});
    expect(host.stored.get('/run/mounts/keep/mounts.tar.Dockerfile')).toContain('node:24 AS copy');
  });
});

describe('the next run', () => {
  it('fills the mounts before the build and saves nothing where nothing changed', async () => {
    const cache = makeCacheStore();
    const key = await fillCache(cache);
    const { host, lines, restore, keep } = await openMounts({ cache });
    const restored = await restore();
    expect(restored).toMatchObject({
      outcome: 'restored',
      key,
      mounts: [{ mount: '/root/.npm', bytes: 50 * MB }],
      coldSeconds: 60,
    });
    expect(lines).toEqual([expect.stringContaining(key), '/root/.npm: 50 MB']);
    expect(await keep(restored)).toMatchObject({ outcome: 'skipped' });
    expect(listTools(host)).toEqual(['build']);
    expect(host.stored.get('/run/mounts/mounts.tar.Dockerfile')).toContain('id=/root/.npm,');
    expect(host.stored.get('/run/mounts/mounts.tar.Dockerfile')).not.toContain('id=own,');
  });

  it('takes what another lock left, and saves under its own', async () => {
    const cache = makeCacheStore();
    const old = await fillCache(cache);
    const { restore, keep } = await openMounts({
      cache,
      files: { 'app/package-lock.json': '{"v":2}' },
    });
    const restored = await restore();
    expect(restored).toMatchObject({ outcome: 'restored', key: old });
    expect(await keep(restored, 10)).toMatchObject({ outcome: 'saved' });
    expect(cache.entries.size).toBe(2);
    const record = JSON.parse(String([...cache.entries.values()][1]?.get('mounts.json')));
    expect(record.coldSeconds).toBe(60);
  });

  it('saves nothing more once it is plain that it costs more than it saves', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const { restore, keep } = await openMounts({
      cache,
      files: { 'app/package-lock.json': '{"v":2}' },
    });
    expect(await keep(await restore(), 70)).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('`cache-mounts: off` saves that'),
    });
  });

  it('does not mind locks that are not sent to the builder', async () => {
    const cache = makeCacheStore();
    const files = { 'app/.dockerignore': 'docs', 'app/docs/yarn.lock': '1' };
    const key = await fillCache(cache, { files });
    const { restore } = await openMounts({ cache, files: { ...files, 'app/docs/yarn.lock': '2' } });
    expect((await restore()).key).toBe(key);
  });
});

describe('nothing is saved', () => {
  it.each<[string, Partial<MountScene>, string]>([
    ['on another branch', { branch: 'topic' }, 'default branch'],
    ['of mounts that no step used', { usage: {} }, 'no step that was run has used them'],
    ['of mounts of others', { usage: { '//other': '5MB' } }, 'no step that was run'],
    ['above the limit', { inputs: { 'cache-mounts-max-size': '10mb' } }, 'cache-mounts-max-size'],
    ['next to nothing', { usage: { '/own': '8kB' } }, 'next to nothing'],
    [
      'above the limit where the builder does not say what they hold',
      {
        commands: [{ when: /^buildx du/, answer: { exitCode: 1 } }],
        inputs: { 'cache-mounts-max-size': '1mb' },
        archive: 'x'.repeat(2 * MB),
      },
      'cache-mounts-max-size',
    ],
  ])('%s', async (_, scene, reason) => {
    const cache = makeCacheStore();
    const { host, restore, keep } = await openMounts({ ...scene, cache });
    expect(await keep(await restore())).toEqual({
      outcome: 'skipped',
      reason: expect.stringContaining(reason),
    });
    expect(listWarnings(host)).toEqual([]);
    expect(cache.entries.size).toBe(0);
  });
});

describe('a builder of somebody else', () => {
  const inputs = { builder: 'theirs' };

  it('that has the mounts keeps them itself', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const { host, restore, keep } = await openMounts({ cache, inputs });
    const restored = await restore();
    expect(restored.outcome).toBe('kept');
    expect(await keep(restored)).toMatchObject({ reason: 'the builder keeps them itself' });
    expect(listTools(host)).toEqual(['du']);
  });

  it('that does not is filled, and never emptied', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const { host, restore } = await openMounts({
      cache,
      inputs,
      usage: {},
      commands: [
        { when: /^buildx inspect/, answer: { stdout: 'Endpoint: x' } },
        { when: /^buildx build/, answer: { exitCode: 1, stderr: 'ERROR: no' } },
      ],
    });
    expect((await restore()).outcome).toBe('failed');
    expect(listTools(host)).toEqual(['du', 'du', 'inspect', 'build']);
  });

  it('that gets them while they are downloaded keeps them: another build is at work there', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const commands = [{ when: /^buildx du/, times: 1, answer: {} }];
    const { host, restore } = await openMounts({ cache, inputs, commands });
    expect((await restore()).outcome).toBe('kept');
    expect(listTools(host)).toEqual(['du', 'du']);
  });

  it('waits no longer than `cache-timeout` for a mount that another build holds', async () => {
    const cache = makeCacheStore();
    await fillCache(cache);
    const { host, restore } = await openMounts({
      cache,
      inputs: { ...inputs, 'cache-timeout': '8s' },
      usage: {},
      commands: [{ when: /^buildx inspect/, answer: { stdout: 'Endpoint: x' } }],
    });
    await restore();
    const helper = host.commands.find(({ args }) => args[0] === 'build');
    expect(helper?.deadlineMs).toBe(8000);
  });
});
