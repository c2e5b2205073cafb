import { findProgram, probeCommand } from './commands.ts';

const PROBE_TIMEOUT_MS = 15_000;

/**
 * Endpoint of the engine that the docker client of this machine would talk to, or undefined when none answers.
 * The current context is resolved to its endpoint: contexts live in DOCKER_CONFIG, which the action replaces.
 */
export async function findInstalledEngine(): Promise<string | undefined> {
  const docker = await findProgram('docker');
  if (docker === undefined) return undefined;
  const ask = (args: readonly string[]) =>
    probeCommand({ file: docker, args, timeoutMs: PROBE_TIMEOUT_MS });
  const server = await ask(['version', '--format', '{{.Server.Version}}']);
  if (server.exitCode !== 0) return undefined;
  const fromEnvironment = process.env['DOCKER_HOST'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  const context = await ask(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  const endpoint = context.stdout.trim();
  return endpoint === '' ? 'unix:///var/run/docker.sock' : endpoint;
}
