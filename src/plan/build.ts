/** What BuildKit is asked to build, and whether the paths it needs are there. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { BuildSpec, Facts } from './types.ts';

const REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/;

/** True when `context` is not a folder of the workspace. */
export function isRemoteContext(context: string): boolean {
  return REMOTE_CONTEXT.test(context);
}

/** Where the Dockerfile of a local context is, as buildx will look for it; undefined for a remote context. */
export function dockerfilePath({
  context,
  file,
}: Pick<Inputs, 'context' | 'file'>): string | undefined {
  if (isRemoteContext(context)) return undefined;
  return file ?? `${context.replace(/\/+$/, '')}/Dockerfile`;
}

export function planBuild({
  inputs,
  facts,
  labels,
  attests,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  labels: readonly string[];
  attests: readonly string[];
  problems: InputProblem[];
}): BuildSpec {
  checkContext({ inputs, facts, problems });
  if (inputs.platforms.length === 0) {
    problems.push({
      input: 'platforms',
      value: '',
      problem: 'names no platform',
      fix: 'Give e.g. `linux/amd64,linux/arm64`.',
    });
  }
  return {
    context: inputs.context,
    file: dockerfilePath(inputs),
    target: inputs.target,
    platforms: inputs.platforms,
    buildArgs: inputs.buildArgs,
    labels,
    secretIds: inputs.secrets.map(({ id }) => id),
    noCache: inputs.noCache,
    pull: inputs.pull,
    attests,
  };
}

function checkContext({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  if (isRemoteContext(inputs.context)) {
    checkRemote(inputs.context, problems);
    return;
  }
  if (facts.paths.context !== 'directory') {
    const problem =
      facts.paths.context === 'missing' ? 'does not exist' : 'is not a readable folder';
    const fix =
      'Check the repository out first (`actions/checkout`) and give a folder below the workspace.';
    problems.push({ input: 'context', value: inputs.context, problem, fix });
    return;
  }
  if (facts.paths.dockerfile !== 'file') {
    const value = dockerfilePath(inputs);
    const problem = {
      missing: 'does not exist',
      directory: 'is a folder, not a Dockerfile',
      other: 'is not a regular file',
      unreadable: 'cannot be read',
    }[facts.paths.dockerfile];
    problems.push({
      input: 'file',
      value,
      problem,
      fix: 'Give the path of the Dockerfile, relative to the workspace.',
    });
  }
}

function checkRemote(context: string, problems: InputProblem[]): void {
  if (/^[a-z+]+:\/\/[^/]*@/.test(context) && !context.startsWith('ssh://')) {
    problems.push({
      input: 'context',
      problem:
        'carries a user name or password, which would stand in the log and in the provenance',
      fix: 'Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`.',
    });
  }
  if (/^(http|git):\/\//.test(context)) {
    problems.push({
      input: 'context',
      value: context,
      problem: 'is fetched without encryption, so that anybody on the way can change it',
      fix: 'Use `https://`.',
    });
  }
}
