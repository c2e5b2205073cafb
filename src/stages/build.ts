/** The build itself, pushed by digest: no tag exists before everything else has succeeded. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { BuildSecrets } from '../inputs/secrets.ts';
import { type CacheHits, countHits, formatHits } from '../plan/cache-hits.ts';
import { choosePlatforms } from '../plan/load.ts';
import { makeBuild } from '../plan/solves.ts';
import type { Plan } from '../plan/types.ts';
import { makeBuildProgress } from '../tools/build-progress.ts';
import {
  type BuildMetadata,
  makeBuildArgs,
  makeMetadataEnv,
  parseBuildMetadata,
} from '../tools/buildx.ts';
import { annotateChecks } from './annotate-checks.ts';
import type { Buildx } from './builder.ts';
import { runChecked, withCode } from './run-command.ts';
import { withSecretFiles } from './secrets.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'mask'>;

/** A build takes as long as it takes (the job has its own limit); this one only catches a build that hangs for a day. */
const BUILD_DEADLINE_MS = 6 * 60 * 60_000;

export interface BuildResult {
  readonly metadata: BuildMetadata;
  /** Undefined where BuildKit ran no step of a Dockerfile. */
  readonly hits?: CacheHits | undefined;
  /** What reading the caches' descriptions took. */
  readonly importSeconds?: number;
}

export interface BuildMeans {
  readonly buildx: Buildx;
  readonly builder: string | undefined;
  readonly folder: string;
  readonly secrets: BuildSecrets;
}

/** Runs the build of the plan, its output in the log. Throws BUILD_FAILED, or what the output is known to mean. */
export async function runBuild(
  host: Reach,
  { plan, means, engine }: { plan: Plan; means: BuildMeans; engine: Platform },
): Promise<BuildResult> {
  const metadataFile = `${means.folder}/metadata.json`;
  const platforms = choosePlatforms(plan, engine);
  if (platforms.length < plan.build.platforms.length)
    host.log.info(
      `Of ${plan.build.platforms.map(formatPlatform).join(', ')}, only the engine's own platform is built and loaded: ${platforms.map(formatPlatform).join()}`,
    );
  const progress = makeBuildProgress();
  const close = host.log.open('Build');
  try {
    await runBuildx(host, {
      means,
      onLine: progress.feed,
      env: makeMetadataEnv(plan.metadata),
      args: (secrets) =>
        makeBuildArgs(
          makeBuild(plan, { builder: means.builder, platforms, secrets, metadataFile }),
        ),
    });
  } finally {
    close();
  }
  const isThere = (await host.files.kind(metadataFile)) === 'file';
  const metadata = isThere
    ? parseBuildMetadata(await host.files.readText(metadataFile))
    : undefined;
  if (metadata === undefined)
    throw new ActionError('BUILD_RESULT_INVALID', 'buildx wrote no metadata about the build');
  await annotateChecks(host, { plan, metadata: metadata.json });
  const hits = countHits(progress.steps(), platforms);
  if (hits !== undefined) host.log.info(formatHits(hits));
  return { metadata, hits, importSeconds: progress.importSeconds() };
}

async function runBuildx(
  host: Reach,
  {
    means,
    env,
    onLine,
    args,
  }: {
    means: BuildMeans;
    onLine: (line: string) => void;
    env: Readonly<Record<string, string>>;
    args: (secrets: Parameters<typeof makeBuildArgs>[0]['secrets']) => string[];
  },
): Promise<void> {
  await withSecretFiles(host, { ...means.secrets, folder: means.folder }, (secrets) =>
    runChecked(host, {
      tool: 'buildx',
      file: means.buildx.path,
      args: args(secrets),
      env: { ...means.buildx.env, ...env },
      deadlineMs: BUILD_DEADLINE_MS,
      onLine: (line) => {
        onLine(line);
        host.log.foreign(line);
      },
    }),
  ).catch((error: unknown) => {
    throw withoutDetails(withCode('BUILD_FAILED', error));
  });
}

/** What BuildKit said stands in the log already, line by line. */
function withoutDetails(error: unknown): unknown {
  if (!(error instanceof ActionError)) return error;
  const { code, message, hint, cause } = error;
  return new ActionError(code, message, { hint, cause });
}
