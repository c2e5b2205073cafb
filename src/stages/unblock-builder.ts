/**
 * BuildKit asks its caches in the one loop that plans all builds (solver/edge.go, cachemanager of the bridge): while a
 * cache does not answer, nothing else is built there either, even after the build that asked was cancelled.
 */
import type { Host } from '../host/host.ts';
import type { BuildMeans } from './build.ts';

const DEADLINE_MS = 15_000;
/** A daemon that waits for a cache does not end by itself. */
const GRACE_SECONDS = 1;

/** Stops the builder's container, which the next build starts again with all it has. Nothing where it is not ours. */
export async function unblockBuilder(
  host: Pick<Host, 'run' | 'log'>,
  { builder, buildx }: Pick<BuildMeans, 'builder' | 'buildx'>,
): Promise<void> {
  if (builder === undefined) return;
  const container = `buildx_buildkit_${builder}0`;
  // What arrived of a layer is gone on with, from wherever the rest comes: wrong bytes would stay in it.
  const parts = 'rm -rf /var/lib/buildkit/*/content/ingest/*';
  const tool = { tool: 'docker', file: 'docker', env: buildx.env, deadlineMs: DEADLINE_MS };
  await host.run({ ...tool, args: ['exec', container, 'sh', '-c', parts] });
  const result = await host.run({
    ...tool,
    args: ['stop', `--time=${GRACE_SECONDS}`, container],
  });
  if (result.exitCode !== 0)
    host.log.debug(`The builder was not started anew: ${result.stderr.trim()}`);
}
