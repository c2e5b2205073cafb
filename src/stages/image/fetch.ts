/** Manifests and blobs that have to be there: what the registry client calls absent is an error here. */
import { ActionError } from '../../errors.ts';
import type { Digest } from '../../image/digest.ts';
import {
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  MEDIA_TYPE,
  parseManifest,
} from '../../image/manifest.ts';
import { formatReference, type Repository } from '../../image/reference.ts';
import type { RegistryReader } from '../../registry/client.ts';
import type { ManifestContent } from '../../registry/manifests.ts';
import { MAX_BUNDLE_BYTES } from '../../tools/bundle.ts';

export interface FetchedManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly manifest: ImageIndex | ImageManifest;
}

/** Throws BUILD_RESULT_INVALID when it is gone or is no manifest. */
export async function fetchManifest(
  registry: RegistryReader,
  repository: Repository,
  digest: Digest,
): Promise<FetchedManifest> {
  const content = await registry.readManifest(repository, digest);
  if (content === undefined) throw makeGone(repository, digest);
  return openManifest(repository, content);
}

/** Throws BUILD_RESULT_INVALID when it is no manifest. */
export function openManifest(repository: Repository, content: ManifestContent): FetchedManifest {
  const { digest } = content;
  const parsed = parseManifest(content.bytes, content.mediaType);
  if (parsed.ok)
    return { bytes: content.bytes, mediaType: content.mediaType, manifest: parsed.manifest };
  throw new ActionError(
    'BUILD_RESULT_INVALID',
    `${formatReference({ repository, digest })} is not a manifest: ${parsed.reason}`,
  );
}

/** Throws BUILD_RESULT_INVALID when it is gone. */
export async function fetchBlob(
  registry: RegistryReader,
  repository: Repository,
  { digest, sizeBytes }: Descriptor,
): Promise<Uint8Array> {
  const bytes = await registry.readBlob({ repository, digest, maxBytes: sizeBytes });
  if (bytes === undefined) throw makeGone(repository, digest);
  return bytes;
}

function makeGone(repository: Repository, digest: Digest): ActionError {
  return new ActionError(
    'BUILD_RESULT_INVALID',
    `${formatReference({ repository, digest })} is not in the registry any more`,
    {
      hint: 'Does a clean-up job or a retention policy delete untagged manifests? It has to leave new ones alone for some hours.',
    },
  );
}

/** Sigstore bundles about a manifest. */
export interface ListedBundle {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/**
 * The bundles whose listing names this predicate type, or none (older clients write descriptors without annotations);
 * newest first. What a bundle really states is for cosign to check.
 */
export async function* readBundles(
  registry: RegistryReader,
  {
    repository,
    digest,
    predicateType,
    maxBytes = MAX_BUNDLE_BYTES,
  }: { repository: Repository; digest: Digest; predicateType: string; maxBytes?: number },
): AsyncGenerator<ListedBundle> {
  const referrers = await registry.listReferrers(repository, digest);
  const candidates = referrers
    .filter((referrer) => mayBe(referrer, predicateType))
    .sort(compareNewest);
  for (const candidate of candidates) {
    const { manifest } = await fetchManifest(registry, repository, candidate.digest);
    const layer =
      manifest.kind === 'image'
        ? manifest.layers.find(({ mediaType }) => mediaType === MEDIA_TYPE.bundle)
        : undefined;
    if (layer === undefined || layer.sizeBytes > maxBytes) continue;
    yield { digest: candidate.digest, bytes: await fetchBlob(registry, repository, layer) };
  }
}

function mayBe({ artifactType, annotations }: Descriptor, predicateType: string): boolean {
  const stated = annotations['dev.sigstore.bundle.predicateType'];
  if (stated !== undefined) return stated === predicateType;
  return (
    artifactType === undefined ||
    artifactType === MEDIA_TYPE.bundle ||
    artifactType === MEDIA_TYPE.ociEmpty
  );
}

function compareNewest(a: Descriptor, b: Descriptor): number {
  const [createdA, createdB] = [readCreated(a), readCreated(b)];
  if (createdA === createdB) return 0;
  return createdA < createdB ? 1 : -1;
}

function readCreated({ annotations }: Descriptor): string {
  return annotations['org.opencontainers.image.created'] ?? '';
}
