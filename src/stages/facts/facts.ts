/** Asks the runner once for everything that the plan depends on. Nothing is started or changed here. */
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { dockerfilePath, isLocalSource, isRemoteContext } from '../../plan/contexts.ts';
import type { Facts, PathKind } from '../../plan/types.ts';
import { readField } from '../job/json-field.ts';
import { readBuildkitdConfig } from './buildkitd-config.ts';
import { readsForeignHead } from './foreign-head.ts';
import { readStages } from './read-stages.ts';
import { readNamesFacts, readRepository, readVisibility } from './repository-facts.ts';

type Reach = Pick<Host, 'env' | 'files' | 'github' | 'log' | 'clock' | 'run'>;

/**
 * Reads event, environment and the paths that inputs name. Relative paths count from the workspace, the step's folder;
 * `isEntered` is false where the folder that they are to count from is not there.
 */
export async function gatherFacts(host: Reach, inputs: Inputs, isEntered = true): Promise<Facts> {
  const { env } = host;
  const event = await readEvent(host);
  const serverUrl = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const eventName = env['GITHUB_EVENT_NAME'] ?? '';
  const source = { event, token: inputs.githubToken, name: repository };
  const stated = readRepository(host, source);
  const [paths, visibility, names, signingConfigLogs, foreignHead, stages, buildkitdConfig] =
    await Promise.all([
      readPaths(host, inputs, isEntered),
      stated.then(readVisibility),
      stated.then((known) => readNamesFacts(host, { ...source, repository: known })),
      readsLog(host, inputs.signingConfig),
      readsForeignHead(host, { event, inputs }),
      readStages(host, inputs),
      readBuildkitdConfig(host, inputs.buildkitdConfig),
    ]);
  return {
    eventName,
    ref: env['GITHUB_REF'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    repository,
    visibility,
    untrusted: isUntrusted({ event, repository, actor: env['GITHUB_ACTOR'] ?? '', eventName }),
    foreignHead,
    actor: env['GITHUB_ACTOR'] ?? '',
    serverUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}/attempts/${env['GITHUB_RUN_ATTEMPT'] ?? '1'}`,
    jobName: env['GITHUB_JOB'] ?? '',
    workflowRef: env['GITHUB_WORKFLOW_REF'] ?? '',
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
    stages,
    refProtected: env['GITHUB_REF_PROTECTED'] === 'true',
    runnerEnvironment: env['RUNNER_ENVIRONMENT'] || undefined,
    sshAgent: Boolean(env['SSH_AUTH_SOCK']),
    paths,
    buildkitdConfig,
    signingConfigLogs,
    names,
  };
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

/** What is at the paths that inputs name; `later` for all of them where that cannot be seen. */
export async function readPaths(
  host: Pick<Host, 'files'>,
  inputs: Inputs,
  isEntered: boolean,
): Promise<Facts['paths']> {
  const remote = isRemoteContext(inputs.context);
  const read = async (path: string | undefined): Promise<PathKind> =>
    isEntered ? readKind(host, path) : 'later';
  const readSource = async (path: string | undefined): Promise<PathKind> => {
    const kind = await read(path);
    return kind === 'missing' && isPreparedLater(inputs) ? 'later' : kind;
  };
  const [context, file, trustedRoot, signingConfig] = await Promise.all([
    readSource(remote ? undefined : inputs.context),
    readSource(dockerfilePath(inputs)),
    read(inputs.trustedRoot),
    read(inputs.signingConfig),
  ]);
  const named = await readNamed(inputs, readSource);
  const isWhole = remote || (context !== 'missing' && file !== 'missing');
  const beside = isWhole ? [] : await host.files.list('.').catch(() => []);
  const hasNamesake = remote && (await read(inputs.context)) === 'directory';
  const sources = { context, hasNamesake, dockerfile: file, named };
  return { isEntered, beside, ...sources, trustedRoot, signingConfig };
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

async function readKind(
  { files }: Pick<Host, 'files'>,
  path: string | undefined,
): Promise<PathKind> {
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
