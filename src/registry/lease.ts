/** Credentials that end: renewed in time, once for all who ask at the same moment. */
import type { Clock, Log } from '../host/host.ts';
import type { Credential } from './context.ts';

interface Ending {
  /** Milliseconds since the epoch; undefined for what has no end. */
  readonly expiresAtMs: number | undefined;
}

export interface Lease extends Ending {
  readonly credential: Credential;
}

export interface LeaseSource<T = Lease> {
  /** What lives for a while yet. Throws what the exchange throws, unless the last one still holds. */
  read(): Promise<T>;
}

/** What a push, the signatures' upload and the tags may take together. */
const MARGIN_MS = 10 * 60_000;
/** A lease that cannot be renewed is used up to here: a request with it has to arrive in time. */
const LAST_MS = 60_000;

export interface LeaseOptions<T> {
  readonly host: { readonly clock: Pick<Clock, 'now'>; readonly log: Pick<Log, 'warning'> };
  /** What messages call it. */
  readonly name: string;
  readonly ask: () => Promise<T>;
}

export function makeLeaseSource<T extends Ending>({
  host,
  name,
  ask,
}: LeaseOptions<T>): LeaseSource<T> {
  let held: { readonly lease: T; readonly marginMs: number } | undefined;
  let flying: Promise<T> | undefined;

  const leftMs = ({ expiresAtMs }: T): number =>
    expiresAtMs === undefined ? Number.POSITIVE_INFINITY : expiresAtMs - host.clock.now().getTime();

  async function renew(): Promise<T> {
    try {
      const lease = await ask();
      // Docker Hub's live five minutes at least: they are not asked for again and again.
      held = { lease, marginMs: Math.min(MARGIN_MS, leftMs(lease) / 2) };
      return lease;
    } catch (error) {
      if (held === undefined || leftMs(held.lease) < LAST_MS) throw error;
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(
        `The login at ${name} could not be renewed, and is used until it ends: ${why}`,
      );
      return held.lease;
    }
  }

  return {
    read: async () => {
      if (held !== undefined && leftMs(held.lease) > held.marginMs) return held.lease;
      flying ??= renew().finally(() => {
        flying = undefined;
      });
      return flying;
    },
  };
}
