import { arch, platform } from 'node:os';
import { type ActionFile, type Contexts, evaluateTemplate } from './action-file.ts';
import { FILE_COMMANDS, type FileCommandPaths } from './file-commands.ts';
import { formatGitHubEnvironment, type GitHubContext } from './github-context.ts';
import type { JobServices, RunnerFolders } from './job.ts';

const RUNNER_OS: Readonly<Record<string, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};
const RUNNER_ARCH: Readonly<Record<string, string>> = { x64: 'X64', arm64: 'ARM64', arm: 'ARM' };

/** Whose machine it is. */
export type RunnerEnvironment = 'github-hosted' | 'self-hosted';

/** The `runner` context: the same facts as the `RUNNER_*` variables. */
export function makeRunnerContext(
  folders: RunnerFolders,
  { isDebug, environment }: { isDebug: boolean; environment: RunnerEnvironment },
): Record<string, string> {
  return {
    os: RUNNER_OS[platform()] ?? platform(),
    arch: RUNNER_ARCH[arch()] ?? arch().toUpperCase(),
    name: 'GitHub Actions 7',
    environment,
    tool_cache: folders.toolCache,
    temp: folders.temp,
    workspace: folders.work,
    ...(isDebug ? { debug: '1' } : {}),
  };
}

/** Values of all inputs, defaults evaluated. Names compare without case; unknown ones pass, as on GitHub. */
export function resolveInputs(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
  contexts: Contexts,
): { readonly values: ReadonlyMap<string, string>; readonly warnings: readonly string[] } {
  const values = new Map(Object.entries(given));
  const known = new Map(action.inputs.map((input) => [input.name.toLowerCase(), input]));
  const givenNames = new Set([...values.keys()].map((name) => name.toLowerCase()));
  const unexpected = [...values.keys()].filter((name) => !known.has(name.toLowerCase()));
  const warnings = [...givenNames].flatMap((name) => {
    const message = known.get(name)?.deprecationMessage;
    return message === undefined
      ? []
      : [`Input '${name}' has been deprecated with message: ${message}`];
  });
  if (unexpected.length > 0) {
    const valid = action.inputs.map((input) => input.name).join("', '");
    warnings.push(
      `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`,
    );
  }
  for (const input of action.inputs) {
    if (givenNames.has(input.name.toLowerCase())) continue;
    values.set(input.name, evaluateTemplate(input.default, contexts));
  }
  return { values, warnings };
}

export interface EnvironmentParts {
  readonly folders: RunnerFolders;
  readonly github: GitHubContext;
  readonly runner: Readonly<Record<string, string>>;
  readonly services: JobServices;
  readonly trackingId: string;
  readonly inputs: ReadonlyMap<string, string>;
  readonly files: FileCommandPaths;
  /** What the machine and the workflow's `env:` give; the runner's own variables win over them. */
  readonly base: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Added by GITHUB_PATH, oldest first. */
  readonly addedPath: readonly string[];
}

/**
 * The environment of one stage of an action, complete: nothing of this process's environment is in it that `base`
 * does not name. The order of precedence is the runner's (`NodeScriptActionHandler`).
 */
export function makeStageEnvironment(parts: EnvironmentParts): Record<string, string> {
  const { folders, github, runner, services, files, base, state } = parts;
  const env: Record<string, string> = { HOME: folders.home, LANG: 'C.UTF-8', ...base };
  for (const [name, value] of Object.entries(state)) env[`STATE_${name}`] = value;
  for (const [name, value] of parts.inputs) {
    env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  if (parts.addedPath.length > 0) {
    env['PATH'] = [...parts.addedPath.toReversed(), env['PATH'] ?? ''].join(':');
  }
  Object.assign(env, formatGitHubEnvironment(github));
  for (const command of FILE_COMMANDS) env[`GITHUB_${command.toUpperCase()}`] = files[command];
  for (const [name, value] of Object.entries(runner)) env[`RUNNER_${name.toUpperCase()}`] = value;
  Object.assign(env, formatServices(services));
  env['RUNNER_TRACKING_ID'] = parts.trackingId;
  env['GITHUB_ACTIONS'] = 'true';
  env['CI'] ??= 'true';
  delete env['NODE_ICU_DATA'];
  return env;
}

function formatServices({ oidc, cache }: JobServices): Record<string, string> {
  const env: Record<string, string> = {};
  if (oidc !== undefined) {
    env['ACTIONS_ID_TOKEN_REQUEST_URL'] = oidc.requestUrl;
    env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = oidc.requestToken;
  }
  if (cache !== undefined) {
    // With a trailing slash, as GitHub gives it: clients resolve the twirp path against it.
    const url = cache.url.endsWith('/') ? cache.url : `${cache.url}/`;
    env['ACTIONS_RUNTIME_URL'] = url;
    env['ACTIONS_RUNTIME_TOKEN'] = cache.runtimeToken;
    env['ACTIONS_CACHE_URL'] = url;
    env['ACTIONS_RESULTS_URL'] = url;
    env['ACTIONS_CACHE_SERVICE_V2'] = 'True';
  }
  return env;
}
