/** What BuildKit is asked to build, and whether the paths it needs are there. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { BuildSpec, Facts } from './types.ts';

const REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/i;

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

/** What buildx is told: for a remote context the path counts from the context's own root, and buildx has a default. */
function makeFileSpec(inputs: Inputs): string | undefined {
  return isRemoteContext(inputs.context) ? inputs.file : dockerfilePath(inputs);
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
  if (inputs.platforms.length === 0 && !problems.some(({ input }) => input === 'platforms')) {
    problems.push({
      input: 'platforms',
      value: '',
      problem: 'names no platform',
      fix: 'Give e.g. `linux/amd64,linux/arm64`.',
    });
  }
  return {
    context: inputs.context,
    file: makeFileSpec(inputs),
    target: inputs.target,
    platforms: inputs.platforms,
    buildArgs: inputs.buildArgs,
    labels,
    secretIds: listSecretIds({ inputs, facts, problems }),
    noCache: inputs.noCache,
    pull: inputs.pull,
    attests,
  };
}

/** Empty ones are left out where the event explains it: pull requests from forks and Dependabot get no secrets. */
function listSecretIds({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): string[] {
  for (const { id, value } of inputs.secrets) {
    if (value === '' && !facts.untrusted) {
      problems.push({
        input: 'secrets',
        problem: `the value of \`${id}\` is empty`,
        fix: 'Set the secret for the repository, organization or environment, or remove the entry.',
      });
    }
  }
  return inputs.secrets.flatMap(({ id, value }) => (value === '' ? [] : [id]));
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
  const hasContext = facts.paths.context === 'directory';
  if (!hasContext) {
    const problem =
      facts.paths.context === 'missing' ? 'does not exist' : 'is not a readable folder';
    const fix =
      'Check the repository out first (`actions/checkout`) and give a folder below the workspace.';
    problems.push({ input: 'context', value: inputs.context, problem, fix });
  }
  // Without the folder, a Dockerfile that was expected in it is no second problem.
  if (hasContext || inputs.file !== undefined) checkDockerfile({ inputs, facts, problems });
}

function checkDockerfile({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  const kind = facts.paths.dockerfile;
  if (kind === 'file') return;
  const problem = {
    missing: 'does not exist',
    directory: 'is a folder, not a Dockerfile',
    other: 'is not a regular file',
    unreadable: 'cannot be read',
  }[kind];
  problems.push({
    input: 'file',
    value: dockerfilePath(inputs),
    problem,
    fix: 'Is the repository checked out (`actions/checkout`)? The path counts from the workspace, not from the context.',
  });
}

/** A user name alone is how ssh works; everywhere else what stands before the `@` is a secret. */
const CREDENTIALS = /^(?:ssh:\/\/[^/@]*:[^/@]*@|(?!ssh:)[a-z+]+:\/\/[^/]*@)/i;

function checkRemote(context: string, problems: InputProblem[]): void {
  const hasCredentials = CREDENTIALS.test(context);
  if (hasCredentials) {
    problems.push({
      input: 'context',
      problem:
        'carries a user name or password, which would stand in the log and in the provenance',
      fix: 'Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`.',
    });
  }
  if (/^(http|git):\/\//i.test(context)) {
    problems.push({
      input: 'context',
      value: hasCredentials ? undefined : context,
      problem: 'is fetched without encryption, so that anybody on the way can change it',
      fix: 'Use `https://`.',
    });
  }
}
