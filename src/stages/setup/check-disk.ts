/** A full disk ends a build with errors that are about something else. */
import type { Host } from '../../host/host.ts';
import type { Engine } from '../../tools/docker.ts';
import { isOwnKernel } from '../emulation/probe-emulation.ts';

/** Less than a base image and a few layers of two platforms need. */
const FEW_BYTES = 2 * 1024 ** 3;

/** One warning about the fullest disk of those that a build writes to, where it is of this machine. */
export async function checkDisk(
  host: Pick<Host, 'env' | 'files' | 'log'>,
  engine: Promise<Engine | undefined>,
): Promise<void> {
  const { env, files, log } = host;
  const rootDir = await engine.then((one) => findRoot(host, one)).catch(() => '');
  const paths = [rootDir, env['RUNNER_TEMP'] ?? ''].filter((path) => path !== '');
  const disks = await Promise.all(
    paths.map(async (path) => ({ path, free: await files.freeBytes(path) })),
  );
  const [fullest] = disks
    .flatMap(({ path, free }) => (free === undefined ? [] : [{ path, free }]))
    .sort((a, b) => a.free - b.free);
  if (fullest === undefined || fullest.free >= FEW_BYTES) return;
  log.warning(
    `Only ${(fullest.free / 1024 ** 3).toFixed(1)} GiB are free at ${fullest.path}, and a build may need more. On a runner that GitHub hosts, remove first what no build of images uses: sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc (the reusable workflow does that with \`free-disk-space: true\`); elsewhere: docker system prune.`,
  );
}

/**
 * Paths of an engine on another machine, or outside of this container, mean nothing here. Whether it was chosen by an
 * address or by a docker context does not matter: it says itself where it runs.
 */
async function findRoot(host: Pick<Host, 'files'>, engine: Engine | undefined): Promise<string> {
  if (engine === undefined || !(await isOwnKernel(host, engine))) return '';
  return engine.rootDir;
}
