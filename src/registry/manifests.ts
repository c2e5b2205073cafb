/** Manifests: read with their bytes hashed, written under a digest or a tag, and waited for. */
import { ActionError, errorCode } from '../errors.ts';
import { type Digest, isDigest, parseDigest } from '../image/digest.ts';
import { MANIFEST_MEDIA_TYPES, MAX_MANIFEST_BYTES } from '../image/manifest.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import { computeDigest } from './content.ts';
import type { Wire } from './exchange.ts';
import { makeCorruptFailure } from './failure.ts';
import { pollUntil } from './retry.ts';

export interface ManifestContent {
  /** Computed from the bytes. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What a HEAD tells: claims of the registry. */
export interface ManifestHead {
  readonly digest: Digest | undefined;
  readonly mediaType: string | undefined;
  readonly sizeBytes: number | undefined;
  /** How many pulls Docker Hub lets this address or login have now; undefined where none are counted. */
  readonly pullsLeft: number | undefined;
}

const ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(', ') };

/** The manifest under a digest or tag; undefined when the registry has none. Bytes that do not hash to what they are called are an error. */
export function readManifest(
  wire: Wire,
  repository: Repository,
  reference: string,
): Promise<ManifestContent | undefined> {
  const asked = { repository, phase: `reading the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: 'pull',
      method: 'GET',
      target: `manifests/${reference}`,
      headers: ACCEPT,
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, 404],
    });
    if (response.status === 404) return undefined;
    const digest = computeDigest(response.body);
    const called = isDigest(reference)
      ? reference
      : parseDigest(response.headers['docker-content-digest']);
    if (called !== undefined && called !== digest) {
      throw makeCorruptFailure(asked, `the registry sent ${digest} as ${called}`);
    }
    return { digest, mediaType: readMediaType(response.headers), bytes: response.body };
  });
}

/** What the registry says about a manifest without sending it; undefined when it has none. */
export function probeManifest(
  wire: Wire,
  repository: Repository,
  reference: string,
): Promise<ManifestHead | undefined> {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      access: 'pull',
      phase: `looking for the manifest ${reference}`,
      method: 'HEAD',
      target: `manifests/${reference}`,
      headers: ACCEPT,
      accept: [200, 404],
    });
    if (response.status === 404) return undefined;
    const length = response.headers['content-length'];
    return {
      digest: parseDigest(response.headers['docker-content-digest']),
      mediaType: readMediaType(response.headers) || undefined,
      sizeBytes: length !== undefined && /^\d{1,12}$/.test(length) ? Number(length) : undefined,
      pullsLeft: readPullsLeft(response.headers),
    };
  });
}

/** `ratelimit-remaining: 76;w=21600` (docs.docker.com, Docker Hub usage and limits). */
function readPullsLeft(headers: Readonly<Record<string, string>>): number | undefined {
  const left = /^(\d{1,9})(;|$)/.exec(headers['ratelimit-remaining'] ?? '')?.[1];
  return left === undefined ? undefined : Number(left);
}

function readMediaType(headers: Readonly<Record<string, string>>): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Waits until a manifest that was just pushed is there (ECR and others answer 404 for seconds). Throws REGISTRY_NOT_FOUND. */
export async function waitForManifest(
  wire: Wire,
  repository: Repository,
  digest: Digest,
): Promise<ManifestHead> {
  const { host, poll } = wire.context;
  const found = await pollUntil({ clock: host.clock, poll }, () =>
    probeManifest(wire, repository, digest),
  );
  if (found !== undefined && (found.digest ?? digest) === digest) return found;
  const name = formatReference({ repository, digest });
  if (found !== undefined)
    throw new ActionError('REGISTRY_CORRUPT', `${name} is said to be ${found.digest}`);
  throw new ActionError(
    'REGISTRY_NOT_FOUND',
    `${name} was pushed and did not appear within ${poll.totalMs / 1000} s`,
    {
      hint: 'A clean-up job or a lifecycle rule may delete untagged manifests at once: exclude new ones from it.',
    },
  );
}

export interface ManifestWrite {
  readonly repository: Repository;
  /** A tag, or the digest of the bytes. */
  readonly reference: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Writes a manifest. May be repeated: the same bytes have the same digest. */
export function putManifest(
  wire: Wire,
  { repository, reference, mediaType, bytes }: ManifestWrite,
): Promise<Digest> {
  const digest = computeDigest(bytes);
  const asked = { repository, phase: `writing the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: 'pull,push',
      method: 'PUT',
      target: `manifests/${reference}`,
      headers: { 'content-type': mediaType },
      body: bytes,
      timeoutMs: 60_000,
      accept: [200, 201, 202],
    });
    const stored = parseDigest(response.headers['docker-content-digest']);
    if (stored !== undefined && stored !== digest) {
      // Registries that rewrite manifests exist; what they store is not what was signed.
      throw makeCorruptFailure(asked, `the registry stored ${digest} as ${stored}`);
    }
    return digest;
  });
}

/** `unsupported`: the registry does not let this be deleted, or not by this account. */
export const DELETIONS = ['deleted', 'absent', 'unsupported'] as const;
export type Deletion = (typeof DELETIONS)[number];

/** The ways in which registries say no: GHCR 405, Harbor 400 for a tag, accounts without the right 401 or 403. */
const DELETE_REFUSED: readonly number[] = [400, 401, 403, 405];
const REFUSALS: readonly string[] = [
  'REGISTRY_DENIED',
  'REGISTRY_UNAUTHORIZED',
  'REGISTRY_REFUSED',
];

/**
 * Deletes a tag, or a manifest by its digest. A refusal is an answer. The right to delete is asked of the token server
 * only when the registry names it: Quay's refuses a scope with a word that it does not know.
 */
export async function deleteReference(
  wire: Wire,
  repository: Repository,
  reference: string,
): Promise<Deletion> {
  try {
    return await wire.attempt(async (send) => {
      const { response } = await send({
        repository,
        access: 'pull,push',
        phase: `deleting ${reference}`,
        method: 'DELETE',
        target: `manifests/${reference}`,
        accept: [200, 202, 204, 404, ...DELETE_REFUSED],
      });
      if (response.status === 404) return 'absent';
      return DELETE_REFUSED.includes(response.status) ? 'unsupported' : 'deleted';
    });
  } catch (error) {
    if (REFUSALS.includes(errorCode(error))) return 'unsupported';
    throw error;
  }
}
