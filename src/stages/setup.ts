/** Everything that the build and the signatures need, got ready at the same time. */
import type { Host } from '../host/host.ts';
import { formatRepository } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import { choosePlatforms } from '../plan/load.ts';
import { formatPolicy } from '../plan/print.ts';
import { makePolicy } from '../plan/signing.ts';
import type { CacheSpec, Facts, Plan, Policy, SigningSpec } from '../plan/types.ts';
import type { RegistryClient } from '../registry/client.ts';
import {
  makeBuildEnv,
  makeCosignEnv,
  makeEngineEnv,
  userDockerConfig,
} from '../tools/child-env.ts';
import type { TrustFiles } from '../tools/cosign.ts';
import type { Engine } from '../tools/docker.ts';
import { type Access, openAccess } from './access.ts';
import { type Buildx, ensureBuilder } from './builder.ts';
import { ensureBuildx } from './buildx.ts';
import { probeCache } from './cache-probe.ts';
import { type BundleChecker, makeBundleChecker } from './check-bundle.ts';
import { ensureEmulation } from './emulation.ts';
import { readEngine } from './engine.ts';
import { ensureTool } from './install-tool.ts';
import { makeTokenSource, SIGSTORE_AUDIENCE, type TokenSource } from './oidc.ts';
import type { RunFolder } from './run-folder.ts';
import { joinTracks, runTrack, type Timings } from './tracks.ts';
import { type Cosign, ensureTrust } from './trust.ts';

export interface Signing {
  readonly spec: Extract<SigningSpec, { kind: 'keyless' }>;
  readonly policy: Policy;
  readonly cosign: Cosign;
  readonly trust: TrustFiles;
  readonly tokens: TokenSource;
  readonly check: BundleChecker;
}

export interface Ready {
  readonly engine: Engine;
  readonly buildx: Buildx;
  /** Undefined for the engine's own BuildKit. */
  readonly builder: string | undefined;
  readonly access: Access;
  readonly registry: RegistryClient;
  /** The plan's, less what does not answer. */
  readonly cache: CacheSpec;
  /** Undefined when the plan does not sign. */
  readonly signing: Signing | undefined;
}

interface Setting {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly folder: RunFolder;
  readonly timings: Timings;
}

/** Throws when one or more tracks failed, after all of them have ended. */
export async function setUp(host: Host, setting: Setting): Promise<Ready> {
  const { plan, inputs, folder, timings } = setting;
  const env = makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: plan.builder.kind === 'existing' ? findUserBuilders(host) : undefined,
    actionsCache: plan.cache.usesActionsCache,
    recordsRun: plan.builder.kind === 'own' && plan.builder.recordsRun,
  });
  // The docker configuration is read by every later command, so it is written first; it takes a millisecond.
  const access = await openAccess(host, { plan, inputs, folder: folder.path });
  const engine = readEngine(host, env);
  const builder = runTrack(host, {
    title: 'Builder',
    timings,
    work: (say) => prepareBuilder(host, { setting, env, engine, say }),
  });
  const emulation = runTrack(host, {
    title: 'Emulation',
    timings,
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
  const destinations = runTrack(host, {
    title: 'Registry',
    timings,
    work: (say) => probeDestinations(access, plan, say),
  });
  const cache = plan.cache.usesActionsCache
    ? runTrack(host, {
        title: 'Cache service',
        timings,
        work: (say) => probeCache(host, { cache: plan.cache, say }),
      })
    : Promise.resolve(plan.cache);
  const signing =
    plan.signing.kind === 'off'
      ? Promise.resolve(undefined)
      : prepareSigning(host, { setting, spec: plan.signing });
  await joinTracks([engine, builder, emulation, destinations, cache, signing]);
  const { buildx, builder: name } = await builder;
  const means = { folder: folder.path, jobEnv: host.env, asksHelpers: access.asksHelpers };
  return {
    engine: await engine,
    buildx: { ...buildx, env: makeBuildEnv(buildx.env, means) },
    builder: name,
    access,
    registry: access.registry,
    cache: await cache,
    signing: await signing,
  };
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
    say,
  }: { setting: Setting; env: Buildx['env']; engine: Promise<Engine>; say: (line: string) => void },
): Promise<{ buildx: Buildx; builder: string | undefined }> {
  const { plan, folder } = setting;
  const buildx: Buildx = { path: await ensureBuildx(host, say), env };
  const builder = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => engine,
    folder,
    say,
  });
  return { buildx, builder };
}

/** A push that will be refused is known now, not after the build. */
async function probeDestinations(
  { registry, logIn }: Access,
  { destinations, logins }: Plan,
  say: (line: string) => void,
): Promise<void> {
  await logIn();
  for (const { identity } of logins)
    if (identity !== undefined) say(`${identity.registry}: logged in by ${identity.type}`);
  await Promise.all(
    destinations.map(async ({ repository }) => {
      await registry.probePush(repository);
      say(`${formatRepository(repository)}: pushing is allowed`);
    }),
  );
}

async function prepareSigning(
  host: Host,
  { setting, spec }: { setting: Setting; spec: Signing['spec'] },
): Promise<Signing> {
  const { plan, inputs, facts, folder, timings } = setting;
  const tokens = makeTokenSource(host, {
    audience: SIGSTORE_AUDIENCE,
    purpose: 'signing',
    timeoutMs: spec.timeoutMs,
  });
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: 'cosign',
    timings,
    work: async (say) => {
      const { path } = await ensureTool(host, { tool: 'cosign', choice: spec.cosign, say });
      const cosign: Cosign = { path, env };
      return { cosign, trust: await ensureTrust(host, { spec, cosign, folder: folder.path, say }) };
    },
  });
  const identity = runTrack(host, {
    title: 'Identity',
    timings,
    work: async (say) => {
      const { claims } = await tokens();
      const policy = makePolicy({
        facts,
        claims,
        identity: inputs.certificateIdentity,
        attestations: plan.attestations,
        transparencyLog: spec.transparencyLog,
      });
      formatPolicy(policy).forEach(say);
      return policy;
    },
  });
  await joinTracks([tools, identity]);
  const [{ cosign, trust }, policy] = [await tools, await identity];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, { policy, cosign, trustedRoot, folder: folder.path });
  return { spec, tokens, policy, cosign, trust, check };
}
