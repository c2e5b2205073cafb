/** Which credential a repository gets: the action's own inputs first, then whatever docker would use. */
import type { Clock, Log } from '../host/host.ts';
import { isSameRepository, type Repository } from '../image/reference.ts';
import type { LoginUse } from '../plan/identities.ts';
import type { Credential, CredentialSource } from './context.ts';
import { type DockerConfig, findCredential } from './docker-config.ts';
import { askHelper, type HelperHost } from './docker-credential.ts';
import { type Lease, type LeaseSource, makeLeaseSource } from './lease.ts';

/** A login that the inputs ask for. */
export interface OwnLogin {
  readonly registry: string;
  /** The one repository that it is for; undefined: all of the registry. */
  readonly repository: string | undefined;
  readonly use: LoginUse;
  /** What needs nobody's answer. */
  readonly known?: Credential | undefined;
  /** Undefined: it could not be had, and the run goes on without. */
  readonly read: () => Promise<Lease | undefined>;
}

export interface CredentialOptions {
  readonly host: HelperHost & {
    readonly clock: Pick<Clock, 'now'>;
    readonly log: Pick<Log, 'warning'>;
  };
  /** The user's own. */
  readonly config: DockerConfig | undefined;
  readonly logins: readonly OwnLogin[];
  /** Repositories that the run writes to. */
  readonly pushed: readonly Repository[];
  /** What the environment gives for a registry that nobody else knows a login for. */
  readonly ambient?: (registry: string) => LeaseSource | undefined;
}

/** A credential and whose it is: two of one origin are the same login. */
export interface Found extends Lease {
  readonly origin: OwnLogin | 'docker' | 'environment';
}

export interface Credentials {
  /** Throws CREDENTIAL_HELPER_FAILED, IDENTITY_REFUSED, IDENTITY_UNAVAILABLE and what a token source throws. */
  find(repository: Repository): Promise<Found | undefined>;
  readonly source: CredentialSource;
}

/** Each helper is asked once, and again before what it gave would be too old. */
export function makeCredentials(options: CredentialOptions): Credentials {
  const docker = new Map<string, LookUp>();
  const environment = new Map<string, LeaseSource | undefined>();

  async function find(repository: Repository): Promise<Found | undefined> {
    const { registry } = repository;
    for (const origin of listFitting(options, repository)) {
      const lease = await origin.read();
      if (lease !== undefined) return { ...lease, origin };
    }
    const lookUp = docker.get(registry) ?? makeLookUp(options, registry);
    docker.set(registry, lookUp);
    const known = await lookUp();
    if (known !== undefined) return { ...known, origin: 'docker' };
    if (!environment.has(registry)) environment.set(registry, options.ambient?.(registry));
    const ambient = await environment.get(registry)?.read();
    return ambient === undefined ? undefined : { ...ambient, origin: 'environment' };
  }

  return {
    find,
    source: async ({ repository }): Promise<Credential | undefined> =>
      (await find(repository))?.credential,
  };
}

/** The narrowest first. A repository that is written to is read with the login for writing as well. */
function listFitting({ logins, pushed }: CredentialOptions, repository: Repository): OwnLogin[] {
  const isPushed = pushed.some((one) => isSameRepository(one, repository));
  const other = isPushed ? 'pull' : 'push';
  const fitting = logins.filter(
    ({ registry, repository: path, use }) =>
      registry === repository.registry &&
      (path === undefined || path === repository.path) &&
      use !== other,
  );
  return fitting.sort((a, b) => rank(a) - rank(b));
}

function rank({ repository, use }: OwnLogin): number {
  return (repository === undefined ? 2 : 0) + (use === 'both' ? 1 : 0);
}

type LookUp = () => Promise<Lease | undefined>;

/** Nobody tells how long the answer of a helper is good for; those of the clouds last an hour, minus what they are old already. */
const HELPER_LIFE_MS = 15 * 60_000;

function makeLookUp({ host, config }: CredentialOptions, registry: string): LookUp {
  const place = config === undefined ? { kind: 'none' as const } : findCredential(config, registry);
  if (place.kind === 'none') return async () => undefined;
  if (place.kind === 'inline') {
    const lease = { credential: place.credential, expiresAtMs: undefined };
    return async () => lease;
  }
  const { helper, server } = place;
  const source = makeLeaseSource({
    host,
    name: registry,
    ask: async () => ({
      credential: await askHelper(host, helper, server),
      expiresAtMs: host.clock.now().getTime() + HELPER_LIFE_MS,
    }),
  });
  return async () => {
    const { credential, expiresAtMs } = await source.read();
    return credential === undefined ? undefined : { credential, expiresAtMs };
  };
}
