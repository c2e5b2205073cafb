import type { ClaimOverrides } from '../services/oidc.ts';

/** The name under which workflows use the action, as in the README and the examples. */
export const ACTION_NAME = 'org/build-sign-action';
export const ACTION_REF = 'v1';

/** One run of a workflow as a test asks for it. */
export interface ActRequest {
  /** The workflows as a user would have them: file name below `.github/workflows` → text. */
  readonly workflows: Readonly<Record<string, string>>;
  /** Which of them runs. */
  readonly run: string;
  /** Of the user's repository: path → text. The sample application is there already. */
  readonly files?: Readonly<Record<string, string>>;
  /** `owner/name` of the user's repository. */
  readonly repository?: string;
  readonly ref?: string;
  readonly eventName?: string;
  readonly runId?: string;
  readonly runAttempt?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Over what follows from the rest: `job_workflow_ref` of a called workflow. */
  readonly claims?: ClaimOverrides;
  /** Changes to the text of the workflows besides the usual ones. */
  readonly replace?: Readonly<Record<string, string>>;
  /** For every step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sees each line of act's log as it comes. */
  readonly onLine?: (line: string) => void;
  readonly timeoutMs?: number;
}

/** What a run's identity tokens say, as far as it follows from the request. */
export type RunClaims = ClaimOverrides & {
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
  readonly event_name: string;
  readonly run_id: string;
  readonly run_attempt: string;
  readonly workflow_ref: string;
};

let runs = 0;

/** Every run has an id of its own, as on GitHub: artifacts are kept by it. */
export function makeRunClaims(request: ActRequest, sha: string): RunClaims {
  const { run, repository = 'octo-org/app', ref = 'refs/heads/main' } = request;
  runs += 1;
  const workflowRef = `${repository}/.github/workflows/${run}@${ref}`;
  return {
    workflow_sha: sha,
    job_workflow_ref: workflowRef,
    job_workflow_sha: sha,
    ...request.claims,
    repository,
    ref,
    sha,
    event_name: request.eventName ?? 'push',
    run_id: request.runId ?? String(process.pid * 1000 + runs),
    run_attempt: request.runAttempt ?? '1',
    workflow_ref: workflowRef,
  };
}
