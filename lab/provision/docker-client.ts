import { satisfies } from 'semver';
import { ActionError } from '../../src/errors.ts';
import { findProgram, probeCommand } from './commands.ts';
import { ensurePackages } from './debian.ts';
import { BUILDX_FLOOR } from './pins.ts';
import type { LogLine } from './steps.ts';

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

/** The buildx that the docker client itself would run, when it is new enough. */
export async function findInstalledBuildx(docker: string): Promise<string | undefined> {
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "buildx"}}{{.Path}}{{end}}{{end}}';
  const { stdout } = await probeCommand({ file: docker, args: ['info', '--format', format] });
  const path = stdout.trim();
  if (path === '') return undefined;
  const version = await probeCommand({ file: path, args: ['version'] });
  const found = /v(\d+\.\d+\.\d+)/.exec(version.stdout)?.[1];
  return found !== undefined && satisfies(found, `>=${BUILDX_FLOOR}`) ? path : undefined;
}

/** Path of the docker client. Debian 12 has it in docker.io, Debian 13 in a package of its own. */
export async function ensureDockerClient(log: LogLine): Promise<string> {
  if ((await findProgram('docker')) === undefined) {
    await ensurePackages([{ package: 'docker-cli', program: 'docker' }], log);
  }
  const docker = await findProgram('docker');
  if (docker !== undefined) return docker;
  throw new ActionError('SETUP_FAILED', 'There is no docker client on the PATH.');
}
