import { describe, expect, it } from '@jest/globals';
import { makeOutputs, type Results } from '../../src/stages/report/report.ts';
import { formatSummary } from '../../src/stages/report/summary.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { makeImage, TOP } from '../support/make-subjects.ts';

const METADATA = { digest: TOP.digest, configDigest: undefined, json: '{}' };

async function makeResults(inputs: InputTexts, change: Partial<Results>): Promise<Results> {
  const plan = await makePlanOf({ inputs });
  return { plan, image: makeImage(), moved: [], published: true, ...change };
}

const summarize = (results: Results): string =>
  formatSummary({ results, timings: {}, error: undefined, commands: [] });

describe('the summary of a build with a cache', () => {
  it('tells what came from the cache, what was built anew, and what would spare it', async () => {
    const step = { platform: 'linux/amd64', cached: false };
    const hits = {
      cached: 1,
      total: 3,
      platforms: { 'linux/amd64': { cached: 1, total: 3 } },
      steps: [
        { ...step, step: '2/4', command: 'RUN apk add git', cached: true, seconds: undefined },
        { ...step, step: '3/4', command: 'COPY . .', seconds: 0.1 },
        { ...step, step: '4/4', command: 'RUN npm ci || true', seconds: 31.2 },
      ],
    };
    const text = summarize(await makeResults({}, { build: { metadata: METADATA, hits } }));
    expect(text).toContain('| cache hits | 33 % of 3 steps from the cache |');
    expect(text).toContain('| linux/amd64 4/4 | `RUN npm ci \\|\\| true` | 31.2 s |');
    expect(text).toMatch(/^- `npm ci .*copy package.json package-lock.json first/m);
  });

  it.each<[string, number, RegExp]>([
    ['that all of it was read', 2, /^\| cache \| .*\(a tag\); read in 1\.0 s \|$/m],
    ['that a part was not', 1, /^\| cache \| .*; \*\*not all of it was read\*\*, see/m],
    ['that none was', 0, /^\| cache \| .*; \*\*not read\*\*, see/m],
  ])('tells %s', async (_, left, row) => {
    const cache = 'type=gha\ntype=s3,bucket=b,region=r';
    const { plan, ...results } = await makeResults({ cache, 'cache-trust': 'any' }, {});
    if (plan?.cache === undefined) throw new Error('no cache');
    expect(plan.cache.from.length).toBe(2);
    const read = { ...plan.cache, from: plan.cache.from.slice(0, left) };
    const build = { metadata: METADATA, cache: read, importSeconds: 1 };
    expect(summarize({ ...results, plan, build })).toMatch(row);
  });

  it('tells what steps from the cache once took, and how large the caches are', async () => {
    const count = { cached: 1, total: 1 };
    const hits = { ...count, platforms: { 'linux/amd64': count }, steps: [] };
    const results = await makeResults(
      {},
      {
        build: { metadata: METADATA, hits },
        cacheSaved: { seconds: 74.2, isWhole: false },
        cacheRoom: { usedBytes: 1, limitBytes: 10, scopeBytes: 3 * 1024 ** 2 },
        cacheSizes: [{ scope: 'r.io/a:buildcache', bytes: 2 * 1024 ** 3 }],
      },
    );
    expect(summarize(results)).toContain(
      '| cache hits | 100 % of 1 step from the cache, which took at least 74.2 s when they were built |',
    );
    expect(summarize(results)).toContain(
      '| cache size | `r.io/a:buildcache` 2.0 GB; this scope 3.0 MB |',
    );
    expect(JSON.parse(makeOutputs(results, {})['cache-hits'])).toMatchObject({
      savedSeconds: 74.2,
    });
  });
});
