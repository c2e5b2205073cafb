import type { ParsedCommand } from './commands.ts';

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** The line as it was printed, without its end. */
  readonly text: string;
  /** Milliseconds since the process was started. */
  readonly atMs: number;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Masked, at most 4096 characters, as GitHub shows it. */
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: string | undefined;
  /** `runner` for what the runner itself has to say: unknown inputs, refused commands, broken files. */
  readonly source: 'action' | 'runner';
}

/** A line that the runner took for a command while commands were not stopped. */
export interface WorkflowCommand extends ParsedCommand {
  readonly stream: 'stdout' | 'stderr';
  /** The whole line as printed. */
  readonly line: string;
  /** False when the runner refuses it (`set-env` and `add-path` without the opt-in): the step fails. */
  readonly accepted: boolean;
}

/** What one process of an action (main or post) did, seen from the runner. */
export interface StageRun {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** True when `timeoutMs` passed and the runner cancelled it. */
  readonly timedOut: boolean;
  /** What GitHub would call it. A refused command or broken file fails a step that exited 0. */
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly durationMs: number;
  readonly log: readonly LogLine[];
  /** What GitHub's log shows: commands rendered, secrets hidden from the moment they were masked. */
  readonly maskedLog: readonly string[];
  readonly annotations: readonly Annotation[];
  /** Titles of the groups opened, in order. */
  readonly groups: readonly string[];
  readonly debug: readonly string[];
  /** Every value added by `add-mask`, its single lines included. */
  readonly masks: readonly string[];
  readonly workflowCommands: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs that hold a masked value: as job outputs GitHub would drop them. */
  readonly droppedOutputs: readonly string[];
  readonly state: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** The step's summary as written, before GitHub masks it. */
  readonly summary: string;
}
