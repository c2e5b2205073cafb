/**
 * OCI and Docker manifests as they come from a registry: untrusted JSON, checked for shape and size before use
 * (image-spec 1.1 manifest.md, image-index.md, descriptor.md; BuildKit docs/attestations/attestation-storage.md).
 */
import { type Digest, parseDigest } from './digest.ts';
import { asObject, asText, type JsonObject, parseJson, ShapeError, shown } from './json-shape.ts';
import { type ImagePlatform, normalizePlatform, type Platform } from './platform.ts';

export const MEDIA_TYPE = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  inToto: 'application/vnd.in-toto+json',
  /** Artifact type of BuildKit's attestation manifests; they have a `subject` and so stand among the referrers. */
  attestationManifest: 'application/vnd.docker.attestation.manifest.v1+json',
  /** Artifact type and layer type of a Sigstore bundle. */
  bundle: 'application/vnd.dev.sigstore.bundle.v0.3+json',
} as const;

/** What registries are asked to answer with. */
export const MANIFEST_MEDIA_TYPES = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerList,
  MEDIA_TYPE.dockerManifest,
] as const;

/** distribution-spec 1.1: what every registry has to take; nobody's real manifest is larger. */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_DESCRIPTORS = 5000;
const INDEX_TYPES: readonly string[] = [MEDIA_TYPE.ociIndex, MEDIA_TYPE.dockerList];
const IMAGE_TYPES: readonly string[] = [MEDIA_TYPE.ociManifest, MEDIA_TYPE.dockerManifest];

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly artifactType?: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform?: ImagePlatform;
}

export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ImageManifest {
  readonly kind: 'image';
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

export type ManifestResult =
  | { readonly ok: true; readonly manifest: ImageIndex | ImageManifest }
  | { readonly ok: false; readonly reason: string };

/**
 * Bytes → index or image manifest. `contentType` is what the registry called it, where it said so. Refused is what two
 * readers could understand differently: a document with both `manifests` and `layers`, or with a media type that
 * contradicts the registry's (CVE-2021-41190).
 */
export function parseManifest(bytes: Uint8Array, contentType?: string): ManifestResult {
  try {
    return { ok: true, manifest: toManifest(parseJson(bytes, MAX_MANIFEST_BYTES), contentType) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, reason: error.message };
    throw error;
  }
}

/**
 * Image configuration → the platform it states, or undefined when it states none. To be compared with the descriptor:
 * an index can list the signed image of one platform as that of another.
 */
export function parseConfigPlatform(bytes: Uint8Array): ImagePlatform | undefined {
  try {
    return toPlatform(parseJson(bytes, MAX_MANIFEST_BYTES));
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

export interface PlatformManifest {
  readonly platform: Platform;
  readonly descriptor: Descriptor;
}

/** The manifests of an index that are images for a platform, in its order. */
export function listPlatformManifests(index: ImageIndex): PlatformManifest[] {
  return index.manifests.flatMap((descriptor) => {
    const { platform } = descriptor;
    if (platform === undefined || platform.os === 'unknown' || isAttestationDescriptor(descriptor))
      return [];
    return [{ platform, descriptor }];
  });
}

export interface AttestationManifest {
  /** The platform manifest that it describes. */
  readonly describes: Digest;
  readonly descriptor: Descriptor;
}

/** BuildKit's attestation manifests, each with the platform manifest it describes; those that describe nothing in this index are left out. */
export function listAttestationManifests(index: ImageIndex): AttestationManifest[] {
  const listed = new Set(index.manifests.map(({ digest }) => digest));
  return index.manifests.flatMap((descriptor) => {
    const describes = parseDigest(descriptor.annotations['vnd.docker.reference.digest']);
    if (!isAttestationDescriptor(descriptor) || describes === undefined || !listed.has(describes))
      return [];
    return [{ describes, descriptor }];
  });
}

function isAttestationDescriptor({ annotations }: Descriptor): boolean {
  return annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

export interface PredicateLayer {
  /** In-toto predicate type, a URI. Claimed by an annotation: the statement in the blob decides. */
  readonly predicateType: string;
  readonly descriptor: Descriptor;
}

/** An image with nothing in it: `FROM scratch` alone. */
export function isEmptyImage(manifest: ImageIndex | ImageManifest): boolean {
  return manifest.kind === 'image' && manifest.layers.length === 0;
}

/** The in-toto statements of an attestation manifest. */
export function listPredicateLayers(manifest: ImageManifest): PredicateLayer[] {
  return manifest.layers.flatMap((descriptor) => {
    const predicateType = descriptor.annotations['in-toto.io/predicate-type'];
    return descriptor.mediaType === MEDIA_TYPE.inToto && predicateType !== undefined
      ? [{ predicateType, descriptor }]
      : [];
  });
}

function toManifest(json: JsonObject, contentType: string | undefined): ImageIndex | ImageManifest {
  if (json['schemaVersion'] !== 2)
    throw new ShapeError(`has schema version ${shown(json['schemaVersion'])}`);
  const stated =
    json['mediaType'] === undefined ? undefined : asText(json['mediaType'], 'mediaType');
  const served = contentType?.split(';')[0]?.trim().toLowerCase() || undefined;
  if (stated !== undefined && served !== undefined && stated !== served) {
    throw new ShapeError(`calls itself ${shown(stated)} and was served as ${shown(served)}`);
  }
  const isIndex = json['manifests'] !== undefined;
  if (isIndex === (json['layers'] !== undefined || json['config'] !== undefined)) {
    throw new ShapeError('is not clearly either an index or an image manifest');
  }
  const mediaType = stated ?? served ?? (isIndex ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest);
  if (!(isIndex ? INDEX_TYPES : IMAGE_TYPES).includes(mediaType))
    throw new ShapeError(`has the media type ${shown(mediaType)}`);
  return isIndex ? toIndex(json, mediaType) : toImage(json, mediaType);
}

function toIndex(json: JsonObject, mediaType: string): ImageIndex {
  return {
    kind: 'index',
    mediaType,
    manifests: toDescriptors(json['manifests'], 'manifests'),
    annotations: toAnnotations(json['annotations']),
  };
}

function toImage(json: JsonObject, mediaType: string): ImageManifest {
  return {
    kind: 'image',
    mediaType,
    ...(json['artifactType'] === undefined
      ? {}
      : { artifactType: asText(json['artifactType'], 'artifactType') }),
    config: toDescriptor(json['config'], 'config'),
    layers: toDescriptors(json['layers'], 'layers'),
    ...(json['subject'] === undefined ? {} : { subject: toDescriptor(json['subject'], 'subject') }),
    annotations: toAnnotations(json['annotations']),
  };
}

function toDescriptors(value: unknown, name: string): Descriptor[] {
  // Go's encoder writes an empty list that was never filled as null.
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ShapeError(`has ${name} that are not a list`);
  if (value.length > MAX_DESCRIPTORS) throw new ShapeError(`has ${value.length} ${name}`);
  return value.map((entry) => toDescriptor(entry, name));
}

function toDescriptor(value: unknown, name: string): Descriptor {
  const json = asObject(value, name);
  const digest = typeof json['digest'] === 'string' ? parseDigest(json['digest']) : undefined;
  if (digest === undefined) throw new ShapeError(`has ${name} without a sha256 digest`);
  const size = json['size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new ShapeError(`has ${name} without a size`);
  const platform =
    json['platform'] === undefined
      ? undefined
      : toPlatform(asObject(json['platform'], `the platform of ${name}`));
  return {
    mediaType: asText(json['mediaType'], `the media type of ${name}`),
    digest,
    sizeBytes: size,
    ...(typeof json['artifactType'] === 'string' ? { artifactType: json['artifactType'] } : {}),
    annotations: toAnnotations(json['annotations']),
    ...(platform === undefined ? {} : { platform }),
  };
}

function toPlatform(json: JsonObject): ImagePlatform | undefined {
  const { os, architecture, variant, 'os.version': osVersion, 'os.features': features } = json;
  if (
    typeof os !== 'string' ||
    typeof architecture !== 'string' ||
    os === '' ||
    architecture === ''
  )
    return undefined;
  const named = typeof variant === 'string' ? { os, architecture, variant } : { os, architecture };
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const osFeatures = Array.isArray(features) ? features.filter(isText) : [];
  return {
    ...normalizePlatform(named),
    ...(isText(osVersion) ? { osVersion } : {}),
    ...(osFeatures.length > 0 ? { osFeatures } : {}),
  };
}

function toAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(asObject(value, 'annotations'));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, asText(text, `the annotation ${shown(key)}`)]),
  );
}
