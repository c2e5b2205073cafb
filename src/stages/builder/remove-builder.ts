/** Takes a builder of ours away. */
import type { Host } from '../../host/host.ts';
import type { RunState } from '../../state.ts';
import type { Buildx } from './builder.ts';

/** Removes a builder of ours, with its container and volume. Never throws: it is called on the way out. */
export async function removeBuilder(
  host: Pick<Host, 'run' | 'log'>,
  { name, buildx, driver }: { name: string; buildx: Buildx; driver?: RunState['driver'] },
): Promise<boolean> {
  const { exitCode, stderr } = await host.run({
    tool: 'buildx',
    file: buildx.path,
    args: ['rm', '--force', name],
    env: buildx.env,
  });
  if (exitCode === 0) return true;
  host.log.debug(`buildx rm ${name}: ${stderr.trim()}`);
  // What is elsewhere has no container here: a builder that buildx does not know any more is gone.
  if (driver !== undefined) return /no builder .* found/i.test(stderr);
  return removeContainer(host, { container: `buildx_buildkit_${name}0`, env: buildx.env });
}

/** Its files, by which this run's buildx knows it. Whatever runs goes on. */
export async function forgetBuilder(
  host: Pick<Host, 'run'>,
  { name, buildx }: { name: string; buildx: Buildx },
): Promise<void> {
  const args = ['rm', '--force', '--keep-daemon', '--keep-state', name];
  await host.run({ tool: 'buildx', file: buildx.path, args, env: buildx.env });
}

/**
 * buildx knows a builder only by the files of its configuration. When those are gone (post ran before, or somebody
 * emptied the temp folder), container and volume are found by the names that buildx gives them. With `--force` what
 * is not there counts as removed.
 */
export async function removeContainer(
  host: Pick<Host, 'run' | 'log'>,
  { container, env }: { container: string; env: Buildx['env'] },
): Promise<boolean> {
  for (const args of [
    ['rm', '--force', '--volumes', container],
    ['volume', 'rm', '--force', `${container}_state`],
  ]) {
    const { exitCode, stderr } = await host.run({ tool: 'docker', file: 'docker', args, env });
    if (exitCode === 0) continue;
    host.log.debug(`docker ${args.join(' ')}: ${stderr.trim()}`);
    return false;
  }
  return true;
}
