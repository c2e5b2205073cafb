/** Which tags a registry may refuse to change. */
import type { Host } from '../../host/host.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { settleWithin } from '../job/within.ts';
import type { PlannedTag, Publication } from './publish.ts';

/** Milliseconds: without an answer the order is the plan's. */
const LIMIT_MS = 2000;

/**
 * Version tags that name something else come first, of all repositories: where tags are immutable one of them is
 * refused, and then no tag has moved yet. Those that are not versions keep their place, or `latest` would lead.
 */
export async function putRefusableFirst(
  host: Pick<Host, 'clock'>,
  {
    registry,
    image,
  }: Pick<Publication, 'image'> & { readonly registry: Pick<RegistryClient, 'brief'> },
  planned: readonly PlannedTag[],
): Promise<readonly PlannedTag[]> {
  if (planned.length < 2) return planned;
  const isRefusable = await Promise.all(
    planned.map(async ({ repository, tag, kind, platform }) => {
      if (kind !== 'immutable' || platform !== undefined) return false;
      const asked = registry.brief.probeManifest(repository, tag);
      const head = await settleWithin(host, LIMIT_MS, asked);
      return head !== undefined && head.digest !== image.digest;
    }),
  );
  const pick = (wanted: boolean): PlannedTag[] =>
    planned.filter((_, at) => isRefusable[at] === wanted);
  return [...pick(true), ...pick(false)];
}
