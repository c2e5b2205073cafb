/**
 * Attaching bundles to a manifest so that they are there afterwards. Registries without the referrers API keep the list
 * in a tag that every client reads, changes and writes back: eight parallel `cosign attest` leave two of eight. Here
 * writers of one subject queue up, all bundles go in with one write, and the list is read until it shows them.
 */
import { ActionError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import type { JsonObject } from '../image/json-shape.ts';
import { type Descriptor, MEDIA_TYPE } from '../image/manifest.ts';
import {
  formatReference,
  formatReferrersTag,
  formatRepository,
  type Repository,
} from '../image/reference.ts';
import { ensureBlob } from './blobs.ts';
import {
  type BundleManifest,
  EMPTY_CONFIG,
  makeBundleManifest,
  type SubjectDescriptor,
} from './bundle-manifest.ts';
import { computeDigest } from './content.ts';
import type { Wire } from './exchange.ts';
import { putManifest } from './manifests.ts';
import { makeQueue, type Queue } from './queue.ts';
import {
  type ReferrersList,
  readReferrers,
  readReferrersTag,
  type TaggedReferrers,
} from './referrers.ts';
import { digestOf, formatEntry, mergeReferrers } from './referrers-index.ts';
import { pollUntil } from './retry.ts';

export interface Bundle {
  readonly bytes: Uint8Array;
  /** In-toto predicate type of the statement in it, as a URI. */
  readonly predicateType: string;
}

export interface BundlesToAttach {
  readonly repository: Repository;
  readonly subject: SubjectDescriptor;
  readonly bundles: readonly Bundle[];
  /** Fixed for a run: it is part of each manifest, and a retry has to give the same digest. */
  readonly createdAt: Date;
}

export interface ReferrersToKeep {
  readonly repository: Repository;
  readonly subject: Pick<SubjectDescriptor, 'digest'>;
  readonly referrers: readonly Descriptor[];
}

export interface Attacher {
  /** Uploads the bundles and lists them; returns their descriptors in the order given. Throws REFERRER_LOST and REGISTRY_*. */
  attachBundles(wanted: BundlesToAttach): Promise<Descriptor[]>;
  /** Reads the list again and repairs it: another writer may overwrite it later than the attaching could see. */
  ensureReferrers(wanted: ReferrersToKeep): Promise<void>;
}

/** What this process knows of the list of one subject. */
interface Memory {
  /** Every entry seen: a replica that answers with an old list must not make us drop one. */
  readonly seen: Map<string, JsonObject>;
  /** Every entry of ours. */
  readonly own: Map<string, JsonObject>;
  /** Digests of lists that were there before our last write: seeing one again means waiting, not that ours is lost. */
  readonly outdated: Set<Digest | undefined>;
}

function newMemory(): Memory {
  return { seen: new Map(), own: new Map(), outdated: new Set([undefined]) };
}

const MAX_ROUNDS = 5;

export function makeAttacher(wire: Wire): Attacher {
  const queue = makeQueue();
  const memories = new Map<string, Memory>();
  const ensureConfig = makeConfigUploader(wire);
  return {
    attachBundles: async (wanted) => {
      await Promise.all([
        ensureConfig(wanted.repository),
        ...wanted.bundles.map(({ bytes }) => ensureBlob(wire, wanted.repository, bytes)),
      ]);
      const manifests = await writeManifests(wire, wanted);
      const referrers = manifests.map(({ descriptor }) => descriptor);
      await ensureListed({ wire, queue, memories }, { ...wanted, referrers });
      return referrers;
    },
    ensureReferrers: (wanted) => ensureListed({ wire, queue, memories }, wanted),
  };
}

/** The same two bytes for every bundle: asked for once per repository. */
function makeConfigUploader(wire: Wire): (repository: Repository) => Promise<unknown> {
  const known = new Map<string, Promise<Digest>>();
  return (repository) => {
    const key = formatRepository(repository);
    const uploading = known.get(key) ?? ensureBlob(wire, repository, EMPTY_CONFIG);
    known.set(key, uploading);
    uploading.catch(() => known.delete(key));
    return uploading;
  };
}

function writeManifests(wire: Wire, wanted: BundlesToAttach): Promise<BundleManifest[]> {
  const { repository, bundles } = wanted;
  return Promise.all(
    bundles.map(async ({ bytes, predicateType }) => {
      const manifest = makeBundleManifest({ ...wanted, bundle: bytes, predicateType });
      const { mediaType, digest } = manifest.descriptor;
      await putManifest(wire, { repository, reference: digest, mediaType, bytes: manifest.bytes });
      return manifest;
    }),
  );
}

interface Means {
  readonly wire: Wire;
  readonly queue: Queue;
  readonly memories: Map<string, Memory>;
}

function ensureListed({ wire, queue, memories }: Means, wanted: ReferrersToKeep): Promise<void> {
  const key = formatReference({ repository: wanted.repository, digest: wanted.subject.digest });
  return queue.run(key, async () => {
    const memory = memories.get(key) ?? newMemory();
    memories.set(key, memory);
    for (const referrer of wanted.referrers) memory.own.set(referrer.digest, formatEntry(referrer));
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      if (await runRound(wire, wanted, memory)) return;
      await pauseForOthers(wire, round);
    }
    throw refuseLost(wanted, `was overwritten by another writer ${MAX_ROUNDS} times`);
  });
}

/** One read, write and read-back. True when all is listed; false when another writer's list took the place of ours. */
async function runRound(wire: Wire, wanted: ReferrersToKeep, memory: Memory): Promise<boolean> {
  const { repository, subject } = wanted;
  const list = await readReferrers(wire, repository, subject.digest);
  if (isComplete(list, wanted)) return true;
  if (list.source === 'tag') {
    for (const entry of list.index?.entries ?? []) memory.seen.set(digestOf(entry), entry);
    await writeIndex(wire, wanted, { list, memory });
  }
  const { host, poll } = wire.context;
  const readAgain = list.source === 'tag' ? readReferrersTag : readReferrers;
  const seen = await pollUntil({ clock: host.clock, poll }, async () => {
    const now = await readAgain(wire, repository, subject.digest);
    if (isComplete(now, wanted)) return 'listed';
    return now.source === 'tag' && !memory.outdated.has(now.digest) ? 'overwritten' : undefined;
  });
  if (seen === undefined)
    throw refuseLost(wanted, `does not show them after ${poll.totalMs / 1000} s`);
  return seen === 'listed';
}

async function writeIndex(
  wire: Wire,
  { repository, subject }: ReferrersToKeep,
  { list, memory }: { list: TaggedReferrers; memory: Memory },
): Promise<void> {
  const bytes = mergeReferrers(list.index, new Map([...memory.seen, ...memory.own]));
  if (bytes === undefined) return;
  memory.outdated.add(list.digest);
  memory.outdated.delete(computeDigest(bytes));
  const reference = formatReferrersTag(subject.digest);
  await putManifest(wire, { repository, reference, mediaType: MEDIA_TYPE.ociIndex, bytes });
}

function isComplete({ referrers }: ReferrersList, wanted: ReferrersToKeep): boolean {
  const listed = new Set(referrers.map(({ digest }) => digest));
  return wanted.referrers.every(({ digest }) => listed.has(digest));
}

/** Two writers that overwrite each other at the same pace would do so for ever. */
function pauseForOthers({ context }: Wire, round: number): Promise<void> {
  const { host, retry, poll } = context;
  return host.clock.sleep(retry.random() * poll.baseDelayMs * 2 ** round);
}

function refuseLost({ repository, subject }: ReferrersToKeep, what: string): ActionError {
  const name = formatReference({ repository, digest: subject.digest });
  return new ActionError(
    'REFERRER_LOST',
    `The list of signatures and attestations of ${name} ${what}`,
    {
      hint: 'Run the failed job again: nothing is signed twice. If other jobs attach to the same image, let them run one after the other.',
    },
  );
}
