/** The names under which a build finds its cache mounts: from its Dockerfile and the locks in its context. */
import { createHash } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import { isLock, isWorthLooking, type MountKeys, makeMountKeys } from '../../plan/mount-keys.ts';
import type { Plan } from '../../plan/types.ts';

type Reach = Pick<Host, 'files' | 'machine' | 'clock' | 'log'>;

/** What lies deeper is not a lock of this build, or one of many. */
const MAX_DEPTH = 6;

/** Reads the Dockerfile and every lock that the context sends to the builder. */
export async function readMountKeys(
  host: Reach,
  { build, mounts }: Pick<Plan, 'build' | 'mounts'>,
): Promise<MountKeys> {
  const locks = await findLocks(host, build);
  const hashes = await Promise.all(
    locks.map(async (path) => `${path} ${await host.files.sha256(`${build.context}/${path}`)}`),
  );
  host.log.debug(`Locks of cache mounts: ${locks.join(', ') || 'none'}`);
  return makeMountKeys({
    scope: shortHash(mounts.scope),
    architecture: host.machine.nodeArch,
    dockerfile: shortHash(await host.files.readText(build.file ?? '')),
    locks: locks.length === 0 ? undefined : shortHash(hashes.join('\n')),
    day: host.clock.now().toISOString().slice(0, 10),
  });
}

/** The first characters of a sha256: enough to tell apart what is not made to collide. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

async function findLocks({ files }: Reach, build: Plan['build']): Promise<readonly string[]> {
  const isSent = await readIgnore({ files }, build);
  const found = await files.walk(
    build.context,
    (folder) => isWorthLooking(folder) && folder.split('/').length <= MAX_DEPTH,
  );
  return found.filter((path) => isLock(path.slice(path.lastIndexOf('/') + 1)) && isSent(path));
}

/** A `.dockerignore` of the Dockerfile's own goes before that of the context (docs.docker.com "Build context"). */
async function readIgnore(
  { files }: Pick<Host, 'files'>,
  { context, file }: Plan['build'],
): Promise<(path: string) => boolean> {
  for (const path of [`${file}.dockerignore`, `${context}/.dockerignore`]) {
    if ((await files.kind(path)) !== 'file') continue;
    const { default: module } = await import('@balena/dockerignore');
    const rules = module.default().add(await files.readText(path));
    return (one) => !rules.ignores(one);
  }
  return () => true;
}
