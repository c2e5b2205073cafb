/** The tags, last of all and one after the other: the same bytes under each name, read back. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatReference, type Repository } from '../image/reference.ts';
import type { Destination } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { BuiltImage } from './describe.ts';
import { fetchManifest } from './fetch.ts';

export interface PublishedTag {
  /** `name:tag` */
  readonly reference: string;
  /** The digest it named before; undefined for a new tag. */
  readonly previous: string | undefined;
  /** What it names now, where that is not the image but one platform of it. */
  readonly digest?: string;
}

/**
 * Moves every tag in the order of the plan. Throws TAG_NOT_MOVED that lists what was moved and what was not: those
 * that were moved name a signed and verified image, the others still name what they named before.
 */
export async function moveTags(
  host: Pick<Host, 'log' | 'signal'>,
  {
    registry,
    destinations,
    image,
    moved,
  }: {
    registry: RegistryClient;
    destinations: readonly Destination[];
    image: BuiltImage;
    moved: PublishedTag[];
  },
): Promise<void> {
  const planned = destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name, of }) => ({ repository, tag: name, platform: of?.platform })),
  );
  for (const { repository, tag, platform } of planned) {
    const reference = formatReference({ repository, tag });
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const content = await readContent(registry, { repository, image, platform });
      const { previous, digest } = await registry.moveTag({ repository, tag, ...content });
      moved.push({ reference, previous, ...(platform === undefined ? {} : { digest }) });
      host.log.info(`${reference} → ${digest}${describePrevious(previous, digest)}`);
    } catch (error) {
      throw makePartial({ error, reference, moved, total: planned.length });
    }
  }
}

/** What a tag is to name: the image, or the manifest of one platform in it, read by its digest. */
async function readContent(
  registry: RegistryClient,
  {
    repository,
    image,
    platform,
  }: { repository: Repository; image: BuiltImage; platform: string | undefined },
): Promise<Pick<BuiltImage, 'mediaType' | 'bytes'>> {
  if (platform === undefined) return image;
  const subject = image.subjects.find(
    (one) => one.kind === 'platform' && one.platform === platform,
  );
  if (subject === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', `The image has no manifest for ${platform}`);
  return fetchManifest(registry, repository, subject.digest);
}

function describePrevious(previous: string | undefined, digest: string): string {
  if (previous === undefined) return ' (new)';
  return previous === digest ? ' (was there already)' : ` (was ${previous})`;
}

function makePartial({
  error,
  reference,
  moved,
  total,
}: {
  error: unknown;
  reference: string;
  moved: readonly PublishedTag[];
  total: number;
}): unknown {
  if (!(error instanceof ActionError) || error.code === 'CANCELLED') return error;
  const done =
    moved.length === 0
      ? 'No tag was moved.'
      : `Moved before: ${moved.map((one) => one.reference).join(', ')}.`;
  const left = total - moved.length - 1;
  const untouched = left === 0 ? '' : `Not touched: the ${left === 1 ? 'one' : left} after it.`;
  return new ActionError('TAG_NOT_MOVED', `${reference} could not be moved: ${error.message}`, {
    hint: [done, untouched, error.hint ?? 'Run the job again.'].filter(Boolean).join(' '),
    cause: error,
    details: error.details,
  });
}
