/** What is known about one run when its invariants are checked. */
import type { ActionRun } from '../../lab/runner.ts';
import type { Canary, Trace } from './e2e-canaries.ts';
import type { ReferrersState, Snapshot } from './e2e-snapshot.ts';
import type { ExpectedPolicy, Verifier } from './e2e-verify.ts';

/** What the request asks for, told by the test and not by the action. */
export interface Expectation {
  /**
   * `candidate`: pushed by digest and handed over; `partial`: a leg that others finish; `overtaken`: every tag was left
   * to a later run.
   */
  readonly wanted:
    | 'published'
    | 'loaded'
    | 'built'
    | 'planned'
    | 'candidate'
    | 'partial'
    | 'overtaken';
  /** What it publishes was built by several jobs: another one may do the same at the same time. */
  readonly isMerge: boolean;
  /** Undefined: nothing is signed. */
  readonly policy: ExpectedPolicy | undefined;
  /** Bundles beside files; 0 where none is signed. */
  readonly fileBundles: number;
  /** Paths below the home folder that the request itself changes: an existing builder keeps its state there. */
  readonly homeChanges?: RegExp | undefined;
  /** Lines of what is left behind, removed or changed that the request asks for: a builder that stays, a sweep. */
  readonly machineChanges?: RegExp | undefined;
  /** Entries that it makes in the log, where that does not follow from what it publishes. */
  readonly logEntries?: number | undefined;
  /** Temporary tags are asked for. */
  readonly isKept: boolean;
  /** The process was killed and could say nothing. */
  readonly isKilled: boolean;
}

export interface PostAgain {
  readonly exitCode: number | undefined;
  readonly durationMs: number;
  readonly output: string;
}

/** A job and what it was to do. */
export interface JobEnd {
  readonly run: ActionRun;
  readonly expected: Expectation;
}

/** Everything that is known about one run. */
export interface Evidence extends JobEnd {
  /** Jobs that ran at the same time. */
  readonly beside: readonly JobEnd[];
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

/** What a tag has to name: the image, or one platform of it beside a tag that names the image (`platform-tags: true`). */
export function digestFor(tag: string, { run }: Pick<Evidence, 'run'>): string | undefined {
  const { digest, digests, tags = '' } = run.main.outputs;
  const told = tags.split('\n');
  const platforms: Readonly<Record<string, string>> = JSON.parse(digests || '{}');
  const [, own] =
    Object.entries(platforms).find(([platform]) => {
      const suffix = `-${platform.split('/').slice(1).join('-')}`;
      return tag.endsWith(suffix) && told.includes(tag.slice(0, -suffix.length));
    }) ?? [];
  return own ?? digest;
}
