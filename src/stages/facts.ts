/** Asks the runner once for everything that the plan depends on. Nothing is started or changed here. */
import type { Host } from '../host/host.ts';
import type { Inputs } from '../inputs/parse.ts';
import { makeNamesFacts } from '../names/facts.ts';
import type { NamesFacts } from '../names/types.ts';
import { dockerfilePath, isLocalSource, isRemoteContext } from '../plan/contexts.ts';
import type { Facts, PathKind, Visibility } from '../plan/types.ts';

type Reach = Pick<Host, 'env' | 'files' | 'github' | 'log' | 'clock' | 'run'>;

/** Reads event, environment and the paths that inputs name. Relative paths count from the workspace, the step's folder. */
export async function gatherFacts(host: Reach, inputs: Inputs): Promise<Facts> {
  const { env } = host;
  const event = await readEvent(host);
  const serverUrl = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const eventName = env['GITHUB_EVENT_NAME'] ?? '';
  const [paths, visibility, names, signingConfigLogs] = await Promise.all([
    readPaths(host, inputs),
    readVisibility({ host, event, inputs, repository }),
    readNamesFacts(host, event),
    readsLog(host, inputs.signingConfig),
  ]);
  return {
    eventName,
    ref: env['GITHUB_REF'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    repository,
    visibility,
    untrusted: isUntrusted({ event, repository, actor: env['GITHUB_ACTOR'] ?? '', eventName }),
    actor: env['GITHUB_ACTOR'] ?? '',
    serverUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}/attempts/${env['GITHUB_RUN_ATTEMPT'] ?? '1'}`,
    jobName: env['GITHUB_JOB'] ?? '',
    actionSource: formatActionSource(env),
    workspace: env['GITHUB_WORKSPACE'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '',
    runAttempt: Number(env['GITHUB_RUN_ATTEMPT'] || '1'),
    oidcAvailable: Boolean(
      env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
    ),
    actionsCache: Boolean(
      env['ACTIONS_RUNTIME_TOKEN'] && (env['ACTIONS_RESULTS_URL'] || env['ACTIONS_CACHE_URL']),
    ),
    runnerEnvironment: env['RUNNER_ENVIRONMENT'] || undefined,
    sshAgent: Boolean(env['SSH_AUTH_SOCK']),
    paths,
    signingConfigLogs,
    names,
  };
}

/** A push event states when its commit was made; for other events the checkout is asked, where there is one. */
async function readNamesFacts(host: Reach, event: unknown): Promise<NamesFacts> {
  const { env, clock } = host;
  const runTime = clock.now();
  const stated = makeNamesFacts({ env, event, runTime });
  if (stated.commitTime !== undefined || stated.sha === '') return stated;
  return makeNamesFacts({
    env,
    event,
    runTime,
    commitTime: await readCommitTime(host, stated.sha),
  });
}

async function readCommitTime({ env, run }: Reach, sha: string): Promise<Date | undefined> {
  const { exitCode, stdout } = await run({
    tool: 'git',
    file: 'git',
    // The checkout may belong to another user than the one that runs the action, as in a container job.
    args: ['-c', 'safe.directory=*', 'show', '--no-patch', '--format=%cI', sha],
    env: { PATH: env['PATH'] ?? '' },
  });
  const time = new Date(exitCode === 0 ? stdout.trim() : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function formatActionSource(env: Host['env']): string {
  const repository = env['GITHUB_ACTION_REPOSITORY'];
  const ref = env['GITHUB_ACTION_REF'];
  if (!repository) return '';
  return ref ? `${repository}@${ref}` : repository;
}

/** The webhook payload. Absent or broken is the same as empty: local runners have none. */
async function readEvent({ env, files, log }: Reach): Promise<unknown> {
  const path = env['GITHUB_EVENT_PATH'];
  if (!path) return {};
  try {
    return JSON.parse(await files.readText(path));
  } catch (error) {
    log.debug(`No event payload at ${path}: ${String(error)}`);
    return {};
  }
}

async function readPaths(host: Reach, inputs: Inputs): Promise<Facts['paths']> {
  const remote = isRemoteContext(inputs.context);
  const readSource = async (path: string | undefined): Promise<PathKind> => {
    const kind = await readKind(host, path);
    return kind === 'missing' && isPreparedLater(inputs) ? 'later' : kind;
  };
  const [context, file, trustedRoot, signingConfig] = await Promise.all([
    readSource(remote ? undefined : inputs.context),
    readSource(dockerfilePath(inputs)),
    readKind(host, inputs.trustedRoot),
    readKind(host, inputs.signingConfig),
  ]);
  const named = await readNamed(inputs, readSource);
  return { context, dockerfile: file, trustedRoot, signingConfig, named };
}

/** The plan of the reusable workflow is made before its legs have prepared the sources. */
function isPreparedLater({ dryRun, prepared }: Inputs): boolean {
  return dryRun && prepared.length > 0;
}

async function readNamed(
  { secretFiles, buildContexts }: Inputs,
  readSource: (path: string) => Promise<PathKind>,
): Promise<Facts['paths']['named']> {
  const sources = buildContexts.map(({ source }) => source).filter(isLocalSource);
  const paths = [...new Set([...secretFiles.map(({ path }) => path), ...sources])];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readSource(path)] as const)),
  );
}

async function readKind({ files }: Reach, path: string | undefined): Promise<PathKind> {
  if (path === undefined) return 'missing';
  try {
    const kind = await files.kind(path);
    if (kind === 'file') return (await files.readable(path)) ? 'file' : 'unreadable';
    return kind ?? 'missing';
  } catch {
    return 'unreadable';
  }
}

/** A Sigstore without a log signs with timestamps alone; its signing config says so (sigstore protobuf-specs, SigningConfig). */
async function readsLog({ files }: Reach, path: string | undefined): Promise<boolean> {
  if (path === undefined) return false;
  try {
    const logs = readField(JSON.parse(await files.readText(path)), ['rekorTlogUrls']);
    return Array.isArray(logs) && logs.length > 0;
  } catch {
    // Unreadable files are reported by the plan, with all other problems.
    return false;
  }
}

/** The payload says it for most events; `schedule` and some others need the API. Unknown stays unknown: treated as private. */
async function readVisibility({
  host,
  event,
  inputs,
  repository,
}: {
  host: Reach;
  event: unknown;
  inputs: Inputs;
  repository: string;
}): Promise<Visibility | undefined> {
  const stated = readField(event, ['repository', 'visibility']);
  if (stated === 'public' || stated === 'private' || stated === 'internal') return stated;
  const isPrivate = readField(event, ['repository', 'private']);
  if (typeof isPrivate === 'boolean') return isPrivate ? 'private' : 'public';
  const [owner, name] = repository.split('/');
  if (inputs.githubToken === undefined || !owner || !name) return undefined;
  try {
    return await host.github.repositoryVisibility(inputs.githubToken, owner, name);
  } catch (error) {
    host.log.debug(`The repository's visibility could not be read: ${String(error)}`);
    return undefined;
  }
}

function isUntrusted({
  event,
  repository,
  actor,
  eventName,
}: {
  event: unknown;
  repository: string;
  actor: string;
  eventName: string;
}): boolean {
  if (actor === 'dependabot[bot]') return true;
  if (!eventName.startsWith('pull_request')) return false;
  // A fork that was deleted meanwhile is null: whoever cannot be shown to be of this repository is not.
  const head = readField(event, ['pull_request', 'head', 'repo', 'full_name']);
  return typeof head !== 'string' || head.toLowerCase() !== repository.toLowerCase();
}

/** Walks into untrusted JSON. */
function readField(value: unknown, path: readonly string[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}
