/**
 * A TUF repository (theupdateframework.github.io/specification) that hands out one trusted root: what BuildKit has
 * compiled in of the public Sigstore, for the lab's.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const SPEC_VERSION = '1.0.31';
const EXPIRES = '2099-01-01T00:00:00Z';
const KEY_ID = 'lab';
const ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const;
const ONE = { version: 1 } as const;

/** Files of the repository by their paths. */
export type TufFiles = Readonly<Record<TufPath, Buffer>>;

export const TUF_PATHS = [
  'root.json',
  'timestamp.json',
  'snapshot.json',
  'targets.json',
  'targets/trusted_root.json',
] as const;
export type TufPath = (typeof TUF_PATHS)[number];

/** `rootLength`: the trusted root is that long, with spaces at its end, which change nothing. Throws where it would be longer. */
export function makeTufFiles(trustedRoot: unknown, rootLength: number): TufFiles {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const describe = (type: string, rest: object): Buffer => {
    const common = { _type: type, expires: EXPIRES, spec_version: SPEC_VERSION, version: 1 };
    const signed = { ...common, ...rest };
    const sig = sign(null, Buffer.from(formatCanonical(signed)), privateKey).toString('hex');
    return Buffer.from(formatCanonical({ signatures: [{ keyid: KEY_ID, sig }], signed }));
  };
  const root = fillUp(Buffer.from(JSON.stringify(trustedRoot)), rootLength);
  const target = {
    hashes: { sha256: createHash('sha256').update(root).digest('hex') },
    length: root.length,
  };
  const keyval = { public: Buffer.from(x, 'base64url').toString('hex') };
  const role = { keyids: [KEY_ID], threshold: 1 };
  return {
    'root.json': describe('root', {
      consistent_snapshot: true,
      keys: { [KEY_ID]: { keytype: 'ed25519', keyval, scheme: 'ed25519' } },
      roles: Object.fromEntries(ROLES.map((name) => [name, role])),
    }),
    'timestamp.json': describe('timestamp', { meta: { 'snapshot.json': ONE } }),
    'snapshot.json': describe('snapshot', { meta: { 'targets.json': ONE } }),
    'targets.json': describe('targets', { targets: { 'trusted_root.json': target } }),
    'targets/trusted_root.json': root,
  };
}

/** JSON of a given length. Throws when it is longer already. */
export function fillUp(json: Buffer, length: number): Buffer {
  if (json.length > length)
    throw new Error(`${json.length - length} bytes more than what is replaced`);
  return Buffer.concat([json, Buffer.alloc(length - json.length, ' ')]);
}

/** Canonical JSON: sorted keys, no spaces. All strings here are plain ASCII without quotes. */
function formatCanonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
