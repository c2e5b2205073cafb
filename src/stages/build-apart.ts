/**
 * A build on several machines. buildx would put together what they pushed, and push that under the tag `latest` (its
 * build/build.go), before anything is signed: so each platform is built by itself, and the index of them is ours.
 */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import { splitForLeg } from '../plan/annotations.ts';
import { usesEngine } from '../plan/builder-spec.ts';
import { makeBuild } from '../plan/solves.ts';
import type { Plan } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import { type BuildMetadata, makeMetadataEnv } from '../tools/buildx.ts';
import { annotateChecks } from './annotate-checks.ts';
import { assembleLegs, type LegPart } from './assemble-legs.ts';
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
import { isSpread } from './spread.ts';
import { sweepOrphans } from './sweep.ts';
import { joinTracks } from './tracks.ts';
import { unblockBuilder } from './unblock-builder.ts';

interface Work {
  readonly plan: Plan;
  readonly means: BuildMeans;
}

/** The build of the plan, on one machine or on several; beside it, what killed runs have left here is removed. */
export async function buildImage(
  host: BuildHost & Pick<Host, 'env'>,
  { registry, engine, ...work }: Work & { registry: RegistryClient; engine: Platform },
): Promise<BuildResult> {
  const { plan, means } = work;
  const sweeping = sweepOrphans(host, {
    env: means.buildx.env,
    usesEngine: usesEngine(plan.builder) === true,
    emulationImage: plan.emulation.image,
  });
  try {
    return (await isApart(host, work))
      ? await buildApart(host, { ...work, registry })
      : await runBuild(host, { ...work, engine });
  } finally {
    await sweeping;
  }
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
  let built: readonly BuildMetadata[];
  try {
    const builds = platforms.map((platform, at) => buildOne(host, { plan, means, platform, at }));
    await joinTracks(builds);
    built = await Promise.all(builds);
  } finally {
    close();
  }
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
  return { metadata: { digest, configDigest: undefined, json } };
}

async function buildOne(
  host: BuildHost,
  { plan, means, platform, at }: Work & { platform: Platform; at: number },
): Promise<BuildMetadata> {
  const name = formatPlatform(platform);
  const { build: annotations } = splitForLeg(plan.build.annotations, name);
  const metadataFile = `${means.folder}/metadata-${at}.json`;
  const part = { ...plan, build: { ...plan.build, annotations } };
  // Lines of several builds come at the same time, and each counts its steps from one.
  const log = { ...host.log, foreign: (line: string) => host.log.foreign(`${name} ${line}`) };
  const reach = { ...host, log };
  await buildWithCache(reach, {
    cache: plan.cache,
    unblock: () => unblockBuilder(reach, { plan, means, platforms: [platform] }),
    build: (attempt) =>
      runBuildx(reach, {
        means: { ...means, folder: `${means.folder}/build-${at}` },
        onLine: () => undefined,
        env: makeMetadataEnv(plan.metadata),
        attempt,
        command: (secrets) =>
          makeBuild(applyAttempt(part, attempt), {
            builder: means.builder,
            ...{ platforms: [platform], secrets, metadataFile },
          }),
      }),
  });
  return readMetadata(host, metadataFile);
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
