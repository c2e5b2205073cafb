import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { formatReferrersTag } from '../../src/image/reference.ts';
import type { BundlesToAttach } from '../../src/registry/attach.ts';
import { listTagged, readTag, setTag } from './fake-registry-content.ts';
import { EMPTY_INDEX, type RegistryScene } from './registry-scene.ts';

export const { digest: SUBJECT } = EMPTY_INDEX;
const TAG = formatReferrersTag(SUBJECT);
export const TAGGED = { path: 'org/app', reference: TAG };
export const PUT_TAG = /^PUT .*manifests\/sha256-/;
export const SPDX = 'https://spdx.dev/Document';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export function bundlesOf(
  { repository }: Pick<RegistryScene, 'repository'>,
  ...texts: string[]
): BundlesToAttach {
  return {
    repository,
    subject: {
      mediaType: EMPTY_INDEX.mediaType,
      digest: SUBJECT,
      sizeBytes: EMPTY_INDEX.bytes.length,
    },
    bundles: texts.map((text) => ({ bytes: encode(text), predicateType: SPDX })),
    createdAt: new Date('2026-03-04T05:06:07.890Z'),
  };
}

export const listed = ({ registry }: RegistryScene): string[] =>
  listTagged(registry.content, 'org/app', SUBJECT);

/** What another tool wrote: an entry as go-containerregistry up to 0.22.0 makes it, and a field nobody knows. */
export const FOREIGN = {
  mediaType: MEDIA_TYPE.ociManifest,
  size: 5,
  digest: `sha256:${'f'.repeat(64)}`,
  'x-unknown': [1, { a: 'b' }],
};

export function writeForeign({ registry }: RegistryScene, ...manifests: object[]): void {
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests,
    annotations: { kept: 'yes' },
  });
  setTag(registry.content, TAGGED, { mediaType: MEDIA_TYPE.ociIndex, bytes: Buffer.from(text) });
}

export function readIndex({ registry }: RegistryScene): {
  manifests: object[];
  annotations?: object;
} {
  const digest = readTag(registry.content, TAGGED);
  return JSON.parse(registry.content.manifests.get(`org/app@${digest}`)?.bytes.toString() ?? '{}');
}
