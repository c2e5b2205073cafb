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
import { findRoute, type RouteNode } from './gate-route.ts';
import { openGate } from './open-gate.ts';
import { isRestartable } from './unblock-builder.ts';

const DEADLINE_MS = 15_000;

type Reach = Pick<Host, 'run' | 'relay' | 'log' | 'clock' | 'files' | 'signal' | 'randomHex'>;

/** How buildx is to be run. */
export interface Ways {
  readonly builder: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export interface Gated {
  readonly plan: Pick<Plan, 'builder'>;
  readonly means: Pick<BuildMeans, 'builder' | 'buildx'>;
  readonly cache: Pick<BuildCommand['cache'], 'from'>;
  /** They say which machines are meant. */
  readonly platforms: readonly Platform[];
  /** That the build is of no use any more. */
  readonly stop: AbortSignal;
}

/** Whether a cache that the build reads could block the builder for good. Folders are read through buildx itself. */
function isGated({ plan, means, cache }: Gated): boolean {
  const isFar = cache.from.some(({ backend }) => backend !== 'local');
  return isFar && !isRestartable(plan, means);
}

/** There is no way to a builder on which a build could wait. Without caches that are far away it needs none. */
export class GateFailure extends Error {
  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`it takes a socket in the folder of temporary files (RUNNER_TEMP): ${why}`, { cause });
    this.name = 'GateFailure';
  }
}

/** Runs a build of `work`. Throws GateFailure before that. */
export async function withImportGate<T>(
  host: Reach,
  gated: Gated,
  work: (ways: Ways) => Promise<T>,
): Promise<T> {
  const { builder, buildx } = gated.means;
  if (!isGated(gated)) return work({ builder, env: buildx.env });
  const gates: Relay[] = [];
  const folders: string[] = [];
  const close = (): Promise<unknown> => Promise.all(gates.map((gate) => gate.close()));
  // Told to end, buildx waits for the builder, which waits for the cache: without a connection it ends at once.
  gated.stop.addEventListener('abort', close, { once: true });
  try {
    const ways = await openGates(host, { gated, folders, gates }).catch((error: unknown) => {
      throw host.signal.aborted ? error : new GateFailure(error);
    });
    host.log.info(
      'The builder reads its caches before it builds: buildx reaches it through this step, as a remote one',
    );
    return await work(ways);
  } finally {
    gated.stop.removeEventListener('abort', close);
    await close();
    await Promise.all(folders.map((one) => host.files.remove(one)));
  }
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

async function openGates(host: Reach, { gated, folders, gates }: Opening): Promise<Ways> {
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
