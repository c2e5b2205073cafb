/** From what was pushed by digest to what is signed, attested and verified, and at last tagged. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import type { Platform } from '../../image/platform.ts';
import {
  CANDIDATE_PREDICATE,
  type Candidate,
  type CandidateDocument,
  formatCandidate,
} from '../../plan/candidate.ts';
import { readBuilderId } from '../../plan/level.ts';
import type { AttestationSpec, Destination, Subject } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { GitHubAccess } from '../facts/ancestry.ts';
import { type BuiltImage, describeImage, type Predicate } from '../image/describe.ts';
import type { SignedFile } from '../image/file-claims.ts';
import { joinTracks, type Timings } from '../job/tracks.ts';
import { attachAll, keepAttached } from '../signing/attach.ts';
import type { Signing } from '../signing/prepare-signing.ts';
import { makeBundles } from '../signing/sign.ts';
import { type Verification, verifyAll } from '../signing/verify.ts';
import { makeContentOrder } from './content-order.ts';
import { type KeptTag, moveTags, type Publication, type PublishedTag } from './publish.ts';
import { settleTags } from './settle.ts';
import { makeTagOrder } from './tag-order.ts';

/** How far it came; each is there once its stage has succeeded. */
export interface ReleaseResults {
  image?: BuiltImage;
  verified?: readonly Verification[];
  /** What has a bundle beside it that verifies. */
  files?: readonly SignedFile[];
  /** What this step hands over instead of publishing it. */
  candidate?: CandidateDocument;
  /** Of a leg: the platforms that were still missing when it ended; empty when another leg merges. */
  waiting?: readonly string[] | undefined;
  /** Filled tag by tag, so that a failure in between shows how far it came. */
  readonly moved: PublishedTag[];
  /** Tags that were left to a later run. */
  kept?: readonly KeptTag[];
  published: boolean;
}

/** What every step of a release works with. */
export interface Release {
  readonly registry: RegistryClient;
  readonly destinations: readonly Destination[];
  /** Undefined: published unsigned. */
  readonly signing: Signing | undefined;
  /** The run's private folder. */
  readonly folder: string;
  /** What a provenance may name as its builder; absent: whatever is not another workflow. */
  readonly builderIds?: readonly string[];
  /** Undefined: tags move backwards too. */
  readonly guard: GitHubAccess | undefined;
  readonly results: ReleaseResults;
  readonly timings: Timings;
}

/** Reads back what is under a digest, in the first repository, once every repository has it. */
export async function inspectImage(
  host: Host,
  { registry, destinations, folder, timings }: Release,
  wanted: {
    digest: Digest;
    platforms: readonly Platform[];
    attestations: readonly AttestationSpec[];
  },
): Promise<BuiltImage> {
  const [first] = destinations;
  if (first === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'There is no repository to read from');
  return timings.measure('Inspect', async () => {
    // A registry may answer 404 for seconds after it took a push.
    const seen = destinations.map((one) => registry.waitForManifest(one.repository, wanted.digest));
    await joinTracks(seen);
    const predicates = `${folder}/predicates`;
    const { repository } = first;
    return describeImage(host, { registry, repository, folder: predicates, ...wanted });
  });
}

export interface SigningJob {
  readonly image: BuiltImage;
  /** What gets a new signature or attestation: all of the image, or only the index over legs that have theirs. */
  readonly fresh: Pick<BuiltImage, 'subjects' | 'predicates'>;
  /**
   * What has to verify in the end. A leg's own index is not in it: it holds the leg together until it is merged, and
   * nobody pulls it by a name.
   */
  readonly covered: readonly Subject[];
}

/**
 * Signs, attaches, and verifies from every repository. A `record` is signed with the rest and comes back as a document;
 * it is not attached. Nothing happens without signing but that the record is wrapped unsigned.
 */
export async function signAndVerify(
  host: Host,
  release: Release,
  { image, fresh, covered, record }: SigningJob & { record?: Candidate },
): Promise<CandidateDocument | undefined> {
  const { signing, destinations, folder, results, timings, registry } = release;
  const repositories = destinations.map(({ repository }) => repository);
  const [repository] = repositories;
  if (signing === undefined || repository === undefined)
    return record === undefined ? undefined : { candidate: record, bundle: undefined };
  const { spec, policy, cosign, trust, tokens, check } = signing;
  const { builderIds = [] } = release;
  const { identity } = policy;
  await requireOwnBuilder(host, { predicates: fresh.predicates, identity, builderIds });
  const statement =
    record === undefined ? [] : [await writeRecord(host, { image, record, folder })];
  const createdAt = host.clock.now();
  const made = await timings.measure('Sign', () =>
    makeBundles(host, {
      image: { ...fresh, predicates: [...fresh.predicates, ...statement] },
      repository,
      timeoutMs: spec.timeoutMs,
      tools: { cosign, trust, tokens, check, folder },
    }),
  );
  const bundles = made.filter(({ predicateType }) => predicateType !== CANDIDATE_PREDICATE);
  const attached = await timings.measure('Attach', () =>
    attachAll(host, { registry, repositories, bundles, createdAt }),
  );
  results.verified = await timings.measure('Verify', () =>
    verifyAll(host, {
      registry,
      repositories,
      subjects: covered,
      policy,
      cosign,
      trustedRoot: trust.trustedRoot,
      check,
    }),
  );
  await keepAttached(registry, attached);
  const [bundle] = made.filter(({ predicateType }) => predicateType === CANDIDATE_PREDICATE);
  if (record === undefined || bundle === undefined) return undefined;
  return { candidate: record, bundle: Buffer.from(bundle.bytes).toString('utf8') };
}

/**
 * A provenance that names a workflow as its builder is signed by that workflow alone: each step could otherwise claim,
 * by `provenance: builder-id=…`, the level that the separated jobs of the reusable workflow have. Where that workflow
 * has planned, its legs may not claim more than the plan: the user's command runs beside them.
 */
async function requireOwnBuilder(
  { files }: Pick<Host, 'files'>,
  {
    predicates,
    identity,
    builderIds,
  }: { predicates: readonly Predicate[]; identity: string; builderIds: readonly string[] },
): Promise<void> {
  for (const { spec, file } of predicates) {
    if (spec.kind !== 'provenance') continue;
    const builder = readBuilderId(JSON.parse(await files.readText(file)));
    const isOwn = !builder?.includes('/.github/workflows/') || builder === identity;
    if (builderIds.length === 0 ? isOwn : isOwn && builderIds.includes(builder ?? '')) continue;
    throw new ActionError(
      'PROVENANCE_UNTRUE',
      `The provenance names ${builder} as its builder, and it would be signed by ${identity}`,
      {
        hint: 'Leave `builder-id` out of `provenance`: the action writes what is true. Nothing was published.',
      },
    );
  }
}

async function writeRecord(
  { files }: Pick<Host, 'files'>,
  { image, record, folder }: { image: BuiltImage; record: Candidate; folder: string },
): Promise<Predicate> {
  const subject = image.subjects.find(({ digest }) => digest === image.digest);
  if (subject === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', `${image.digest} is not among its own manifests`);
  const file = `${folder}/predicates/candidate.json`;
  await files.write(file, JSON.stringify(formatCandidate(record)));
  const type = CANDIDATE_PREDICATE;
  return { spec: { kind: 'candidate', predicateType: type, cosignType: type }, subject, file };
}

/** The tags, last of all; those that would go backwards are left alone. */
export async function publishTags(host: Host, release: Release, image: BuiltImage): Promise<void> {
  const { registry, destinations, results, timings } = release;
  const { moved } = results;
  const kept: KeptTag[] = [];
  results.kept = kept;
  const orders = makeOrders(host, release);
  const publication = { registry, destinations, image, ...orders, moved, kept };
  await timings.measure('Publish', () => moveTags(host, publication));
  if (orders.order !== undefined)
    await timings.measure('Settle', () => settleTags(host, publication));
  // A run that was overtaken everywhere has published nothing that somebody should deploy.
  results.published = moved.length > 0 || kept.length === 0;
}

function makeOrders(
  host: Host,
  { registry, signing, guard }: Release,
): Pick<Publication, 'order' | 'content'> {
  if (guard === undefined) return { order: undefined };
  const content = makeContentOrder(host, { registry, access: guard });
  if (signing?.run === undefined) return { order: undefined, content };
  const { run, policy } = signing;
  return { order: makeTagOrder(host, { registry, run, issuer: policy.issuer }), content };
}
