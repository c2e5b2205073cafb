import { readActionFile } from './runner/action-file.ts';
import { resolveInputs } from './runner/environment.ts';
import { type JobOptions, type JobState, makeJobState, removeFolders } from './runner/job.ts';
import { endOrphans, type Orphan } from './runner/orphans.ts';
import type { SignalPlan } from './runner/process.ts';
import type { LogLine, StageRun } from './runner/records.ts';
import { runStage, type StagePlan } from './runner/stage.ts';

const STEP_TIMEOUT_MS = 10 * 60_000;

/** One `uses:` step of a job. */
export interface StepOptions {
  /** Folder with `action.yml` and what it starts. */
  readonly actionDir: string;
  /** The Node.js that runs the action; default: the one that runs this process. */
  readonly nodePath?: string;
  /** The step's `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The step's own `env:`. */
  readonly stepEnv?: Readonly<Record<string, string>>;
  /** Sent to main's process alone, as the runner does; `cancel` is GitHub's whole sequence. */
  readonly signals?: readonly SignalPlan[];
  readonly postSignals?: readonly SignalPlan[];
  /** False leaves the post entry out, as a machine that is lost does. */
  readonly runPost?: boolean;
  /** After this the step is cancelled as GitHub does. Default 10 min, for main and for post. */
  readonly timeoutMs?: number;
  /** Sees each line as it comes. */
  readonly onLine?: (line: LogLine) => void;
}

/** A step whose main has run. Its post waits for the end of the job. */
export interface StepRun {
  readonly main: StageRun;
  /** Undefined until the job has ended, without a post entry, and when `post-if` says no. */
  readonly post: StageRun | undefined;
}

export interface Job {
  /** RUNNER_TEMP. */
  readonly tempDir: string;
  readonly homeDir: string;
  readonly toolCacheDir: string;
  /** Runs the main entry. Later steps see its GITHUB_ENV and GITHUB_PATH. */
  runStep(options: StepOptions): Promise<StepRun>;
  /** Runs the post entries, last step first, then kills what the steps left running and tells what that was. */
  finish(): Promise<readonly Orphan[]>;
  /** Removes RUNNER_TEMP and the folders made for this job. */
  cleanup(): Promise<void>;
}

export type RunOptions = JobOptions & StepOptions;

export interface ActionRun extends StepRun {
  readonly tempDir: string;
  readonly homeDir: string;
  readonly toolCacheDir: string;
  /** Processes of the job that were still there after the post entry. */
  readonly orphans: readonly Orphan[];
  cleanup(): Promise<void>;
}

/**
 * Runs a JavaScript action as GitHub's runner does: main, then always post, with the environment, file commands,
 * command parser, masks and signals of actions/runner. Throws `SETUP_FAILED` for an action.yml it cannot run.
 */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const job = await startJob(options);
  const step = await job.runStep(options);
  const orphans = await job.finish();
  const { tempDir, homeDir, toolCacheDir, cleanup } = job;
  return { main: step.main, post: step.post, tempDir, homeDir, toolCacheDir, orphans, cleanup };
}

/** Starts a job whose steps share RUNNER_TEMP, home, masks, GITHUB_ENV and GITHUB_PATH. */
export async function startJob(options: JobOptions): Promise<Job> {
  const state = await makeJobState(options);
  const posts: (() => Promise<void>)[] = [];
  return {
    tempDir: state.folders.temp,
    homeDir: state.folders.home,
    toolCacheDir: state.folders.toolCache,
    runStep: async (step) => {
      const plan = await makeMainPlan(state, step);
      const run: { main: StageRun; post: StageRun | undefined } = {
        main: await runStage(state, plan),
        post: undefined,
      };
      posts.unshift(async () => {
        run.post = await runPost({ state, step, plan, main: run.main });
      });
      return run;
    },
    finish: async () => {
      for (const post of posts.splice(0)) await post();
      return endOrphans(state.trackingId);
    },
    cleanup: () => removeFolders(state),
  };
}

/** What GitHub gives a job without a strategy (actions/languageservices#235). */
const NO_MATRIX = {
  matrix: null,
  strategy: { 'fail-fast': true, 'job-index': 0, 'job-total': 1, 'max-parallel': 1 },
} as const;

async function makeMainPlan(state: JobState, step: StepOptions): Promise<StagePlan> {
  const action = await readActionFile(step.actionDir);
  const { github, runner, options } = state;
  const event = options.github.event;
  const { values, warnings } = resolveInputs(action, step.inputs, {
    ...NO_MATRIX,
    ...options.contexts,
    github: event === undefined ? github : { ...github, event },
    runner,
    job: { status: state.isSuccess ? 'success' : 'failure' },
  });
  return {
    stage: 'main',
    actionDir: step.actionDir,
    action,
    nodePath: step.nodePath ?? process.execPath,
    inputs: values,
    env: step.stepEnv ?? {},
    state: {},
    signals: step.signals ?? [],
    timeoutMs: step.timeoutMs ?? STEP_TIMEOUT_MS,
    warnings,
    onLine: step.onLine,
  };
}

interface PostContext {
  readonly state: JobState;
  readonly step: StepOptions;
  readonly plan: StagePlan;
  readonly main: StageRun;
}

async function runPost({ state, step, plan, main }: PostContext): Promise<StageRun | undefined> {
  const { post, postIf } = plan.action;
  if (post === undefined || step.runPost === false) return undefined;
  if (!isPostWanted(postIf, state.isSuccess)) return undefined;
  return runStage(state, {
    ...plan,
    stage: 'post',
    state: main.state,
    signals: step.postSignals ?? [],
    warnings: [],
  });
}

function isPostWanted(condition: string, isSuccess: boolean): boolean {
  const call = condition.replace(/^\$\{\{|\}\}$/g, '').trim();
  if (call === 'success()') return isSuccess;
  if (call === 'failure()') return !isSuccess;
  return call !== 'cancelled()';
}
