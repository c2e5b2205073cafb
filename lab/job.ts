/** The action in a job of the embedded world: what a workflow file with this step would do. */
import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from './lab.ts';
import type { GitHubFacts } from './runner/github-context.ts';
import { type ActionRun, type RunOptions, runAction } from './runner.ts';
import { makeClaims } from './services/oidc.ts';

/** The action as it is committed: `action.yml` and `dist/`. */
export const ACTION_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');

export interface JobRequest extends Partial<Omit<RunOptions, 'github' | 'inputs'>> {
  readonly inputs: Readonly<Record<string, string>>;
  readonly github?: Partial<GitHubFacts>;
  readonly workspace: string;
  /** `without`: the job has no `id-token: write`. */
  readonly identity?: 'with' | 'without';
  readonly actionsCache?: 'with' | 'without';
}

/** The job's facts, the same in its environment, its event payload and its OIDC token. */
export function makeGitHubFacts(request: Pick<JobRequest, 'github' | 'workspace'>): GitHubFacts {
  const claims = makeClaims();
  return {
    repository: claims.repository,
    repositoryVisibility: 'public',
    sha: claims.sha,
    ref: claims.ref,
    runId: claims.run_id,
    runAttempt: claims.run_attempt,
    workspace: request.workspace,
    ...request.github,
  };
}

/** Inputs that make the action use the embedded world; everything else stays at its default. */
export function makeLabInputs(lab: Lab): Record<string, string> {
  return {
    'cosign-version': lab.tools.cosign,
    'driver-opts': `image=${lab.images.buildkit}\nnetwork=host`,
    'emulation-image': lab.binfmtImage,
    sbom: `generator=${lab.sbomScanner}`,
    'trusted-root': lab.trust.trustedRoot,
    'signing-config': lab.trust.signingConfig,
  };
}

/** Runs main and post. */
export async function runJob(lab: Lab, request: JobRequest): Promise<ActionRun> {
  const { inputs, workspace, github, identity, actionsCache, ...options } = request;
  const facts = makeGitHubFacts({ workspace, ...(github === undefined ? {} : { github }) });
  lab.oidc.setClaims(makeJobClaims(facts));
  const { oidc, cache } = await lab.services();
  return runAction({
    actionDir: ACTION_FOLDER,
    docker: { dockerHost: lab.engine.dockerHost },
    homeDir: await makeHome(lab),
    ...options,
    github: facts,
    env: { PATH: `${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`, ...options.env },
    services: {
      ...(identity === 'without' ? {} : { oidc }),
      ...(actionsCache === 'without' ? {} : { cache }),
    },
    inputs: { ...makeLabInputs(lab), ...inputs },
  });
}

/** A home as hosted runners have it: buildx is installed as a plugin of the docker CLI. */
export async function makeHome(lab: Lab): Promise<string> {
  const home = await mkdtemp(join(lab.folder, 'home-'));
  const plugins = join(home, '.docker', 'cli-plugins');
  await mkdir(plugins, { recursive: true });
  await symlink(lab.tools.buildx, join(plugins, 'docker-buildx'));
  return home;
}

function makeJobClaims({
  repository,
  sha,
  ref,
  eventName,
  repositoryVisibility,
  ...run
}: GitHubFacts) {
  return {
    repository,
    ...(sha === undefined ? {} : { sha }),
    ...(ref === undefined ? {} : { ref }),
    ...(run.runId === undefined ? {} : { run_id: run.runId }),
    ...(run.runAttempt === undefined ? {} : { run_attempt: run.runAttempt }),
    ...(eventName === undefined ? {} : { event_name: eventName }),
    ...(repositoryVisibility === undefined ? {} : { repository_visibility: repositoryVisibility }),
  };
}
