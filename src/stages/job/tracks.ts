/** Work that goes on at the same time: each track gathers its lines, and its group is printed when it is done. */
import { ActionError, describeError, errorCode } from '../../errors.ts';
import type { Host } from '../../host/host.ts';

export type Say = (line: string) => void;

export interface Timings {
  /** Runs a stage and records its seconds under a name; those of a stage that comes twice are added up. */
  measure<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Stage → seconds, in the order in which stages ended. */
  all(): Readonly<Record<string, number>>;
}

export function makeTimings(clock: Pick<Host['clock'], 'elapsedMs'>): Timings {
  const seconds: Record<string, number> = {};
  return {
    measure: async (name, work) => {
      const startedMs = clock.elapsedMs();
      try {
        return await work();
      } finally {
        const spentMs = clock.elapsedMs() - startedMs + (seconds[name] ?? 0) * 1000;
        seconds[name] = Math.round(spentMs) / 1000;
      }
    },
    all: () => seconds,
  };
}

interface Track<T> {
  readonly title: string;
  readonly timings: Timings;
  /** Nothing is begun before; where this fails, the track fails with the same and says nothing. */
  readonly after?: Promise<unknown> | undefined;
  readonly work: (say: Say) => Promise<T>;
}

/** Runs one track; its lines come out as one group, also when it fails. */
export async function runTrack<T>(
  { log, clock }: Pick<Host, 'log' | 'clock'>,
  { title, timings, after, work }: Track<T>,
): Promise<T> {
  await after;
  const lines: string[] = [];
  const startedMs = clock.elapsedMs();
  let outcome = 'failed';
  try {
    const result = await timings.measure(title, () => work((line) => lines.push(line)));
    outcome = 'done';
    return result;
  } finally {
    log.group(
      `${title}: ${outcome} in ${((clock.elapsedMs() - startedMs) / 1000).toFixed(1)} s`,
      lines,
    );
  }
}

/** Waits for every track, so that nothing goes on behind a failed step, then throws what failed. */
export async function joinTracks(tracks: ReadonlyArray<Promise<unknown>>): Promise<void> {
  const settled = await Promise.allSettled(tracks);
  const failures = settled.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (failures.length > 0) throw joinFailures(failures);
}

/**
 * The one failure as it is, several with all of them, because the second would otherwise come up in the next run. Their
 * code is SETUP_FAILED unless they share one.
 */
export function joinFailures(reasons: readonly unknown[]): unknown {
  const failures = [...new Set(reasons)];
  const cancelled = failures.find((one) => one instanceof ActionError && one.code === 'CANCELLED');
  if (failures.length === 1 || cancelled !== undefined) return cancelled ?? failures[0];
  const [code = 'UNEXPECTED', ...others] = new Set(failures.map(errorCode));
  const shared = code === 'UNEXPECTED' || others.length > 0 ? 'SETUP_FAILED' : code;
  return new ActionError(shared, failures.map(describeError).join('\n'), {
    cause: failures[0],
    details: failures.flatMap((one) => (one instanceof ActionError ? one.details : [])),
  });
}
