/** Inputs about the run itself. */
import { type Reader, readBoolean, readList, readWord } from './reader.ts';
import { type RunnerRule, readRunners } from './runners.ts';
import { type CallingWorkflow, type Preparation, readPrepared, readWorkflow } from './workflow.ts';

export interface RunInputs {
  readonly dryRun: boolean;
  readonly runners: readonly RunnerRule[];
  readonly workingDirectory: string | undefined;
  /** The reusable workflow that this step is part of; undefined in a job of the user's own. */
  readonly workflow: CallingWorkflow | undefined;
  /** What changed the sources before the build, in its job. */
  readonly prepared: readonly Preparation[];
  /** What the plan of the reusable workflow lets a provenance name; empty: nothing was planned. */
  readonly builderIds: readonly string[];
}

export function readRunInputs(reader: Reader): RunInputs {
  return {
    dryRun: readBoolean(reader, 'dry-run'),
    runners: readRunners(reader),
    workingDirectory: readWord(reader, 'working-directory'),
    workflow: readWorkflow(reader),
    prepared: readPrepared(reader),
    builderIds: readList(reader, 'builder-ids', 'keep'),
  };
}
