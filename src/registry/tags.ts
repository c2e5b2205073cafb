/** Moving a tag: the only thing in a run that makes an image public under a name. */
import { ActionError, errorCode } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import { computeDigest } from './content.ts';
import type { Wire } from './exchange.ts';
import { putManifest, readManifest } from './manifests.ts';
import { pollUntil } from './retry.ts';

export interface TagMove {
  readonly repository: Repository;
  readonly tag: string;
  readonly mediaType: string;
  /** The manifest, byte for byte as it is stored under its digest. */
  readonly bytes: Uint8Array;
}

export interface TagMoved {
  readonly digest: Digest;
  /** What the tag named before; undefined when it is new. */
  readonly previous: Digest | undefined;
}

/**
 * Writes the manifest under the tag and reads it back until the tag names it. A tag that names it already is left
 * alone: a registry with immutable tags would refuse even the same bytes. Throws TAG_NOT_MOVED.
 */
export async function moveTag(
  wire: Wire,
  { repository, tag, mediaType, bytes }: TagMove,
): Promise<TagMoved> {
  const digest = computeDigest(bytes);
  const previous = await readPrevious(wire, repository, tag);
  if (previous === digest) return { digest, previous };
  await putManifest(wire, { repository, reference: tag, mediaType, bytes });
  const { host, poll } = wire.context;
  let seen: Digest | undefined;
  const moved = await pollUntil({ clock: host.clock, poll }, async () => {
    seen = (await readManifest(wire, repository, tag))?.digest;
    return seen === digest ? true : undefined;
  });
  if (moved) return { digest, previous };
  const name = formatReference({ repository, tag });
  const names = seen === undefined ? 'nothing' : seen;
  throw new ActionError(
    'TAG_NOT_MOVED',
    `${name} was set to ${digest} and after ${poll.totalMs / 1000} s still names ${names}`,
    {
      hint:
        seen === previous
          ? 'The registry took the tag without moving it: look whether it is immutable, then run again.'
          : 'Another run moved the same tag meanwhile: give the workflow a `concurrency` group.',
    },
  );
}

/** Artifactory answers 403 for a tag that does not exist; where it means what it says, the write that follows is refused too. */
async function readPrevious(
  wire: Wire,
  repository: Repository,
  tag: string,
): Promise<Digest | undefined> {
  try {
    return (await readManifest(wire, repository, tag))?.digest;
  } catch (error) {
    if (errorCode(error) === 'REGISTRY_DENIED') return undefined;
    throw error;
  }
}
