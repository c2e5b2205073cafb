/** The engine behind docker: asked once. */
import { ActionError, describeError } from '../../errors.ts';
import type { CommandResult, Host } from '../../host/host.ts';
import type { Platform } from '../../image/platform.ts';
import { usesEngine } from '../../plan/builder-spec.ts';
import type { Plan } from '../../plan/types.ts';
import { userDockerConfig } from '../../tools/child-env.ts';
import { type Engine, isPodmanInfo, parseEngine, parseEngineFacts } from '../../tools/docker.ts';
import { ensureFound } from './earlier-use.ts';

const DEADLINE_MS = 15_000;

/**
 * The engine of a run. Where the builder is elsewhere nobody is asked; where that is not known, as of a builder that
 * exists, an engine that does not answer is none. Throws ENGINE_UNREACHABLE, and ENVIRONMENT_UNSUPPORTED for one that cannot
 * run BuildKit.
 */
export async function findEngine(
  host: Pick<Host, 'run' | 'log' | 'env' | 'files'>,
  { builder, mode, load }: Pick<Plan, 'builder' | 'mode' | 'load'>,
  { env, folder }: { env: Readonly<Record<string, string>>; folder: string },
): Promise<Engine | undefined> {
  const isUsed = mode === 'load' || load !== undefined || usesEngine(builder);
  if (isUsed === false) return undefined;
  const asked = askEngine(host, { env, folder });
  if (isUsed === true) return asked.then((engine) => ensureLinux(engine, builder));
  return asked.catch((error: unknown) => {
    host.log.debug(`No engine: ${describeError(error)}`);
    return undefined;
  });
}

/** As an earlier use in this job has found it, or else asked now. Throws ENGINE_UNREACHABLE. */
export async function askEngine(
  host: Pick<Host, 'run' | 'env' | 'files'>,
  { env, folder }: { env: Readonly<Record<string, string>>; folder: string },
): Promise<Engine> {
  return ensureFound(host, folder, {
    name: 'engine',
    key: await readWhere(host),
    parse: parseEngineFacts,
    find: () => readEngine(host, env),
  });
}

/** BuildKit's image and the emulators are of Linux, and an engine of Windows containers has no BuildKit of its own. */
function ensureLinux(engine: Engine, builder: Plan['builder']): Engine {
  if (engine.os !== 'windows' || usesEngine(builder) === false) return engine;
  throw new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    `The engine here (${engine.version}) runs Windows containers, in which BuildKit does not run`,
    {
      hint: 'Build on a Linux runner (`runs-on: ubuntu-latest`), or on another machine by `driver: remote` and `endpoint`.',
    },
  );
}

const WHERE = /^DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY|API_VERSION)$/;

/** What says which engine is meant. The user's configuration names a context. */
async function readWhere({ env, files }: Pick<Host, 'env' | 'files'>): Promise<unknown> {
  const config = await files
    .readText(`${userDockerConfig(env) ?? ''}/config.json`)
    .catch(() => undefined);
  return [config, Object.entries(env).filter(([name]) => WHERE.test(name))];
}

/** Throws ENGINE_UNREACHABLE when no engine answers within 15 s. */
export async function readEngine(
  host: Pick<Host, 'run'>,
  env: Readonly<Record<string, string>>,
): Promise<Engine> {
  const result = await host.run({
    tool: 'docker',
    file: 'docker',
    args: ['info', '--format', '{{json .}}'],
    env,
    deadlineMs: DEADLINE_MS,
  });
  const engine = parseEngine(result.stdout);
  if (engine !== undefined) return engine;
  throw new ActionError('ENGINE_UNREACHABLE', `No container engine answers: ${findWhy(result)}`, {
    hint: findHint(result),
  });
}

function findWhy({ notFound, timedOut, stdout, stderr }: CommandResult): string {
  if (notFound) return 'docker is not on the PATH';
  if (timedOut) return 'it did not answer in 15 s';
  if (isPodmanInfo(stdout)) return "the docker on the PATH is Podman's stand-in";
  return lastLine(stderr);
}

function findHint({ stdout, stderr }: CommandResult): string {
  if (isPodmanInfo(stdout))
    return "buildx speaks to a socket: install Docker's own command line (`docker-ce-cli`), start Podman's (`systemctl --user enable --now podman.socket`), and give the job DOCKER_HOST=unix:///run/user/<uid>/podman/podman.sock.";
  if (/permission denied/i.test(stderr))
    return "The user of the runner may not use the engine's socket: `sudo usermod -aG docker <user>` and start the runner anew, or set DOCKER_HOST to an engine this job may use.";
  return 'Use a runner with Docker (GitHub-hosted Linux runners have it), or set DOCKER_HOST to an engine this job may use. A job with `container:` needs a docker in its image, too.';
}

/** The platform that an engine runs; this machine's where none has a part in the build. */
export function readPlatform(
  { machine: { os, arch } }: Pick<Host, 'machine'>,
  engine: Engine | undefined,
): Platform {
  if (engine !== undefined) return { os: engine.os, architecture: engine.arch };
  return { os: os === 'windows' ? 'windows' : 'linux', architecture: arch };
}

function lastLine(text: string): string {
  return text.split('\n').filter(Boolean).at(-1) ?? 'docker gave no reason';
}
