import type { Host } from '../../src/host/host.ts';

/** Real time passes, and what is repeated is; a pause is over at once, as on the fake host. */
export function makeRealClock({ clock }: Pick<Host, 'clock'>): Host['clock'] {
  return {
    ...clock,
    elapsedMs: () => performance.now(),
    repeat: (everyMs, work) => {
      const timer = setInterval(() => void work(), everyMs);
      return () => clearInterval(timer);
    },
  };
}
