import { describe, expect, it } from '@jest/globals';
import { ROOM_BYTES } from '../../src/plan/cache-advice.ts';
import { chooseRoom, readCacheRoom } from '../../src/stages/cache/cache-room.ts';
import type { GitHubAnswers } from '../support/fake-github.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { AMD64, ARM64 } from '../support/make-subjects.ts';

const LAYERS = [AMD64.digest, ARM64.digest];
const USAGE = { full_name: 'o/r', active_caches_size_in_bytes: 9e9, active_caches_count: 40 };
const list = (...digests: readonly string[]) => ({
  total_count: digests.length,
  actions_caches: digests.map((digest, at) => ({
    key: `buildkit-blob-1-${digest}`,
    size_in_bytes: 100 + at,
  })),
});

const ask = (github: GitHubAnswers, token: string | undefined = 'ghs_token', layers = LAYERS) => {
  const host = makeFakeHost({ github });
  return readCacheRoom(host, { token, repository: 'o/r', layers }).then((room) => ({ room, host }));
};

describe('the room for caches', () => {
  it('is told with the size of this scope', async () => {
    const { room } = await ask({
      cacheUsage: USAGE,
      caches: list(...LAYERS, `sha256:${'0'.repeat(64)}`),
    });
    expect(room).toEqual({ usedBytes: 9e9, limitBytes: ROOM_BYTES, scopeBytes: 201 });
  });

  it('is told without a size where GitHub does not list all of it', async () => {
    const { room } = await ask({ cacheUsage: USAGE, caches: list(LAYERS[0] ?? '') });
    expect(room).toMatchObject({ usedBytes: 9e9, scopeBytes: undefined });
  });

  it('asks for no list where nothing was written', async () => {
    const { room, host } = await ask({ cacheUsage: USAGE }, 'ghs_token', []);
    expect(room?.scopeBytes).toBeUndefined();
    expect(host.unscripted).toEqual([]);
  });

  it.each<[string, GitHubAnswers]>([
    ['refuses', { cacheUsage: new Error('Resource not accessible by integration') }],
    ['refuses the list', { cacheUsage: USAGE, caches: new Error('HTTP 403') }],
    ['says something else', { cacheUsage: {} }],
  ])('is not known where GitHub %s, without a word', async (_what, answers) => {
    const { room, host } = await ask(answers);
    expect(room).toBeUndefined();
    expect(host.lines.filter((line) => /^(warning|notice|error)/i.test(line))).toEqual([]);
  });

  it('is not asked for without a token', async () => {
    const host = makeFakeHost();
    const asked = { token: undefined, repository: 'o/r', layers: LAYERS };
    expect(await readCacheRoom(host, asked)).toBeUndefined();
    expect(host.unscripted).toEqual([]);
  });
});

describe('the place of the layers', () => {
  const elsewhere = makeCache({ to: makePlaces('r.io/a:cache'), reason: 'elsewhere' });
  const cache = makeCache({ to: makePlaces('type=gha'), whenFull: elsewhere });
  const choose = async (github: GitHubAnswers, from = cache) => {
    const host = makeFakeHost({ github });
    const said: string[] = [];
    const chosen = await chooseRoom(host, {
      cache: from,
      asking: { token: 'ghs_token', repository: 'o/r' },
      say: (line) => said.push(line),
    });
    const told = host.lines.filter((line) => /^(warning|notice|error)/i.test(line));
    return { chosen, said, told, host };
  };
  const usage = (share: number) => ({ active_caches_size_in_bytes: ROOM_BYTES * share });
  const used = (share: number): GitHubAnswers => ({ cacheUsage: usage(share) });

  it('is another one where GitHub has no room left, which the log tells', async () => {
    const { chosen, said } = await choose(used(0.95));
    expect(chosen).toBe(elsewhere);
    expect(said).toEqual([
      'all caches of the repository take 10.2 GB of 10.7 GB',
      'instead of the Actions cache: elsewhere',
    ]);
  });

  it.each([0, 'much', null])('has the usual room where the limit is %j', async (limit) => {
    const { chosen } = await choose({
      cacheUsage: { ...usage(0.95), max_cache_size_gb: limit },
    });
    expect(chosen).toBe(elsewhere);
  });

  it.each<[string, GitHubAnswers]>([
    ['there is room', used(0.85)],
    ['more room was bought', { cacheUsage: { ...usage(0.95), max_cache_size_gb: 20 } }],
    ['GitHub refuses', { cacheUsage: new Error('Resource not accessible by integration') }],
    ['GitHub says something else', { cacheUsage: {} }],
  ])('is the planned one where %s, without a word', async (_what, github) => {
    const { chosen, said, told } = await choose(github);
    expect([chosen, said, told]).toEqual([cache, [], []]);
  });

  it('is not waited for where GitHub is silent', async () => {
    const host = makeFakeHost();
    const github = { ...host.github, cacheUsage: () => new Promise(() => undefined) };
    const asked = { cache, asking: { token: 'ghs_token', repository: 'o/r' } };
    const clock = {
      ...host.clock,
      repeat: (ms: number, work: () => Promise<void>) => {
        expect(ms).toBeLessThanOrEqual(2000);
        queueMicrotask(() => void work());
        return () => undefined;
      },
    };
    const chosen = await chooseRoom({ ...host, github, clock }, { ...asked, say: () => undefined });
    expect(chosen).toBe(cache);
  });

  it('is no question where the plan has no other', async () => {
    const { chosen, host } = await choose({}, elsewhere);
    expect([chosen, host.unscripted]).toEqual([elsewhere, []]);
  });
});
