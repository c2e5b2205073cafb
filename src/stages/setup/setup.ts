/** Everything that the build and the signatures need, got ready at the same time. */
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { makeCacheVariables } from '../../plan/cache-secrets.ts';
import type { CacheSpec } from '../../plan/cache-spec.ts';
import type { BuildSpec, Facts, Plan } from '../../plan/types.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { makeBuildEnv, makeEngineEnv } from '../../tools/child-env.ts';
import type { Engine } from '../../tools/docker.ts';
import { chooseGenerator, usesOwnGenerator } from '../build/generator.ts';
import type { Buildx } from '../builder/builder.ts';
import { prepareCache } from '../cache/cache-tracks.ts';
import { type EmulationResult, prepareEmulation } from '../emulation/emulation.ts';
import { findEngine } from '../job/engine.ts';
import { keepTemp, type RunFolder } from '../job/run-folder.ts';
import { joinTracks, runTrack, type Timings } from '../job/tracks.ts';
import { type LegIdentity, prepareLegs } from '../legs/announce.ts';
import { type Access, openAccess } from '../logins/access.ts';
import { prepareMounts } from '../mounts/prepare-mounts.ts';
import { prepareSigning, type Signing, startPolicing } from '../signing/prepare-signing.ts';
import { checkDisk } from './check-disk.ts';
import type { EarlyBuilder } from './early-builder.ts';
import { giveHeadStart } from './head-start.ts';
import { hideProxies } from './hide-proxies.ts';
import { endPreflight, runPreflight } from './preflight.ts';
import { prepareBuilder } from './prepare-builder.ts';
import { makeSetupEnv } from './setup-env.ts';

export interface Ready {
  /** Undefined where the build needs none here, and there may be none. */
  readonly engine: Engine | undefined;
  readonly buildx: Buildx;
  /** Undefined for the engine's own BuildKit. */
  readonly builder: string | undefined;
  readonly access: Access;
  readonly registry: RegistryClient;
  /** The plan's, less what does not answer. */
  readonly cache: CacheSpec;
  /** Undefined where no cache mount is kept. */
  readonly mounts: Awaited<ReturnType<typeof prepareMounts>>;
  /** Undefined where nothing is emulated on this machine. */
  readonly emulation: EmulationResult | undefined;
  /** The plan's, its SBOM generator from a registry that answers. */
  readonly build: BuildSpec;
  /** Undefined when the plan does not sign. */
  readonly signing: Signing | undefined;
}

export interface Setting {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly folder: RunFolder;
  readonly timings: Timings;
  readonly identity: LegIdentity;
  /** One that boots already. */
  readonly early?: EarlyBuilder | undefined;
}

/** Throws when one or more tracks failed, after all of them have ended. */
export async function setUp(outside: Host, setting: Setting): Promise<Ready> {
  const { plan, inputs, facts, folder, timings } = setting;
  const host = keepTemp(outside, folder);
  const env = makeSetupEnv(host, setting);
  // The docker configuration is read by every later command, so it is written first; it takes a millisecond.
  const access = await openAccess(host, { plan, inputs, folder: folder.path });
  const engineEnv = makeEngineEnv({ env: host.env, folder: folder.path });
  const engine = findEngine(host, plan, { env: engineEnv, folder: folder.path });
  const head = giveHeadStart(host);
  const asked = head.over.then(() => runPreflight(host, { ...setting, access }));
  const preflight = endPreflight(host, { preflight: asked, engine });
  const admitted = preflight.then(async () => void (await engine));
  const started = startSigning(host, setting, head.over);
  const builder = runTrack(host, {
    title: 'Builder',
    timings,
    work: (say) =>
      prepareBuilder(head, {
        ...{ setting, env, engineEnv, engine, preflight: admitted, access, say },
        policing: started?.policing,
      }),
  });
  const emulation = runTrack(host, {
    title: 'Emulation',
    timings,
    after: admitted,
    work: (say) =>
      prepareEmulation(host, {
        ...{ plan, folder, registry: access.registry, engine, say },
        env: engineEnv,
      }),
  });
  const build = head.over.then(() =>
    prepareGenerator(host, { setting, registry: access.registry }),
  );
  const signing = started === undefined ? Promise.resolve(undefined) : started.prepare(admitted);
  const cache = head.over.then(() =>
    prepareCache(host, {
      ...{ cache: plan.cache, destinations: plan.destinations, signing, timings },
      asking: { token: inputs.githubToken, repository: facts.repository },
      env: { ...host.env, ...makeCacheVariables(inputs.cacheSecrets) },
      registry: access.registry,
      folder: folder.path,
    }),
  );
  const legs = head.over.then(() => prepareLegs(host, setting));
  const disk = checkDisk(host, engine);
  const entered = builder.then((ready) => enterLogins(host, { ready, access, folder }));
  const tracks = [engine, preflight, disk, entered, emulation, build, cache, signing, legs];
  const { registry } = access;
  const mounts = prepareMounts(host, {
    ...setting,
    means: entered,
    registry,
    cache,
    others: tracks,
  });
  await joinTracks([...tracks, mounts]);
  return {
    engine: await engine,
    ...(await entered),
    mounts: await mounts,
    ...{ access, registry },
    cache: await cache,
    emulation: await emulation,
    build: hideProxies(host, { build: await build, access }),
    signing: await signing,
  };
}

/** The job's identity is asked for at once: the builder may have to know it. Undefined where nothing is signed. */
function startSigning(
  host: Host,
  { plan, inputs, facts, folder, timings, early }: Setting,
  after: Promise<void>,
) {
  if (plan.signing.kind === 'off') return undefined;
  const { attestations, signing: spec } = plan;
  const identity = inputs.certificateIdentity;
  const tokens = early?.tokens();
  const asked = { spec, attestations, facts, identity, timings, after, tokens };
  const policing = startPolicing(host, asked);
  const prepare = (preflight: Promise<void>): Promise<Signing> =>
    prepareSigning(host, { ...asked, folder, preflight, policing });
  return { policing, prepare };
}

function prepareGenerator(
  host: Host,
  { setting: { plan, timings }, registry }: { setting: Setting; registry: RegistryClient },
): Promise<BuildSpec> {
  const { build } = plan;
  if (plan.mode === 'call' || !usesOwnGenerator(build)) return Promise.resolve(build);
  return runTrack(host, {
    title: 'SBOM generator',
    timings,
    work: (say) => chooseGenerator(host, { build, registry, say }),
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
