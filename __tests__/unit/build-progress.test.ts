import { describe, expect, it } from '@jest/globals';
import type { Platform } from '../../src/image/platform.ts';
import { formatPlatform } from '../../src/image/platform.ts';
import { countHits, formatHits, formatHitsJson, joinHits } from '../../src/plan/cache-hits.ts';
import { makeBuildProgress, parseStepName, type StepName } from '../../src/tools/build-progress.ts';
import { readFixture } from '../support/recorded.ts';

const BOTH: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

function follow(text: string) {
  const progress = makeBuildProgress();
  for (const line of text.split('\n')) progress.feed(line);
  return progress;
}
const read = (name: string) => follow(readFixture(`buildx-0.36/${name}.stderr.txt`));

describe('a step by its name in the log', () => {
  it.each<[string, Partial<StepName> | undefined]>([
    ['[internal] load build definition from Dockerfile', undefined],
    ['[linux/amd64 internal] load metadata for docker.io/library/alpine:3', undefined],
    ['[linux/arm64] generating sbom using docker.io/docker/buildkit-syft-scanner', undefined],
    ['exporting to image', undefined],
    ['[2/3] COPY . .', { stage: undefined, index: 2, total: 3, command: 'COPY . .' }],
    ['[build  2/10] RUN make', { stage: 'build', index: 2, total: 10, command: 'RUN make' }],
    [
      '[linux/arm/v7 2/2] RUN make',
      { platform: 'linux/arm/v7', index: 2, total: 2, command: 'RUN make' },
    ],
    [
      '[linux/amd64->arm64 build 2/2] RUN make',
      {
        platform: 'linux/amd64',
        target: 'arm64',
        stage: 'build',
        index: 2,
        total: 2,
        command: 'RUN make',
      },
    ],
    [
      '[windows/amd64(10.0.20348.1) base 1/2] RUN dir',
      {
        platform: 'windows/amd64(10.0.20348.1)',
        stage: 'base',
        index: 1,
        total: 2,
        command: 'RUN dir',
      },
    ],
  ])('%s', (name, expected) => {
    expect(parseStepName(name)).toEqual(expected);
  });
});

describe('the recorded progress of a build for two platforms', () => {
  it('without a cache tells what each step took', () => {
    const hits = countHits(read('cache-cold').steps(), BOTH);
    expect(hits).toMatchObject({ cached: 0, total: 8 });
    expect(hits?.steps.find(({ command }) => command.startsWith('RUN sleep 1'))).toEqual({
      platform: 'linux/amd64',
      step: 'build 3/3',
      command: 'RUN sleep 1; echo b > /b',
      cached: false,
      seconds: 1.3,
    });
  });

  it.each(['cache-warm', 'cache-warm-sbom'])('%s came from the cache in every step', (name) => {
    const progress = read(name);
    expect(countHits(progress.steps(), BOTH)).toMatchObject({
      cached: 8,
      total: 8,
      platforms: { 'linux/amd64': { cached: 4, total: 4 }, 'linux/arm64': { cached: 4, total: 4 } },
    });
    expect(progress.importSeconds()).toBeGreaterThanOrEqual(0);
  });

  it('names the manifest of the cache that it wrote', () => {
    expect(read('cache-cold').cacheManifests()).toEqual([
      'sha256:f9bfa79d4882e0db386f27fe287879895e8d66c682dc7e5d3f6a6d6a369651c1',
    ]);
    expect(read('push').cacheManifests()).toEqual([]);
  });

  it('is not told by what a step prints', () => {
    const hits = countHits(
      follow(
        [
          '#5 [1/2] FROM docker.io/library/alpine:3',
          '#5 DONE 0.1s',
          '#6 [2/2] RUN make',
          '#6 0.100 CACHED',
          '#6 0.101 #6 CACHED',
          '#6 0.102 sha256:f9bfa79d4882e0db386f27fe287879895e8d66c682dc7e5d3f6a6d6a369651c1 1MB',
          '#6 0.103 writing cache image manifest sha256:f9bfa79d4882e0db386f27fe287879895e8d66c682dc7e5d3f6a6d6a369651c1',
          '#6 DONE 2.0s',
        ].join('\n'),
      ).steps(),
      BOTH.slice(0, 1),
    );
    expect(hits?.steps).toEqual([
      { platform: 'linux/amd64', step: '2/2', command: 'RUN make', cached: false, seconds: 2 },
    ]);
  });

  it('leaves out what failed, was cancelled, or never ended', () => {
    const steps = follow(
      [
        '#1 [a 1/1] RUN false',
        '#1 ERROR: process did not complete successfully',
        '#2 [b 1/1] RUN sleep 9',
        '#2 CANCELED',
        '#3 [c 1/1] RUN sleep 9',
      ].join('\n'),
    ).steps();
    expect(steps.map(({ state }) => state)).toEqual(['failed', 'cancelled', 'open']);
    expect(countHits(steps, BOTH)).toBeUndefined();
  });
});

describe('hits as they are told', () => {
  it('in the log and as JSON', () => {
    const hits = countHits(read('cache-warm').steps(), BOTH);
    if (hits === undefined) throw new Error('No step was found');
    expect(formatHits(hits)).toBe(
      '100 % of 8 steps from the cache (linux/amd64 4 of 4, linux/arm64 4 of 4)',
    );
    expect(JSON.parse(formatHitsJson(hits))).toMatchObject({ ratio: 1, cached: 8, total: 8 });
    expect(formatHitsJson(hits)).not.toContain('RUN');
  });

  it('of builds that made one platform each are those of one that made both', () => {
    const hits = countHits(read('cache-warm').steps(), BOTH);
    const parts = BOTH.map((platform) => {
      const name = formatPlatform(platform);
      const steps = (hits?.steps ?? []).filter((step) => step.platform === name);
      const one = { cached: steps.length, total: steps.length };
      return { ...one, platforms: { [name]: one }, steps };
    });
    const joined = joinHits(parts);
    expect(joined).toMatchObject({ cached: 8, total: 8, platforms: hits?.platforms });
    expect(joinHits([undefined, ...parts])).toEqual(joined);
    expect(joinHits([undefined, undefined])).toBeUndefined();
  });
});
