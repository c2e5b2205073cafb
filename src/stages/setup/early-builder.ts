/**
 * A builder that boots while GitHub is still asked for what the names are made of. It is planned with what event and
 * inputs say alone, and used where the whole plan wants the same one; otherwise it is gone before the run goes on.
 */
import { describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Inputs, ParsedInputs } from '../../inputs/parse.ts';
import { withConfig } from '../../plan/builder-config.ts';
import { findOwn } from '../../plan/builder-spec.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import type { RegistryReader } from '../../registry/client.ts';
import { makeEngineEnv } from '../../tools/child-env.ts';
import { type Buildx, ensureBuilder } from '../builder/builder.ts';
import { orderImages } from '../builder/order-images.ts';
import { removeBuilder } from '../builder/remove-builder.ts';
import { findShared, makeKey, type Settings } from '../builder/shared-builder.ts';
import { makeCacheConfig } from '../cache/cache-tracks.ts';
import { gatherFacts } from '../facts/facts.ts';
import { nameImage } from '../facts/names.ts';
import { findEngine } from '../job/engine.ts';
import type { TokenSource } from '../job/oidc.ts';
import { keepTemp, type RunFolder } from '../job/run-folder.ts';
import { stopOn } from '../job/stop-with.ts';
import { makeTimings, type Say } from '../job/tracks.ts';
import { openAccess } from '../logins/access.ts';
import { draftRun } from '../mounts/find-mounts.ts';
import { makeSigningTokens, type Signing, startPolicing } from '../signing/prepare-signing.ts';
import { findUsableBuildx } from '../tools/installed-buildx.ts';
import { obtainBuilder, readTls } from './obtain-builder.ts';
import { makeSetupEnv } from './setup-env.ts';

export interface EarlyBuilder {
  /** Its name, where it is what these settings make. From then on it is the run's. */
  take(settle: () => Promise<Settings>, say: Say): Promise<string | undefined>;
  /** Where the job's identity was asked for. */
  tokens(): TokenSource | undefined;
  /** Ends and removes it, unless it was taken. Never throws. */
  drop(): Promise<void>;
}

interface Booting {
  /** Without a problem. */
  readonly parsed: ParsedInputs;
  readonly folder: RunFolder;
}

interface Booted extends Settings {
  readonly name: string;
}

type Identify = (spec: Signing['spec']) => TokenSource;

/** Boots what needs no download, and says nothing before it is taken. What keeps it from booting shows in the set-up. */
export function startEarly(outside: Host, { parsed, folder }: Booting): EarlyBuilder {
  const lines: string[] = [];
  const dropping = new AbortController();
  const trace = traceBuilder(folder);
  const host = stopOn(keepTemp(makeQuiet(outside), folder), dropping.signal);
  const say: Say = (line) => lines.push(line);
  let tokens: TokenSource | undefined;
  // They outlive this boot, and their log is the run's.
  const identify: Identify = (spec) => {
    tokens = makeSigningTokens(outside, spec);
    return tokens;
  };
  const booting = boot(host, { parsed, folder: trace.folder, say, identify }).catch(
    (error: unknown) => {
      outside.log.debug(`No builder has booted early: ${describeError(error)}`);
      return undefined;
    },
  );
  let isTaken = false;
  let dropped: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    if (isTaken) return;
    dropping.abort();
    dropped ??= booting.then((booted) => trace.remove(outside, booted !== undefined));
    await dropped;
  };
  const take: EarlyBuilder['take'] = async (settle, tell) => {
    const booted = await booting;
    if (booted === undefined) return undefined;
    const settings = await settle();
    if (makeKey(outside.env, settings) === makeKey(outside.env, booted) && dropped === undefined) {
      isTaken = true;
      lines.forEach(tell);
      return booted.name;
    }
    await drop();
    return undefined;
  };
  return { take, drop, tokens: () => tokens };
}

/** Undefined where nothing can boot yet, or should. */
async function boot(
  host: Host,
  { parsed, folder, say, identify }: Booting & { say: Say; identify: Identify },
): Promise<Booted | undefined> {
  const { inputs } = parsed;
  // Without a token GitHub is not asked.
  const facts = await gatherFacts(host, { ...inputs, githubToken: undefined });
  const isHere = await findUsableBuildx(host, { choice: inputs.buildx, say, folder: folder.path });
  if (facts.visibility === undefined || isHere === undefined) return undefined;
  const named = await nameImage(host, { parsed, facts });
  const { plan, refusal } = await draftRun(host, named);
  const planned = findOwn(plan.builder);
  if (refusal !== undefined || planned?.driver !== 'docker-container') return undefined;
  if (planned.kept !== undefined) return undefined;
  const setting = { plan, inputs, folder };
  await openAccess(host, { ...setting, folder: folder.path });
  const buildx = { path: isHere, env: makeSetupEnv(host, setting) };
  const own = withConfig(planned, await makeConfig(host, { plan, facts, inputs, identify }));
  const settings = { own, tls: readTls(inputs) };
  return bootHere(host, { ...setting, ...settings, buildx, say });
}

async function bootHere(
  host: Host,
  {
    plan,
    inputs,
    folder,
    own: wanted,
    tls,
    buildx,
    say,
  }: Settings & {
    plan: Plan;
    inputs: Inputs;
    folder: RunFolder;
    buildx: Buildx;
    say: Say;
  },
): Promise<Booted | undefined> {
  const settle = async (): Promise<Settings> => ({ own: wanted, tls });
  if ((await findShared(host, { settle, env: buildx.env, folder: folder.path })) !== undefined)
    return undefined;
  const env = makeEngineEnv({ env: host.env, folder: folder.path });
  const images = orderImages(host, wanted, { env, registry: NOBODY, say: () => undefined });
  if (!(await images.isLocal)) return undefined;
  const own = await images.own;
  const name = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => findEngine(host, plan, { env, folder: folder.path }),
    boot: () => obtainBuilder(host, { own, inputs, buildx, folder, say }),
    say,
  });
  return name === undefined ? undefined : { name, own, tls };
}

/** No registry is asked before preflight. */
const NOBODY: Pick<RegistryReader, 'probeManifest'> = { probeManifest: async () => undefined };

async function makeConfig(
  host: Host,
  {
    plan,
    facts,
    inputs,
    identify,
  }: { plan: Plan; facts: Facts; inputs: Inputs; identify: Identify },
): ReturnType<typeof makeCacheConfig> {
  const { signing, attestations } = plan;
  const isSigned = plan.cache.trust.actionsCache?.kind === 'signed';
  if (!isSigned || signing.kind === 'off')
    return makeCacheConfig(plan, { facts, policing: undefined });
  const identity = inputs.certificateIdentity;
  const timings = makeTimings(host.clock);
  const tokens = identify(signing);
  const asked = { spec: signing, attestations, facts, identity, timings, tokens };
  const policing = startPolicing(host, asked);
  return makeCacheConfig(plan, { facts, policing });
}

/** Remembers what is to be removed, also of a boot that was ended. */
function traceBuilder(folder: RunFolder) {
  let made: { readonly name: string; readonly path: string } | undefined;
  const remember: RunFolder['remember'] = (resource) => {
    const { builder: name, buildx: path } = resource;
    if (name !== undefined && path !== undefined) made = { name, path };
    folder.remember(resource);
  };
  return {
    folder: { ...folder, remember },
    remove: async (host: Host, isWhole: boolean): Promise<void> => {
      if (made === undefined) return;
      const { name, path } = made;
      const env = makeEngineEnv({ env: host.env, folder: folder.path });
      const isGone = await removeBuilder(host, { name, buildx: { path, env } });
      // What the engine was still making comes up later; post looks again.
      if (isGone && isWhole) folder.remember({ builder: undefined });
    },
  };
}

/** The plan comes first in the log. */
function makeQuiet(host: Host): Host {
  const { debug } = host.log;
  const log: Host['log'] = {
    ...{ debug, info: debug, notice: debug, warning: debug, annotate: debug, error: debug },
    ...{ foreign: debug, group: debug, open: () => () => undefined },
  };
  return { ...host, log };
}
