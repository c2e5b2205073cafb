import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/host/host.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { formatCacheEntry } from '../../src/plan/cache-spec.ts';
import { leaveSilentImports } from '../../src/stages/build/import-probe.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { makeRealClock } from '../support/real-clock.ts';
import { readFixture } from '../support/recorded.ts';

const SILENT = 'type=registry,ref=127.0.0.1:5001/a/b:cache';
const ABSENT = 'type=registry,ref=127.0.0.1:5000/a/b:cache';
const EVENTS = readFixture('buildx-0.36/imports.jsonl').split('\n');
const EXISTING: BuilderSpec = { kind: 'existing', name: 'b' };

interface Case {
  readonly from?: readonly string[];
  readonly builder?: BuilderSpec;
  readonly name?: string | undefined;
  /** What BuildKit says, before it waits to be stopped. */
  readonly lines?: readonly string[];
  /** A quarter of a second afterwards. */
  readonly later?: readonly string[];
  readonly ends?: 'by itself';
  readonly fifo?: number;
  readonly platforms?: string;
  /** How many machines buildx names. */
  readonly nodes?: number;
}

async function probe({
  from = [SILENT, ABSENT],
  builder = EXISTING,
  name = 'b',
  lines = [],
  later = [],
  ends,
  fifo = 0,
  platforms = 'linux/amd64',
  nodes = 1,
}: Case) {
  const fake = makeFakeHost({
    commands: [
      { when: /^mkfifo /, answer: { exitCode: fifo, stderr: 'no' } },
      {
        when: /^buildx inspect b/,
        answer: { stdout: 'Endpoint: unix:///a.sock\n'.repeat(nodes) },
      },
      {
        when: /^buildx build/,
        answer: async ({ onLine, stop }: Command) => {
          for (const line of lines) onLine?.(line);
          if (later.length > 0) await new Promise((resolve) => setTimeout(resolve, 250));
          for (const line of later) onLine?.(line);
          if (ends === undefined)
            await new Promise((resolve) => stop?.addEventListener('abort', resolve));
          return { exitCode: 1 };
        },
      },
    ],
  });
  const clock = makeRealClock(fake);
  const cache = makeCache({
    ...{ from: makePlaces(...from), to: makePlaces(...from) },
    timeoutMs: 300,
  });
  const plan = await makePlanOf({ inputs: { platforms } });
  const left = await leaveSilentImports(
    { ...fake, clock },
    {
      plan: { ...plan, builder, cache },
      means: { builder: name, buildx: { path: '/buildx', env: {} }, folder: '/run', cacheKeys: {} },
      platforms: plan.build.platforms,
    },
  );
  return {
    left: left.from.map(formatCacheEntry),
    to: left.to.length,
    warnings: fake.lines.filter((line) => line.startsWith('warning: ')),
    builds: fake.commands
      .filter(({ args }) => args[0] === 'build')
      .map(({ args }) => args.join(' ')),
    stored: [...fake.stored.keys()],
  };
}

describe('a builder that nobody may start anew', () => {
  it('reads its caches before the build, which goes without those that are silent', async () => {
    const { left, to, warnings, builds, stored } = await probe({ lines: EVENTS.slice(0, -3) });
    // Another registry is still written to.
    expect([left, to]).toEqual([[ABSENT], 1]);
    expect(warnings).toEqual([
      'warning: Built without the cache in the registry: the builder got no answer within 0.3 s',
    ]);
    const [command = ''] = builds;
    for (const flag of ['--builder=b', '--no-cache', '--progress=rawjson', '--cache-from='])
      expect(command).toContain(flag);
    expect(command).not.toMatch(/--(cache-to|build-arg|build-context|ssh|allow)/);
    expect(stored).toEqual([]);
  });

  it('is one, too, that stays for the next jobs', async () => {
    const kept = { name: 'k', maxBytes: 1 };
    const builder: BuilderSpec = { kind: 'own', own: makeOwnBuilder({ kept }) };
    expect((await probe({ builder, lines: EVENTS.slice(0, -3) })).left).toEqual([ABSENT]);
  });

  it('says nothing where all of them answer, and does not wait for more', async () => {
    const lines = EVENTS.filter((line) => !line.includes(':5001/'));
    const startedMs = performance.now();
    const { left, warnings } = await probe({ from: [ABSENT], lines });
    expect([left, warnings]).toEqual([[ABSENT], []]);
    expect(performance.now() - startedMs).toBeLessThan(300);
  });

  it.each<[string, Case]>([
    ['buildx ends before it knows', { lines: EVENTS.slice(0, -3), ends: 'by itself' }],
    ['there are no pipes', { fifo: 1 }],
  ])('keeps them where %s', async (_, given) => {
    expect(await probe(given)).toMatchObject({ left: [SILENT, ABSENT], warnings: [] });
  });

  it.each<[string, Case]>([
    ['has no cache elsewhere', { from: ['type=local,src=/cache'] }],
    ['is a container of this run', { builder: { kind: 'own', own: makeOwnBuilder() } }],
  ])('is not asked where it %s', async (_, given) => {
    const { builds, warnings } = await probe(given);
    expect([builds, warnings]).toEqual([[], []]);
  });
});

describe('of several machines', () => {
  const BOTH = 'linux/amd64,linux/arm64,linux/arm/v7';
  /** The same cache has the same name and digest on each machine. */
  const FIRST = EVENTS.filter((line) => !line.includes(':5001/'));
  const SECOND = FIRST.map((line) => line.replaceAll(/:34\.(?=\d+Z)/g, ':35.'));
  /** It has begun to read, and gets no answer. */
  const STUCK = SECOND.filter((line) => !line.includes('"completed"') || !line.includes(':5000/'));
  const MACHINES: BuilderSpec = {
    kind: 'own',
    own: makeOwnBuilder({
      driver: 'remote',
      nodes: [
        makeNode({ platforms: ['linux/amd64'] }),
        makeNode({ platforms: ['linux/arm64', 'linux/arm/v7'] }),
      ],
    }),
  };
  const given = { from: [ABSENT], builder: MACHINES, platforms: BOTH };

  it('each is asked, for one platform of its own', async () => {
    const { left, builds } = await probe({ ...given, lines: [...FIRST, ...SECOND] });
    expect(left).toEqual([ABSENT]);
    expect(builds).toEqual([expect.stringContaining('--platform=linux/amd64,linux/arm64 ')]);
  });

  it('only those are asked that build', async () => {
    const { builds } = await probe({ ...given, platforms: 'linux/arm/v7', lines: FIRST });
    expect(builds).toEqual([expect.stringContaining('--platform=linux/arm/v7 ')]);
  });

  it('one is enough to leave a cache out', async () => {
    const { left, warnings } = await probe({ ...given, lines: [...FIRST, ...STUCK] });
    expect([left, warnings.length]).toEqual([[], 1]);
  });

  it('none is passed over because another was faster', async () => {
    const { left } = await probe({ ...given, lines: FIRST, later: STUCK });
    expect(left).toEqual([]);
  });

  it('that somebody else made, all platforms are asked for', async () => {
    const { left, builds } = await probe({
      ...{ ...given, builder: EXISTING, nodes: 2 },
      lines: [...FIRST, ...STUCK],
    });
    expect(left).toEqual([]);
    expect(builds).toEqual([expect.stringContaining(`--platform=${BOTH} `)]);
  });

  it('a builder that is one machine is asked once', async () => {
    const { builds } = await probe({ ...given, builder: EXISTING, nodes: 1, lines: FIRST });
    expect(builds).toEqual([expect.stringContaining('--platform=linux/amd64 ')]);
  });
});
