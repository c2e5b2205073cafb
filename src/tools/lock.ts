export const COSIGN_FLOOR = '3.0.4';
export const DEFAULT_VERSIONS = { cosign: '3.1.3', buildx: '0.36.1' } as const;
export const IMAGES = {
  buildkit:
    'docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8',
  binfmt:
    'docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  sbomScanner:
    'docker.io/docker/buildkit-syft-scanner:stable-1@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
} as const;
export function isPinned(tool: 'cosign' | 'buildx', version: string): boolean {
  return DEFAULT_VERSIONS[tool] === version;
}
