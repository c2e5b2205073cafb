/** One index out of the images of several platforms, as BuildKit writes it for a build of all of them: the same children give the same bytes. */
import { ActionError } from '../errors.ts';
import { type Descriptor, MEDIA_TYPE } from './manifest.ts';
import {
  comparePlatforms,
  formatPlatform,
  type ImagePlatform,
  normalizePlatform,
  type Platform,
} from './platform.ts';

/** What the index lists for one platform. */
export interface IndexPart {
  readonly platform: ImagePlatform;
  /** The image manifest. Its own platform, where it states one, has to be `platform`. */
  readonly manifest: Descriptor;
  /** BuildKit's attestation manifests about it. */
  readonly attestations: readonly Descriptor[];
}

export interface AssembledIndex {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const DOCKER_TYPES: readonly string[] = [MEDIA_TYPE.dockerManifest];
/** BuildKit exporter/containerimage/writer.go: what stands in place of a platform for something that nobody can run. */
const NO_PLATFORM: Platform = { os: 'unknown', architecture: 'unknown' };

/**
 * Parts in any order → the bytes of the index: platforms sorted by os, architecture and variant, after them their
 * attestation manifests in the same order, keys and indentation as BuildKit has them, annotations sorted. It knows no
 * time. A Docker manifest list when every child is Docker's and there are no annotations, which only OCI has.
 * Throws BUILD_RESULT_INVALID for no part, a platform twice, and a part whose descriptors speak of something else.
 */
export function assembleIndex({
  parts,
  annotations,
}: {
  parts: readonly IndexPart[];
  annotations: Readonly<Record<string, string>>;
}): AssembledIndex {
  const sorted = [...parts].sort((a, b) => comparePlatforms(a.platform, b.platform));
  checkParts(sorted);
  const manifests = [
    ...sorted.map(({ platform, manifest }) => formatDescriptor(manifest, platform)),
    ...sorted.flatMap(({ attestations }) =>
      [...attestations].sort(compareDigests).map((one) => formatDescriptor(one, NO_PLATFORM)),
    ),
  ];
  const hasAnnotations = Object.keys(annotations).length > 0;
  const isDocker = manifests.every(({ mediaType }) => DOCKER_TYPES.includes(mediaType));
  const mediaType = isDocker && !hasAnnotations ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests,
    ...(hasAnnotations ? { annotations: sortKeys(annotations) } : {}),
  };
  return { bytes: new TextEncoder().encode(JSON.stringify(index, undefined, 2)), mediaType };
}

function checkParts(sorted: readonly IndexPart[]): void {
  if (sorted.length === 0) throw refuse('An index needs at least one platform');
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(`Two images were built for ${twice}`);
  for (const { platform, manifest, attestations } of sorted) {
    const name = formatPlatform(platform);
    if (manifest.platform !== undefined && formatPlatform(manifest.platform) !== name)
      throw refuse(`The image of ${name} is listed for ${formatPlatform(manifest.platform)}`);
    const stray = attestations.find(
      ({ annotations }) => annotations['vnd.docker.reference.digest'] !== manifest.digest,
    );
    if (stray !== undefined)
      throw refuse(`The attestations ${stray.digest} of ${name} are not about ${manifest.digest}`);
  }
}

function refuse(message: string): ActionError {
  return new ActionError('BUILD_RESULT_INVALID', message, {
    hint: 'Each platform of an image has to be built exactly once: look at the jobs that built it.',
  });
}

interface WrittenDescriptor {
  readonly mediaType: string;
  readonly [key: string]: unknown;
}

/** Keys in the order of Go's image-spec types, which is what BuildKit writes. Absent ones are left out by JSON. */
function formatDescriptor(descriptor: Descriptor, platform: ImagePlatform): WrittenDescriptor {
  const { mediaType, digest, sizeBytes, annotations, artifactType } = descriptor;
  const { architecture, os, variant } = normalizePlatform(platform);
  const { osVersion = platform.osVersion, osFeatures = platform.osFeatures } =
    descriptor.platform ?? {};
  return {
    mediaType,
    digest,
    size: sizeBytes,
    annotations: Object.keys(annotations).length === 0 ? undefined : sortKeys(annotations),
    platform: {
      architecture,
      os,
      'os.version': osVersion,
      'os.features': osFeatures,
      variant,
    },
    artifactType,
  };
}

function sortKeys(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function compareDigests(left: Descriptor, right: Descriptor): number {
  return left.digest < right.digest ? -1 : 1;
}
