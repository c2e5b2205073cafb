/** The build itself, pushed by digest: no tag exists before everything else has succeeded. */
import { ActionError } from '../../errors.ts';
import type { CommandResult, Host } from '../../host/host.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import type { BuildSecrets } from '../../inputs/secrets.ts';
import { type CacheHits, countHits, formatHits } from '../../plan/cache-hits.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import {
  describeTimes,
  type EmulatedTime,
  formatTotal,
  timeEmulated,
} from '../../plan/emulated-times.ts';
import { choosePlatforms } from '../../plan/load.ts';
import { makeBuild } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import { type CacheKeys, unwrapBakeMetadata } from '../../tools/bake.ts';
import { type BuildStep, makeBuildProgress } from '../../tools/build-progress.ts';
import {
  type BuildCommand,
  type BuildMetadata,
  makeMetadataEnv,
  parseBuildMetadata,
} from '../../tools/buildx.ts';
import type { Buildx } from '../builder/builder.ts';
import type { EmulationResult } from '../emulation/emulation.ts';
import { runChecked, withCode } from '../job/run-command.ts';
import { withSecretFiles } from '../job/secrets.ts';
import { annotateChecks } from './annotate-checks.ts';
import { type Attempt, buildWithCache } from './build-attempts.ts';
import { withBuildArgs } from './build-command.ts';
import { explainFailedBuild } from './failed-build.ts';
import { listGenerators, renameGenerator } from './generator.ts';
import { type Gated, type Ways, withImportGate } from './import-gate.ts';
import { unblockBuilder } from './unblock-builder.ts';

export type BuildHost = Pick<
  Host,
  'run' | 'relay' | 'log' | 'signal' | 'files' | 'mask' | 'clock' | 'randomHex'
>;

/** A build takes as long as it takes (the job has its own limit); this one only catches a build that hangs for a day. */
const BUILD_DEADLINE_MS = 6 * 60 * 60_000;

export interface BuildResult {
  readonly metadata: BuildMetadata;
  /** The plan's, less what was of no use. */
  readonly cache?: CacheSpec;
  /** As it was built: its generator of SBOMs may have come from another registry than was planned. */
  readonly attests?: readonly string[];
  /** Undefined where BuildKit ran no step of a Dockerfile. */
  readonly hits?: CacheHits | undefined;
  /** What reading the caches' descriptions took. */
  readonly importSeconds?: number;
  /** Steps that ran under emulation. */
  readonly emulated?: readonly EmulatedTime[];
}

export interface BuildMeans {
  readonly buildx: Buildx;
  readonly builder: string | undefined;
  readonly folder: string;
  readonly secrets: BuildSecrets;
  /** Keys of caches that reach buildx by file alone. */
  readonly cacheKeys: CacheKeys;
  /** What of it is emulated; undefined where nothing is. */
  readonly emulation?: EmulationResult | undefined;
}

/** Runs the build of the plan, its output in the log. Throws BUILD_FAILED, or what the output is known to mean. */
export async function runBuild(
  host: BuildHost,
  { plan, means, engine }: { plan: Plan; means: BuildMeans; engine: Platform },
): Promise<BuildResult> {
  const metadataFile = `${means.folder}/metadata.json`;
  const platforms = choosePlatforms(plan, engine);
  if (platforms.length < plan.build.platforms.length)
    host.log.info(
      `Of ${plan.build.platforms.map(formatPlatform).join(', ')}, only the engine's own platform is built and loaded: ${platforms.map(formatPlatform).join()}`,
    );
  let progress = makeBuildProgress();
  const close = host.log.open('Build');
  let { attests } = plan.build;
  const build = (attempt: Attempt): Promise<void> => {
    progress = makeBuildProgress();
    const applied = applyAttempt(plan, attempt);
    attests = applied.build.attests;
    return runBuildx(host, {
      gated: { plan, platforms },
      means,
      file: plan.build.file,
      onLine: progress.feed,
      env: makeMetadataEnv(plan.metadata),
      attempt,
      command: (secrets) =>
        makeBuild(applied, {
          builder: means.builder,
          ...{ platforms, secrets, metadataFile },
        }),
    });
  };
  let cache: CacheSpec;
  try {
    cache = await buildWithCache(host, {
      cache: plan.cache,
      build,
      generators: listGenerators(plan.build),
      unblock: (blocked) => unblockBuilder(host, { plan, means, platforms, ...blocked }),
    });
  } finally {
    close();
  }
  const metadata = await readMetadata(host, metadataFile);
  await annotateChecks(host, { plan, metadata: metadata.json });
  const hits = countHits(progress.steps(), platforms);
  if (hits !== undefined) host.log.info(formatHits(hits));
  const emulated = tellEmulated(host, { plan, means, steps: progress.steps() });
  const importSeconds = progress.importSeconds();
  return { metadata, cache, attests, hits, importSeconds, emulated };
}

/** What emulation cost, where it did. */
function tellEmulated(
  { log }: Pick<Host, 'log'>,
  {
    plan: { build, leg },
    means: { emulation },
    steps,
  }: { plan: Plan; means: BuildMeans; steps: readonly BuildStep[] },
): readonly EmulatedTime[] {
  const times = emulation === undefined ? [] : timeEmulated(steps, emulation);
  if (times.length > 0)
    log.group(
      `Emulated: ${formatTotal(times)}`,
      describeTimes(times, { file: build.file, isLeg: leg !== undefined }),
    );
  return times;
}

/** The plan with what an attempt leaves of its cache, and its generator from where that can be had. */
export function applyAttempt(plan: Plan, { cache, isFresh, generator }: Attempt): Plan {
  const [named] = listGenerators(plan.build);
  const { attests: planned } = plan.build;
  const attests =
    named === undefined || generator === undefined
      ? planned
      : renameGenerator(planned, { named, best: generator });
  const build = { ...plan.build, attests };
  return { ...plan, cache, build: isFresh ? { ...build, noCache: true } : build };
}

/** Throws BUILD_RESULT_INVALID when there is none. */
export async function readMetadata(
  host: Pick<Host, 'files'>,
  metadataFile: string,
): Promise<BuildMetadata> {
  const isThere = (await host.files.kind(metadataFile)) === 'file';
  const metadata = isThere
    ? parseBuildMetadata(unwrapBakeMetadata(await host.files.readText(metadataFile)))
    : undefined;
  if (metadata === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'buildx wrote no metadata about the build');
  return metadata;
}

/** Throws BUILD_FAILED, or what the output is known to mean. */
export async function runBuildx(
  host: BuildHost,
  {
    gated,
    means,
    env,
    onLine,
    attempt,
    command,
    file,
  }: {
    gated: Pick<Gated, 'plan' | 'platforms'>;
    means: BuildMeans;
    file: string | undefined;
    onLine: (line: string) => void;
    env: Readonly<Record<string, string>>;
    attempt: Attempt;
    command: (secrets: BuildCommand['secrets']) => BuildCommand;
  },
): Promise<void> {
  const { folder, cacheKeys: keys } = means;
  const run = (args: readonly string[], ways: Ways): Promise<CommandResult> =>
    runChecked(host, {
      tool: 'buildx',
      file: means.buildx.path,
      args,
      env: { ...ways.env, ...env },
      deadlineMs: BUILD_DEADLINE_MS,
      stop: attempt.stop,
      onLine: (line) => {
        onLine(line);
        attempt.onLine(line);
        host.log.foreign(line);
      },
    });
  await withImportGate(
    host,
    { ...gated, means, cache: attempt.cache, stop: attempt.stop },
    (ways) =>
      withSecretFiles(host, { ...means.secrets, folder }, (secrets) => {
        const build = { ...command(secrets), builder: ways.builder };
        const given = { command: build, keys, file: `${folder}/build.json` };
        return withBuildArgs(host, given, (args) => run(args, ways));
      }),
  ).catch(async (error: unknown) => {
    const failed = withCode('BUILD_FAILED', error);
    throw await explainFailedBuild(host, { error: failed, output: attempt.output(), file });
  });
}
