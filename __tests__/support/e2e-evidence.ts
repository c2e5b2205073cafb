/** What is known about one run when its invariants are checked. */
import type { ActionRun } from '../../lab/runner.ts';
import type { Canary, Trace } from './e2e-canaries.ts';
import type { ReferrersState, Snapshot } from './e2e-snapshot.ts';
import type { ExpectedPolicy, Verifier } from './e2e-verify.ts';

/** What the request asks for, told by the test and not by the action. */
export interface Expectation {
  readonly wanted: 'published' | 'loaded' | 'built' | 'planned';
  /** Undefined: nothing is signed. */
  readonly policy: ExpectedPolicy | undefined;
  /** Bundles beside files; 0 where none is signed. */
  readonly fileBundles: number;
  /** Paths below the home folder that the request itself changes: an existing builder keeps its state there. */
  readonly homeChanges?: RegExp | undefined;
  /** The process was killed and could say nothing. */
  readonly isKilled: boolean;
}

export interface PostAgain {
  readonly exitCode: number | undefined;
  readonly durationMs: number;
  readonly output: string;
}

/** Everything that is known about one run. */
export interface Evidence {
  readonly run: ActionRun;
  readonly expected: Expectation;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Of everything that tags of the request's repositories named before; `host/name@digest` → state. */
  readonly referrersBefore: ReadonlyMap<string, ReferrersState>;
  readonly verifier: Verifier;
  /** Post, run once more after the job. */
  readonly postAgain: PostAgain;
  readonly canaries: readonly Canary[];
  /** All that was printed, recorded, stored or left behind. */
  readonly traces: readonly Trace[];
  /** Files below the runner's temp folder and TMPDIR that are not the runner's own. */
  readonly leftFiles: readonly string[];
}

export type Check = (evidence: Evidence) => readonly string[] | Promise<readonly string[]>;

export function isSuccess({ run }: Pick<Evidence, 'run'>): boolean {
  return run.main.exitCode === 0;
}
