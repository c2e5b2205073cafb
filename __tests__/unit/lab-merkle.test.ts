import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashLeaf, makeInclusionProof, makeRoot } from '../../lab/services/sigstore-merkle.ts';

/** Inputs and roots of the reference tree in certificate-transparency's own tests. */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const LEAVES = INPUTS.map((hex) => hashLeaf(Buffer.from(hex, 'hex')));

describe('the tree of a transparency log', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))(
    'has with %i leaves the root %s',
    (size, root) => {
      expect(makeRoot(LEAVES.slice(0, size)).toString('hex')).toBe(root);
    },
  );

  it.each(
    ROOTS.flatMap((_, size) => Array.from({ length: size }, (__, index) => [index, size] as const)),
  )('proves leaf %i of %i', (index, size) => {
    const path = makeInclusionProof(LEAVES.slice(0, size), index);
    expect(climb({ index, size, path }).toString('hex')).toBe(ROOTS[size]);
  });
});

/** Verification as RFC 9162, 2.1.3.2 writes it: bottom up, where making goes top down. */
function climb({
  index,
  size,
  path,
}: {
  index: number;
  size: number;
  path: readonly Buffer[];
}): Buffer {
  let position = index;
  let last = size - 1;
  let hash = LEAVES[index] ?? Buffer.alloc(0);
  for (const sibling of path) {
    const isRight = position % 2 === 1 || position === last;
    hash = hashPair(isRight ? [sibling, hash] : [hash, sibling]);
    while (isRight && position % 2 === 0 && position !== 0) {
      position >>= 1;
      last >>= 1;
    }
    position >>= 1;
    last >>= 1;
  }
  return hash;
}

function hashPair(pair: readonly Buffer[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([Uint8Array.of(1), ...pair]))
    .digest();
}
