import type { Digest } from '../../src/image/digest.ts';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeDigest } from './make-digest.ts';
import { readFixture } from './recorded.ts';

/** Who signed: a run of `octo-org/app`, the second attempt of one, or a later run of another repository. */
export const SIGNED_BY = [
  'run-99',
  'run-100',
  'run-100-again',
  'run-101',
  'other-repository',
] as const;
export type SignedBy = (typeof SIGNED_BY)[number];

export interface SignedImage {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** The bundle of its signature. */
  readonly bundle: Uint8Array;
}

/** An image that cosign signed for that job, with the bundle. */
export function readSignedImage(by: SignedBy): SignedImage {
  const bytes = Buffer.from(readFixture(`bundles/${by}.index.json`));
  const bundle = Buffer.from(readFixture(`bundles/${by}.sign.json`));
  return { digest: makeDigest(bytes), bytes, mediaType: MEDIA_TYPE.ociIndex, bundle };
}
