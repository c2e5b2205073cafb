/** Answers that are welcome in time and not needed. */
import type { Host } from '../../host/host.ts';

/** The result, or undefined when it fails or takes longer. What goes on behind it is left to end by itself. */
export function settleWithin<T>(
  { clock }: Pick<Host, 'clock'>,
  limitMs: number,
  work: Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const stop = clock.repeat(limitMs, async () => settle(undefined));
    function settle(value: T | undefined): void {
      stop();
      resolve(value);
    }
    work.then(settle, () => settle(undefined));
  });
}

/** What it fails with; undefined when it does not, or takes longer. */
export function findFailureWithin(
  host: Pick<Host, 'clock'>,
  limitMs: number,
  work: Promise<unknown>,
): Promise<unknown> {
  const failing = work.then(
    () => undefined,
    (error: unknown) => error,
  );
  return settleWithin(host, limitMs, failing);
}
