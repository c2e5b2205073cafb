/** Patience with Sigstore: cosign itself retries Fulcio once, and Rekor v2 not at all. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { classifyOutput } from '../../tools/catalogue.ts';

type Reach = Pick<Host, 'log' | 'signal' | 'clock'>;

export interface Attempted {
  readonly count: number;
  readonly remainingMs: number;
}

const MAX_DELAY_MS = 60_000;
/** For failures that nobody has seen before: often transient, never worth the whole budget. */
const UNKNOWN_ATTEMPTS = 3;
const ATTEMPTS = {
  yes: Number.POSITIVE_INFINITY,
  once: 2,
  no: 1,
  unknown: UNKNOWN_ATTEMPTS,
} as const;

const UNKNOWN_HINT =
  'No tag was moved. Run the job again; when it fails in the same way, the lines of cosign above tell more.';

/** Repeats `attempt` while its failure is one that passes and the budget lasts. Throws SIGNING_TIMED_OUT or SIGNING_FAILED. */
export async function retryUntil<T>(
  host: Reach,
  { deadlineMs, label }: { deadlineMs: number; label: string },
  attempt: (attempted: Attempted) => Promise<T>,
): Promise<T> {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const remainingMs = Math.max(1, deadlineMs - host.clock.elapsedMs());
    try {
      return await attempt({ count, remainingMs });
    } catch (error) {
      if (host.signal.aborted || !(error instanceof ActionError) || !/^COMMAND_/.test(error.code))
        throw error;
      const known = classifyOutput({
        tool: 'cosign',
        text: [error.message, ...error.details].join('\n'),
      });
      const retry = error.code === 'COMMAND_TIMED_OUT' ? 'yes' : (known?.retry ?? 'unknown');
      const reason = known?.message ?? error.message;
      if (count >= ATTEMPTS[retry]) throw makeFailed(label, { reason, hint: known?.hint, error });
      const delayMs = Math.min(MAX_DELAY_MS, 1000 * 2 ** (count - 1));
      if (host.clock.elapsedMs() + delayMs >= deadlineMs) {
        throw makeTimedOut(label, {
          reason,
          count,
          elapsedMs: host.clock.elapsedMs() - startedMs,
          error,
        });
      }
      host.log.info(`${label}: ${reason}; again in ${delayMs / 1000} s`);
      await host.clock.sleep(delayMs);
    }
  }
}

function makeFailed(
  label: string,
  { reason, hint, error }: { reason: string; hint: string | undefined; error: ActionError },
): ActionError {
  return new ActionError('SIGNING_FAILED', `The ${label} could not be made: ${reason}`, {
    hint: hint ?? error.hint ?? UNKNOWN_HINT,
    cause: error,
    details: error.details,
  });
}

function makeTimedOut(
  label: string,
  {
    reason,
    count,
    elapsedMs,
    error,
  }: { reason: string; count: number; elapsedMs: number; error: ActionError },
): ActionError {
  const seconds = Math.round(elapsedMs / 1000);
  const attempts = count === 1 ? '1 attempt' : `${count} attempts`;
  return new ActionError(
    'SIGNING_TIMED_OUT',
    `The ${label} could not be made in ${seconds} s and ${attempts}: ${reason}`,
    {
      hint: 'No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev); `sign-timeout` sets how long it keeps trying.',
      cause: error,
      details: error.details,
    },
  );
}
