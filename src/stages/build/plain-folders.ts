/**
 * Folders of caches by names that buildx can pass on. It names each to BuildKit in a header (BuildKit client/solve.go,
 * session/content/caller.go), and gRPC takes printable ASCII there (grpc-go metadata). A link leads to any other folder.
 */
import type { Host } from '../../host/host.ts';
import type { CacheEntry } from '../../inputs/cache-entries.ts';
import { formatLinkName, LINKS_FOLDER } from '../../plan/orphans.ts';
import type { BuildCommand } from '../../tools/buildx.ts';

type Reach = Pick<Host, 'files' | 'randomHex' | 'log' | 'clock'>;
type Caches = BuildCommand['cache'];

const PLAIN = /^[\x20-\x7e]*$/;

/** Runs `work` with caches whose folders are links where they have to be. The links exist only meanwhile. */
export async function withPlainFolders<T>(
  host: Reach,
  { cache, folder }: { cache: Caches; folder: string },
  work: (cache: Caches) => Promise<T>,
): Promise<T> {
  const links: string[] = [];
  const place = async (entry: CacheEntry): Promise<CacheEntry> => {
    const name = entry.attributes['dest'] === undefined ? 'src' : 'dest';
    const path = entry.attributes[name] ?? '';
    if (entry.backend !== 'local' || PLAIN.test(path)) return entry;
    const parent = PLAIN.test(folder) ? folder : LINKS_FOLDER;
    const named = { nowMs: host.clock.now().getTime(), random: host.randomHex(8) };
    const link = `${parent}/${formatLinkName(named)}`;
    const needed = [parent, ...(name === 'dest' ? [path] : [])];
    if (!(await makeLink(host, { path, link, needed }))) return entry;
    links.push(link);
    return { ...entry, attributes: { ...entry.attributes, [name]: link } };
  };
  try {
    const [from, to] = await Promise.all(
      [cache.from, cache.to].map((entries) => Promise.all(entries.map(place))),
    );
    return await work({ from: from ?? [], to: to ?? [] });
  } finally {
    await Promise.all(links.map((link) => host.files.remove(link)));
  }
}

/** False where there can be none: without it buildx says what is the matter, and a build goes on. */
async function makeLink(
  { files, log }: Reach,
  { path, link, needed }: { path: string; link: string; needed: readonly string[] },
): Promise<boolean> {
  try {
    for (const one of needed) await files.makeDir(one);
    await files.symlink(await files.realpath(path), link);
    return true;
  } catch (error) {
    log.debug(`No link to ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
