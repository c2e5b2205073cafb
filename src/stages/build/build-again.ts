/**
 * A build that a registry has refused for the moment, once more: everything but the push is in the builder by then. BuildKit
 * itself tries an outage for seven seconds, and what is too many at once (429) not at all.
 */
import type { Host } from '../../host/host.ts';
import { findDelayMs, RETRY_POLICY } from '../../registry/retry.ts';
import { failsToPull, findPassingPush } from '../../tools/solve-failure.ts';
import { tellSwitch } from './generator.ts';

type Reach = Pick<Host, 'log' | 'clock'>;

/** As often as a request of our own. Limits of registries are counted by the minute. */
const POLICY = { ...RETRY_POLICY, baseDelayMs: 4000 };

export interface Repeats {
  /** Pushes that a registry has refused in a row. */
  readonly pushes: number;
  /** Where the generator of SBOMs can be had from: what is in use, and what may be. */
  readonly generators: readonly string[];
}

/** What to build with once more, after the time that a push has to wait; undefined where a repetition cannot help. */
export async function repeatBuild<T extends Repeats>(
  { log, clock }: Reach,
  { last, text }: { last: T; text: string },
): Promise<T | undefined> {
  const [generator = '', next] = last.generators;
  if (next !== undefined && failsToPull(text, generator)) {
    log.warning(tellSwitch(next, `${generator} could not be pulled`));
    return { ...last, generators: last.generators.slice(1) };
  }
  const refused = findPassingPush(text);
  const count = last.pushes + 1;
  if (refused === undefined || count >= POLICY.attempts) return undefined;
  const delayMs = findDelayMs(POLICY, count);
  const wait = `again in ${(delayMs / 1000).toFixed(1)} s (attempt ${count + 1} of ${POLICY.attempts})`;
  log.info(`Not pushed, ${refused}; ${wait}`);
  await clock.sleep(delayMs);
  return { ...last, pushes: count };
}
