import { createHmac, timingSafeEqual } from 'node:crypto';

/** `r` reads, `cw` creates and writes: the `sp` of a signed URL. */
export type BlobAccess = 'r' | 'cw';

/** Signs URLs of blobs and tells what a signature grants. */
export interface UrlSigner {
  /** The query of a URL that lets its holder at the blob until it expires. */
  sign(blob: string, access: BlobAccess): URLSearchParams;
  /** What the query grants; undefined when it is forged or has expired. */
  read(blob: string, query: URLSearchParams): string | undefined;
}

/** The version of Azure's storage API that is spoken. */
export const API_VERSION = '2025-11-05';

/** Makes a signer for URLs shaped like Azure's shared access signatures. */
export function makeUrlSigner(key: Buffer, lifetimeMs: number): UrlSigner {
  const makeSignature = (parts: readonly string[]) =>
    createHmac('sha256', key).update(parts.join('\n')).digest('base64');
  return {
    sign: (blob, access) => {
      const expiry = new Date(Date.now() + lifetimeMs).toISOString();
      return new URLSearchParams({
        se: expiry,
        sig: makeSignature([blob, access, expiry]),
        sp: access,
        sr: 'b',
        sv: API_VERSION,
      });
    },
    read: (blob, query) => {
      const expiry = query.get('se') ?? '';
      const granted = query.get('sp') ?? '';
      const expected = Buffer.from(makeSignature([blob, granted, expiry]));
      const given = Buffer.from(query.get('sig') ?? '');
      const isGenuine = expected.length === given.length && timingSafeEqual(expected, given);
      return isGenuine && Date.parse(expiry) > Date.now() ? granted : undefined;
    },
  };
}
