/** Platform manifests of several builds → one index. Pure and deterministic: the same parts in any order give the same bytes. */
import { type Descriptor, MEDIA_TYPE } from './manifest.ts';
import { formatPlatform, type Platform } from './platform.ts';

/** What one build made for one platform. */
export interface IndexPart {
  readonly platform: Platform;
  readonly manifest: Descriptor;
  /** Attestation manifests about it. */
  readonly attestations: readonly Descriptor[];
}

export interface AssembledIndex {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** BuildKit's mark for what no client should run (docs/attestations/attestation-storage.md). */
const NO_PLATFORM = { architecture: 'unknown', os: 'unknown' };
const DOCKER_TYPES: readonly string[] = [MEDIA_TYPE.dockerManifest, MEDIA_TYPE.dockerList];

/**
 * Platform manifests first, sorted by platform, then what describes them in the same order, as BuildKit writes it. No
 * clock and no order of arrival is in it. Throws RangeError for no part, or a platform that is there twice.
 */
export function assembleIndex({
  parts,
  annotations,
}: {
  parts: readonly IndexPart[];
  annotations: Readonly<Record<string, string>>;
}): AssembledIndex {
  const sorted = sortParts(parts);
  const manifests = [
    ...sorted.map(({ manifest, platform }) =>
      formatDescriptor(manifest, manifest.platform ?? platform),
    ),
    ...sorted.flatMap(({ attestations }) =>
      [...attestations]
        .sort((a, b) => compareTexts(a.digest, b.digest))
        .map((one) => formatDescriptor(one, NO_PLATFORM)),
    ),
  ];
  const isDocker = manifests.every(({ mediaType }) => DOCKER_TYPES.includes(mediaType));
  const mediaType = isDocker ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests,
    // A Docker manifest list has no field for them.
    ...(isDocker ? {} : formatAnnotations(annotations)),
  };
  return { bytes: Buffer.from(JSON.stringify(index, undefined, 2)), mediaType };
}

function sortParts(parts: readonly IndexPart[]): readonly IndexPart[] {
  if (parts.length === 0) throw new RangeError('an index needs a manifest');
  const named = parts.map((part) => ({ part, name: formatPlatform(part.platform) }));
  named.sort((a, b) => compareTexts(a.name, b.name));
  for (const [at, { name }] of named.entries())
    if (named[at + 1]?.name === name) throw new RangeError(`${name} is there twice`);
  return named.map(({ part }) => part);
}

function formatDescriptor(
  { mediaType, digest, sizeBytes, artifactType, annotations }: Descriptor,
  platform: Platform,
) {
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...formatAnnotations(annotations),
    platform: {
      architecture: platform.architecture,
      os: platform.os,
      ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    },
    ...(artifactType === undefined ? {} : { artifactType }),
  };
}

function formatAnnotations(annotations: Readonly<Record<string, string>>) {
  const entries = Object.entries(annotations).sort(([a], [b]) => compareTexts(a, b));
  return entries.length === 0 ? {} : { annotations: Object.fromEntries(entries) };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
