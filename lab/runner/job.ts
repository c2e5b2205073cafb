import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeRunnerContext, type RunnerEnvironment } from './environment.ts';
import {
  type GitHubContext,
  type GitHubFacts,
  makeEventPayload,
  makeGitHubContext,
} from './github-context.ts';
import { type Masker, makeMasker } from './masks.ts';

/** Endpoints that the runner tells an action about. */
export interface JobServices {
  readonly oidc?: { readonly requestUrl: string; readonly requestToken: string };
  readonly cache?: { readonly url: string; readonly runtimeToken: string };
}

export interface JobDocker {
  /** DOCKER_HOST; left out, the action finds the engine where docker's own default is. */
  readonly dockerHost?: string;
  /** DOCKER_CONFIG; left out, it is `~/.docker` in the job's home. */
  readonly configDir?: string;
}

export interface JobOptions {
  readonly github: GitHubFacts;
  readonly services?: JobServices;
  readonly docker?: JobDocker;
  /** The workflow's `env:` and what the machine has beyond PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of the workflow's secrets: masked from the first line on. */
  readonly secrets?: readonly string[];
  /** A home folder to use; one is made otherwise, empty. */
  readonly homeDir?: string;
  readonly runnerEnvironment?: RunnerEnvironment;
  /** RUNNER_TOOL_CACHE shared between jobs; a fresh one otherwise, as on a hosted runner without the tool. */
  readonly toolCacheDir?: string;
  /** RUNNER_TEMP of a machine that does not empty it between jobs; a fresh one otherwise. */
  readonly tempDir?: string;
  /** Debug logging on: RUNNER_DEBUG=1. */
  readonly isDebug?: boolean;
  /** Other contexts that input defaults may use. */
  readonly contexts?: { readonly matrix?: unknown; readonly strategy?: unknown };
}

export interface RunnerFolders {
  /** Holds the other ones, unless they were given. */
  readonly root: string;
  readonly home: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly work: string;
}

/** What all steps of one job share. */
export interface JobState {
  readonly options: JobOptions;
  readonly folders: RunnerFolders;
  readonly github: GitHubContext;
  readonly runner: Readonly<Record<string, string>>;
  readonly masker: Masker;
  readonly trackingId: string;
  /** From GITHUB_ENV of earlier steps. */
  readonly addedEnv: Map<string, string>;
  /** From GITHUB_PATH of earlier steps, oldest first. */
  readonly addedPath: string[];
  /** False as soon as a step failed. */
  isSuccess: boolean;
}

/** Makes a job's folders, context and event payload. */
export async function makeJobState(options: JobOptions): Promise<JobState> {
  const folders = await makeFolders(options);
  const eventPath = join(folders.temp, '_github_workflow', 'event.json');
  const github = makeGitHubContext(options.github, eventPath);
  const payload = makeEventPayload(options.github, github);
  await mkdir(dirname(eventPath), { recursive: true });
  await writeFile(eventPath, JSON.stringify(payload, undefined, 2));
  const { oidc, cache } = options.services ?? {};
  const secrets = [
    github.token,
    oidc?.requestToken ?? '',
    cache?.runtimeToken ?? '',
    ...(options.secrets ?? []),
  ];
  return {
    options,
    folders,
    github,
    runner: makeRunnerContext(folders, {
      isDebug: options.isDebug ?? false,
      environment: options.runnerEnvironment ?? 'github-hosted',
    }),
    masker: makeMasker(secrets),
    trackingId: `github_${randomUUID()}`,
    addedEnv: new Map(),
    addedPath: [],
    isSuccess: true,
  };
}

async function makeFolders({
  homeDir,
  toolCacheDir,
  tempDir,
  github,
}: JobOptions): Promise<RunnerFolders> {
  const root = await mkdtemp(join(tmpdir(), 'bsa-runner-'));
  const folders = {
    root,
    home: homeDir ?? join(root, 'home'),
    temp: tempDir ?? join(root, '_temp'),
    toolCache: toolCacheDir ?? join(root, '_tool'),
    work: dirname(github.workspace),
  };
  for (const folder of [folders.home, folders.temp, folders.toolCache]) {
    await mkdir(folder, { recursive: true });
  }
  return folders;
}

/** What a step's environment starts from: PATH of this machine, the engine, the workflow's `env:`, GITHUB_ENV. */
export function makeBaseEnvironment(job: JobState): Record<string, string> {
  const { docker, env } = job.options;
  return {
    PATH: process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...(docker?.dockerHost === undefined ? {} : { DOCKER_HOST: docker.dockerHost }),
    ...(docker?.configDir === undefined ? {} : { DOCKER_CONFIG: docker.configDir }),
    ...env,
    ...Object.fromEntries(job.addedEnv),
  };
}

/** Removes the job's own folders; given home and tool cache stay. */
export async function removeFolders({ folders }: JobState): Promise<void> {
  await rm(folders.root, { recursive: true, force: true });
}
