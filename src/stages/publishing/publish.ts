/** The tags, last of all and one after the other: the same bytes under each name, read back. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { RunInvocation } from '../../image/certificate.ts';
import type { Digest } from '../../image/digest.ts';
import { formatReference, type Repository } from '../../image/reference.ts';
import type { TagLine } from '../../names/lines.ts';
import type { Destination, Tag } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import type { TagMoved } from '../../registry/tags.ts';
import type { BuiltImage } from '../image/describe.ts';
import { fetchManifest } from '../image/fetch.ts';
import { type KeptReason, tellKept } from './kept.ts';
import { putRefusableFirst } from './refusable.ts';
import { tellReplaced } from './replaced.ts';
import { chooseOrder, type Orders } from './tag-choice.ts';

export interface PublishedTag {
  /** `name:tag` */
  readonly reference: string;
  /** The digest it named before; undefined for a new tag. */
  readonly previous: string | undefined;
  /** What it names now, where that is not the image but one platform of it. */
  readonly digest?: string;
}

/** A tag that was left alone. */
export interface KeptTag {
  /** `name:tag` */
  readonly reference: string;
  /** What it names; undefined where that made no difference. */
  readonly digest: string | undefined;
  /** That signed it, where the tag was left to a later run. */
  readonly run: RunInvocation | undefined;
  readonly reason: KeptReason;
}

export interface Publication extends Orders {
  readonly registry: RegistryClient;
  readonly destinations: readonly Destination[];
  readonly image: Pick<BuiltImage, 'digest' | 'bytes' | 'mediaType' | 'subjects'>;
  /** Both are filled tag by tag, so that a failure in between shows how far it came. */
  readonly moved: PublishedTag[];
  readonly kept: KeptTag[];
}

type Reach = Pick<Host, 'log' | 'signal' | 'clock'>;

/** A tag of the plan. */
export interface PlannedTag {
  readonly repository: Repository;
  readonly tag: string;
  readonly kind: Tag['kind'];
  /** The platform whose manifest it is to name; undefined for the image. */
  readonly platform: string | undefined;
  readonly reference: string;
  readonly line?: TagLine | undefined;
}

/** In the order of the plan. */
export function listPlannedTags(destinations: readonly Destination[]): PlannedTag[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name: tag, kind, of, line }) => ({
      repository,
      tag,
      kind,
      platform: of?.platform,
      reference: formatReference({ repository, tag }),
      line,
    })),
  );
}

/**
 * Moves every tag, those first that may be refused, except those that would go backwards. Throws TAG_NOT_MOVED that
 * lists what was moved and what was not: those that were moved name a signed and verified image, the others still name
 * what they named before.
 */
export async function moveTags(host: Reach, publication: Publication): Promise<void> {
  const { destinations, moved, kept } = publication;
  const planned = await putRefusableFirst(host, publication, listPlannedTags(destinations));
  for (const one of planned) {
    const { reference } = one;
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const reason = await findOtherRelease(host, publication, one);
      if (reason !== undefined) {
        keepFor(host, publication, { ...one, digest: undefined, reason });
        continue;
      }
      const { previous, digest, leftTo } = await moveOne(publication, one);
      if (leftTo !== undefined) {
        keepBack(host, publication, { ...one, digest: leftTo });
        continue;
      }
      moved.push({ reference, previous, ...(one.platform === undefined ? {} : { digest }) });
      host.log.info(`${reference} → ${digest}${describePrevious(previous, digest)}`);
      if (previous !== digest) await tellReplaced(host, publication, { ...one, previous });
    } catch (error) {
      const left = planned.length - moved.length - kept.length - 1;
      throw makePartial({ error, reference, moved, left });
    }
  }
}

/** The release that has the tag instead. Where GitHub does not say, the order of the versions has to do. */
async function findOtherRelease(
  host: Reach,
  { content }: Publication,
  { line, reference }: PlannedTag,
): Promise<KeptReason | undefined> {
  if (line?.release === undefined || content === undefined) return undefined;
  const latest = await content.findLatestRelease();
  if (latest === line.release) return undefined;
  if (latest !== undefined) return { kind: 'release', named: latest, own: line.release };
  host.log.notice(
    `${reference}: GitHub could not be asked which release is the latest (\`latest=release\` takes a \`github-token\`); it goes by the version.`,
  );
  return undefined;
}

/** Moves one tag, unless it would go backwards. */
export async function moveOne(
  publication: Pick<Publication, 'registry' | 'image' | 'order' | 'content'>,
  { repository, tag, platform, line }: PlannedTag,
): Promise<TagMoved> {
  const { registry, image } = publication;
  const order = chooseOrder(publication, line);
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

/** Records a tag that stays where it is, and says why. */
export function keepBack(
  host: Pick<Host, 'log'>,
  publication: Pick<Publication, 'order' | 'content' | 'moved' | 'kept'>,
  planned: PlannedTag & { digest: Digest },
): void {
  const { content } = publication;
  const { repository, digest, line } = planned;
  const verdict = line === undefined ? undefined : content?.known(line, repository, digest);
  const reason = verdict?.reason ?? { kind: 'run' };
  keepFor(host, publication, { ...planned, reason });
}

function keepFor(
  host: Pick<Host, 'log'>,
  { order, moved, kept }: Pick<Publication, 'order' | 'moved' | 'kept'>,
  {
    repository,
    reference,
    digest,
    reason,
  }: Omit<PlannedTag, 'platform'> & { digest: Digest | undefined; reason: KeptReason },
): void {
  const at = moved.findIndex((one) => one.reference === reference);
  if (at >= 0) moved.splice(at, 1);
  const isRun = reason.kind === 'run' && digest !== undefined;
  const run = isRun ? order?.findRun(repository, digest) : undefined;
  const tag: KeptTag = { reference, digest, run, reason };
  kept.push(tag);
  host.log.notice(tellKept(tag));
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
