import { describe, expect, it } from '@jest/globals';
import type { SignalPlan } from '../../lab/runner/process.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { type CheckedRun, type Faults, LEAN, useWorld } from '../support/e2e-world.ts';

const PLAN = /^##\[group\]Plan|^::group::Plan/;
const HANG = { kind: 'hang' } as const;
/** The runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s after that. */
const GRACE_MS = 7_000;

/** A moment of a run: the line that announces it, and what holds the run there. */
interface Moment {
  readonly line: RegExp;
  readonly afterMs: number;
  readonly faults?: Faults;
  readonly steps?: readonly string[];
}

const MOMENTS = {
  // Not the first line, after which the libraries are loaded: how long that takes is for the machine to say.
  'while it sets up': { line: PLAN, afterMs: 100 },
  'while a step is built': {
    line: /^#\d+ .*RUN sleep/,
    afterMs: 300,
    steps: ['RUN sleep 60'],
  },
  'while the log is silent': {
    line: /cosign sign/,
    afterMs: 800,
    faults: { sigstore: [{ match: /log\/entries/, action: HANG }] },
  },
  'while GitHub gives no token': {
    line: PLAN,
    afterMs: 1_000,
    faults: { oidc: [{ match: /idtoken/, action: HANG }] },
  },
  'while signatures are attached': {
    line: /signature of the index: made/,
    afterMs: 300,
    faults: { registry: [{ match: /PUT .*\/manifests\/sha256-/, action: HANG }] },
  },
  'while the registry takes no tag': {
    line: /signatures and attestations verified/,
    afterMs: 300,
    faults: { registry: [{ match: /PUT .*\/manifests\/main$/, action: HANG }] },
  },
} as const satisfies Record<string, Moment>;

describe('a cancelled job', () => {
  const world = useWorld();

  async function cancel(
    moment: Moment,
    signals: readonly SignalPlan['signal'][],
  ): Promise<{ run: CheckedRun; tookMs: number }> {
    const { lab, runWith, registry } = world();
    let announcedAtMs: number | undefined;
    const run = await runWith(moment.faults ?? {}, {
      inputs: { ...LEAN, images: `${registry.host}/octo/cancelled` },
      workspace: await makeWorkspace(lab, moment.steps ?? []),
      signals: signals.map((signal, index) => ({
        signal,
        whenLine: moment.line,
        afterMs: moment.afterMs + 200 * index,
      })),
      onLine: ({ text, atMs }) => {
        if (moment.line.test(text)) announcedAtMs ??= atMs;
      },
    });
    if (announcedAtMs === undefined) throw new Error(`${moment.line} was never printed`);
    return { run, tookMs: run.main.durationMs - announcedAtMs - moment.afterMs };
  }

  it.each(Object.entries<Moment>(MOMENTS))(
    '%s ends in time and moves no tag',
    async (_title, moment) => {
      const { run, tookMs } = await cancel(moment, ['SIGINT']);
      expect(run.error?.code).toBe('CANCELLED');
      expect(tookMs).toBeGreaterThan(0);
      expect(tookMs).toBeLessThan(GRACE_MS);
      expect(run.main.exitCode).toBe(1);
      expect(run.main.outputs['tags']).toBe('');
    },
  );

  it.each<[string, readonly SignalPlan['signal'][]]>([
    ['twice', ['SIGINT', 'SIGINT']],
    ['by SIGTERM', ['SIGTERM']],
  ])('%s ends once', async (_title, signals) => {
    const { run, tookMs } = await cancel(MOMENTS['while a step is built'], signals);
    expect(run.error?.code).toBe('CANCELLED');
    expect(tookMs).toBeLessThan(GRACE_MS);
  });

  it.each<[string, Moment]>([
    ['a step is built', MOMENTS['while a step is built']],
    ['the log is silent', MOMENTS['while the log is silent']],
  ])('that is killed while %s is cleaned up by post alone', async (_title, moment) => {
    const { run } = await cancel(moment, ['SIGKILL']);
    expect(run.main.signal).toBe('SIGKILL');
    expect(run.post?.exitCode).toBe(0);
  });
});
