/**
 * A second look at the tags, because no registry can compare and swap: between a run's look at a tag and its writing,
 * another run can write. With an older run A and a newer one B there is one bad order:
 *
 *     A looks (older image, go on) … B writes … A writes
 *
 * and the tag is A's. A cannot notice: what it overwrote is not told. B can, if it looks after A has written. A wrote at
 * most its own gap after B did, since it looked before. B does not know A's gap, but its own, to the same registry: it
 * waits twice that, and at least 250 ms, then reads each tag again, writes those that an older run has put back, and
 * leaves those that a newer run has taken. Having written, it waits and looks again, as a third run may have seen the
 * tag as A left it. Only the newest run can come out of this with the tag: every other one that looks finds a newer
 * image and stops writing, so the rounds come to an end.
 *
 * What remains: an older run whose gap is more than twice the newest one's, and more than 250 ms (a write that hung, a
 * runner that was suspended in between), writes after everybody's last look, and the tag stays at a signed and verified
 * image that is too old, until the next run. A `concurrency` group in the workflow rules that out too. A registry that
 * lists referrers late makes an image look unsigned for a moment: then there is no order between the two, and the
 * second look has none either.
 */
import { errorCode } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import {
  digestOf,
  keepBack,
  listPlannedTags,
  moveOne,
  type PlannedTag,
  type Publication,
} from './publish.ts';
import { chooseOrder } from './tag-choice.ts';

/** A busy machine keeps a run from going on for longer than its gap says: with 100 ms an older run won in one of 20 races. */
const MIN_WAIT_MS = 250;
/** One for each older run that is under way at the same time, and one in which nothing has to be done. */
const MAX_ROUNDS = 6;

type Reach = Pick<Host, 'log' | 'signal' | 'clock'>;

/**
 * Waits and looks at every tag that was moved, until none has to be moved again. Starts nothing without an order
 * of the runs: what is not signed is compared once, before it is moved.
 * Nothing else has to wait for it: it may run beside the cache export. Throws TAG_NOT_MOVED when a tag that was set back
 * cannot be moved again; a registry that does not answer the second look is believed.
 */
export async function settleTags(host: Reach, publication: Publication): Promise<void> {
  const { order, destinations, moved } = publication;
  if (order === undefined) return;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const names = new Set(moved.map(({ reference }) => reference));
    const ours = listPlannedTags(destinations).filter(({ reference }) => names.has(reference));
    if (ours.length === 0) return;
    await host.clock.sleep(Math.max(MIN_WAIT_MS, 2 * order.longestGapMs()));
    const again = await Promise.all(ours.map((one) => settleOne(host, publication, one)));
    if (!again.includes(true)) return;
  }
  host.log.warning(
    'Older runs kept moving the same tags back: give the workflow a `concurrency` group.',
  );
}

/** True when the tag had to be moved again. */
async function settleOne(
  host: Reach,
  publication: Publication,
  planned: PlannedTag,
): Promise<boolean> {
  const { image } = publication;
  const { repository, reference, platform, line } = planned;
  const order = chooseOrder(publication, line);
  const wanted = digestOf(image, platform);
  const named = await readTag(host, publication, planned);
  if (order === undefined || named === undefined || named === wanted) return false;
  const rank = await order.compare(repository, named);
  if (rank === 'later') keepBack(host, publication, { ...planned, digest: named });
  if (rank !== 'earlier') return false;
  const { leftTo } = await moveOne(publication, planned);
  if (leftTo === undefined)
    host.log.info(`${reference} → ${wanted} once more: an earlier run had moved it back`);
  else keepBack(host, publication, { ...planned, digest: leftTo });
  return leftTo === undefined;
}

async function readTag(
  host: Reach,
  { registry }: Publication,
  { repository, tag, reference }: PlannedTag,
): Promise<Digest | undefined> {
  try {
    return (await registry.brief.readManifest(repository, tag))?.digest;
  } catch (error) {
    if (host.signal.aborted || errorCode(error) === 'CANCELLED') throw error;
    host.log.debug(`${reference} could not be looked at again: ${String(error)}`);
    return undefined;
  }
}
