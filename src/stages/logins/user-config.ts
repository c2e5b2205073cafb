/** The configuration of docker that the user or an earlier step has left, and what of it a run has in its own folder. */
import type { Host } from '../../host/host.ts';
import {
  addEnvironmentLogins,
  type DockerConfig,
  formatDockerConfig,
  parseDockerConfig,
  pickContext,
} from '../../registry/docker-config.ts';
import { userDockerConfig } from '../../tools/child-env.ts';

type Reach = Pick<Host, 'env' | 'files' | 'log'>;

/** With the logins of DOCKER_AUTH_CONFIG. Undefined where there is neither; what cannot be read is warned of. */
export async function readUserConfig(
  host: Reach,
  folder: string | undefined,
): Promise<DockerConfig | undefined> {
  const path = `${folder ?? ''}/config.json`;
  const text =
    folder !== undefined && (await host.files.kind(path)) === 'file'
      ? await host.files.readText(path)
      : undefined;
  const config = text === undefined ? undefined : parseDockerConfig(text);
  if (text !== undefined && config === undefined)
    host.log.warning(`${path} is not valid JSON; its logins are not used`);
  const given = host.env['DOCKER_AUTH_CONFIG'];
  if (given === undefined || given === '') return config;
  const both = addEnvironmentLogins(config, given);
  if (both === undefined)
    host.log.warning('DOCKER_AUTH_CONFIG is not what docker takes; its logins are not used');
  return both ?? config;
}

/** What docker needs to find the engine that was chosen, before anything is known of logins. */
export async function writeContext(host: Reach, folder: string): Promise<void> {
  const userFolder = userDockerConfig(host.env);
  const quiet = { ...host, log: { ...host.log, warning: host.log.debug } };
  const config = pickContext(await readUserConfig(quiet, userFolder));
  const text = formatDockerConfig(config, { inline: new Map() });
  await host.files.write(`${folder}/docker/config.json`, text);
  await linkContexts(host, userFolder, folder);
}

/** The engine that the user chose is described there. */
export async function linkContexts(
  { files }: Pick<Host, 'files'>,
  userFolder: string | undefined,
  folder: string,
): Promise<void> {
  if (userFolder === undefined || (await files.kind(`${userFolder}/contexts`)) !== 'directory')
    return;
  for (const name of ['docker', 'docker-push']) {
    const link = `${folder}/${name}/contexts`;
    // A builder that boots early has needed it before.
    if ((await files.kind(link)) === undefined) await files.symlink(`${userFolder}/contexts`, link);
  }
}
