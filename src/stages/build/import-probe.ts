/**
 * Lets a builder read its caches before the build does, where nobody may start it anew. What BuildKit reads for a step
 * it waits for in the one loop that plans all builds (solver/edge.go, `Query` of the bridge's lazyCacheManager), and no
 * cancel ends that. For a step that uses no cache it reads the same, from the same place with the same logins, and waits
 * for nothing: so here is such a step, held up by a secret that never comes, until all is read.
 */
import type { Host } from '../../host/host.ts';
import type { Platform } from '../../image/platform.ts';
import { findOwn, listOnePerNode } from '../../plan/builder-spec.ts';
import { type CacheSpec, formatCacheEntry } from '../../plan/cache-spec.ts';
import { makeImportProbe } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import { followImportEvents, type ImportEvents } from '../../tools/import-events.ts';
import { isSpread } from '../builder/spread.ts';
import type { BuildMeans } from './build.ts';
import { limitReading } from './build-attempts.ts';
import { withBuildArgs } from './build-command.ts';
import { describePlaces, findOutage, withoutSources } from './cache-sources.ts';
import { isRestartable } from './unblock-builder.ts';

const LOOK_MS = 100;
/** So long after the start there is no cache that it has not begun to read: buildx leaves some out by itself. */
const SETTLED_MS = 1500;
/** For buildx, around what is read. */
const AROUND_MS = 10_000;

type Reach = Pick<Host, 'run' | 'log' | 'clock' | 'files' | 'randomHex'>;

interface Probe {
  readonly plan: Plan;
  readonly means: Pick<BuildMeans, 'builder' | 'buildx' | 'folder' | 'cacheKeys'>;
  /** They say which machines are meant. */
  readonly platforms: readonly Platform[];
}

/** The plan's cache, less what the builder gets no answer from: one warning. Whatever else it gets the build copes with. */
export async function leaveSilentImports(host: Reach, probe: Probe): Promise<CacheSpec> {
  const { cache } = probe.plan;
  const silent = await findSilentImports(host, probe);
  if (silent.length === 0) return cache;
  const seconds = limitReading(cache) / 1000;
  const what = describePlaces(cache, silent);
  host.log.warning(
    `Built without ${what}: the builder got no answer within ${seconds} s`,
    findOutage(cache, silent),
  );
  return withoutSources(cache, silent);
}

/** What the builder gets no answer from, as BuildKit calls it. Empty where this run may start the builder anew. */
export async function findSilentImports(host: Reach, probe: Probe): Promise<readonly string[]> {
  const from = probe.plan.cache.from.filter(({ backend }) => backend !== 'local');
  if (from.length === 0 || isRestartable(probe.plan, probe.means)) return [];
  return askBuilder(host, { ...probe, from });
}

async function askBuilder(
  host: Reach,
  { plan, means, platforms, from }: Probe & Pick<CacheSpec, 'from'>,
): Promise<readonly string[]> {
  const folder = `${means.folder}/import-probe`;
  const asked = await chooseAsked(host, { plan, means, platforms });
  try {
    const hold = await makeHold(host, { folder, env: means.buildx.env });
    if (hold === undefined) return [];
    const command = makeImportProbe(plan, {
      ...{ from, folder, hold, builder: means.builder },
      platforms: asked.platforms,
    });
    return await withBuildArgs(
      host,
      { command, keys: means.cacheKeys, file: `${folder}/build.json` },
      (args) => {
        const { buildx } = means;
        return watch(host, { args, buildx, nodes: asked.nodes, cache: { ...plan.cache, from } });
      },
    );
  } finally {
    await host.files.remove(folder);
  }
}

interface Asked {
  readonly platforms: readonly Platform[];
  /** How many machines build them; undefined where nobody knows. */
  readonly nodes: number | undefined;
}

/** One platform for each machine, so that all of them are asked, and in one go. */
async function chooseAsked(
  host: Pick<Reach, 'run'>,
  { plan: { builder }, means, platforms }: Probe,
): Promise<Asked> {
  const own = means.builder === undefined ? undefined : findOwn(builder);
  if (own !== undefined) {
    const chosen = listOnePerNode(own, platforms);
    return { platforms: chosen, nodes: chosen.length };
  }
  const isOne = platforms.length < 2 || !(await isSpread(host, { builder, means }));
  return isOne ? { platforms: platforms.slice(0, 1), nodes: 1 } : { platforms, nodes: undefined };
}

/** A pipe that nobody writes to, and a step that wants what is in it. Its name is its own: equal steps of two jobs would be one. */
async function makeHold(
  host: Reach,
  { folder, env }: { folder: string; env: BuildMeans['buildx']['env'] },
): Promise<string | undefined> {
  const step = `RUN --mount=type=secret,id=hold,required=true ["/${host.randomHex(8)}"]`;
  await host.files.write(`${folder}/Dockerfile`, `FROM scratch\n${step}\n`);
  const hold = `${folder}/hold`;
  const args = ['-m', '600', hold];
  const { exitCode, stderr } = await host.run({ tool: 'mkfifo', file: 'mkfifo', args, env });
  if (exitCode === 0) return hold;
  host.log.debug(`mkfifo: ${stderr.trim()}`);
  return undefined;
}

/** What is still not read when the time is over. */
async function watch(
  host: Pick<Reach, 'run' | 'clock'>,
  {
    args,
    buildx,
    nodes,
    cache,
  }: {
    args: readonly string[];
    buildx: BuildMeans['buildx'];
    nodes: Asked['nodes'];
    cache: CacheSpec;
  },
): Promise<readonly string[]> {
  const events = followImportEvents();
  const sources = new Set(cache.from.map(formatCacheEntry)).size;
  const wanted = nodes === undefined ? undefined : nodes * sources;
  const limitMs = limitReading(cache);
  const stopping = new AbortController();
  let beganMs: number | undefined;
  const passedMs = (): number => (beganMs === undefined ? 0 : host.clock.elapsedMs() - beganMs);
  let silent: readonly string[] = [];
  const stopLooking = host.clock.repeat(LOOK_MS, async () => {
    if (stopping.signal.aborted) return;
    silent = passedMs() >= limitMs ? events.pending() : [];
    if (silent.length > 0 || isRead(events, { wanted, passedMs: passedMs() })) stopping.abort();
  });
  const onLine = (line: string): void => {
    events.read(line);
    if (events.started() > 0) beganMs ??= host.clock.elapsedMs();
  };
  try {
    await host.run({
      ...{ tool: 'buildx', file: buildx.path, args, env: buildx.env },
      ...{ deadlineMs: limitMs + AROUND_MS, stop: stopping.signal, onLine },
    });
    return silent;
  } finally {
    stopLooking();
  }
}

function isRead(
  events: ImportEvents,
  { wanted, passedMs }: { wanted: number | undefined; passedMs: number },
): boolean {
  const isAll = wanted !== undefined && events.started() >= wanted;
  const hasBegun = isAll || passedMs >= SETTLED_MS;
  return hasBegun && events.started() > 0 && events.pending().length === 0;
}
