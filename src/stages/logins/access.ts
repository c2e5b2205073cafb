/** Logins: gathered once, renewed in time, and kept in private files that the tools of this run see and nobody else. */
import { describeError } from '../../errors.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { listPushed } from '../../plan/pushed.ts';
import type { Plan } from '../../plan/types.ts';
import { makeRegistryClient, type RegistryClient } from '../../registry/client.ts';
import { makeCredentials, type OwnLogin } from '../../registry/credentials.ts';
import { findProxySecrets, hasHelpers, pickContext } from '../../registry/docker-config.ts';
import { type FileLogin, type LoginSet, makeLoginFiles } from '../../registry/login-files.ts';
import { userDockerConfig } from '../../tools/child-env.ts';
import { findSoonestEnd, type Gathered, gatherLogins } from './gather-logins.ts';
import { type LoginHost, makeAmbientSource, makeOwnLogins } from './logins.ts';
import { linkContexts, readUserConfig } from './user-config.ts';

/** How often logins are looked at during a long build. Those that end are renewed ten minutes before. */
const REFRESH_MS = 60_000;
/** And as often as this, where they live for seconds. */
const MIN_REFRESH_MS = 1000;

export interface Access {
  readonly registry: RegistryClient;
  /** The user's configuration names credential helpers. */
  readonly asksHelpers: boolean;
  /** It has proxies with a login, which buildx makes build arguments. */
  readonly hasProxyLogin: boolean;
  /** Gets every login that the plan needs, and writes the files. Throws what a helper or a service refused. */
  logIn(): Promise<void>;
  /** Renews what would soon end, and writes what has changed. Never throws: what is missing shows where it is used. */
  refresh(): Promise<void>;
  /** Does so in time, again and again, until the returned function is called. */
  keepFresh(): () => void;
}

/** What of a plan says who logs in where. */
type AccessPlan = Pick<Plan, 'logins' | 'destinations'> &
  Partial<Pick<Plan, 'cache' | 'builder' | 'isAnonymous'>>;

interface Setting {
  readonly plan: AccessPlan;
  readonly inputs: Inputs;
  readonly folder: string;
}

/** Reads the user's configuration and writes the part of ours that needs nobody's answer. It takes a millisecond. */
export async function openAccess(
  host: LoginHost,
  { plan, inputs, folder }: Setting,
): Promise<Access> {
  const userFolder = userDockerConfig(host.env);
  const isAnonymous = plan.isAnonymous === true;
  const given = await readUserConfig(host, userFolder);
  // The engine stays the one that was chosen.
  const config = isAnonymous ? pickContext(given) : given;
  const logins = makeOwnLogins(host, plan, inputs);
  const pushed = listPushed(plan);
  const credentials = makeCredentials({
    host,
    config,
    logins,
    pushed,
    ambient: (registry) => (isAnonymous ? undefined : makeAmbientSource(host, registry)),
  });
  const written = new Map<string, string>();
  const write = (set: LoginSet): Promise<void> => writeFiles(host, set, written);
  // The engine may be asked to pull the builder's image before every service has answered.
  const pulls = new Map(logins.flatMap(listKnown));
  await write({ folder, config, pulls, narrow: [], pushes: [], apart: new Map() });
  await linkContexts(host, userFolder, folder);
  const proxySecrets = config === undefined ? [] : findProxySecrets(config);
  proxySecrets.forEach(host.mask);
  let soonestEnd: number | undefined;
  const gather = async (): Promise<Gathered> => {
    const gathered = await gatherLogins({ clock: host.clock, credentials, logins, pushed });
    soonestEnd = findSoonestEnd(gathered);
    await write({ folder, config, ...gathered });
    return gathered;
  };
  const refresh = makeRefresh(host, gather);
  return {
    registry: makeRegistryClient({ host, credentials: credentials.source }),
    asksHelpers: config !== undefined && hasHelpers(config),
    hasProxyLogin: proxySecrets.length > 0,
    logIn: async () => tellLimits(host, plan, await gather()),
    refresh,
    keepFresh: () => keepFresh(host, { refresh, findSoonest: () => soonestEnd }),
  };
}

function listKnown({ registry, repository, use, known }: OwnLogin): Array<[string, FileLogin]> {
  if (known === undefined || repository !== undefined || use === 'push') return [];
  return [[registry, { credential: known, isRenewed: false }]];
}

/** One at a time: a slow exchange must not be overtaken by the next. */
function makeRefresh(host: LoginHost, gather: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= gather()
      .then(() => undefined)
      .catch((error: unknown) =>
        host.log.warning(`A login was not renewed: ${describeError(error)}`),
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  };
}

/** At half of what is left, so that what lives for minutes only is new when a build comes to push. */
function keepFresh(
  { clock }: Pick<LoginHost, 'clock'>,
  { refresh, findSoonest }: { refresh: () => Promise<void>; findSoonest: () => number | undefined },
): () => void {
  let stop = (): void => undefined;
  let isOver = false;
  const arm = (): void => {
    const leftMs = (findSoonest() ?? Number.POSITIVE_INFINITY) - clock.now().getTime();
    const waitMs = Math.min(REFRESH_MS, Math.max(MIN_REFRESH_MS, leftMs / 2));
    stop = clock.repeat(waitMs, async () => {
      stop();
      await refresh();
      if (!isOver) arm();
    });
  };
  arm();
  return () => {
    isOver = true;
    stop();
  };
}

/** Only what has changed: a build may read any of them at any time. Programs come before what names them. */
async function writeFiles(
  { files }: LoginHost,
  set: LoginSet,
  written: Map<string, string>,
): Promise<void> {
  for (const { path, text, isProgram } of makeLoginFiles(set)) {
    if (written.get(path) === text) continue;
    await files.makeDir(path.slice(0, path.lastIndexOf('/')));
    await files.write(path, text, isProgram ? 0o700 : undefined);
    written.set(path, text);
  }
}

/** buildx keeps logins for single repositories beside its builders, and with an existing builder that place is the user's. */
function tellLimits({ log }: LoginHost, { builder }: AccessPlan, { apart }: Gathered): void {
  if (builder?.kind !== 'existing' || apart.size === 0) return;
  log.notice(
    `The builder ${builder.name} is yours, and so is the folder of its logins: base images at ${[...apart.keys()].join(', ')} are pulled with the login for pushing.`,
  );
}
