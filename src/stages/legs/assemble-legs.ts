/** Legs → one index in every repository, under no tag: signing, verification and tags come after it. */
import { ActionError } from '../../errors.ts';
import { assembleIndex, type IndexPart } from '../../image/assemble.ts';
import type { Digest } from '../../image/digest.ts';
import {
  type Descriptor,
  listAttestationManifests,
  listPlatformManifests,
  parseConfigPlatform,
} from '../../image/manifest.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { formatRepository, type Repository } from '../../image/reference.ts';
import type { Candidate } from '../../plan/candidate.ts';
import type { Destination } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { computeDigest } from '../../registry/content.ts';
import { type FetchedManifest, fetchBlob, fetchManifest } from '../image/fetch.ts';
import { describeCandidate } from './check-candidate.ts';
import { readLeg } from './keep-alive.ts';

/** What was built for one platform, and where it was pushed to. */
export type LegPart = Pick<Candidate, 'platform' | 'digest' | 'group' | 'destinations'>;

export interface Assembly {
  readonly registry: RegistryClient;
  readonly destinations: readonly Destination[];
  readonly platforms: readonly Platform[];
  /** `key=value` */
  readonly annotations: readonly string[];
  /** Checked ones, of one group. */
  readonly candidates: readonly LegPart[];
}

/**
 * Puts the index by digest everywhere; the same legs give the same bytes. Throws CANDIDATE_REJECTED when the legs do not
 * make up the image, LEG_VANISHED when the registry has deleted one, REGISTRY_*.
 */
export async function assembleLegs(assembly: Assembly): Promise<Digest> {
  const { registry, destinations, annotations } = assembly;
  const [first] = destinations;
  if (first === undefined) throw refuse('There is no image to assemble');
  const parts = await Promise.all(
    sortOut(assembly).map((candidate) => readPart(registry, first.repository, candidate)),
  );
  const { bytes, mediaType } = assembleIndex({ parts, annotations: toRecord(annotations) });
  const digest = computeDigest(bytes);
  await Promise.all(
    destinations.map(({ repository }) =>
      registry.putManifest({ repository, reference: digest, mediaType, bytes }),
    ),
  );
  return digest;
}

/** One candidate for each platform, all for the same repositories. */
function sortOut({ platforms, candidates, destinations }: Assembly): readonly LegPart[] {
  const expected = listRepositories(destinations);
  return platforms.map((platform) => {
    const name = formatPlatform(platform);
    const [candidate, second] = candidates.filter(
      (one) => one.platform !== undefined && formatPlatform(one.platform) === name,
    );
    if (candidate === undefined || second !== undefined)
      throw refuse(`There ${second === undefined ? 'is no leg' : 'are several legs'} for ${name}`);
    const given = listRepositories(candidate.destinations);
    if (given !== expected)
      throw refuse(
        `The leg for ${describeCandidate(candidate)} was pushed to ${given}, and this image belongs to ${expected}`,
      );
    return candidate;
  });
}

function listRepositories(destinations: readonly Destination[]): string {
  return destinations
    .map(({ repository }) => formatRepository(repository))
    .sort()
    .join(', ');
}

async function readPart(
  registry: RegistryClient,
  repository: Repository,
  candidate: LegPart,
): Promise<IndexPart> {
  const { platform, digest } = candidate;
  if (platform === undefined)
    throw refuse(`${describeCandidate(candidate)} is a whole image, not a leg`);
  const root = await readLeg(registry, { repository, digest, platform });
  const found = readDescriptors(root, { digest, platform });
  await requirePlatform(registry, { repository, candidate, manifest: found.manifest });
  return { platform, ...found };
}

/** A leg without attestations is a bare manifest; with them it is an index of two. */
function readDescriptors(
  { manifest, mediaType, bytes }: FetchedManifest,
  { digest, platform }: { digest: Digest; platform: Platform },
): { manifest: Descriptor; attestations: readonly Descriptor[] } {
  if (manifest.kind === 'image') {
    const own = { mediaType, digest, sizeBytes: bytes.length, annotations: {}, platform };
    return { manifest: own, attestations: [] };
  }
  const [only, second] = listPlatformManifests(manifest);
  if (
    only === undefined ||
    second !== undefined ||
    formatPlatform(only.platform) !== formatPlatform(platform)
  )
    throw refuse(`${digest} is not an index of ${formatPlatform(platform)} alone`);
  const attestations = listAttestationManifests(manifest)
    .filter(({ describes }) => describes === only.descriptor.digest)
    .map(({ descriptor }) => descriptor);
  return { manifest: only.descriptor, attestations };
}

/** The leg's index is not signed itself: it could list another platform's signed manifest under this one's name. */
async function requirePlatform(
  registry: RegistryClient,
  {
    repository,
    candidate: { platform },
    manifest,
  }: { repository: Repository; candidate: LegPart; manifest: Descriptor },
): Promise<void> {
  const { manifest: image } = await fetchManifest(registry, repository, manifest.digest);
  if (image.kind !== 'image') throw refuse(`${manifest.digest} is not the manifest of an image`);
  const stated = parseConfigPlatform(await fetchBlob(registry, repository, image.config));
  const names = [stated, platform].map((one) => (one === undefined ? '' : formatPlatform(one)));
  if (names[0] !== names[1])
    throw refuse(
      `${manifest.digest} says that it is for ${names[0] || 'no platform'}, not for ${names[1]}`,
    );
}

function toRecord(annotations: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    annotations.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function refuse(message: string): ActionError {
  return new ActionError('CANDIDATE_REJECTED', message, {
    hint: 'Nothing was published. Run all jobs again; if it comes back, look for a job of this run that creates artifacts named `bsa-leg.…`.',
  });
}
