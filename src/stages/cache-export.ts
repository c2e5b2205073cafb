/**
 * Writing the build cache: a second, fully cached solve beside signing and verification, so that a slow or broken
 * cache neither delays nor fails a release.
 */
import type { Host } from '../host/host.ts';
import type { Digest } from '../image/digest.ts';
import { usesBackend } from '../plan/cache-spec.ts';
import { makeCacheExport } from '../plan/solves.ts';
import type { Plan } from '../plan/types.ts';
import { makeBuildProgress } from '../tools/build-progress.ts';
import type { BuildCommand } from '../tools/buildx.ts';
import { describeCommandFailure } from '../tools/catalogue.ts';
import { findSwallowed } from '../tools/export-failure.ts';
import type { BuildMeans } from './build.ts';
import { withBuildArgs } from './build-command.ts';
import { withCacheDesk } from './cache-desk.ts';
import { type CacheSigning, signCaches } from './cache-sign.ts';
import { saveLayers } from './local-cache.ts';
import { withSecretFiles } from './secrets.ts';

type Reach = Pick<
  Host,
  'run' | 'log' | 'signal' | 'files' | 'mask' | 'cache' | 'clock' | 'randomHex'
>;

export interface CacheExport {
  readonly ok: boolean;
  readonly seconds: number;
  /** What it is made of, as far as BuildKit told. */
  readonly layers?: readonly Digest[] | undefined;
  /** Manifests of it in registries. */
  readonly written?: readonly Digest[];
}

/** Never throws and never rejects: whatever goes wrong is one warning. Undefined when there is nothing to write. */
export async function exportCache(
  host: Reach,
  {
    plan,
    means,
    signer,
  }: { plan: Plan; means: BuildMeans; signer: Pick<CacheSigning, 'signing' | 'registry'> },
): Promise<CacheExport | undefined> {
  const { builder } = means;
  const build = makeCacheExport(plan, { builder, secrets: [] });
  if (build === undefined) return undefined;
  const startedMs = host.clock.elapsedMs();
  const leftMs = (): number => plan.cache.timeoutMs - (host.clock.elapsedMs() - startedMs);
  try {
    const result = await withSecretFiles(
      host,
      { ...means.secrets, folder: `${means.folder}/export` },
      (secrets) =>
        withCacheDesk(host, { cache: plan.cache, means, signing: signer.signing }, () =>
          runExport(host, {
            ...{ means, build: { ...build, secrets } },
            deadlineMs: plan.cache.timeoutMs,
          }),
        ),
    );
    const { folder } = means;
    await signCaches(host, { ...signer, folder, cache: plan.cache, written: result.written });
    if (result.ok && plan.cache.kept !== undefined)
      await saveLayers(host, { cache: plan.cache, folder, timeoutMs: leftMs() });
    const seconds = (host.clock.elapsedMs() - startedMs) / 1000;
    return { ok: result.ok, seconds, layers: result.layers, written: result.written };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!host.signal.aborted) tellUnwritten(host, { cache: build.cache, why });
    return { ok: false, seconds: 0 };
  }
}

function tellUnwritten(
  { log }: Pick<Host, 'log'>,
  { cache, why }: Pick<BuildCommand, 'cache'> & { why: string },
): void {
  const isAtGitHub = usesBackend({ from: [], to: cache.to }, 'gha');
  log.warning(`The build cache was not written: ${why}`, isAtGitHub ? 'actions-cache' : undefined);
}

async function runExport(
  host: Reach,
  { means, build, deadlineMs }: { means: BuildMeans; build: BuildCommand; deadlineMs: number },
): Promise<CacheExport & { readonly written: readonly Digest[] }> {
  const progress = makeBuildProgress();
  const tool = { tool: 'buildx', file: means.buildx.path, deadlineMs };
  const result = await withBuildArgs(
    host,
    { command: build, keys: means.cacheKeys, file: `${means.folder}/export.json` },
    (args) => host.run({ ...tool, args, env: means.buildx.env, onLine: progress.feed }),
  );
  const seconds = result.durationMs / 1000;
  const failure =
    result.exitCode === 0
      ? findSwallowed(result.stderr)
      : describeCommandFailure(result, tool).message;
  if (failure !== undefined && !host.signal.aborted)
    tellUnwritten(host, { cache: build.cache, why: failure });
  const written = progress.cacheManifests();
  return { ok: failure === undefined, seconds, written, layers: progress.cacheLayers() };
}
