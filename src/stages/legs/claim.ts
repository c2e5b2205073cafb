/**
 * Who merges. A claim is an artifact whose name can exist once in a run: the service refuses the second creator, so
 * there is one winner whatever the order in which legs end. (Not by an order over artifact ids: whether those are
 * numbered at create or at finalize is documented nowhere, and with the one or the other nobody may be the last.)
 */
import { createHash } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import {
  formatMergeArtifact,
  formatReleaseArtifact,
  type MergeArtifact,
} from '../../plan/artifact-names.ts';
import type { Candidate } from '../../plan/candidate.ts';
import type { LegIdentity } from './announce.ts';

type Reach = Pick<Host, 'artifacts' | 'clock' | 'log'>;

const MAX_GENERATIONS = 20;
const POLLS = 10;
const POLL_MS = 1000;

export interface Claim {
  /** Gives it up after a failure, so that a leg that comes later, or this one again, may merge. Never throws. */
  release(): Promise<void>;
}

/** Stands for what is merged: a leg that was built again makes another set, and so another merge. */
export function hashChildren(candidates: readonly Candidate[]): string {
  const digests = candidates.map(({ digest }) => digest).sort();
  return createHash('sha256').update(digests.join('\n')).digest('hex').slice(0, 16);
}

/**
 * Undefined when another leg merges this set. A claim is taken over when its holder released it, when it is this leg's
 * own (a leg runs once at a time, so that one is dead), and when it was never finalized: its creator died between two
 * requests. Claims of an earlier attempt are another name: an attempt begins when the one before has ended. Should two
 * merge after all, they write the same bytes, and a signature more.
 */
export async function claimMerge(
  host: Reach,
  {
    identity,
    candidates,
  }: {
    identity: Pick<LegIdentity, 'group' | 'platform' | 'attempt'>;
    candidates: readonly Candidate[];
  },
): Promise<Claim | undefined> {
  const { group, attempt, platform } = identity;
  const children = hashChildren(candidates);
  for (let generation = 1; generation <= MAX_GENERATIONS; generation++) {
    const merge: MergeArtifact = { group, children, attempt, generation };
    const made = await host.artifacts.create(formatMergeArtifact(merge), platform);
    if (made === 'created') return makeClaim(host, merge);
    if (!(await isDead(host, { merge, platform }))) return undefined;
    host.log.info(`Taking over the merge: its leg gave it up (generation ${generation})`);
  }
  return undefined;
}

function makeClaim(host: Reach, merge: MergeArtifact): Claim {
  return {
    release: async () => {
      try {
        await host.artifacts.create(formatReleaseArtifact(merge), '');
      } catch (error) {
        host.log.debug(`The claim could not be released: ${String(error)}`);
      }
    },
  };
}

async function isDead(
  { artifacts, clock }: Reach,
  { merge, platform }: { merge: MergeArtifact; platform: string },
): Promise<boolean> {
  const name = formatMergeArtifact(merge);
  const released = formatReleaseArtifact(merge);
  for (let poll = 1; poll <= POLLS; poll++) {
    const listed = await artifacts.list(name);
    if (listed.some((one) => one.name === released)) return true;
    const claim = listed.find((one) => one.name === name);
    if (claim !== undefined) return (await artifacts.read(claim.id)) === platform;
    await clock.sleep(POLL_MS);
  }
  return true;
}
