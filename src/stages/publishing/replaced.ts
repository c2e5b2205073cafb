/** Two jobs of one run that publish under one tag: whoever ends last has it, which nobody means who has a job per platform. */
import type { Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { listPlatformManifests } from '../../image/manifest.ts';
import { fetchManifest } from '../image/fetch.ts';
import type { PlannedTag, Publication } from './publish.ts';

/** Says where a tag was taken from another image of this very run. Never throws: the tag is moved. */
export async function tellReplaced(
  { log }: Pick<Host, 'log'>,
  { registry, order, image }: Pick<Publication, 'registry' | 'order' | 'image'>,
  { repository, reference, previous }: PlannedTag & { previous: Digest | undefined },
): Promise<void> {
  if (previous === undefined || order?.isOfThisRun(repository, previous) !== true) return;
  const children = await fetchManifest(registry.brief, repository, previous).then(
    ({ manifest }) =>
      manifest.kind === 'image'
        ? [previous]
        : listPlatformManifests(manifest).map(({ descriptor }) => descriptor.digest),
    () => undefined,
  );
  const own = image.subjects.map(({ digest }): string => digest);
  // Legs that are run again put one image together more than once.
  if (children === undefined || children.some((digest) => own.includes(digest))) return;
  log.notice(
    `${reference} named another image of this run, ${previous}, until now: two jobs or steps publish under this tag, and the last one to end has it. Platforms of one image belong into one step, or into legs with all of \`platforms\` in each; different images need different tags.`,
  );
}
