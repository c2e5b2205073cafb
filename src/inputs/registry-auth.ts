/** The input `registry-auth`: docker/login-action's list of logins. */
import { parseEcrHost, parseRegistryHost } from '../image/registry-host.ts';
import type { LoginUse } from '../plan/identities.ts';
import { type LoginScope, readLoginScope } from './login-scope.ts';
import { parseBoolean, type Reader } from './reader.ts';
import { readYamlEntries, refuseUnknown, type YamlEntry } from './yaml-entries.ts';

export interface RegistryAuth extends LoginScope {
  readonly registry: string;
  /** Both are empty where the workflow's secret is: the plan decides whether that is wrong. */
  readonly username: string;
  readonly password: string;
  /** `username` and `password` are an access key of AWS, or absent for the one in the environment. */
  readonly isAwsKey: boolean;
}

const FIELDS = ['registry', 'username', 'password', 'ecr', 'scope', 'for', 'logout'] as const;

/** Reads them all, and notes every problem without a value. */
export async function readRegistryAuth(reader: Reader): Promise<RegistryAuth[]> {
  const entries = await readYamlEntries(reader, 'registry-auth');
  const given = new Set<string>();
  return entries.flatMap((entry) => {
    refuseUnknown(entry, FIELDS);
    const auth = readEntry(entry);
    if (auth === undefined) return [];
    refuseLogout(entry);
    refuseSecond(entry, auth, given);
    return [auth];
  });
}

/** Where a login counts, one text for each use: two logins for the same place would hide one another. */
export function listPlaces({
  registry,
  repository = '',
  use,
}: LoginScope & { readonly registry: string }): string[] {
  const uses: readonly LoginUse[] = use === 'both' ? ['pull', 'push'] : [use];
  return uses.map((one) => `${registry}/${repository}@${one}`);
}

/** Notes a login for a place that has one; `given` is what the entries before are for. */
export function refuseSecond(
  { refuse }: YamlEntry,
  login: LoginScope & { readonly registry: string },
  given: Set<string>,
): void {
  const places = listPlaces(login);
  if (places.some((place) => given.has(place)))
    refuse(
      `is a second login for ${login.registry}`,
      'Remove one, or limit each by `scope` or `for`.',
    );
  for (const place of places) given.add(place);
}

function readEntry(entry: YamlEntry): RegistryAuth | undefined {
  const { fields, refuse } = entry;
  const registry = parseRegistryHost(fields.get('registry') || 'docker.io');
  const scope = readLoginScope(entry, 'both');
  if (registry === undefined)
    return refuse('has a `registry` that is no host', 'Give the host, such as `ghcr.io`.');
  const [username, password] = [fields.get('username') ?? '', fields.get('password') ?? ''];
  return {
    registry,
    ...scope,
    username,
    password,
    isAwsKey: readsAwsKey(entry, registry, username),
  };
}

/** An access key on a registry of Amazon's, unless the user name is the one that goes with a ready-made token. */
function readsAwsKey({ fields, refuse }: YamlEntry, registry: string, username: string): boolean {
  const ecr = fields.get('ecr') || 'auto';
  const isEcr = parseEcrHost(registry) !== undefined;
  if (ecr === 'auto') return isEcr && username !== 'AWS';
  const wanted = parseBoolean(ecr);
  if (wanted === undefined) refuse('has an unknown `ecr`', 'Use `auto`, `true` or `false`.');
  if (wanted === true && !isEcr)
    refuse(
      'has `ecr: true` for a registry that is not named as those of Amazon are',
      'Remove `ecr`.',
    );
  return wanted === true;
}

function refuseLogout({ fields, refuse }: YamlEntry): void {
  const logout = fields.get('logout') ?? '';
  if (logout === '' || parseBoolean(logout) === true) return;
  refuse(
    'has a `logout` other than `true`',
    'Remove it: a login of this step never outlives it. For one that later steps see too, use docker/login-action.',
  );
}
