/** What a step hands over when it does not publish itself, and what becomes of it when all legs are there. */
import type { Host } from '../../host/host.ts';
import { formatPlatform } from '../../image/platform.ts';
import { formatRepository } from '../../image/reference.ts';
import type { Candidate, CandidateDocument } from '../../plan/candidate.ts';
import { planKeepAlive } from '../../plan/keep-alive.ts';
import type { LegSpec, Plan } from '../../plan/types.ts';
import type { BuiltImage } from '../image/describe.ts';
import { type LegIdentity, requireNoConflict } from '../legs/announce.ts';
import { assembleLegs } from '../legs/assemble-legs.ts';
import { checkCandidate } from '../legs/check-candidate.ts';
import { claimMerge } from '../legs/claim.ts';
import { collectLegs, handOver } from '../legs/hand-over.ts';
import { dropKept, keepAlive } from '../legs/keep-alive.ts';
import { inspectImage, publishTags, type Release, signAndVerify } from './release.ts';

export function makeCandidate({
  plan,
  identity: { group, runId, attempt },
  image,
  keepAlive,
}: {
  plan: Plan;
  identity: LegIdentity;
  image: BuiltImage;
  keepAlive: readonly string[];
}): Candidate {
  return {
    group,
    runId,
    attempt,
    platform: plan.leg?.platform,
    platforms: plan.leg?.platforms ?? plan.build.platforms,
    digest: image.digest,
    destinations: plan.destinations,
    annotations: plan.indexAnnotations,
    attestations: plan.attestations,
    signed: plan.signing.kind !== 'off',
    keepAlive,
  };
}

/** With `publish: off` the output has it too, so that an artifact service that is down is no reason to fail. */
export async function offerCandidate(
  host: Host,
  { identity, document }: { identity: LegIdentity; document: CandidateDocument },
): Promise<void> {
  try {
    await handOver(host, { identity, document });
    host.log.info('Handed over: for the `publish/` action of a later job, which moves the tags');
  } catch (error) {
    host.log.warning(
      `The candidate was not kept as an artifact (${error instanceof Error ? error.message : String(error)}); hand the output \`candidate\` to the publishing job`,
    );
  }
}

/**
 * The last leg merges: after handing over, whoever sees all legs and gets the claim assembles, signs, verifies and
 * publishes. Returns the platforms that are still missing, or undefined once the image is published.
 */
export async function mergeWhenComplete(
  host: Host,
  release: Release,
  {
    plan,
    leg,
    identity,
    document,
  }: { plan: Plan; leg: LegSpec; identity: LegIdentity; document: CandidateDocument },
): Promise<readonly string[] | undefined> {
  await handOver(host, { identity, document });
  const own = `${formatPlatform(leg.platform)} is handed over`;
  const { documents, missing } = await collectLegs(host, { identity, leg, own: document });
  if (missing.length > 0) {
    host.log.info(
      `${own}; still missing: ${missing.join(', ')}. The leg that finishes last publishes the image`,
    );
    return missing;
  }
  const stated = documents.map(({ candidate }) => candidate);
  const claim = await claimMerge(host, { identity, candidates: stated });
  if (claim === undefined) {
    host.log.info(`${own}, and all legs are there: another one is publishing the image`);
    return [];
  }
  try {
    await requireNoConflict(host, { plan, identity, done: 'Nothing was published.' });
    await merge(host, release, { plan, leg, identity, documents });
    return undefined;
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function merge(
  host: Host,
  release: Release,
  {
    plan,
    leg: { platforms },
    identity,
    documents,
  }: {
    plan: Plan;
    leg: LegSpec;
    identity: LegIdentity;
    documents: readonly CandidateDocument[];
  },
): Promise<void> {
  const { signing, registry, destinations, results } = release;
  host.log.info(`All legs are there (${platforms.map(formatPlatform).join(', ')}): merging`);
  const candidates =
    signing === undefined
      ? documents.map(({ candidate }) => candidate)
      : await Promise.all(
          documents.map((one) =>
            checkCandidate(one, {
              check: signing.check,
              runId: identity.runId,
              repository: host.env['GITHUB_REPOSITORY'] ?? '',
            }),
          ),
        );
  const digest = await assembleLegs({
    registry,
    destinations,
    platforms,
    annotations: plan.indexAnnotations,
    candidates,
  });
  // The predicates are attested already, by each leg.
  const image = await inspectImage(host, release, { digest, platforms, attestations: [] });
  results.image = image;
  const fresh = {
    subjects: image.subjects.filter(({ kind }) => kind === 'index'),
    predicates: [],
  };
  await signAndVerify(host, release, { image, fresh, covered: image.subjects });
  await publishTags(host, release, image);
  await dropKept(host, { registry, destinations, candidates, image });
}

/** A temporary tag where a registry would delete the image before it is published; the repositories that got one. */
export async function keepCandidate(
  host: Host,
  { registry, destinations }: Release,
  { plan, identity, image }: { plan: Plan; identity: LegIdentity; image: BuiltImage },
): Promise<readonly string[]> {
  const keep = planKeepAlive({
    ...{ input: plan.keepAlive, destinations },
    runId: identity.runId,
    attempt: identity.attempt,
    group: identity.group,
    platform: plan.leg?.platform,
  });
  if (keep === undefined) return [];
  await keepAlive(host, { registry, keep, image });
  return keep.repositories.map(formatRepository);
}
