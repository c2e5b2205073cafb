/** What BuildKit is asked to build. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import { checkContexts, dockerfilePath, isRemoteContext, noteLacking } from './contexts.ts';
import type { BuildSpec, Facts, LegSpec } from './types.ts';

/** What buildx is told: for a remote context the path counts from the context's own root, and buildx has a default. */
function makeFileSpec(inputs: Inputs): string | undefined {
  return isRemoteContext(inputs.context) ? inputs.file : dockerfilePath(inputs);
}

export function planBuild({
  inputs,
  facts,
  leg,
  derived,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  leg: LegSpec | undefined;
  /** What other parts of the plan decide. */
  derived: Pick<BuildSpec, 'labels' | 'annotations' | 'attests' | 'imageAttributes' | 'exports'>;
  problems: InputProblem[];
}): BuildSpec {
  checkContexts({ inputs, facts, problems });
  if (inputs.platforms.length === 0 && !problems.some(({ input }) => input === 'platforms')) {
    problems.push({
      input: 'platforms',
      value: '',
      problem: 'names no platform',
      fix: 'Give e.g. `linux/amd64,linux/arm64`.',
    });
  }
  return {
    ...derived,
    context: inputs.context,
    contexts: inputs.buildContexts.map(({ name, source }) => `${name}=${source}`),
    file: makeFileSpec(inputs),
    target: inputs.target,
    // An evaluation is not about platforms: the builder's own will do, without emulation.
    platforms: inputs.call === undefined ? choosePlatforms(inputs, leg) : [],
    buildArgs: inputs.buildArgs,
    ...planPrivileges({ inputs, facts, problems }),
    noCache: inputs.noCache,
    noCacheFilters: inputs.noCacheFilters,
    pull: inputs.pull,
    addHosts: inputs.addHosts,
    network: inputs.network,
    shmSize: inputs.shmSize,
    ulimits: inputs.ulimits,
    cgroupParent: inputs.cgroupParent,
  };
}

/** A stranger's code gets nothing of the job's: what its steps can read it can send away. */
function planPrivileges({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): Pick<BuildSpec, 'secretIds' | 'ssh' | 'allow'> {
  if (facts.foreignHead) return { secretIds: [], ssh: [], allow: [] };
  checkSsh({ inputs, facts, problems });
  const secretIds = listSecretIds({ inputs, facts, problems });
  return { secretIds, ssh: inputs.ssh, allow: inputs.allow };
}

function choosePlatforms({ platforms }: Inputs, leg: LegSpec | undefined): BuildSpec['platforms'] {
  return leg === undefined ? platforms : [leg.platform];
}

function checkSsh({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): void {
  const needsAgent = inputs.ssh.filter((entry) => !entry.includes('='));
  if (needsAgent.length === 0 || facts.sshAgent) return;
  problems.push({
    input: 'ssh',
    value: needsAgent.join(', '),
    problem: 'needs an SSH agent, and this job has none (SSH_AUTH_SOCK is not set)',
    fix: 'Start one in an earlier step, or name a key: `default=/path/of/a/key`.',
    lacking: true,
  });
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
  for (const { id, value, input } of inputs.secrets) {
    if (value === '' && !facts.untrusted) {
      problems.push({
        input,
        problem: `the value of \`${id}\` is empty`,
        fix: 'Set the secret for the repository, organization or environment, or remove the entry.',
        lacking: true,
      });
    }
  }
  for (const { id, path } of inputs.secretFiles) {
    const kind = facts.paths.named[path];
    if (kind === 'file' || kind === 'later') continue;
    problems.push({
      input: 'secret-files',
      // The path stays unsaid: a secret that was written here by mistake would be shown.
      problem: `the file of \`${id}\` does not exist or cannot be read`,
      fix: 'Give the path of a file, relative to the workspace; a value belongs into `secrets`.',
      ...noteLacking(kind),
    });
  }
  const given = inputs.secrets.filter(({ value }) => value !== '');
  return [...given, ...inputs.secretFiles].map(({ id }) => id);
}
