/**
 * One failure that users meet, as data. Messages are templates: `{name}` stands for a named group of the pattern,
 * `{place}` for platform and line of the step that failed.
 */
import type { ErrorCode } from '../errors.ts';

/** `once`: a single repetition with something changed (a fresh token, another cache address) may help. */
export const RETRIES = ['yes', 'once', 'no'] as const;
export type Retry = (typeof RETRIES)[number];

export interface KnownFailure {
  readonly id: string;
  /** Tools whose output is meant; all when absent. */
  readonly tool?: 'cosign' | 'buildx' | 'docker' | undefined;
  readonly pattern: RegExp;
  /**
   * True when the text comes from a program inside a `RUN`. Everything else is looked for in what the tool says
   * itself: a `curl` in a Dockerfile may print `403 Forbidden` too.
   */
  readonly fromStep?: boolean;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retry: Retry;
}
