/** Manifests: read with their bytes hashed, written under a digest or a tag, and waited for. */
import { ActionError } from '../errors.ts';
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
    };
  });
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
