/**
 * BuildKit asks its caches in the one loop that plans all builds (solver/edge.go, cachemanager of the bridge): while a
 * cache does not answer, nothing else is built there either, even after the build that asked was cancelled.
 */
import type { Host } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { findOwn, type NodeSpec, type OwnBuilder } from '../../plan/builder-spec.ts';
import type { Plan } from '../../plan/types.ts';
import { listNodeNames } from '../../tools/create-builder.ts';
import type { BuildMeans } from './build.ts';

const DEADLINE_MS = 15_000;
/** A daemon that waits for a cache does not end by itself. */
const GRACE_SECONDS = 1;

/**
 * Whether this run alone uses the builder, and may start it anew with what it has: one that stays others may be using, and
 * new pods have nothing.
 */
export function isRestartable(
  { builder }: Pick<Plan, 'builder'>,
  means: Pick<BuildMeans, 'builder'>,
): boolean {
  const own = findOwn(builder);
  const isContainer = own?.driver === 'docker-container';
  return means.builder !== undefined && isContainer && own.kept === undefined;
}

interface Blocked {
  readonly plan: Pick<Plan, 'builder'>;
  readonly means: Pick<BuildMeans, 'builder' | 'buildx'>;
  /** Only what builds these, where that is known: another node may be in the middle of its work. */
  readonly platforms: readonly Platform[];
  /** False: it keeps wrong parts of layers, and nothing else is the matter. */
  readonly isStuck: boolean;
}

/**
 * Stops the builder's containers, which the next build starts again with all they have. False where one could not be
 * stopped. What may not be stopped was never made to wait (see `import-gate`); parts of layers are dropped there as well.
 */
export async function unblockBuilder(
  host: Pick<Host, 'run' | 'log'>,
  { plan, means, platforms, isStuck }: Blocked,
): Promise<boolean> {
  const { builder, buildx } = means;
  const own = findOwn(plan.builder);
  if (builder === undefined || own === undefined || !isRestartable(plan, means)) {
    if (!isStuck) await dropParts(host, { builder, buildx });
    return true;
  }
  const stopped = await Promise.all(
    listContainers(builder, own, platforms).map((container) => stop(host, container, buildx.env)),
  );
  return stopped.every((isStopped) => isStopped);
}

/**
 * What arrived of a layer is gone on with, from wherever the rest comes: wrong bytes would stay in it. BuildKit drops what
 * no build holds any more after it has pruned, be that nothing (cache/manager.go, Prune).
 */
async function dropParts(
  host: Pick<Host, 'run' | 'log'>,
  { builder, buildx }: Pick<BuildMeans, 'builder' | 'buildx'>,
): Promise<void> {
  const { exitCode, stderr } = await host.run({
    tool: 'buildx',
    file: buildx.path,
    args: [
      'prune',
      ...(builder === undefined ? [] : [`--builder=${builder}`]),
      '--force',
      '--filter=id=none',
    ],
    env: buildx.env,
    deadlineMs: DEADLINE_MS,
  });
  if (exitCode !== 0) host.log.debug(`buildx prune: ${stderr.trim()}`);
}

interface Container {
  readonly name: string;
  /** Of docker, for the engine where it is. */
  readonly flags: readonly string[];
}

function listContainers(
  builder: string,
  own: OwnBuilder,
  platforms: readonly Platform[],
): Container[] {
  const names = listNodeNames(builder, own);
  const wanted = platforms.map(formatPlatform);
  const isChosen = (node: NodeSpec): boolean =>
    node.platforms.some((platform) => wanted.includes(platform));
  const isKnown = own.nodes.some(isChosen);
  return own.nodes.flatMap((node, at) =>
    isKnown && !isChosen(node)
      ? []
      : [{ name: `buildx_buildkit_${names[at] ?? ''}`, flags: locate(node) }],
  );
}

/** An endpoint is an address, or the name of a context. */
function locate({ endpoint }: NodeSpec): string[] {
  if (endpoint === undefined) return [];
  return [endpoint.includes('://') ? `--host=${endpoint}` : `--context=${endpoint}`];
}

async function stop(
  host: Pick<Host, 'run' | 'log'>,
  { name, flags }: Container,
  env: BuildMeans['buildx']['env'],
): Promise<boolean> {
  // What is dropped elsewhere after pruning; here it has to be done before the end.
  const parts = 'rm -rf /var/lib/buildkit/*/content/ingest/*';
  const tool = { tool: 'docker', file: 'docker', env, deadlineMs: DEADLINE_MS };
  await host.run({ ...tool, args: [...flags, 'exec', name, 'sh', '-c', parts] });
  const args = [...flags, 'stop', `--time=${GRACE_SECONDS}`, name];
  const { exitCode, stderr } = await host.run({ ...tool, args });
  if (exitCode !== 0) host.log.debug(`The builder was not started anew: ${stderr.trim()}`);
  return exitCode === 0;
}
