/** What the caches of the repository take at GitHub: asked beside other work, and never waited for long. */
import type { GitHubApi, Host, RepositoryRequest } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { type CacheRoom, GIGABYTE, isFull, ROOM_BYTES } from '../../plan/cache-advice.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { formatBytes } from '../../plan/mount-economy.ts';
import { readField } from '../job/json-field.ts';
import type { Say } from '../job/tracks.ts';
import { settleWithin } from '../job/within.ts';

export interface RoomReport extends CacheRoom {
  /** What this run's scope takes; undefined where not all of it was found. */
  readonly scopeBytes: number | undefined;
}

const BLOB_PREFIX = 'buildkit-blob-1-';

export interface Asking {
  readonly token: string | undefined;
  /** `owner/name` */
  readonly repository: string;
}

/** The builder boots for longer. */
const CHOICE_MS = 2000;

/** Asked while the builder boots: another place for the layers where GitHub has no room left. Silence changes nothing. */
export async function chooseRoom(
  host: Pick<Host, 'github' | 'log' | 'clock'>,
  { cache, asking, say }: { cache: CacheSpec; asking: Asking; say: Say },
): Promise<CacheSpec> {
  const { whenFull } = cache;
  const asked = splitName(asking);
  if (whenFull === undefined || asked === undefined) return cache;
  const room = await settleWithin(host, CHOICE_MS, readUsage(host.github, asked));
  if (room === undefined || !isFull(room)) return cache;
  const { usedBytes, limitBytes } = room;
  say(`all caches of the repository take ${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}`);
  say(`instead of the Actions cache: ${whenFull.reason}`);
  return whenFull;
}

function splitName({ token, repository }: Asking): RepositoryRequest | undefined {
  const [owner, repo] = repository.split('/');
  return token === undefined || !owner || !repo ? undefined : { token, owner, repo };
}

async function readUsage(
  github: GitHubApi,
  asked: RepositoryRequest,
): Promise<CacheRoom | undefined> {
  const usage = await github.cacheUsage(asked);
  const usedBytes = readField(usage, ['active_caches_size_in_bytes']);
  if (typeof usedBytes !== 'number') return undefined;
  const limit = readField(usage, ['max_cache_size_gb']);
  const isKnown = typeof limit === 'number' && limit > 0;
  return { usedBytes, limitBytes: isKnown ? limit * GIGABYTE : ROOM_BYTES };
}

/** Undefined without a token that may ask (`actions: read`), or without an answer: nothing depends on it. */
export async function readCacheRoom(
  { github, log }: Pick<Host, 'github' | 'log'>,
  { layers, ...asking }: Asking & { layers: readonly Digest[] },
): Promise<RoomReport | undefined> {
  const asked = splitName(asking);
  if (asked === undefined) return undefined;
  try {
    const room = await readUsage(github, asked);
    if (room === undefined) return undefined;
    const listed =
      layers.length === 0 ? undefined : await github.caches({ ...asked, key: BLOB_PREFIX });
    return { ...room, scopeBytes: sumLayers(listed, layers) };
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
