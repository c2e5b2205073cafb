/** Blobs: read with their bytes hashed, pushed in one piece, and the probe whether pushing is allowed. */
import { type Digest, digestHex } from '../image/digest.ts';
import type { Repository } from '../image/reference.ts';
import { computeDigest } from './content.ts';
import { type Exchange, readLocation, type Send, type Wire } from './exchange.ts';
import { makeCorruptFailure } from './failure.ts';

const BLOB_TIMEOUT_MS = 120_000;

export interface BlobRead {
  readonly repository: Repository;
  readonly digest: Digest;
  readonly maxBytes: number;
}

/** The bytes of a blob, of at most `maxBytes`; undefined when the registry has none. */
export function readBlob(
  wire: Wire,
  { repository, digest, maxBytes }: BlobRead,
): Promise<Uint8Array | undefined> {
  const asked = { repository, phase: `reading the blob ${digest}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: 'pull',
      method: 'GET',
      target: `blobs/${digest}`,
      timeoutMs: BLOB_TIMEOUT_MS,
      maxBytes,
      accept: [200, 404],
    });
    if (response.status === 404) return undefined;
    const { byteLength } = response.body;
    if (byteLength > maxBytes)
      throw makeCorruptFailure(
        asked,
        `the registry sent ${byteLength} bytes, more than ${maxBytes}`,
      );
    const sent = computeDigest(response.body);
    if (sent !== digest) throw makeCorruptFailure(asked, `the registry sent ${sent}`);
    return response.body;
  });
}

/** True when the registry has the blob in this repository. */
export function hasBlob(wire: Wire, repository: Repository, digest: Digest): Promise<boolean> {
  return wire.attempt((send) => probeBlob(send, { repository, digest, access: 'pull' }));
}

async function probeBlob(
  send: Send,
  { repository, digest, access }: Pick<Exchange, 'repository' | 'access'> & { digest: Digest },
): Promise<boolean> {
  const phase = `looking for the blob ${digest}`;
  const target = `blobs/${digest}`;
  const { response } = await send({
    repository,
    access,
    phase,
    method: 'HEAD',
    target,
    accept: [200, 404],
  });
  return response.status === 200;
}

/** Pushes a blob unless it is there. One attempt is the whole session: an upload that broke off cannot be continued everywhere. */
export function ensureBlob(wire: Wire, repository: Repository, bytes: Uint8Array): Promise<Digest> {
  const digest = computeDigest(bytes);
  const asked = {
    repository,
    access: 'pull,push',
    phase: `pushing the blob ${digestHex(digest).slice(0, 12)}`,
  } as const;
  return wire.attempt(async (send) => {
    if (await probeBlob(send, { repository, digest, access: 'pull,push' })) return digest;
    const location = await startUpload(send, asked);
    // By text: re-encoding the rest of the query would break the signature in some storage hosts' locations.
    location.search += `${location.search === '' ? '?' : '&'}digest=${encodeURIComponent(digest)}`;
    await send({
      ...asked,
      method: 'PUT',
      target: location,
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
      timeoutMs: BLOB_TIMEOUT_MS,
      accept: [200, 201, 202, 204],
    });
    return digest;
  });
}

/** Opens an upload and cancels it: the cheapest question that only a writer gets a good answer to. */
export function probePush(wire: Wire, repository: Repository): Promise<void> {
  const asked = {
    repository,
    access: 'pull,push',
    phase: 'checking the permission to push',
  } as const;
  return wire.attempt(async (send) => {
    const target = await startUpload(send, asked);
    // Cancelling may need the right to delete, and registries expire what is left: distribution-spec "clients SHOULD ignore any failures".
    await send({
      ...asked,
      method: 'DELETE',
      target,
      renew: false,
      timeoutMs: 10_000,
      accept: [200, 202, 204, 401, 403, 404, 405],
    }).catch((error: unknown) => wire.context.host.log.debug(String(error)));
  });
}

async function startUpload(
  send: Send,
  asked: Pick<Exchange, 'repository' | 'access' | 'phase'>,
): Promise<URL> {
  const answer = await send({
    ...asked,
    method: 'POST',
    target: 'blobs/uploads/',
    accept: [202],
  });
  return readLocation(answer, asked);
}
