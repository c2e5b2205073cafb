import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { formatCacheEntry } from '../../src/plan/cache-spec.ts';
import { type Attempt, buildWithCache } from '../../src/stages/build/build-attempts.ts';
import { GateFailure } from '../../src/stages/build/import-gate.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { makeRealClock } from '../support/real-clock.ts';

const CACHE = makeCache({
  from: makePlaces('type=gha,scope=a', 'type=registry,ref=r.io/a:cache'),
  to: makePlaces('type=gha,scope=a', 'type=registry,ref=r.io/a:cache'),
  timeoutMs: 2000,
});
const GONE =
  '#9 ERROR: failed to copy: GET https://x.blob.core.windows.net/a: 403 AuthenticationFailed';
const WRONG = new ActionError('BUILD_FAILED', 'the build failed');

type Build = (attempt: Attempt, at: number) => Promise<void>;

async function build(attempt: Build, cache = CACHE) {
  const host = makeFakeHost();
  const attempts: Attempt[] = [];
  const work = buildWithCache(host, {
    cache,
    unblock: async () => true,
    build: (one) => {
      attempts.push(one);
      return attempt(one, attempts.length);
    },
  });
  const outcome = await work.then(
    (cache) => ({ from: cache.from.map(formatCacheEntry), to: cache.to.map(formatCacheEntry) }),
    (error: unknown) => error,
  );
  const warnings = host.lines.filter((line) => line.startsWith('warning: '));
  return { outcome, attempts, warnings };
}

const saying =
  (...lines: readonly string[]): Build =>
  async ({ onLine }) => {
    for (const line of lines) onLine(line);
  };

async function fail({ onLine }: Attempt, line: string): Promise<void> {
  onLine(line);
  throw WRONG;
}

describe('a build with a cache', () => {
  it('is made once, and keeps its cache', async () => {
    const { outcome, attempts, warnings } = await build(saying('#1 DONE'));
    expect(attempts).toHaveLength(1);
    expect(warnings).toEqual([]);
    expect(outcome).toMatchObject({ from: CACHE.from.map(formatCacheEntry) });
  });

  it('takes no offence at a repository that its first push makes', async () => {
    const problem =
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
    const { outcome, warnings } = await build(
      saying(
        ...['#5 importing cache manifest from r.io/a:cache', `#5 ERROR: ${problem}`],
        // Of the default branch.
        ...['#6 importing cache manifest from r.io/a:main', `#6 ERROR: ${problem}`],
      ),
    );
    expect([outcome, warnings]).toEqual([
      { from: CACHE.from.map(formatCacheEntry), to: CACHE.to.map(formatCacheEntry) },
      [],
    ]);
  });

  it('reads folders alone where nothing else can be read beforehand, and writes all the same', async () => {
    const from = [...CACHE.from, ...makePlaces('type=local,dest=/a')];
    const { outcome, attempts, warnings } = await build(
      async ({ cache }) => {
        if (cache.from.length > 1) throw new GateFailure(new Error('EPERM'));
      },
      { ...CACHE, from },
    );
    expect(outcome).toEqual({
      from: ['type=local,dest=/a'],
      to: CACHE.to.map(formatCacheEntry),
    });
    expect(attempts).toHaveLength(2);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: Built without the Actions cache and the cache in the registry: .*EPERM$/,
      ),
    ]);
  });

  it('goes on writing to one registry where another does not answer', async () => {
    const from = makePlaces('registry.example/b:cache');
    const { outcome, warnings } = await build(
      saying('#5 importing cache manifest from registry.example/b:cache', '#5 ERROR: 503'),
      { ...CACHE, from },
    );
    expect(outcome).toEqual({ from: [], to: CACHE.to.map(formatCacheEntry) });
    expect(warnings).toHaveLength(1);
  });

  it('is stopped where a cache does not answer, and made without it', async () => {
    const fake = makeFakeHost();
    const clock = makeRealClock(fake);
    const asked: string[][] = [];
    const { from, to } = await buildWithCache(
      { ...fake, clock },
      {
        cache: { ...CACHE, timeoutMs: 50 },
        unblock: async () => {
          asked.push(['unblocked']);
          return true;
        },
        build: async ({ cache, onLine, stop }) => {
          asked.push(cache.from.map(({ backend }) => backend));
          if (asked.length > 2) return;
          onLine('#5 importing cache manifest from gha:99');
          await new Promise((_, reject) => stop.addEventListener('abort', () => reject(WRONG)));
        },
      },
    );
    expect(asked).toEqual([['gha', 'registry'], ['unblocked'], ['registry']]);
    expect([from.length, to.length]).toEqual([1, 1]);
    expect(fake.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
  });

  it.each<[string, boolean, string[], string | undefined]>([
    ['fails in time where the builder waits on', false, [], 'BUILDER_FAILED'],
    [
      'goes on where the builder does',
      false,
      ['#2 [internal] load .dockerignore', '#2 DONE 0.0s'],
      undefined,
    ],
    ['waits for a builder that was started anew', true, [], undefined],
  ])('and then %s', async (_, isRestarted, lines, code) => {
    const fake = makeFakeHost();
    let builds = 0;
    const work = buildWithCache(
      { ...fake, clock: makeRealClock(fake) },
      {
        cache: { ...CACHE, timeoutMs: 50 },
        unblock: async () => isRestarted,
        build: async ({ onLine, stop }) => {
          builds += 1;
          onLine('#1 [internal] waiting for connection');
          onLine('#1 DONE 0.0s');
          if (builds === 1) onLine('#5 importing cache manifest from gha:99');
          else lines.forEach(onLine);
          await new Promise<void>((resolve, reject) => {
            stop.addEventListener('abort', () => reject(WRONG));
            if (builds > 1) setTimeout(resolve, 1500);
          });
        },
      },
    );
    const outcome = await work.then(
      () => undefined,
      (error: unknown) => (error instanceof ActionError ? error.code : error),
    );
    expect([outcome, builds]).toEqual([code, 2]);
  });

  it('says nothing of a cache that is not there yet', async () => {
    const { warnings, outcome } = await build(
      saying('#5 importing cache manifest from r.io/a:cache', '#5 ERROR: r.io/a:cache: not found'),
    );
    expect(warnings).toEqual([]);
    expect(outcome).toMatchObject({ to: CACHE.to.map(formatCacheEntry) });
  });

  it.each<[string, number]>([
    ['unexpected status from HEAD request: 500 Internal Server Error', 1],
    ['invalid character h in literal', 2],
  ])('that could not be read says so once (%s)', async (problem, written) => {
    const { warnings, outcome } = await build(
      saying('#5 importing cache manifest from gha:99', `#5 ERROR: ${problem}`),
    );
    expect(warnings).toEqual([expect.stringContaining('the Actions cache')]);
    expect(outcome).toMatchObject({ to: { length: written } });
  });

  it('fails as it does when the cache is not to blame', async () => {
    const { outcome, attempts } = await build((one) => fail(one, '#9 ERROR: exit code: 1'));
    expect(outcome).toBe(WRONG);
    expect(attempts).toHaveLength(1);
  });

  it('asks once more for addresses that are over', async () => {
    const { attempts, warnings } = await build((one, at) =>
      at === 1 ? fail(one, GONE) : saying()(one, at),
    );
    expect(attempts.map(({ cache, isFresh }) => [cache.from.length, isFresh])).toEqual([
      [2, false],
      [2, false],
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('then does without a cache, and with nothing that the builder took from it', async () => {
    const { attempts, warnings, outcome } = await build((one, at) =>
      at < 3 ? fail(one, GONE) : saying()(one, at),
    );
    expect(attempts.map(({ cache, isFresh }) => [cache.from.length, isFresh])).toEqual([
      [2, false],
      [2, false],
      [0, true],
    ]);
    expect(warnings).toHaveLength(1);
    expect(outcome).toMatchObject({ from: [] });
  });

  it('and fails when that fails too', async () => {
    const { outcome, attempts } = await build((one) => fail(one, GONE));
    expect(outcome).toBe(WRONG);
    expect(attempts).toHaveLength(3);
  });
});
