/** The tags, last of all and one after the other: the same bytes under each name, read back. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatReference } from '../image/reference.ts';
import type { Destination } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { BuiltImage } from './describe.ts';

export interface PublishedTag {
  /** `name:tag` */
  readonly reference: string;
  /** The digest it named before; undefined for a new tag. */
  readonly previous: string | undefined;
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
    tags.map(({ name }) => ({ repository, tag: name })),
  );
  for (const { repository, tag } of planned) {
    const reference = formatReference({ repository, tag });
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const { previous } = await registry.moveTag({
        repository,
        tag,
        mediaType: image.mediaType,
        bytes: image.bytes,
      });
      moved.push({ reference, previous });
      host.log.info(`${reference} → ${image.digest}${describePrevious(previous, image.digest)}`);
    } catch (error) {
      throw makePartial({ error, reference, moved, total: planned.length });
    }
  }
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
