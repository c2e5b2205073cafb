/** The manifest that attaches a Sigstore bundle to an image, field for field as cosign 3 writes it (pkg/oci/remote/write.go, WriteReferrer). */
import type { Digest } from '../image/digest.ts';
import { type Descriptor, MEDIA_TYPE } from '../image/manifest.ts';
import { computeDigest } from './content.ts';

/** The manifest that something is attached to. */
export interface SubjectDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface BundleFacts {
  readonly subject: SubjectDescriptor;
  readonly bundle: Uint8Array;
  /** In-toto predicate type of the statement in the bundle, as a URI. */
  readonly predicateType: string;
  /** Stands in the manifest and so in its digest: the same for every retry. Written with whole seconds. */
  readonly createdAt: Date;
}

export interface BundleManifest {
  readonly bytes: Uint8Array;
  /** As a registry lists it among the referrers: with the artifact type and the annotations of the manifest. */
  readonly descriptor: Descriptor & { readonly artifactType: string };
}

/** The configuration of a manifest that has none: image-spec 1.1, "Guidance for an Empty Descriptor". */
export const EMPTY_CONFIG: Uint8Array = new TextEncoder().encode('{}');

/** Same facts, same bytes: uploading again changes nothing. */
export function makeBundleManifest({
  subject,
  bundle,
  predicateType,
  createdAt,
}: BundleFacts): BundleManifest {
  const annotations = {
    'dev.sigstore.bundle.content': 'dsse-envelope',
    'dev.sigstore.bundle.predicateType': predicateType,
    'org.opencontainers.image.created': createdAt.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { ...makeContent(MEDIA_TYPE.ociEmpty, EMPTY_CONFIG), artifactType: MEDIA_TYPE.bundle },
    layers: [makeContent(MEDIA_TYPE.bundle, bundle)],
    annotations,
    subject: { mediaType: subject.mediaType, size: subject.sizeBytes, digest: subject.digest },
    artifactType: MEDIA_TYPE.bundle,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const descriptor = {
    mediaType: MEDIA_TYPE.ociManifest,
    digest: computeDigest(bytes),
    sizeBytes: bytes.byteLength,
    artifactType: MEDIA_TYPE.bundle,
    annotations,
  };
  return { bytes, descriptor };
}

function makeContent(
  mediaType: string,
  bytes: Uint8Array,
): { mediaType: string; size: number; digest: Digest } {
  return { mediaType, size: bytes.byteLength, digest: computeDigest(bytes) };
}
