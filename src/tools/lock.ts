/**
 * Tools and images that the action runs, pinned: a release is its version and the sha256 of its bytes (`pins.ts`), an
 * image is its digest. The digests stand in several independent public repositories besides the publisher's own
 * checksum file; `scripts/pin.ts` compares them with the releases.
 */
import { COPIES, PINNED } from './pins.ts';

export const TOOLS = ['cosign', 'buildx'] as const;
export type Tool = (typeof TOOLS)[number];

export const DEFAULT_VERSIONS: Readonly<Record<Tool, string>> = {
  cosign: '3.1.3',
  buildx: '0.36.1',
};

/** By digest; the tag before it is for people. */
export const IMAGES = {
  buildkit:
    'docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8',
  buildkitRootless:
    'docker.io/moby/buildkit:v0.32.2-rootless@sha256:504731e577c20559c00f968f33219f30115e70be29ab96728d1d06e963fc494b',
  binfmt:
    'docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  sbomScanner:
    'docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
} as const;

export interface ToolPlatform {
  readonly os: string;
  readonly arch: string;
}

/** A file of an image. */
export interface ToolCopy {
  /** By digest. */
  readonly image: string;
  /** Without a slash in front. */
  readonly path: string;
}

/** Where else its publisher has this version, built apart from the release: its bytes are known by the image's digest. */
export function findCopy(tool: Tool, version: string): ToolCopy | undefined {
  const images = COPIES[tool];
  const image = Object.hasOwn(images, version) ? images[version] : undefined;
  return image === undefined ? undefined : { image, path: COPY_PATHS[tool] };
}

const COPY_PATHS: Readonly<Record<Tool, string>> = { cosign: 'ko-app/cosign', buildx: 'buildx' };

/** Is this version, exactly, pinned for at least one platform? */
export function isPinned(tool: Tool, version: string): boolean {
  return Object.hasOwn(PINNED[tool], version);
}

/** Hexadecimal sha256 of a pinned release; undefined when version or platform is not pinned. */
export function findPinnedHash(
  tool: Tool,
  { version, platform }: { version: string; platform: ToolPlatform },
): string | undefined {
  const hashes = isPinned(tool, version) ? PINNED[tool][version] : undefined;
  const key = `${platform.os}/${platform.arch}`;
  return hashes !== undefined && Object.hasOwn(hashes, key) ? hashes[key] : undefined;
}

/** The pinned version with these bytes on this platform, whatever the file is called. */
export function findPinnedVersion(
  tool: Tool,
  { sha256, platform }: { sha256: string; platform: ToolPlatform },
): string | undefined {
  const versions = Object.keys(PINNED[tool]);
  return versions.find((version) => findPinnedHash(tool, { version, platform }) === sha256);
}
