import type { Lab } from '../../lab/lab.ts';
import { runCommand } from '../../lab/provision/commands.ts';

/** What docker says on the engine of a lab, or on another one. Throws when it fails. */
export function runDocker(
  { tools, engine, folder }: Pick<Lab, 'tools' | 'engine' | 'folder'>,
  ...args: readonly string[]
): Promise<string> {
  const env = { DOCKER_HOST: engine.dockerHost, DOCKER_CONFIG: folder };
  return runCommand({ file: tools.docker, args: [...args], env });
}
