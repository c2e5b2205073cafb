import type {
  ActionsCache,
  CacheFailure,
  CacheRestoreRequest,
  CacheSaveRequest,
} from '../../src/tools/actions-cache.ts';

type Content = ReadonlyMap<string, string | Uint8Array>;

/** The Actions cache of a repository, in memory, shared by the hosts of several runs. */
export interface CacheStore {
  /** Key -> what the folder held, in the order in which it was saved. */
  readonly entries: Map<string, Content>;
  /** While it is set, every call comes to this. */
  failure: CacheFailure | undefined;
  /** The job may not write. */
  isReadOnly: boolean;
  /** Nothing is answered before who asked gives up. */
  isSilent: boolean;
}

interface Memory {
  readonly stored: Map<string, string | Uint8Array>;
  readonly events: string[];
  readonly unscripted: string[];
}

export function makeCacheStore(): CacheStore {
  return { entries: new Map(), failure: undefined, isReadOnly: false, isSilent: false };
}

/** The door of one host; without a store the runner offers no cache, and nobody may ask it. */
export function openCacheStore(
  store: CacheStore | undefined,
  { stored, events, unscripted }: Memory,
): ActionsCache {
  const open = (what: string): CacheStore => {
    events.push(what);
    if (store !== undefined) return store;
    unscripted.push(what);
    throw new Error(`not scripted: ${what}`);
  };
  return {
    isAvailable: store !== undefined,
    restore: async (request) => {
      const opened = open(`cache restore ${request.key}`);
      if (opened.isSilent) await waitForStop(request);
      return restore(opened, request, stored);
    },
    save: async (request) => save(open(`cache save ${request.key}`), request, stored),
  };
}

function restore(
  { entries, failure }: CacheStore,
  { folder, key, restoreKeys }: CacheRestoreRequest,
  stored: Memory['stored'],
): Awaited<ReturnType<ActionsCache['restore']>> {
  if (failure !== undefined) return failure;
  const keys = [...entries.keys()].toReversed();
  const found = entries.has(key)
    ? key
    : restoreKeys
        .map((prefix) => keys.find((each) => each.startsWith(prefix)))
        .find((each) => each !== undefined);
  const content = found === undefined ? undefined : entries.get(found);
  if (found === undefined || content === undefined) return { outcome: 'missing' };
  for (const [name, bytes] of content) stored.set(`${folder}/${name}`, bytes);
  return { outcome: 'restored', key: found, sizeBytes: measure(content) };
}

async function waitForStop({ stop }: CacheRestoreRequest): Promise<void> {
  await new Promise((resolve) => stop?.addEventListener('abort', resolve));
}

function save(
  { entries, failure, isReadOnly }: CacheStore,
  { folder, key }: CacheSaveRequest,
  stored: Memory['stored'],
): Awaited<ReturnType<ActionsCache['save']>> {
  if (failure !== undefined) return failure;
  if (isReadOnly) return { outcome: 'failed', reason: 'denied', problem: 'cache write denied' };
  if (entries.has(key)) return { outcome: 'exists' };
  const content = new Map(
    [...stored].flatMap(([path, bytes]): [string, string | Uint8Array][] =>
      path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), bytes]] : [],
    ),
  );
  entries.set(key, content);
  return { outcome: 'saved', sizeBytes: measure(content) };
}

function measure(content: Content): number {
  return [...content.values()].reduce((sum, bytes) => sum + Buffer.byteLength(bytes), 0);
}
