import { createHash } from 'node:crypto';
import type { Digest } from '../image/digest.ts';

/** The sha256 digest of these bytes: what content is called once it was looked at, whatever a header says. */
export function computeDigest(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}
