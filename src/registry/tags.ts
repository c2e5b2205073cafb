/** Moving a tag: the only thing in a run that makes an image public under a name. */
import { ActionError, errorCode } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import { computeDigest } from './content.ts';
import type { Wire } from './exchange.ts';
import { putManifest, readManifest } from './manifests.ts';
import { pollUntil } from './retry.ts';

/** What an image that a tag names is to the one that is to take its place: from a later run, from an earlier one. */
export const TAG_RANKS = ['later', 'earlier', 'unknown'] as const;
export type TagRank = (typeof TAG_RANKS)[number];

/** Who may have a tag that several runs want. */
export interface TagOrder {
  /** The rank of an image that was asked for before. */
  known(repository: Repository, digest: Digest): TagRank | undefined;
  /** Asks the registry, once for each image; known from then on. Does not throw for what it cannot find out. */
  compare(repository: Repository, digest: Digest): Promise<TagRank>;
  /** Told the milliseconds from the look at a tag that decided to the end of its writing. */
  noteGap(gapMs: number): void;
}

export interface TagMove {
  readonly repository: Repository;
  readonly tag: string;
  readonly mediaType: string;
  /** The manifest, byte for byte as it is stored under its digest. */
  readonly bytes: Uint8Array;
  /** Leaves the tag to an image of a later run. Without one, whoever comes last has it. */
  readonly order?: TagOrder | undefined;
}

export interface TagMoved {
  readonly digest: Digest;
  /** What the tag named before; undefined when it is new. */
  readonly previous: Digest | undefined;
  /** The image of a later run that has the tag instead. */
  readonly leftTo?: Digest;
}

/** A tag that names another image each time it is looked at is not waited for. */
const MAX_LOOKS = 5;

/**
 * Writes the manifest under the tag and reads it back until the tag names it. A tag that names it already is left
 * alone: a registry with immutable tags would refuse even the same bytes. With an order, a tag that an earlier run sets
 * back meanwhile is written again, and one that a later run takes is given up. Throws TAG_NOT_MOVED.
 */
export async function moveTag(wire: Wire, move: TagMove): Promise<TagMoved> {
  const digest = computeDigest(move.bytes);
  const { named: previous, rank, lookedMs } = await look(wire, move, digest);
  if (previous === digest) return { digest, previous };
  if (previous !== undefined && rank === 'later') return { digest, previous, leftTo: previous };
  await write(wire, move, lookedMs);
  const seen = await waitForTag(wire, { move, digest, previous });
  if (seen.digest === digest) return { digest, previous };
  if (seen.isLeft) return { digest, previous, leftTo: seen.digest };
  throw makeUnmoved(wire, { move, digest, previous, seen: seen.digest });
}

interface Look {
  readonly named: Digest | undefined;
  readonly rank: TagRank;
  /** When this was asked, on the clock's monotonic scale. */
  readonly lookedMs: number;
}

/**
 * What the tag names, and its rank. Where the rank had to be asked for, the tag is looked at once more: what happens
 * between the last look and the writing is what another run can get in between of.
 */
async function look(
  wire: Wire,
  { repository, tag, order }: TagMove,
  digest: Digest,
): Promise<Look> {
  for (let count = 1; ; count++) {
    const lookedMs = wire.context.host.clock.elapsedMs();
    const named = await readPrevious(wire, repository, tag);
    if (named === undefined || named === digest || order === undefined)
      return { named, rank: 'unknown', lookedMs };
    const rank = order.known(repository, named);
    if (rank !== undefined || count === MAX_LOOKS)
      return { named, rank: rank ?? 'unknown', lookedMs };
    await order.compare(repository, named);
  }
}

async function write(
  wire: Wire,
  { repository, tag, mediaType, bytes, order }: TagMove,
  lookedMs: number,
): Promise<void> {
  await putManifest(wire, { repository, reference: tag, mediaType, bytes });
  order?.noteGap(wire.context.host.clock.elapsedMs() - lookedMs);
}

type Seen =
  | { readonly isLeft: true; readonly digest: Digest }
  | { readonly isLeft: false; readonly digest: Digest | undefined };

/** Reads the tag until it names the manifest or that of a later run; what was seen last when the time is used up. */
async function waitForTag(
  wire: Wire,
  { move, digest, previous }: { move: TagMove; digest: Digest; previous: Digest | undefined },
): Promise<Seen> {
  const { repository, tag, order } = move;
  const { host, poll } = wire.context;
  let last: Digest | undefined;
  const found = await pollUntil(
    { clock: host.clock, poll },
    async (): Promise<Seen | undefined> => {
      const lookedMs = host.clock.elapsedMs();
      last = (await readManifest(wire, repository, tag))?.digest;
      if (last === digest) return { isLeft: false, digest };
      // What it named before is what a replica that lags behind still says.
      if (last === undefined || last === previous || order === undefined) return undefined;
      const known = order.known(repository, last);
      const rank = known ?? (await order.compare(repository, last));
      if (rank === 'later') return { isLeft: true, digest: last };
      if (rank === 'earlier' && known !== undefined) await write(wire, move, lookedMs);
      return undefined;
    },
  );
  return found ?? { isLeft: false, digest: last };
}

function makeUnmoved(
  { context: { poll } }: Wire,
  {
    move,
    digest,
    previous,
    seen,
  }: {
    move: TagMove;
    digest: Digest;
    previous: Digest | undefined;
    seen: Digest | undefined;
  },
): ActionError {
  const names = seen === undefined ? 'nothing' : seen;
  return new ActionError(
    'TAG_NOT_MOVED',
    `${formatReference(move)} was set to ${digest} and after ${poll.totalMs / 1000} s still names ${names}`,
    {
      hint:
        seen === previous
          ? 'The registry took the tag without moving it: look whether it is immutable, then run again.'
          : 'Another run moved the same tag meanwhile: give the workflow a `concurrency` group.',
    },
  );
}

/** Artifactory answers 403 for a tag that does not exist; where it means what it says, the write that follows is refused too. */
async function readPrevious(
  wire: Wire,
  repository: Repository,
  tag: string,
): Promise<Digest | undefined> {
  try {
    return (await readManifest(wire, repository, tag))?.digest;
  } catch (error) {
    if (errorCode(error) === 'REGISTRY_DENIED') return undefined;
    throw error;
  }
}
