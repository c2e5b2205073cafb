/**
 * A build that a silent cache cannot block, where nobody may start the builder anew. BuildKit begins to read the caches of
 * a build by themselves, but waits for them in the one loop that plans all builds (solver/llbsolver/bridge.go,
 * `lazyCacheManager`), and no cancel ends that. So they are read first: buildx reaches the builder through a relay, which
 * keeps its question for the build until the caches that it names have been read, for that same build. A build that is
 * ended until then has asked for nothing.
 */
import type { Host } from '../../host/host.ts';
import type { Platform } from '../../image/platform.ts';
import { formatLinkName, LINKS_FOLDER } from '../../plan/orphans.ts';
import type { Plan } from '../../plan/types.ts';
import type { BuildCommand } from '../../tools/buildx.ts';
import type { Relay } from '../../tools/relay.ts';
import type { Buildx } from '../builder/builder.ts';
import { runChecked } from '../job/run-command.ts';
import type { BuildMeans } from './build.ts';
import { describeBackends } from './cache-sources.ts';
import { findRoute, type RouteNode } from './gate-route.ts';
import { openGate } from './open-gate.ts';
import { isRestartable } from './unblock-builder.ts';

const DEADLINE_MS = 15_000;

type Reach = Pick<Host, 'run' | 'relay' | 'log' | 'clock' | 'files' | 'signal' | 'randomHex'>;

/** How buildx is to be run. */
export interface Ways {
  readonly builder: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** False: nothing may be read but folders. */
  readonly readsFar: boolean;
}

export interface Gated {
  readonly plan: Pick<Plan, 'builder'>;
  readonly means: Pick<BuildMeans, 'builder' | 'buildx'>;
  readonly cache: Pick<BuildCommand['cache'], 'from'>;
  /** They say which machines are meant. */
  readonly platforms: readonly Platform[];
}

/** Whether a cache that the build reads could block the builder for good. Folders are read through buildx itself. */
export function isGated({ plan, means, cache }: Gated): boolean {
  const isFar = cache.from.some(({ backend }) => backend !== 'local');
  return isFar && !isRestartable(plan, means);
}

/** Runs a build of `work`. Where it cannot be held up, by reason of sockets, it has to do without its caches: one warning. */
export async function withImportGate<T>(
  host: Reach,
  gated: Gated,
  work: (ways: Ways) => Promise<T>,
): Promise<T> {
  const { builder, buildx } = gated.means;
  const straight = { builder, env: buildx.env };
  if (!isGated(gated)) return work({ ...straight, readsFar: true });
  const gates: Relay[] = [];
  const folders: string[] = [];
  try {
    const opened = await openGates(host, { gated, folders, gates }).catch((error: unknown) => {
      if (host.signal.aborted) throw error;
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(`Built without ${describeFar(gated)}: it cannot be read beforehand: ${why}`);
      return undefined;
    });
    return await work({ ...(opened ?? straight), readsFar: opened !== undefined });
  } finally {
    await Promise.all(gates.map(({ close }) => close()));
    await Promise.all(folders.map((one) => host.files.remove(one)));
  }
}

function describeFar({ cache: { from } }: Gated): string {
  return describeBackends(from.filter(({ backend }) => backend !== 'local'));
}

/** What is left of a cache for such a build. */
export function limitFar<T extends { readonly backend: string }>(
  from: readonly T[],
  { readsFar }: Pick<Ways, 'readsFar'>,
): readonly T[] {
  return readsFar ? from : from.filter(({ backend }) => backend === 'local');
}

/** With what follows it: a socket's path has 108 bytes (unix(7)), and other systems allow fewer. */
const MAX_FOLDER_BYTES = 90;

/** A path, short enough for sockets, to a folder of this run. `folders` takes what is made. */
async function makeFolder({ files, clock, randomHex }: Reach, folders: string[]): Promise<string> {
  const folder = await files.makeTempDir('gate-');
  folders.push(folder);
  if (Buffer.byteLength(folder) <= MAX_FOLDER_BYTES) return folder;
  const link = formatLinkName({ nowMs: clock.now().getTime(), random: randomHex(8) });
  const path = `${LINKS_FOLDER}/${link}`;
  await files.symlink(folder, path);
  folders.push(path);
  return path;
}

interface Opening {
  readonly gated: Gated;
  /** They take what is made and opened, also where it is not all. */
  readonly folders: string[];
  readonly gates: Relay[];
}

async function openGates(
  host: Reach,
  { gated, folders, gates }: Opening,
): Promise<Pick<Ways, 'builder' | 'env'>> {
  const { buildx } = gated.means;
  const folder = await makeFolder(host, folders);
  const route = await findRoute(host, gated);
  if (route.kind === 'engine') {
    const socket = `${folder}/0`;
    const context = route.context === undefined ? [] : [`--context=${route.context}`];
    const dial = { file: 'docker', args: [...context, 'system', 'dial-stdio'], env: buildx.env };
    gates.push(await openGate(host, { socket, dial, isEngine: true }));
    return { builder: ENGINE_BUILDER, env: pointDocker(buildx.env, socket) };
  }
  // What is made here is in nobody's list of builders, and has the name that the build's own address begins with.
  const env = { ...buildx.env, BUILDX_CONFIG: `${folder}/buildx` };
  const { builder } = route;
  for (const [at, node] of route.nodes.entries()) {
    const socket = `${folder}/${at}`;
    const args = makeDialArgs(builder, node.platforms);
    const dial = { file: buildx.path, args, env: buildx.env };
    gates.push(await openGate(host, { socket, dial, isEngine: false }));
    await addNode(host, { buildx: { ...buildx, env }, builder, node, socket, isFirst: at === 0 });
  }
  return { builder, env };
}

/** What buildx calls the engine that DOCKER_HOST names. */
const ENGINE_BUILDER = 'default';

function makeDialArgs(builder: string, [platform]: readonly string[]): string[] {
  return [
    ...['dial-stdio', `--builder=${builder}`],
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
  ];
}

interface Adding {
  readonly buildx: Buildx;
  readonly builder: string;
  readonly node: RouteNode;
  readonly socket: string;
  readonly isFirst: boolean;
}

async function addNode(
  host: Reach,
  { buildx: { path, env }, builder, node: { name, platforms }, socket, isFirst }: Adding,
): Promise<void> {
  await runChecked(host, {
    tool: 'buildx',
    file: path,
    args: [
      ...['create', `--name=${builder}`, `--node=${name}`],
      ...(isFirst ? ['--driver=remote'] : ['--append']),
      ...(platforms.length === 0 ? [] : [`--platform=${platforms.join()}`]),
      `unix://${socket}`,
    ],
    env,
    deadlineMs: DEADLINE_MS,
  });
}

/** What else names an engine, or says how it is spoken to. */
const ENGINE_VARIABLES = new Set([
  'DOCKER_CONTEXT',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
]);

function pointDocker(env: Ways['env'], socket: string): Ways['env'] {
  const others = Object.entries(env).filter(([name]) => !ENGINE_VARIABLES.has(name));
  return { ...Object.fromEntries(others), DOCKER_HOST: `unix://${socket}` };
}
