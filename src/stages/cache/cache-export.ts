/**
 * Writing the build cache: a second, fully cached solve beside signing and verification, so that a slow or broken
 * cache neither delays nor fails a release.
 */
import type { CommandResult, Host } from '../../host/host.ts';
import type { Digest } from '../../image/digest.ts';
import { usesBackend } from '../../plan/cache-spec.ts';
import { makeCacheExport } from '../../plan/solves.ts';
import type { Plan } from '../../plan/types.ts';
import { makeBuildProgress } from '../../tools/build-progress.ts';
import type { BuildCommand } from '../../tools/buildx.ts';
import { describeCommandFailure } from '../../tools/catalogue.ts';
import { findSwallowed } from '../../tools/export-failure.ts';
import type { BuildMeans } from '../build/build.ts';
import { limitReading } from '../build/build-attempts.ts';
import { withBuildArgs } from '../build/build-command.ts';
import { describePlaces } from '../build/cache-sources.ts';
import { withImportGate } from '../build/import-gate.ts';
import { unblockBuilder } from '../build/unblock-builder.ts';
import { watchImports } from '../build/watch-imports.ts';
import { withSecretFiles } from '../job/secrets.ts';
import { withCacheDesk } from './cache-desk.ts';
import { type CacheSigning, signCaches } from './cache-sign.ts';
import { saveLayers } from './local-cache.ts';
import { spareImages } from './spare-images.ts';

type Reach = Pick<
  Host,
  'run' | 'relay' | 'log' | 'signal' | 'files' | 'mask' | 'cache' | 'clock' | 'randomHex'
>;

export interface CacheExport {
  readonly ok: boolean;
  readonly seconds: number;
  /** What it is made of, as far as BuildKit told. */
  readonly layers?: readonly Digest[] | undefined;
  /** Manifests of it in registries. */
  readonly written?: readonly Digest[];
}

interface Exporting {
  readonly plan: Plan;
  readonly means: BuildMeans;
  readonly signer: Pick<CacheSigning, 'signing' | 'registry'>;
}

/** Never throws and never rejects: whatever goes wrong is one warning. Undefined when there is nothing to write. */
export async function exportCache(
  host: Reach,
  { plan: planned, means, signer }: Exporting,
): Promise<CacheExport | undefined> {
  const { builder } = means;
  const cache = await spareImages(host, { cache: planned.cache, registry: signer.registry.brief });
  const plan = { ...planned, cache };
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
            plan,
            means,
            build: { ...build, secrets },
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
    if (!host.signal.aborted) tellUnwritten(host, { plan, why });
    return { ok: false, seconds: 0 };
  }
}

function tellUnwritten(
  { log }: Pick<Host, 'log'>,
  { plan: { cache }, why }: Pick<Exporting, 'plan'> & { why: string },
): void {
  const isAtGitHub = usesBackend({ from: [], to: cache.to }, 'gha');
  log.warning(`The build cache was not written: ${why}`, isAtGitHub ? 'actions-cache' : undefined);
}

function describeSilence({ cache }: Plan, sources: readonly string[]): string {
  const seconds = limitReading(cache) / 1000;
  return `${describePlaces(cache, sources)} did not answer within ${seconds} s when it was read once more`;
}

async function runExport(
  host: Reach,
  {
    plan,
    means,
    build,
    deadlineMs,
  }: Pick<Exporting, 'plan' | 'means'> & { build: BuildCommand; deadlineMs: number },
): Promise<CacheExport & { readonly written: readonly Digest[] }> {
  const progress = makeBuildProgress();
  const imports = watchImports(host, { limitMs: limitReading(plan.cache) });
  const onLine = (line: string): void => {
    progress.feed(line);
    imports.read(line);
  };
  const tool = { tool: 'buildx', file: means.buildx.path, deadlineMs };
  const { platforms } = plan.build;
  const { cacheKeys: keys, folder } = means;
  const result = await withImportGate(
    host,
    { plan, means, cache: build.cache, platforms, stop: imports.stop },
    ({ builder, env }) => {
      const given = { command: { ...build, builder }, keys, file: `${folder}/export.json` };
      return withBuildArgs(host, given, (args) =>
        host.run({ ...tool, args, env, onLine, stop: imports.stop }),
      );
    },
  ).finally(imports.end);
  const seconds = result.durationMs / 1000;
  const failure = findFailure({ result, tool, silent: imports.stuck() }, plan);
  if (failure !== undefined && !host.signal.aborted) tellUnwritten(host, { plan, why: failure });
  // Whoever uses the builder next would wait for that cache as well.
  if (imports.stop.aborted) await unblockBuilder(host, { plan, means, platforms, isStuck: true });
  const written = progress.cacheManifests();
  return { ok: failure === undefined, seconds, written, layers: progress.cacheLayers() };
}

function findFailure(
  {
    result,
    tool,
    silent,
  }: {
    result: CommandResult;
    tool: Parameters<typeof describeCommandFailure>[1];
    silent: readonly string[];
  },
  plan: Plan,
): string | undefined {
  if (silent.length > 0) return describeSilence(plan, silent);
  if (result.exitCode === 0) return findSwallowed(result.stderr);
  return describeCommandFailure(result, tool).message;
}
