import { describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import { applyAttempt } from '../../src/stages/build/build.ts';
import { type Attempt, buildWithCache } from '../../src/stages/build/build-attempts.ts';
import { listGenerators } from '../../src/stages/build/generator.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makeCache } from '../support/make-cache.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { readFixture } from '../support/recorded.ts';

const REFUSED = new ActionError('REGISTRY_THROTTLED', 'the registry limits');
const read = (name: string): readonly string[] =>
  readFixture(`tool-output/buildx-${name}.txt`).split('\n');
const THROTTLED = read('push-429');
const GENERATORS = listGenerators({ attests: [`type=sbom,generator=${IMAGES.sbomScanner}`] });

/** Builds that print one recording after the other, each of which is a failure, and then succeed. */
async function build(recordings: ReadonlyArray<readonly string[]>, generators = GENERATORS) {
  const host = makeFakeHost();
  const attempts: Attempt[] = [];
  const work = buildWithCache(host, {
    cache: makeCache(),
    generators,
    unblock: async () => true,
    build: async (attempt) => {
      const lines = recordings[attempts.length];
      attempts.push(attempt);
      for (const line of lines ?? []) attempt.onLine(line);
      if (lines !== undefined) throw REFUSED;
    },
  });
  const code = await work.then(() => undefined, errorCode);
  const warnings = host.lines.filter((line) => line.startsWith('warning: '));
  const waits = host.lines.filter((line) => line.startsWith('Not pushed'));
  return { host, attempts, code, warnings, waits };
}

describe('a push that the registry does not take at the moment', () => {
  it.each([
    ['too many at once', 'push-429', /toomanyrequests: slow down/],
    ['too many at once, in no words', 'push-429-plain', /429 Too Many Requests/],
    ['an outage', 'push-503', /503 Service Unavailable/],
  ])('is made again: %s, with one line for each wait', async (_, name, words) => {
    const { host, attempts, code, waits, warnings } = await build([read(name), read(name)]);
    expect([code, attempts.length, warnings]).toEqual([undefined, 3, []]);
    expect(waits).toEqual([
      expect.stringMatching(/octo\/\w+: .*; again in \d\.\d s \(attempt 2 of 5\)$/),
      expect.stringMatching(/again in \d\.\d s \(attempt 3 of 5\)$/),
    ]);
    expect(waits[0]).toMatch(words);
    expect(host.slept).toHaveLength(2);
    for (const [at, ms] of host.slept.entries()) expect(ms).toBeLessThanOrEqual(4000 * 2 ** at);
  });

  it('is made five times at most', async () => {
    const { attempts, code, waits } = await build(Array(9).fill(THROTTLED));
    expect([attempts.length, waits.length, code]).toEqual([5, 4, 'REGISTRY_THROTTLED']);
  });

  it.each(['push-401', 'push-413', 'push-refused', 'step-failed', 'tag-absent'])(
    'is not made again for %s',
    async (name) => {
      const { attempts, code } = await build([read(name)]);
      expect([attempts.length, code]).toEqual([1, 'REGISTRY_THROTTLED']);
    },
  );

  it('is waited for no longer than the run', async () => {
    const fake = makeFakeHost();
    const reason = new ActionError('CANCELLED', 'cancelled');
    const sleep = async (): Promise<void> => {
      throw reason;
    };
    const host = { ...fake, clock: { ...fake.clock, sleep } };
    let builds = 0;
    const work = buildWithCache(host, {
      cache: makeCache(),
      unblock: async () => true,
      build: async ({ onLine }) => {
        builds += 1;
        THROTTLED.forEach(onLine);
        throw REFUSED;
      },
    });
    await expect(work).rejects.toBe(reason);
    expect(builds).toBe(1);
  });
});

describe('the generator of SBOMs', () => {
  const [first = '', second = ''] = GENERATORS;
  /** As if the recording were about the generator that is pinned. */
  const about = (name: string, generator: string): readonly string[] =>
    read(name).map((line) =>
      line.replaceAll(/127\.0\.0\.1:\d+\/lab\/sbom-scanner:\w+/g, generator),
    );

  it.each(['generator-429', 'generator-503', 'generator-404'])(
    'is pulled from the second registry when the first refuses it: %s, with one warning',
    async (name) => {
      const { attempts, code, warnings, host } = await build([about(name, first)]);
      expect(code).toBeUndefined();
      expect(attempts.map(({ generator }) => generator)).toEqual([first, second]);
      expect(warnings).toEqual([expect.stringContaining(`comes from ${second}`)]);
      expect(host.slept).toEqual([]);
    },
  );

  it('fails when both do, and when there is no other', async () => {
    const both = await build([about('generator-429', first), about('generator-429', second)]);
    expect([both.attempts.length, both.code]).toEqual([2, 'REGISTRY_THROTTLED']);
    const none = await build([about('generator-429', first)], []);
    expect([none.attempts.length, none.code]).toEqual([1, 'REGISTRY_THROTTLED']);
  });

  it('is named in what is built, and the user’s own is left alone', async () => {
    const attempt = { cache: makeCache(), isFresh: false, generator: second, output: () => [] };
    const plan = await makePlanOf();
    const apply = (attests: readonly string[]): readonly string[] => {
      const planned = { ...plan, build: makeBuildSpec({ attests }) };
      const more = { onLine: () => undefined, stop: new AbortController().signal };
      return applyAttempt(planned, { ...attempt, ...more }).build.attests;
    };
    expect(apply([`type=sbom,generator=${first}`])).toEqual([`type=sbom,generator=${second}`]);
    const mine = ['type=sbom,generator=example.com/mine'];
    expect(apply(mine)).toEqual(mine);
    expect(listGenerators({ attests: mine })).toEqual([]);
  });
});

describe('a builder that ends in the middle of a build', () => {
  const KILLED = read('builder-killed');
  const NO_ENGINE = read('engine-socket');

  it('builds once more, with one warning', async () => {
    const { attempts, code, warnings, host } = await build([KILLED]);
    expect([attempts.length, code]).toEqual([2, undefined]);
    expect(warnings).toEqual([expect.stringContaining('ended in the middle of the build')]);
    expect(host.slept).toEqual([4000]);
  });

  it('does not twice: a build that takes all memory does so again', async () => {
    const { attempts, code, warnings } = await build([KILLED, KILLED, KILLED]);
    expect([attempts.length, code, warnings.length]).toEqual([2, 'REGISTRY_THROTTLED', 1]);
  });

  it('is waited for where its engine is started anew', async () => {
    const { attempts, code, host } = await build([KILLED, NO_ENGINE, NO_ENGINE]);
    expect([attempts.length, code]).toEqual([4, undefined]);
    expect(host.slept).toEqual([4000, 8000, 16_000]);
  });

  it('is not waited for endlessly, nor where there was no engine to begin with', async () => {
    const away = await build([KILLED, ...Array(9).fill(NO_ENGINE)]);
    expect([away.attempts.length, away.code]).toEqual([5, 'REGISTRY_THROTTLED']);
    const none = await build([NO_ENGINE]);
    expect([none.attempts.length, none.code]).toEqual([1, 'REGISTRY_THROTTLED']);
  });
});
