/** What stands in the files of a run: every login that it needs, asked for side by side. */
import type { Clock } from '../../host/host.ts';
import type { Repository } from '../../image/reference.ts';
import type { Credentials, Found, OwnLogin } from '../../registry/credentials.ts';
import type { FileLogin, LoginSet, RepositoryLogin } from '../../registry/login-files.ts';
import { joinTracks } from '../job/tracks.ts';

export interface Gathering {
  readonly clock: Pick<Clock, 'now'>;
  readonly credentials: Credentials;
  readonly logins: readonly OwnLogin[];
  /** Every repository that the run writes to. */
  readonly pushed: readonly Repository[];
}

export type Gathered = Omit<LoginSet, 'folder' | 'config'>;

/** Throws when a login is refused, after all of them have been asked for. */
export async function gatherLogins(gathering: Gathering): Promise<Gathered> {
  const { logins, pushed } = gathering;
  const readers = logins.filter(({ use }) => use !== 'push');
  const hosts = readers.flatMap((one) => (one.repository === undefined ? [one.registry] : []));
  const single = readers.flatMap(({ registry, repository: path }) =>
    path === undefined ? [] : [{ registry, path }],
  );
  const pulls = Promise.all([...new Set(hosts)].map((host) => findOwn(gathering, host)));
  const narrow = Promise.all(single.map((one) => findLogin(gathering, one)));
  const pushes = Promise.all(pushed.map((one) => findLogin(gathering, one)));
  await joinTracks([pulls, narrow, pushes]);
  return {
    pulls: new Map((await pulls).flat()),
    narrow: await narrow,
    pushes: await pushes,
    apart: await findApart(gathering, [...new Set(pushed.map(({ registry }) => registry))]),
  };
}

/** Our own login for whatever else is in a registry; docker's own stands in the user's configuration already. */
async function findOwn(gathering: Gathering, host: string): Promise<Array<[string, FileLogin]>> {
  const found = await gathering.credentials.find(elsewhere(host));
  return typeof found?.origin === 'object' ? [[host, toFileLogin(gathering, found)]] : [];
}

async function findLogin(gathering: Gathering, repository: Repository): Promise<RepositoryLogin> {
  const found = await gathering.credentials.find(repository);
  return { repository, login: found && toFileLogin(gathering, found) };
}

/** Hosts where what is written to has another login than the rest. */
async function findApart(
  gathering: Gathering,
  hosts: readonly string[],
): Promise<Map<string, FileLogin | undefined>> {
  const { credentials, pushed } = gathering;
  const apart = new Map<string, FileLogin | undefined>();
  for (const host of hosts) {
    const other = await credentials.find(elsewhere(host));
    const own = await Promise.all(
      pushed.filter(({ registry }) => registry === host).map(credentials.find),
    );
    if (own.some((found) => found?.origin !== other?.origin))
      apart.set(host, other && toFileLogin(gathering, other));
  }
  return apart;
}

/** No repository has this name: what is found for it is for none in particular. */
function elsewhere(registry: string): Repository {
  return { registry, path: '' };
}

/** The longest job of a hosted runner. */
const LONGEST_JOB_MS = 6 * 60 * 60_000;

function toFileLogin({ clock }: Gathering, { credential, expiresAtMs }: Found): FileLogin {
  const isRenewed =
    expiresAtMs !== undefined && expiresAtMs - clock.now().getTime() < LONGEST_JOB_MS;
  return { credential, isRenewed, expiresAtMs };
}

/** When the first of them ends, in milliseconds since the epoch. */
export function findSoonestEnd({ pulls, narrow, pushes, apart }: Gathered): number | undefined {
  const single = [...narrow, ...pushes].map(({ login }) => login);
  const ends = [...pulls.values(), ...apart.values(), ...single].flatMap((login) =>
    login?.expiresAtMs === undefined ? [] : [login.expiresAtMs],
  );
  return ends.length === 0 ? undefined : Math.min(...ends);
}
