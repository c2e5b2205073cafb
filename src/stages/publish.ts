/** The tags, last of all and one after the other: the same bytes under each name, read back. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { RunInvocation } from '../image/certificate.ts';
import type { Digest } from '../image/digest.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import type { Destination } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { TagMoved } from '../registry/tags.ts';
import type { BuiltImage } from './describe.ts';
import { fetchManifest } from './fetch.ts';
import type { RunOrder } from './tag-order.ts';

export interface PublishedTag {
  /** `name:tag` */
  readonly reference: string;
  /** The digest it named before; undefined for a new tag. */
  readonly previous: string | undefined;
  /** What it names now, where that is not the image but one platform of it. */
  readonly digest?: string;
}

/** A tag that was left to a later run. */
export interface KeptTag {
  /** `name:tag` */
  readonly reference: string;
  /** What it names. */
  readonly digest: string;
  readonly run: RunInvocation | undefined;
}

export interface Publication {
  readonly registry: RegistryClient;
  readonly destinations: readonly Destination[];
  readonly image: Pick<BuiltImage, 'digest' | 'bytes' | 'mediaType' | 'subjects'>;
  /** Undefined: published unsigned, and whoever comes last has the tag. */
  readonly order: RunOrder | undefined;
  /** Both are filled tag by tag, so that a failure in between shows how far it came. */
  readonly moved: PublishedTag[];
  readonly kept: KeptTag[];
}

type Reach = Pick<Host, 'log' | 'signal'>;

/** A tag of the plan. */
export interface PlannedTag {
  readonly repository: Repository;
  readonly tag: string;
  /** The platform whose manifest it is to name; undefined for the image. */
  readonly platform: string | undefined;
  readonly reference: string;
}

/** In the order of the plan. */
export function listPlannedTags(destinations: readonly Destination[]): PlannedTag[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name: tag, of }) => ({
      repository,
      tag,
      platform: of?.platform,
      reference: formatReference({ repository, tag }),
    })),
  );
}

/**
 * Moves every tag in the order of the plan, except those that name an image of a later run. Throws TAG_NOT_MOVED that
 * lists what was moved and what was not: those that were moved name a signed and verified image, the others still name
 * what they named before.
 */
export async function moveTags(host: Reach, publication: Publication): Promise<void> {
  const { destinations, moved, kept } = publication;
  const planned = listPlannedTags(destinations);
  for (const one of planned) {
    const { reference } = one;
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const { previous, digest, leftTo } = await moveOne(publication, one);
      if (leftTo !== undefined) {
        keepBack(host, publication, { ...one, digest: leftTo });
        continue;
      }
      moved.push({ reference, previous, ...(one.platform === undefined ? {} : { digest }) });
      host.log.info(`${reference} → ${digest}${describePrevious(previous, digest)}`);
    } catch (error) {
      const left = planned.length - moved.length - kept.length - 1;
      throw makePartial({ error, reference, moved, left });
    }
  }
}

/** Moves one tag, unless it is a later run's. */
export async function moveOne(
  { registry, image, order }: Pick<Publication, 'registry' | 'image' | 'order'>,
  { repository, tag, platform }: PlannedTag,
): Promise<TagMoved> {
  const { mediaType, bytes } =
    platform === undefined
      ? image
      : await fetchManifest(registry, repository, digestOf(image, platform));
  return registry.moveTag({ repository, tag, mediaType, bytes, order });
}

/** What a tag is to name: the image, or the manifest of one platform in it. Throws BUILD_RESULT_INVALID. */
export function digestOf(image: Publication['image'], platform: string | undefined): Digest {
  if (platform === undefined) return image.digest;
  const subject = image.subjects.find(
    (one) => one.kind === 'platform' && one.platform === platform,
  );
  if (subject !== undefined) return subject.digest;
  throw new ActionError('BUILD_RESULT_INVALID', `The image has no manifest for ${platform}`);
}

/** Records a tag that stays a later run's, and says so. */
export function keepBack(
  host: Pick<Host, 'log'>,
  { order, moved, kept }: Pick<Publication, 'order' | 'moved' | 'kept'>,
  { repository, reference, digest }: PlannedTag & { digest: Digest },
): void {
  const at = moved.findIndex((one) => one.reference === reference);
  if (at >= 0) moved.splice(at, 1);
  const run = order?.findRun(repository, digest);
  kept.push({ reference, digest, run });
  host.log.notice(
    `${reference} is left alone: it names ${digest}, which ${formatRun(run)} signed, a later run than this one. To go back on purpose, start a new run.`,
  );
}

/** `run 7 (https://…)` */
export function formatRun(run: RunInvocation | undefined): string {
  if (run === undefined) return 'another run';
  return `run ${run.runId} (${run.serverUrl}/${run.repository}/actions/runs/${run.runId})`;
}

function describePrevious(previous: string | undefined, digest: string): string {
  if (previous === undefined) return ' (new)';
  return previous === digest ? ' (was there already)' : ` (was ${previous})`;
}

function makePartial({
  error,
  reference,
  moved,
  left,
}: {
  error: unknown;
  reference: string;
  moved: readonly PublishedTag[];
  left: number;
}): unknown {
  if (!(error instanceof ActionError) || error.code === 'CANCELLED') return error;
  const done =
    moved.length === 0
      ? 'No tag was moved.'
      : `Moved before: ${moved.map((one) => one.reference).join(', ')}.`;
  const untouched = left === 0 ? '' : `Not touched: the ${left === 1 ? 'one' : left} after it.`;
  return new ActionError('TAG_NOT_MOVED', `${reference} could not be moved: ${error.message}`, {
    hint: [done, untouched, error.hint ?? 'Run the job again.'].filter(Boolean).join(' '),
    cause: error,
    details: error.details,
  });
}
