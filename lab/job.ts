/** The action in a job of the embedded world: what a workflow file with this step would do. */
import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobIdentity, Lab } from './lab.ts';
import { readActionFile } from './runner/action-file.ts';
import type { GitHubFacts } from './runner/github-context.ts';
import {
  type ActionRun,
  type Job,
  type RunOptions,
  runAction,
  type StepRun,
  startJob,
} from './runner.ts';
import { type CacheScope, PERMISSION } from './services/cache-token.ts';
import { type ClaimOverrides, makeClaims } from './services/oidc.ts';

/** The action as it is committed: `action.yml` and `dist/`. */
export const ACTION_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');

export interface JobRequest extends Partial<Omit<RunOptions, 'github' | 'inputs'>> {
  readonly inputs: Readonly<Record<string, string>>;
  readonly github?: Partial<GitHubFacts>;
  readonly workspace: string;
  /** `without`: the job has no `id-token: write`. */
  readonly identity?: 'with' | 'without';
  readonly actionsCache?: 'with' | 'without';
  /** The matrix of this leg; without, the job has none. */
  readonly matrix?: Readonly<Record<string, unknown>>;
  /** Which of how many legs it is, from 0 on. */
  readonly leg?: { readonly index: number; readonly total: number };
}

let lastRun = 1_536_140_711;

/** A number for `github.runId` that no run had: jobs with the same one share artifacts, and have tokens of their own. */
export function makeRunId(): string {
  lastRun += 1;
  return String(lastRun);
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
    runNumber: claims.run_number,
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

/** Runs main and post. Jobs of one run, the legs of a matrix for instance, may run at the same time. */
export async function runJob(lab: Lab, request: JobRequest): Promise<ActionRun> {
  return runAction(await planJob(lab, request));
}

export interface UsesRequest extends JobRequest {
  /** What a step after each use does. */
  readonly afterUse?: (use: StepRun) => Promise<void>;
}

/** Several uses of the action in one job, one after the other, and then their post steps, the last one first. */
export async function runUses(
  lab: Lab,
  { inputs: shared, afterUse, ...request }: UsesRequest,
  uses: ReadonlyArray<Readonly<Record<string, string>>>,
): Promise<{ readonly steps: readonly StepRun[]; readonly job: Job }> {
  const options = await planJob(lab, { ...request, inputs: shared });
  const job = await startJob(options);
  const steps: StepRun[] = [];
  for (const inputs of uses) {
    const step = await job.runStep({ ...options, inputs: { ...options.inputs, ...inputs } });
    steps.push(step);
    await afterUse?.(step);
  }
  await job.finish();
  return { steps, job };
}

async function planJob(lab: Lab, request: JobRequest): Promise<RunOptions> {
  const { inputs, workspace, github, identity, actionsCache, ...options } = request;
  const facts = makeGitHubFacts({ workspace, ...(github === undefined ? {} : { github }) });
  const claims = makeJobClaims(facts);
  lab.oidc.setClaims(claims);
  const { oidc, cache } = await lab.services(makeIdentity({ facts, claims, named: github?.runId }));
  const action = await readActionFile(options.actionDir ?? ACTION_FOLDER);
  const known = Object.entries(makeLabInputs(lab)).filter(([name]) =>
    action.inputs.some((input) => input.name === name),
  );
  return {
    actionDir: ACTION_FOLDER,
    docker: { dockerHost: lab.engine.dockerHost },
    homeDir: await makeHome(lab),
    contexts: makeContexts(request),
    ...options,
    github: facts,
    env: { PATH: `${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`, ...options.env },
    services: {
      ...(identity === 'without' ? {} : { oidc }),
      ...(actionsCache === 'without' ? {} : { cache }),
    },
    inputs: { ...Object.fromEntries(known), ...inputs },
  };
}

/** A run that was named has other jobs, before or beside this one: its backend id follows from its number. */
function makeIdentity({
  facts,
  claims,
  named,
}: {
  facts: GitHubFacts;
  claims: ClaimOverrides;
  named: string | undefined;
}): JobIdentity {
  const scopes = listCacheScopes(facts);
  if (named === undefined) return { runtime: { scopes } };
  return { claims, runtime: { runId: `run-${named}`, scopes } };
}

const DEFAULT_BRANCH = 'main';

/** A job writes caches of its own ref, and reads those of its base and of the default branch as well. */
export function listCacheScopes({
  ref = `refs/heads/${DEFAULT_BRANCH}`,
  baseRef,
  defaultBranch = DEFAULT_BRANCH,
}: Pick<GitHubFacts, 'ref' | 'baseRef' | 'defaultBranch'>): CacheScope[] {
  const readable = [baseRef, defaultBranch].flatMap((branch) =>
    branch === undefined || branch === '' ? [] : [`refs/heads/${branch}`],
  );
  return [...new Set([ref, ...readable])].map((Scope) => ({
    Scope,
    Permission: Scope === ref ? PERMISSION.read | PERMISSION.write : PERMISSION.read,
  }));
}

function makeContexts({ matrix, leg }: Pick<JobRequest, 'matrix' | 'leg'>) {
  return {
    ...(matrix === undefined ? {} : { matrix }),
    ...(leg === undefined
      ? {}
      : {
          strategy: {
            'fail-fast': true,
            'job-index': leg.index,
            'job-total': leg.total,
            'max-parallel': leg.total,
          },
        }),
  };
}

/** A home as hosted runners have it: buildx is installed as a plugin of the docker CLI. */
export async function makeHome(lab: Lab): Promise<string> {
  const home = await mkdtemp(join(lab.folder, 'home-'));
  const plugins = join(home, '.docker', 'cli-plugins');
  await mkdir(plugins, { recursive: true });
  await symlink(lab.tools.buildx, join(plugins, 'docker-buildx'));
  return home;
}

function makeJobClaims(facts: GitHubFacts): ClaimOverrides {
  const given = {
    repository: facts.repository,
    sha: facts.sha,
    ref: facts.ref,
    event_name: facts.eventName,
    repository_visibility: facts.repositoryVisibility,
    run_id: facts.runId,
    run_attempt: facts.runAttempt,
    run_number: facts.runNumber,
    ...(facts.workflowFile === undefined
      ? {}
      : { workflow_ref: `${facts.repository}/${facts.workflowFile}@${facts.ref ?? ''}` }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
