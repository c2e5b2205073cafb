import { join } from 'node:path';
import type { ActionFile } from './action-file.ts';
import { type CommandSession, startCommandSession } from './command-session.ts';
import { makeStageEnvironment } from './environment.ts';
import { type FileCommandResults, makeFileCommands, readFileCommands } from './file-commands.ts';
import { type JobState, makeBaseEnvironment } from './job.ts';
import { type ProcessEnd, runProcess, type SignalPlan } from './process.ts';
import type { LogLine, StageRun } from './records.ts';

export interface StagePlan {
  readonly stage: 'main' | 'post';
  readonly actionDir: string;
  readonly action: ActionFile;
  readonly nodePath: string;
  readonly inputs: ReadonlyMap<string, string>;
  /** The step's own `env:`. */
  readonly env: Readonly<Record<string, string>>;
  /** What main left for post. */
  readonly state: Readonly<Record<string, string>>;
  readonly signals: readonly SignalPlan[];
  readonly timeoutMs: number;
  /** What the runner warns of before it starts the action. */
  readonly warnings: readonly string[];
  readonly onLine?: ((line: LogLine) => void) | undefined;
}

/** Runs main or post of an action and takes in everything it says, prints and writes. */
export async function runStage(job: JobState, plan: StagePlan): Promise<StageRun> {
  const files = await makeFileCommands(job.folders.temp);
  const session = startCommandSession(job.masker);
  for (const warning of plan.warnings) session.report('warning', warning);
  const log: LogLine[] = [];
  const script = plan.stage === 'main' ? plan.action.main : (plan.action.post ?? '');
  const end = await runProcess({
    file: plan.nodePath,
    args: [join(plan.actionDir, script)],
    env: makeStageEnvironment({
      folders: job.folders,
      github: job.github,
      runner: job.runner,
      services: job.options.services ?? {},
      trackingId: job.trackingId,
      inputs: plan.inputs,
      files,
      base: { ...makeBaseEnvironment(job), ...plan.env },
      state: plan.state,
      addedPath: job.addedPath,
    }),
    cwd: String(job.github['workspace']),
    signals: plan.signals,
    timeoutMs: plan.timeoutMs,
    onLine: (line) => {
      log.push(line);
      session.take(line.stream, line.text);
      plan.onLine?.(line);
    },
  });
  const written = await readFileCommands(files);
  for (const error of written.errors) session.report('error', error);
  for (const [name, value] of Object.entries(written.env)) job.addedEnv.set(name, value);
  job.addedPath.push(...written.path);
  const run = makeStageRun(job, { end, session, written, log, state: plan.state });
  if (run.outcome !== 'success') job.isSuccess = false;
  return run;
}

interface Findings {
  readonly end: ProcessEnd;
  readonly session: CommandSession;
  readonly written: FileCommandResults;
  readonly log: readonly LogLine[];
  readonly state: Readonly<Record<string, string>>;
}

function makeStageRun(job: JobState, { end, session, written, log, state }: Findings): StageRun {
  const outputs = { ...Object.fromEntries(session.outputs), ...written.outputs };
  const isHidden = ([, value]: [string, string]) => job.masker.mask(value) !== value;
  return {
    exitCode: end.exitCode,
    signal: end.signal,
    timedOut: end.timedOut,
    outcome: judge({ end, session, written }),
    durationMs: end.durationMs,
    log,
    maskedLog: session.maskedLog,
    annotations: session.annotations,
    groups: session.groups,
    debug: session.debug,
    masks: session.masks,
    workflowCommands: session.workflowCommands,
    outputs,
    droppedOutputs: Object.entries(outputs)
      .filter(isHidden)
      .map(([name]) => name),
    state: { ...state, ...Object.fromEntries(session.state), ...written.state },
    env: written.env,
    path: written.path,
    summary: written.summary,
  };
}

function judge({ end, session, written }: Pick<Findings, 'end' | 'session' | 'written'>) {
  if (end.cancelled && !end.timedOut) return 'cancelled';
  const isFailed = end.timedOut || session.isFailed || written.errors.length > 0;
  return end.exitCode === 0 && !isFailed ? 'success' : 'failure';
}
