/**
 * Attempts with full jitter and the server's own waiting time. Not `p-retry`: its jitter only lengthens a delay (a
 * matrix of jobs that failed together comes back together), it cannot wait as long as `Retry-After` says, and it takes
 * its time from the process instead of from the Host's clock, which a cancelled job interrupts.
 */
import { ActionError } from '../errors.ts';
import type { Clock, Log } from '../host/host.ts';
import { RegistryFailure, toActionError } from './failure.ts';

export interface RetryPolicy {
  readonly attempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A server that asks for more patience than this is not waited for. */
  readonly maxRetryAfterMs: number;
  /** 0 to 1, uniformly. */
  readonly random: () => number;
}

export const RETRY_POLICY: RetryPolicy = {
  attempts: 5,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
  random: Math.random,
};

export interface Attempts {
  readonly clock: Pick<Clock, 'elapsedMs' | 'sleep'>;
  readonly log: Pick<Log, 'info'>;
  readonly policy: RetryPolicy;
  /** In the clock's monotonic milliseconds: no attempt starts after it. */
  readonly deadlineMs: number;
}

/** Runs `attempt` until it succeeds, fails for good, or its attempts or its time are used up; then throws an ActionError. */
export async function runAttempts<T>(attempts: Attempts, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error;
      await waitOrThrow(attempts, error, count);
    }
  }
}

async function waitOrThrow(
  attempts: Attempts,
  failure: RegistryFailure,
  count: number,
): Promise<void> {
  const { clock, log, policy, deadlineMs } = attempts;
  const { facts } = failure;
  const allowed = Math.min(policy.attempts, facts.maxAttempts ?? policy.attempts);
  if (!facts.retryable || count >= allowed) throw toActionError(failure, count);
  if (facts.retryAfterMs !== undefined && facts.retryAfterMs > policy.maxRetryAfterMs)
    throw makeTooLong(failure, count);
  const delayMs = findDelayMs(policy, count, facts.retryAfterMs);
  if (clock.elapsedMs() + delayMs > deadlineMs) throw toActionError(failure, count);
  const wait = `again in ${(delayMs / 1000).toFixed(1)} s (attempt ${count + 1} of ${allowed})`;
  log.info(`${facts.repository.registry}: ${failure.message}; ${wait}`);
  await clock.sleep(delayMs);
}

/** At least as long as the server asked; without a wish anything from 0 to the exponential bound. */
export function findDelayMs(
  policy: RetryPolicy,
  count: number,
  retryAfterMs?: number | undefined,
): number {
  if (retryAfterMs !== undefined) return retryAfterMs + policy.random() * policy.baseDelayMs;
  return policy.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (count - 1));
}

function makeTooLong(failure: RegistryFailure, count: number): ActionError {
  const known = toActionError(failure, count);
  const seconds = Math.ceil((failure.facts.retryAfterMs ?? 0) / 1000);
  const message = `${known.message}; it asks to wait ${seconds} s (Retry-After), which is too long`;
  return new ActionError('REGISTRY_THROTTLED', message, { hint: known.hint, cause: known.cause });
}

export interface PollPolicy {
  readonly baseDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  readonly totalMs: number;
}

/** For what was written and is not seen yet: registries answer from replicas that lag by seconds. */
export const POLL_POLICY: PollPolicy = {
  baseDelayMs: 250,
  factor: 1.7,
  maxDelayMs: 5000,
  totalMs: 90_000,
};

/** Asks until there is an answer or the time is used up; undefined then. */
export async function pollUntil<T>(
  { clock, poll }: { clock: Pick<Clock, 'elapsedMs' | 'sleep'>; poll: PollPolicy },
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const endMs = clock.elapsedMs() + poll.totalMs;
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const delayMs = Math.min(poll.maxDelayMs, poll.baseDelayMs * poll.factor ** round);
    if (clock.elapsedMs() + delayMs > endMs) return undefined;
    await clock.sleep(delayMs);
  }
}
