/**
 * Tools and images that the action runs, pinned: a release is its version and the sha256 of its bytes, an image is
 * its digest. The digests stand in several independent public repositories besides the publisher's own checksum
 * file; `scripts/pin.ts` compares them with the releases.
 */
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
  binfmt:
    'docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  sbomScanner:
    'docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
} as const;

/** Tool -> version -> `os/arch` -> hexadecimal sha256 of the released binary. */
export const PINNED: Readonly<
  Record<Tool, Readonly<Record<string, Readonly<Record<string, string>>>>>
> = {
  cosign: {
    '3.1.3': {
      'linux/amd64': '4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71',
      'linux/arm64': 'c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a',
      'darwin/amd64': '2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c',
      'darwin/arm64': '5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76',
    },
    // What sigstore/cosign-installer v4 installs: found on the PATH, it is used as it is.
    '3.0.6': {
      'linux/amd64': 'c956e5dfcac53d52bcf058360d579472f0c1d2d9b69f55209e256fe7783f4c74',
      'linux/arm64': 'bedac92e8c3729864e13d4a17048007cfafa79d5deca993a43a90ffe018ef2b8',
      'darwin/amd64': '4c3e7af8372d3ca3296e62fa56f23fcbb5721cc6ac1827900d398f110d7cd280',
      'darwin/arm64': '5fadd012ae6381a6a29ff86a7d39aa873878852f1073fc90b15995961ecfb084',
    },
  },
  buildx: {
    '0.36.1': {
      'linux/amd64': '48af8a397ebd60178778bf63611dbcebe5f5e7a9be90eb9147b24b9587455778',
      'linux/arm64': '5d0cafd9d16afe1a0f0d9529885344ace2cc99efdd531b6c783c5455a6001569',
      // Pinned or not at all: Docker publishes no Sigstore bundle for its darwin binaries.
      'darwin/amd64': '52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8',
      'darwin/arm64': '214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7',
    },
    '0.35.0': {
      'linux/amd64': 'd41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda',
      'linux/arm64': 'c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766',
    },
  },
};

export interface ToolPlatform {
  readonly os: string;
  readonly arch: string;
}

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
