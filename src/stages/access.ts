/** Logins: gathered once, kept in a private DOCKER_CONFIG that tools of this run see and nobody else. */
import type { Host } from '../host/host.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Plan } from '../plan/types.ts';
import { makeRegistryClient, type RegistryClient } from '../registry/client.ts';
import type { Credential, CredentialSource } from '../registry/context.ts';
import { makeCredentialSource } from '../registry/credentials.ts';
import { formatDockerConfig } from '../registry/docker-config.ts';
import { userDockerConfig } from '../tools/child-env.ts';

type Reach = Pick<Host, 'env' | 'files' | 'run' | 'log' | 'mask' | 'fetch' | 'clock' | 'signal'>;

/** What of a plan says who logs in where. */
type Access = Pick<Plan, 'logins' | 'destinations'>;

/**
 * Writes the run's docker configuration: the user's own, with the logins of the inputs and of every destination
 * inline. They are inline because cosign runs with a private HOME, where no credential helper finds its store.
 */
export async function prepareAccess(
  host: Reach,
  { plan, inputs, folder }: { plan: Access; inputs: Inputs; folder: string },
): Promise<RegistryClient> {
  const userFolder = userDockerConfig(host.env);
  const extra = readLogins(plan, inputs);
  for (const { password } of extra.values()) host.mask(password);
  const credentials = makeCredentialSource({
    host,
    dockerConfigDir: userFolder ?? '/nonexistent',
    extra,
  });
  const known = await resolveAll(plan, credentials, extra);
  const userConfig =
    userFolder === undefined ? undefined : await readIfThere(host, `${userFolder}/config.json`);
  await host.files.write(`${folder}/docker/config.json`, formatDockerConfig(userConfig, known));
  if (
    userFolder !== undefined &&
    (await host.files.kind(`${userFolder}/contexts`)) === 'directory'
  ) {
    await host.files.symlink(`${userFolder}/contexts`, `${folder}/docker/contexts`);
  }
  return makeRegistryClient({ host, credentials });
}

function readLogins(
  { logins }: Access,
  { password, githubToken }: Inputs,
): Map<string, { username: string; password: string }> {
  return new Map(
    logins.map(({ registry, username, source }) => [
      registry,
      { username, password: (source === 'password' ? password : githubToken) ?? '' },
    ]),
  );
}

async function resolveAll(
  plan: Access,
  credentials: CredentialSource,
  extra: ReadonlyMap<string, Credential>,
): Promise<Map<string, Credential>> {
  const known = new Map<string, Credential>(extra);
  const hosts = new Set(plan.destinations.map(({ repository }) => repository.registry));
  await Promise.all(
    [...hosts].map(async (registry) => {
      const credential = await credentials(registry);
      if (credential !== undefined) known.set(registry, credential);
    }),
  );
  return known;
}

async function readIfThere({ files }: Reach, path: string): Promise<string | undefined> {
  return (await files.kind(path)) === 'file' ? files.readText(path) : undefined;
}
