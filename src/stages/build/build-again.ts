/**
 * A build that a registry has refused for the moment, once more: everything but the push is in the builder by then. BuildKit
 * itself tries an outage for seven seconds, and what is too many at once (429) not at all. So is one whose builder ended:
 * what it had built is on its disk.
 */
import type { Host } from '../../host/host.ts';
import { findDelayMs, RETRY_POLICY } from '../../registry/retry.ts';
import {
  failsToPull,
  findPassingPush,
  lacksEngine,
  losesBuilder,
} from '../../tools/solve-failure.ts';
import { tellSwitch } from './generator.ts';

type Reach = Pick<Host, 'log' | 'clock'>;

/** As often as a request of our own. Limits of registries are counted by the minute. */
const POLICY = { ...RETRY_POLICY, baseDelayMs: 4000 };

export interface Repeats {
  /** Pushes that a registry has refused in a row. */
  readonly pushes: number;
  /** How often there was no builder: lost once at most, then looked for. */
  readonly losses: number;
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
  const found = await findBuilderAgain({ log, clock }, last, text);
  if (found !== undefined) return found;
  const refused = findPassingPush(text);
  const count = last.pushes + 1;
  if (refused === undefined || count >= POLICY.attempts) return undefined;
  const delayMs = findDelayMs(POLICY, count);
  const wait = `again in ${(delayMs / 1000).toFixed(1)} s (attempt ${count + 1} of ${POLICY.attempts})`;
  log.info(`Not pushed, ${refused}; ${wait}`);
  await clock.sleep(delayMs);
  return { ...last, pushes: count };
}

/** A builder whose container, machine or engine was started anew comes back in seconds; buildx starts one that stands still. */
async function findBuilderAgain<T extends Repeats>(
  { log, clock }: Reach,
  last: T,
  text: string,
): Promise<T | undefined> {
  const losses = last.losses + 1;
  if (last.losses === 0 && losesBuilder(text))
    log.warning(
      'The builder ended in the middle of the build: built once more, with what it has. Was there too little memory, or was its engine started anew?',
    );
  else if (last.losses === 0 || losses >= POLICY.attempts || !lacksEngine(text)) return undefined;
  // Without chance in it: nobody else waits for this engine, and one that starts takes its time.
  await clock.sleep(POLICY.baseDelayMs * 2 ** (losses - 1));
  return { ...last, losses };
}
