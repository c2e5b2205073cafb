import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/host/host.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { exportCache } from '../../src/stages/cache/cache-export.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { makeOwnBuilder } from '../support/make-own-builder.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { makeRealClock } from '../support/real-clock.ts';

const SILENT = 'type=registry,ref=127.0.0.1:5001/a/b:cache';
const ABSENT = 'type=registry,ref=127.0.0.1:5000/a/b:cache';
const EXISTING: BuilderSpec = { kind: 'existing', name: 'b' };
const OWN: BuilderSpec = { kind: 'own', own: makeOwnBuilder() };
/** As plain progress has it. */
const WAITS = '#5 importing cache manifest from 127.0.0.1:5001/a/b:cache';

interface Case {
  readonly builder: BuilderSpec;
  readonly places: readonly string[];
  /** What the export says before it waits to be stopped; undefined: it succeeds. */
  readonly waits?: string;
}

async function run({ builder, places, waits }: Case) {
  const untilStopped = ({ stop }: Command) =>
    new Promise((resolve) => stop?.addEventListener('abort', resolve));
  const fake = makeFakeHost({
    commands: [
      { when: /^docker /, answer: {} },
      { when: /^buildx (?:inspect|create)/, answer: {} },
      {
        when: /--cache-to/,
        answer: async (command: Command) => {
          if (waits === undefined) return {};
          command.onLine?.(waits);
          await untilStopped(command);
          return { exitCode: undefined };
        },
      },
    ],
  });
  const clock = makeRealClock(fake);
  const plan = await makePlanOf();
  const cache = makeCache({
    ...{ from: makePlaces(...places), to: makePlaces(...places), timeoutMs: 300 },
  });
  const result = await exportCache(
    { ...fake, clock, relay: async () => ({ close: async () => undefined }) },
    {
      plan: { ...plan, builder, cache },
      means: {
        ...{ builder: 'b', buildx: { path: '/buildx', env: {} }, folder: '/run', cacheKeys: {} },
        secrets: { secrets: [], secretFiles: [] },
      },
      signer: {
        signing: undefined,
        registry: { brief: { readManifest: async () => undefined } } as never,
      },
    },
  );
  return {
    ok: result?.ok,
    warnings: fake.lines.filter((line) => line.startsWith('warning: ')),
    exports: fake.commands.filter(({ args }) => args.some((one) => one.startsWith('--cache-to')))
      .length,
    stops: fake.commands.filter(({ tool, args }) => tool === 'docker' && args.includes('stop'))
      .length,
  };
}

const UNWRITTEN =
  'warning: The build cache was not written: the cache in the registry did not answer within 0.3 s when it was read once more';

describe('writing the cache', () => {
  it('ends in time on a builder that nobody may start anew, and nothing of it is stopped', async () => {
    expect(await run({ builder: EXISTING, places: [SILENT, ABSENT], waits: WAITS })).toEqual({
      ...{ ok: false, warnings: [UNWRITTEN], exports: 1, stops: 0 },
    });
  });

  it('succeeds there when all have answered', async () => {
    expect(await run({ builder: EXISTING, places: [ABSENT] })).toEqual({
      ...{ ok: true, warnings: [], exports: 1, stops: 0 },
    });
  });

  it('ends in time on a builder of this run, which is started anew for whoever uses it next', async () => {
    expect(await run({ builder: OWN, places: [SILENT, ABSENT], waits: WAITS })).toEqual({
      ...{ ok: false, warnings: [UNWRITTEN], exports: 1, stops: 1 },
    });
  });
});
