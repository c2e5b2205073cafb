/** Who has one tag: the order of what images are, and the order of the runs that made them. */
import type { TagLine } from '../../names/lines.ts';
import type { TagOrder, TagRank } from '../../registry/tags.ts';
import type { ContentOrder } from './content-order.ts';
import type { RunOrder } from './tag-order.ts';

export interface Orders {
  /** Undefined: published unsigned, and nothing says which run an image is from. */
  readonly order: RunOrder | undefined;
  /** Undefined: no tag is kept for what it names. */
  readonly content?: ContentOrder | undefined;
}

/**
 * The order for a tag; undefined when whoever comes last has it. Of two versions the higher one has the tag, also where
 * the lower one's run began later: releases of several lines are pushed at the same time. Of two commits the newer one
 * has it unless a later run has put the tag there, as after a branch was set back.
 */
export function chooseOrder(
  { order, content }: Orders,
  line: TagLine | undefined,
): TagOrder | undefined {
  if (content === undefined || line === undefined || !isComparable(line)) return order;
  const isVersion = line.version !== undefined;
  const choose = (own: TagRank, run: TagRank): TagRank => {
    if (own === 'later' || (isVersion && own === 'earlier')) return own;
    return run === 'unknown' ? own : run;
  };
  return {
    known: (repository, digest) => {
      const own = content.known(line, repository, digest);
      if (own === undefined) return undefined;
      const run = order === undefined ? 'unknown' : order.known(repository, digest);
      return run === undefined ? undefined : choose(own.rank, run);
    },
    // At the same time: each of them waits for three answers, one after the other.
    compare: async (repository, digest) => {
      const [own, run = 'unknown'] = await Promise.all([
        content.compare(line, repository, digest),
        order?.compare(repository, digest),
      ]);
      return choose(own.rank, run);
    },
    noteGap: (gapMs) => order?.noteGap(gapMs),
  };
}

function isComparable({ version, revision }: TagLine): boolean {
  return version !== undefined || revision !== undefined;
}
