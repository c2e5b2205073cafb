/** What the caches of the repository take at GitHub: asked after the build, beside signing, and never waited for twice. */
import type { Host } from '../host/host.ts';
import type { Digest } from '../image/digest.ts';
import { type CacheRoom, ROOM_BYTES } from '../plan/cache-advice.ts';
import { readField } from './json-field.ts';

export interface RoomReport extends CacheRoom {
  /** What this run's scope takes; undefined where not all of it was found. */
  readonly scopeBytes: number | undefined;
}

const BLOB_PREFIX = 'buildkit-blob-1-';

/** Undefined without a token that may ask (`actions: read`), or without an answer: nothing depends on it. */
export async function readCacheRoom(
  { github, log }: Pick<Host, 'github' | 'log'>,
  {
    token,
    repository,
    layers,
  }: { token: string | undefined; repository: string; layers: readonly Digest[] },
): Promise<RoomReport | undefined> {
  const [owner, repo] = repository.split('/');
  if (token === undefined || !owner || !repo) return undefined;
  const asked = { token, owner, repo };
  try {
    const usage = await github.cacheUsage(asked);
    const usedBytes = readField(usage, ['active_caches_size_in_bytes']);
    if (typeof usedBytes !== 'number') return undefined;
    const listed =
      layers.length === 0 ? undefined : await github.caches({ ...asked, key: BLOB_PREFIX });
    return { usedBytes, limitBytes: ROOM_BYTES, scopeBytes: sumLayers(listed, layers) };
  } catch (error) {
    log.debug(
      `The room for caches is not known: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

function sumLayers(listed: unknown, layers: readonly Digest[]): number | undefined {
  const entries = readField(listed, ['actions_caches']);
  if (!Array.isArray(entries)) return undefined;
  const sizes = new Map(
    entries.map((one) => [readField(one, ['key']), readField(one, ['size_in_bytes'])] as const),
  );
  let sum = 0;
  for (const layer of layers) {
    const size = sizes.get(`${BLOB_PREFIX}${layer}`);
    if (typeof size !== 'number') return undefined;
    sum += size;
  }
  return sum;
}
