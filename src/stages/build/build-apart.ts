/**
 * A build on several machines. buildx would put together what they pushed, and push that under the tag `latest` (its
 * build/build.go), before anything is signed: so each platform is built by itself, and the index of them is ours.
 */
import { ActionError } from '../../errors.ts';
import type { Host, Log } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { splitForLeg } from '../../plan/annotations.ts';
import { findOwn, usesEngine } from '../../plan/builder-spec.ts';
import { countHits, formatHits, joinHits } from '../../plan/cache-hits.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import { makeBuild } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { makeBuildProgress } from '../../tools/build-progress.ts';
import { type BuildMetadata, makeMetadataEnv } from '../../tools/buildx.ts';
import { isSpread } from '../builder/spread.ts';
import { sweepOrphans } from '../cleanup/sweep.ts';
import { sweepCluster } from '../cleanup/sweep-cluster.ts';
import { joinTracks } from '../job/tracks.ts';
import { assembleLegs, type LegPart } from '../legs/assemble-legs.ts';
import { annotateChecks } from './annotate-checks.ts';
import {
  applyAttempt,
  type BuildHost,
  type BuildMeans,
  type BuildResult,
  readMetadata,
  runBuild,
  runBuildx,
} from './build.ts';
import { buildWithCache } from './build-attempts.ts';
import { listGenerators } from './generator.ts';
import { unblockBuilder } from './unblock-builder.ts';

interface Work {
  readonly plan: Plan;
  readonly means: BuildMeans;
}

/** The build of the plan, on one machine or on several; beside it, what killed runs have left there is removed. */
export async function buildImage(
  host: BuildHost & Pick<Host, 'env'>,
  { registry, engine, ...work }: Work & { registry: RegistryClient; engine: Platform },
): Promise<BuildResult> {
  const sweeping = sweep(host, work);
  try {
    return (await isApart(host, work))
      ? await buildApart(host, { ...work, registry })
      : await runBuild(host, { ...work, engine });
  } finally {
    await sweeping;
  }
}

async function sweep(
  host: BuildHost & Pick<Host, 'env'>,
  { plan: { builder, emulation }, means }: Work,
): Promise<void> {
  const { env } = means.buildx;
  const own = findOwn(builder);
  const emulationImage = emulation.image;
  await Promise.all([
    own?.driver === 'kubernetes' ? sweepCluster(host, { own, env }) : undefined,
    sweepOrphans(host, { env, emulationImage, usesEngine: usesEngine(builder) === true }),
  ]);
}

/** Whether the plan's image has to be built platform by platform. */
function isApart(host: BuildHost, { plan, means }: Work): Promise<boolean> | boolean {
  const { mode, build, builder } = plan;
  return mode === 'push' && build.platforms.length > 1 && isSpread(host, { builder, means });
}

/** Builds every platform on its machine, pushed by digest, and assembles the image, under no tag. */
async function buildApart(
  host: BuildHost,
  { plan, means, registry }: Work & { readonly registry: RegistryClient },
): Promise<BuildResult> {
  const { platforms, exports, annotations } = plan.build;
  if (exports.length > 0) throw refuseFiles();
  const close = host.log.open('Build');
  const reach = { ...host, log: { ...host.log, warning: sayOnce(host.log.warning) } };
  let parts: readonly Part[];
  try {
    const builds = platforms.map((platform, at) => buildOne(reach, { plan, means, platform, at }));
    await joinTracks(builds);
    parts = await Promise.all(builds);
  } finally {
    close();
  }
  const built = parts.map(({ metadata }) => metadata);
  const candidates = platforms.map((platform, at) => makePart(plan, platform, built[at]));
  const [first] = platforms;
  const { index } = splitForLeg(annotations, first === undefined ? '' : formatPlatform(first));
  const { destinations } = plan;
  const digest = await assembleLegs({
    ...{ registry, destinations, platforms, candidates },
    annotations: index,
  });
  host.log.info(`${platforms.map(formatPlatform).join(', ')} → ${digest}`);
  const json = mergeMetadata(built, digest);
  await annotateChecks(host, { plan, metadata: json });
  const hits = joinHits(parts.map((part) => part.hits));
  if (hits !== undefined) host.log.info(formatHits(hits));
  return {
    metadata: { digest, configDigest: undefined, json },
    cache: joinCaches(plan, parts),
    // What one machine could not pull from the first registry was pulled from the second.
    attests:
      parts.map((part) => part.attests).find((one) => one.join() !== plan.build.attests.join()) ??
      plan.build.attests,
    hits,
    importSeconds: Math.max(...parts.map(({ importSeconds }) => importSeconds)),
  };
}

/** What is out of order for one platform is out of order for all, and is told once. */
function sayOnce(say: Log['warning']): Log['warning'] {
  const said = new Set<string>();
  return (message, outage) => {
    if (!said.has(message)) say(message, outage);
    said.add(message);
  };
}

/** What every part could use. */
function joinCaches({ cache }: Plan, parts: readonly Part[]): CacheSpec {
  return {
    ...cache,
    from: cache.from.filter((place) => parts.every((part) => part.cache.from.includes(place))),
    to: cache.to.filter((place) => parts.every((part) => part.cache.to.includes(place))),
  };
}

interface Part extends Pick<BuildResult, 'metadata' | 'hits'> {
  readonly cache: CacheSpec;
  readonly attests: readonly string[];
  readonly importSeconds: number;
}

async function buildOne(
  host: BuildHost,
  { plan, means, platform, at }: Work & { platform: Platform; at: number },
): Promise<Part> {
  const name = formatPlatform(platform);
  const { build: annotations } = splitForLeg(plan.build.annotations, name);
  const metadataFile = `${means.folder}/metadata-${at}.json`;
  const part = { ...plan, build: { ...plan.build, annotations } };
  // Lines of several builds come at the same time, and each counts its steps from one.
  const log = { ...host.log, foreign: (line: string) => host.log.foreign(`${name} ${line}`) };
  const reach = { ...host, log };
  let progress = makeBuildProgress();
  let { attests } = plan.build;
  const ways = { ...means, folder: `${means.folder}/build-${at}` };
  const cache = await buildWithCache(reach, {
    cache: plan.cache,
    unblock: (blocked) => unblockBuilder(reach, { plan, means, platforms: [platform], ...blocked }),
    generators: listGenerators(plan.build),
    build: (attempt) => {
      progress = makeBuildProgress();
      const applied = applyAttempt(part, attempt);
      attests = applied.build.attests;
      return runBuildx(reach, {
        gated: { plan, platforms: [platform] },
        means: ways,
        file: plan.build.file,
        onLine: progress.feed,
        env: makeMetadataEnv(plan.metadata),
        attempt,
        command: (secrets) =>
          makeBuild(applied, {
            builder: means.builder,
            ...{ platforms: [platform], secrets, metadataFile },
          }),
      });
    },
  });
  return {
    metadata: await readMetadata(host, metadataFile),
    ...{ cache, attests },
    hits: countHits(progress.steps(), [platform]),
    importSeconds: progress.importSeconds(),
  };
}

function makePart(
  { groupKey, destinations }: Plan,
  platform: Platform,
  metadata: BuildMetadata | undefined,
): LegPart {
  const digest = metadata?.digest;
  if (digest === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'buildx reported no digest of what it pushed');
  return { platform, digest, group: groupKey, destinations };
}

/** What each build says of its platform, and of the whole what is true of it. */
function mergeMetadata(built: readonly BuildMetadata[], digest: string): string {
  const whole: Record<string, unknown> = {};
  for (const { json } of built) Object.assign(whole, JSON.parse(json));
  for (const name of ['containerimage.config.digest', 'containerimage.descriptor'])
    delete whole[name];
  return JSON.stringify({ ...whole, 'containerimage.digest': digest });
}

function refuseFiles(): ActionError {
  return new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    'Files of several platforms cannot be written by several machines',
    { hint: 'Leave `outputs` out, or build on one machine.' },
  );
}
