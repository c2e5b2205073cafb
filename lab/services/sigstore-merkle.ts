import { createHash } from 'node:crypto';

/** Hash of a log entry's bytes as a leaf (RFC 6962, 2.1). */
export function hashLeaf(body: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(0)).update(body).digest();
}

/** Root of the tree over these leaf hashes (RFC 6962, 2.1). */
export function makeRoot(leaves: readonly Buffer[]): Buffer {
  const [only, second] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (second === undefined) return only;
  const split = splitPoint(leaves.length);
  return hashNode(makeRoot(leaves.slice(0, split)), makeRoot(leaves.slice(split)));
}

/** Audit path of the leaf at `index`, nearest sibling first (RFC 6962, 2.1.1). */
export function makeInclusionProof(leaves: readonly Buffer[], index: number): readonly Buffer[] {
  if (leaves.length <= 1) return [];
  const split = splitPoint(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split
    ? [...makeInclusionProof(left, index), makeRoot(right)]
    : [...makeInclusionProof(right, index - split), makeRoot(left)];
}

function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** The largest power of two below `size`, which must be at least 2. */
function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
