/**
 * The lock of the tools: written by `npm run pin -- <tool> <version>`, compared with what is published by `npm run pin`.
 * cosign 3.0.6 is what sigstore/cosign-installer v4 installs: found on the PATH, it is used as it is. For darwin buildx
 * is pinned or not at all: Docker publishes no Sigstore bundle there.
 */

type Pins = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Tool -> version -> `os/arch` -> hexadecimal sha256 of the released binary. */
export const PINNED: Readonly<Record<'cosign' | 'buildx', Pins>> = {
  cosign: {
    '3.1.3': {
      'linux/amd64': '4629c757b7618056f8ddd7e2625ae9fdd94c0372a65049520bc7d9df9efc7f71',
      'linux/arm64': 'c5d324e091826b0d7a78eb16fef316450b4eb9aaec045611c08ba06f5e73220a',
      'darwin/amd64': '2347488e5d5b25336644024dfeca5601b190e91197a71a917bda44744aff106c',
      'darwin/arm64': '5cf948c2f4dfe59687bdd0b8523709067383e03982cc543475c8a7dc70e92a76',
    },
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
      'darwin/amd64': '52a39ee4012d18f83373656712102ebda55656121dcdabbbb1ccfbd41b7debe8',
      'darwin/arm64': '214cdc36788602862dbc82b523d58648b4585c7b0ff95218b0817c44db5573d7',
    },
    '0.35.0': {
      'linux/amd64': 'd41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda',
      'linux/arm64': 'c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766',
    },
  },
};

/** Tool -> version -> its publisher's image, for linux, by the digest of its index. */
export const COPIES: Readonly<Record<'cosign' | 'buildx', Readonly<Record<string, string>>>> = {
  cosign: {
    '3.1.3':
      'ghcr.io/sigstore/cosign/cosign@sha256:9e5c2f2edc34351160407ca3416c61855bdf9403c3c5936e0f0be7fc261611b8',
  },
  buildx: {
    '0.36.1':
      'docker.io/docker/buildx-bin@sha256:1f2f6b2be4a2511ada67336e76892f1a588c89746009dd4b21069e4d867465be',
  },
};
