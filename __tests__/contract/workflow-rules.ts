/** What a workflow must not do, for those of the project and for the examples that users copy. */
import { parse } from 'yaml';

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly name?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly 'timeout-minutes'?: unknown;
  readonly uses?: string;
  readonly if?: unknown;
  readonly environment?: unknown;
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly steps?: readonly Step[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly needs?: unknown;
}

export interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Ours is named by the tag that users follow: they decide whether to pin it. */
const PINNED = /^\.\/|^org\/build-sign-action(\/[\w./-]+)?@v1$|^\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** What an attacker who moves a tag of somebody else's action, a runaway job, or a user's text could make use of. */
export function findWorkflowViolations(text: string): readonly string[] {
  const workflow: Workflow = parse(text);
  const permissions =
    JSON.stringify(workflow.permissions) === '{}' ? [] : ['permissions: {} is missing at the top'];
  const pins = text
    .split('\n')
    .flatMap((line) => /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1] ?? [])
    .filter((use) => !PINNED.test(use))
    .map((use) => `not pinned to a commit with its version beside it: ${use}`);
  const jobs = Object.entries(workflow.jobs).flatMap(([name, job]) =>
    findJobViolations(job).map((problem) => `${name} ${problem}`),
  );
  return [...permissions, ...pins, ...jobs];
}

function findJobViolations(job: Job): readonly string[] {
  const steps = job.steps ?? [];
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  const keeps = checkouts.filter((step) => step.with?.['persist-credentials'] !== false);
  // In `run` an expression is text of the script; in `env` it is a value.
  const scripts = steps.filter(({ run }) => run?.includes('${{'));
  return [
    ...(job.steps !== undefined && job['timeout-minutes'] === undefined
      ? ['has no timeout-minutes']
      : []),
    ...keeps.map(() => 'leaves the token in .git/config: persist-credentials: false'),
    ...scripts.map(({ run }) => `puts an expression into a script: ${run}`),
  ];
}
