/** The folder of a `local` cache: brought back before the build, kept after the export. */
import type { Host } from '../../host/host.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import { restoreFolder, saveFolder } from '../job/kept-folder.ts';

type Reach = Pick<Host, 'cache' | 'log' | 'clock' | 'files'>;

const WHAT = 'The local build cache';
/** What is read, and what is written: apart, so that what no build needs any more is not kept for ever. */
const READ = 'layers';
const WRITTEN = 'layers-new';
/** A restore that takes longer costs more than most builds. */
const RESTORE_LIMIT_MS = 120_000;

/** The spec with its folders, and without what was not there. */
export async function restoreLayers(
  host: Reach,
  { cache, folder, say }: { cache: CacheSpec; folder: string; say: (line: string) => void },
): Promise<CacheSpec> {
  const { kept, timeoutMs } = cache;
  if (kept === undefined) return cache;
  const src = `${folder}/${READ}`;
  const restored = await restoreFolder(host, {
    what: WHAT,
    folder: src,
    key: kept.key,
    restoreKeys: kept.restoreKeys,
    timeoutMs: Math.min(timeoutMs, RESTORE_LIMIT_MS),
  });
  say(restored === undefined ? 'no layers were kept' : `layers restored from ${restored.key}`);
  const isPlanned = ({ backend, of }: CachePlace): boolean => backend === 'local' && of !== 'given';
  return {
    ...cache,
    from: cache.from.flatMap((place) => {
      if (!isPlanned(place)) return [place];
      return restored === undefined ? [] : [{ ...place, attributes: { src } }];
    }),
    to: cache.to.map((place) =>
      isPlanned(place)
        ? { ...place, attributes: { dest: `${folder}/${WRITTEN}`, ...place.attributes } }
        : place,
    ),
  };
}

/** After the export; a warning where it fails. */
export async function saveLayers(
  host: Reach,
  { cache, folder, timeoutMs }: { cache: CacheSpec; folder: string; timeoutMs: number },
): Promise<void> {
  const { kept } = cache;
  if (kept === undefined || !kept.isWritten || timeoutMs <= 0) return;
  await saveFolder(host, {
    what: WHAT,
    folder: `${folder}/${WRITTEN}`,
    key: kept.key,
    timeoutMs,
  });
}
