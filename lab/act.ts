/**
 * Runs a workflow file with act, on this machine and in the embedded world: the user's repository, its checkout, the
 * action as it is committed, an identity for the jobs that may have one, and a runtime token for each job.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ActJob, makeActLog } from './act/log.ts';
import { makeSetting, type Repository, stageAction, stageUser } from './act/repositories.ts';
import {
  ACTION_NAME,
  ACTION_REF,
  type ActRequest,
  makeRunClaims,
  type RunClaims,
} from './act/request.ts';
import { stageNode, stageStandIn } from './act/stand-ins.ts';
import { makeHome } from './job.ts';
import type { Lab } from './lab.ts';
import { makeEventPayload, makeGitHubContext } from './runner/github-context.ts';
import { runProcess } from './runner/process.ts';
import { type GitHubClaims, makeClaims } from './services/oidc.ts';

export interface ActRun {
  readonly exitCode: number | undefined;
  readonly jobs: readonly ActJob[];
  /** Everything act printed, as it printed it. */
  readonly log: readonly string[];
  /** What the identity tokens of this run say. */
  readonly claims: GitHubClaims;
}

const LABELS = ['ubuntu-latest', 'ubuntu-24.04', 'ubuntu-24.04-arm'] as const;
const MOST_JOBS = 24;
const TIMEOUT_MS = 10 * 60_000;

/** Runs it to its end. Throws when the machine has no act; a workflow that fails is a result. */
export async function runWorkflow(lab: Lab, request: ActRequest): Promise<ActRun> {
  const folder = await mkdtemp(join(lab.folder, 'act-'));
  try {
    const setting = await makeSetting(lab, request);
    const action = await stageAction(join(folder, 'action'), setting);
    const user = await stageUser(lab, { request, setting });
    const staged = { request, folder, action, user, claims: makeRunClaims(request, user.sha) };
    lab.oidc.setClaims(staged.claims);
    return await runStaged(lab, staged);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Staged {
  readonly request: ActRequest;
  readonly folder: string;
  readonly action: Repository;
  readonly user: Repository;
  readonly claims: RunClaims;
}

async function runStaged(lab: Lab, staged: Staged): Promise<ActRun> {
  const { act } = lab.tools;
  if (act === undefined) throw new Error('act could not be provisioned on this machine');
  const { request, user, claims } = staged;
  const lines: string[] = [];
  const log = makeActLog();
  const end = await runProcess({
    file: act,
    args: await makeArgs(staged),
    env: await makeEnvironment(lab, staged),
    cwd: user.folder,
    signals: [],
    timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
    onLine: ({ text }) => {
      lines.push(text);
      log.add(text);
      request.onLine?.(text);
    },
  });
  return { exitCode: end.exitCode, jobs: log.jobs(), log: lines, claims: makeClaims(claims) };
}

async function makeArgs(staged: Staged): Promise<string[]> {
  const { request, folder, claims } = staged;
  const secrets = { GITHUB_TOKEN: 'ghs_labTokenOfThisRun', ...request.secrets };
  return [
    claims.event_name,
    ...['--workflows', `.github/workflows/${request.run}`],
    ...['--eventpath', await writeEvent(staged)],
    ...['--action-cache-path', join(folder, 'cache')],
    ...['--json', '--rm', '--no-skip-checkout', '--no-cache-server', '--action-offline-mode'],
    // Files of these names in the user's repository are the user's.
    ...['--env-file', '--secret-file', '--var-file', '--input-file'].flatMap((flag) => [
      flag,
      '/dev/null',
    ]),
    ...LABELS.flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...listPairs('--env', { ...makeRunVariables(claims), ...request.env }),
    ...listPairs('--secret', secrets),
    ...listPairs('--local-repository', await stageActions(staged)),
  ];
}

function listPairs(flag: string, pairs: Readonly<Record<string, string>>): string[] {
  return Object.entries(pairs).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

function makeRunVariables(claims: RunClaims): Record<string, string> {
  return {
    GITHUB_REPOSITORY: claims.repository,
    GITHUB_REF: claims.ref,
    // What act calls GITHUB_SHA.
    SHA_REF: claims.sha,
    GITHUB_RUN_ID: claims.run_id,
    GITHUB_RUN_ATTEMPT: claims.run_attempt,
    GITHUB_WORKFLOW_REF: claims.workflow_ref,
    GITHUB_WORKFLOW_SHA: claims.sha,
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
}

async function writeEvent({ folder, user, claims }: Staged): Promise<string> {
  const { repository, ref, sha, event_name: eventName } = claims;
  const facts = { workspace: user.folder, repository, ref, sha, eventName };
  const path = join(folder, 'event.json');
  const payload = makeEventPayload(facts, makeGitHubContext(facts, path));
  await writeFile(path, JSON.stringify(payload));
  return path;
}

/** `uses:` → folder, for ours and for what stands in for GitHub's. */
async function stageActions({ folder, action, user }: Staged): Promise<Record<string, string>> {
  const found: Record<string, string> = { [`${ACTION_NAME}@${ACTION_REF}`]: action.folder };
  for (const uses of new Set([...user.uses, ...action.uses])) {
    const place = await stageStandIn(join(folder, 'stand-ins'), uses);
    if (place !== undefined) found[uses] = place;
  }
  return found;
}

/** The whole environment of act, and with it of every step: nothing of this machine's user is in it. */
async function makeEnvironment(
  lab: Lab,
  { request, folder, action, user, claims }: Staged,
): Promise<Record<string, string>> {
  const { cache } = await lab.services();
  const tokens = Array.from({ length: MOST_JOBS }, (_, at) =>
    lab.cache.runtimeToken({ runId: claims.run_id, jobId: `job-${at}` }),
  );
  const bin = await stageNode({
    folder: join(folder, 'node'),
    nodePath: process.execPath,
    runtimeTokens: await Promise.all(tokens),
    resultsUrl: cache.url,
  });
  return {
    PATH: `${bin}:${dirname(lab.tools.docker)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: await makeHome(lab),
    DOCKER_HOST: lab.engine.dockerHost,
    LAB_ARTIFACT_LIBRARY: import.meta.resolve('@actions/artifact'),
    LAB_OUTPUTS: join(folder, 'outputs'),
    LAB_REPOSITORIES: JSON.stringify({
      [claims.repository]: user.folder,
      [ACTION_NAME]: action.folder,
    }),
    ...request.env,
  };
}
