/** What refers to a manifest: signatures, attestations and whatever else others attached. */
import { ActionError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  MEDIA_TYPE,
  parseManifest,
} from '../image/manifest.ts';
import { formatReference, formatReferrersTag, type Repository } from '../image/reference.ts';
import type { Answer, Wire } from './exchange.ts';
import { makeCorruptFailure } from './failure.ts';
import { readManifest } from './manifests.ts';
import { parseReferrersIndex, type ReferrersIndex } from './referrers-index.ts';

/** Where the list came from: the registry keeps it (`api`), or its clients do (`tag`). */
export type ReferrersList =
  | { readonly source: 'api'; readonly referrers: readonly Descriptor[] }
  | TaggedReferrers;

export interface TaggedReferrers {
  readonly source: 'tag';
  readonly referrers: readonly Descriptor[];
  readonly index: ReferrersIndex | undefined;
  /** Digest of the index under the tag; undefined when there is no such tag. */
  readonly digest: Digest | undefined;
}

/** More is a flood: each costs every verifier two requests, and one that gives up at some number would overlook ours. */
const MAX_REFERRERS = 200;
const MAX_PAGES = 20;
/**
 * 404 by the specification; 400 and 406 because cosign's library reads the tag then too (go-containerregistry
 * fetcher.go), and what we write has to be where it looks. Any other refusal is an error, never "none".
 */
const NO_API = [400, 404, 406];

/** All that refers to a manifest. Throws for anything but a complete list: an outage must not look like "unsigned". */
export async function readReferrers(
  wire: Wire,
  repository: Repository,
  digest: Digest,
): Promise<ReferrersList> {
  const listed = await readFromApi(wire, repository, digest);
  if (listed !== undefined) return { source: 'api', referrers: listed };
  return readReferrersTag(wire, repository, digest);
}

async function readFromApi(
  wire: Wire,
  repository: Repository,
  digest: Digest,
): Promise<Descriptor[] | undefined> {
  const found: Descriptor[] = [];
  let target: string | URL | undefined = `referrers/${digest}`;
  for (let page = 0; target !== undefined; page++) {
    const answer = await readPage(wire, { repository, digest, target });
    if (answer === undefined) {
      if (page === 0) return undefined;
      throw new ActionError(
        'REGISTRY_CORRUPT',
        `${repository.registry}: the list of referrers of ${digest} broke off after ${page} pages`,
      );
    }
    found.push(...answer.referrers);
    if (found.length > MAX_REFERRERS || page >= MAX_PAGES) throw refuseFlood(repository, digest);
    target = answer.next;
  }
  return found;
}

interface PageRead {
  readonly repository: Repository;
  readonly digest: Digest;
  readonly target: string | URL;
}

function readPage(
  wire: Wire,
  { repository, digest, target }: PageRead,
): Promise<{ referrers: readonly Descriptor[]; next: URL | undefined } | undefined> {
  const asked = { repository, phase: `listing the referrers of ${digest}` };
  return wire.attempt(async (send) => {
    const answer = await send({
      ...asked,
      access: 'pull',
      method: 'GET',
      target,
      headers: { accept: MEDIA_TYPE.ociIndex },
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, ...NO_API],
    });
    const { status, headers, body } = answer.response;
    const contentType = headers['content-type'] ?? '';
    // Registries that send their web page for every path they do not know have no referrers API either.
    if (status !== 200 || !contentType.startsWith(MEDIA_TYPE.ociIndex)) return undefined;
    const parsed = parseManifest(body, contentType);
    if (!parsed.ok) throw makeCorruptFailure(asked, `the list ${parsed.reason}`);
    if (parsed.manifest.kind !== 'index')
      throw makeCorruptFailure(asked, 'the list is not an index');
    return { referrers: parsed.manifest.manifests, next: readNext(answer, asked) };
  });
}

/** No manifest has this digest: a registry with the API has an empty list for it. */
const NOBODY = `sha256:${'0'.repeat(64)}` as Digest;

/** Whether the registry keeps lists of referrers. Undefined for a repository that is not there yet, of which it says nothing. */
export function probeReferrersApi(
  wire: Wire,
  repository: Repository,
): Promise<boolean | undefined> {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      phase: 'looking for the referrers API',
      access: 'pull',
      method: 'GET',
      target: `referrers/${NOBODY}`,
      headers: { accept: MEDIA_TYPE.ociIndex },
      accept: [200, ...NO_API],
    });
    const { status, headers, body } = response;
    if (status !== 200)
      return /NAME_UNKNOWN/.test(new TextDecoder().decode(body)) ? undefined : false;
    return (headers['content-type'] ?? '').startsWith(MEDIA_TYPE.ociIndex);
  });
}

/** RFC 8288 `Link` with the relation `next`, on the same host: a token must not follow it elsewhere. */
function readNext(
  { response, url }: Answer,
  asked: { repository: Repository; phase: string },
): URL | undefined {
  const [, target] =
    /<([^>]{1,2048})>\s*;[^,]{0,200}\brel="?next"?/i.exec(response.headers['link'] ?? '') ?? [];
  if (target === undefined) return undefined;
  const next = URL.canParse(target, url.href) ? new URL(target, url) : undefined;
  if (next === undefined || next.host !== url.host)
    throw makeCorruptFailure(asked, 'the list continues on another host');
  return next;
}

/** The list that clients keep; empty when there is none. */
export async function readReferrersTag(
  wire: Wire,
  repository: Repository,
  digest: Digest,
): Promise<TaggedReferrers> {
  const tag = formatReferrersTag(digest);
  const content = await readManifest(wire, repository, tag);
  if (content === undefined)
    return { source: 'tag', referrers: [], index: undefined, digest: undefined };
  const parsed = parseReferrersIndex(content.bytes, content.mediaType);
  if (!parsed.ok) {
    const name = formatReference({ repository, tag });
    throw new ActionError(
      'REGISTRY_CORRUPT',
      `${name} should list signatures and attestations, but it ${parsed.reason}`,
      {
        hint: 'Another tool uses this tag for something else: delete the tag, then run again.',
      },
    );
  }
  const referrers = parsed.index.descriptors;
  if (referrers.length > MAX_REFERRERS) throw refuseFlood(repository, digest);
  return { source: 'tag', referrers, index: parsed.index, digest: content.digest };
}

function refuseFlood(repository: Repository, digest: Digest): ActionError {
  const name = formatReference({ repository, digest });
  return new ActionError('REGISTRY_REFUSED', `${name} has more than ${MAX_REFERRERS} referrers`, {
    hint: 'Delete those that are not needed: verification reads every one of them.',
  });
}

/**
 * What a referrer is, by its artifact type. `unknown`: an entry that an older client wrote without one; only its
 * manifest tells.
 */
export function classifyReferrer({
  artifactType,
}: Descriptor): 'bundle' | 'attestation-manifest' | 'other' | 'unknown' {
  if (artifactType === undefined || artifactType === MEDIA_TYPE.ociEmpty) return 'unknown';
  if (artifactType.startsWith('application/vnd.dev.sigstore.bundle')) return 'bundle';
  return artifactType === MEDIA_TYPE.attestationManifest ? 'attestation-manifest' : 'other';
}
