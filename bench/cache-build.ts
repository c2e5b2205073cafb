/** One job of a history: the build of one image, on a machine that has nothing. */
import { join } from 'node:path';
import { probeCommand, runCommand } from '../lab/provision/commands.ts';
import type { Engine } from '../lab/provision/engine.ts';
import type { LabTools } from '../lab/provision/tools.ts';
import type { CacheService } from '../lab/services/cache.ts';
import { type CacheScope, PERMISSION } from '../lab/services/cache-token.ts';
import type { Platform } from '../src/image/platform.ts';
import { countHits } from '../src/plan/cache-hits.ts';
import { makeBuildProgress } from '../src/tools/build-progress.ts';

export const MAIN = 'refs/heads/main';
export const PLATFORMS: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

export interface HistoryMeans {
  readonly tools: LabTools;
  readonly engine: Engine;
  readonly builder: string;
  /** `FROM`, for both platforms. */
  readonly baseImage: string;
  readonly folder: string;
}

/** Values of `--cache-from` and `--cache-to` without token and address. */
export interface CacheArguments {
  readonly from: string;
  readonly to: string | undefined;
}

export interface OneBuild {
  readonly service: CacheService;
  readonly image: number;
  readonly cache: CacheArguments;
  readonly ref: string;
}

export async function buildOnce(
  { tools, engine, builder, folder }: HistoryMeans,
  { service, image, cache, ref }: OneBuild,
): Promise<{ cached: number; total: number }> {
  const env = { DOCKER_HOST: engine.dockerHost, BUILDX_CONFIG: join(folder, 'buildx') };
  // A job of a matrix has a machine of its own.
  await runCommand({
    file: tools.buildx,
    args: ['prune', '--builder', builder, '--all', '--force'],
    env,
  });
  const token = await service.runtimeToken({ scopes: listScopes(ref) });
  const where = `type=gha,version=2,url_v2=${service.url}/,token=${token}`;
  const args = [
    ...['build', '--builder', builder, '--progress', 'plain'],
    ...['--platform', 'linux/amd64,linux/arm64', '--output', 'type=cacheonly'],
    `--cache-from=${where},${cache.from}`,
    ...(cache.to === undefined ? [] : [`--cache-to=${where},${cache.to}`]),
    join(folder, `image-${image}`),
  ];
  const { exitCode, stderr } = await probeCommand({ file: tools.buildx, args, env });
  if (exitCode !== 0) throw new Error(`The build failed:\n${stderr.slice(-2000)}`);
  const progress = makeBuildProgress();
  for (const line of stderr.split('\n')) progress.feed(line);
  const hits = countHits(progress.steps(), PLATFORMS);
  return { cached: hits?.cached ?? 0, total: hits?.total ?? 0 };
}

/** A job writes for its own ref and reads what the default branch wrote as well. */
function listScopes(ref: string): CacheScope[] {
  const own = { Scope: ref, Permission: PERMISSION.read | PERMISSION.write };
  return ref === MAIN ? [own] : [own, { Scope: MAIN, Permission: PERMISSION.read }];
}
