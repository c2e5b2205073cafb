import { createHash } from 'node:crypto';
import { type Digest, parseDigest } from '../../src/image/digest.ts';

/** The digest of a content. */
export function makeDigest(content: string | Uint8Array): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  if (digest === undefined) throw new Error('a hash is no digest');
  return digest;
}
