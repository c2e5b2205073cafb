/** Everything that the build and the signatures need, got ready at the same time. */
import type { Host } from '../host/host.ts';
import type { Inputs } from '../inputs/parse.ts';
import { makeCacheVariables } from '../plan/cache-secrets.ts';
import { type CacheSpec, usesBackend } from '../plan/cache-spec.ts';
import { choosePlatforms } from '../plan/load.ts';
import type { Facts, Plan } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import { makeBuildEnv, makeEngineEnv, userDockerConfig } from '../tools/child-env.ts';
import type { Engine } from '../tools/docker.ts';
import { type Access, openAccess } from './access.ts';
import { announceLeg, announcesItself, type LegIdentity } from './announce.ts';
import { type Buildx, ensureBuilder } from './builder.ts';
import { ensureBuildx } from './buildx.ts';
import { probeCache } from './cache-probe.ts';
import { checkDisk } from './check-disk.ts';
import { ensureEmulation } from './emulation.ts';
import { readEngine } from './engine.ts';
import { runPreflight } from './preflight.ts';
import { prepareSigning, type Signing } from './prepare-signing.ts';
import { type RestoredMounts, restoreMounts } from './restore-mounts.ts';
import type { RunFolder } from './run-folder.ts';
import { joinTracks, runTrack, type Say, type Timings } from './tracks.ts';

export interface Ready {
  readonly engine: Engine;
  readonly buildx: Buildx;
  /** Undefined for the engine's own BuildKit. */
  readonly builder: string | undefined;
  readonly access: Access;
  readonly registry: RegistryClient;
  /** The plan's, less what does not answer. */
  readonly cache: CacheSpec;
  /** Undefined where no cache mount is kept. */
  readonly mounts: RestoredMounts | undefined;
  /** Undefined when the plan does not sign. */
  readonly signing: Signing | undefined;
}

interface Setting {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly folder: RunFolder;
  readonly timings: Timings;
  readonly identity: LegIdentity;
}

/** Throws when one or more tracks failed, after all of them have ended. */
export async function setUp(host: Host, setting: Setting): Promise<Ready> {
  const { plan, inputs, folder, timings } = setting;
  const env = makeSetupEnv(host, setting);
  // The docker configuration is read by every later command, so it is written first; it takes a millisecond.
  const access = await openAccess(host, { plan, inputs, folder: folder.path });
  const engine = readEngine(host, env);
  const preflight = runPreflight(host, { ...setting, access });
  const builder = runTrack(host, {
    title: 'Builder',
    timings,
    work: (say) => prepareBuilder(host, { setting, env, engine, preflight, say }),
  });
  const emulation = runTrack(host, {
    title: 'Emulation',
    timings,
    after: preflight,
    work: async (say) => {
      const { os, arch: architecture } = await engine;
      return ensureEmulation(host, {
        spec: plan.emulation,
        platforms: choosePlatforms(plan, { os, architecture }),
        engine: await engine,
        env,
        folder,
        say,
      });
    },
  });
  const cache = usesBackend(plan.cache, 'gha')
    ? runTrack(host, {
        title: 'Cache service',
        timings,
        work: (say) => probeCache(host, { cache: plan.cache, say }),
      })
    : Promise.resolve(plan.cache);
  const signing =
    plan.signing.kind === 'off'
      ? Promise.resolve(undefined)
      : prepareSigning(host, {
          spec: plan.signing,
          attestations: plan.attestations,
          facts: setting.facts,
          identity: inputs.certificateIdentity,
          folder,
          timings,
          preflight,
        });
  const legs = prepareLegs(host, setting);
  const disk = checkDisk(host, engine);
  const entered = builder.then((ready) => enterLogins(host, { ready, access, folder }));
  const mounts = prepareMounts(host, { setting, means: entered, cache });
  await joinTracks([engine, preflight, disk, entered, emulation, cache, signing, legs, mounts]);
  return {
    engine: await engine,
    ...(await entered),
    mounts: await mounts,
    access,
    registry: access.registry,
    cache: await cache,
    signing: await signing,
  };
}

async function prepareLegs(host: Host, setting: Setting): Promise<void> {
  const { plan, timings } = setting;
  if (!announcesItself(plan)) return;
  await runTrack(host, {
    title: 'Legs',
    timings,
    work: (say) => announceLeg(host, { ...setting, say }),
  });
}

/** Undefined where there is nothing to keep. */
async function prepareMounts(
  host: Host,
  {
    setting: { plan, folder, timings },
    means,
    cache,
  }: {
    setting: Setting;
    means: Promise<Pick<Ready, 'buildx' | 'builder'>>;
    cache: Promise<CacheSpec>;
  },
): Promise<RestoredMounts | undefined> {
  if (plan.mounts.mounts.length === 0) return undefined;
  const isServed = cache.then((one) => usesBackend(one, 'gha') || !usesBackend(plan.cache, 'gha'));
  return runTrack(host, {
    title: 'Cache mounts',
    timings,
    work: (say) => restoreMounts(host, { plan, folder: folder.path, means, isServed, say }),
  });
}

/** What docker and buildx are given before anything is pushed. */
function makeSetupEnv(host: Host, { plan, inputs, folder }: Setting): Buildx['env'] {
  return makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: plan.builder.kind === 'existing' ? findUserBuilders(host) : undefined,
    actionsCache: usesBackend(plan.cache, 'gha'),
    s3Cache: usesBackend(plan.cache, 's3'),
    cacheVariables: makeCacheVariables(inputs.cacheSecrets),
    recordsRun: plan.builder.kind === 'own' && plan.builder.recordsRun,
  });
}

/** From here on buildx builds, with the logins for pushing. */
function enterLogins(
  { env: jobEnv }: Pick<Host, 'env'>,
  {
    ready,
    access: { asksHelpers },
    folder,
  }: { ready: Pick<Ready, 'buildx' | 'builder'>; access: Access; folder: RunFolder },
): Pick<Ready, 'buildx' | 'builder'> {
  const { buildx, builder } = ready;
  const env = makeBuildEnv(buildx.env, { folder: folder.path, jobEnv, asksHelpers });
  return { buildx: { ...buildx, env }, builder };
}

function findUserBuilders({ env }: Pick<Host, 'env'>): string | undefined {
  const config = userDockerConfig(env);
  return env['BUILDX_CONFIG'] || (config === undefined ? undefined : `${config}/buildx`);
}

async function prepareBuilder(
  host: Host,
  {
    setting,
    env,
    engine,
    preflight,
    say,
  }: {
    setting: Setting;
    env: Buildx['env'];
    engine: Promise<Engine>;
    preflight: Promise<void>;
    say: Say;
  },
): Promise<{ buildx: Buildx; builder: string | undefined }> {
  const { plan, folder } = setting;
  const buildx: Buildx = { path: await ensureBuildx(host, say), env };
  await preflight;
  const builder = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => engine,
    folder,
    say,
  });
  return { buildx, builder };
}
