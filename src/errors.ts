/**
 * Every failure the action can report. Each error carries a `code` (asserted by tests, so that prose stays free),
 * a message that names what happened, a `hint` that says what to do, and the `cause` where there is one.
 * No message may contain a secret: whoever builds one passes names and redacted values only.
 */
export const ERROR_CODES = [
  'INPUT_INVALID',
  'ENVIRONMENT_UNSUPPORTED',
  'MACHINE_FAILED',
  'OIDC_PERMISSION_MISSING',
  'OIDC_UNAVAILABLE',
  'OIDC_TOKEN_INVALID',
  'UNTRUSTED_EVENT',
  'COMMAND_FAILED',
  'COMMAND_NOT_FOUND',
  'COMMAND_TIMED_OUT',
  'CANCELLED',
  'TOOL_DOWNLOAD_FAILED',
  'TOOL_HASH_MISMATCH',
  'TOOL_SIGNATURE_INVALID',
  'TOOL_VERSION_REFUSED',
  'ENGINE_UNREACHABLE',
  'EMULATION_FAILED',
  'BUILDER_FAILED',
  'BASE_PLATFORM_MISSING',
  'BUILD_FAILED',
  'CHECK_FAILED',
  'BUILD_RESULT_INVALID',
  'REGISTRY_UNREACHABLE',
  'REGISTRY_DENIED',
  'REGISTRY_UNAUTHORIZED',
  'REGISTRY_NOT_FOUND',
  'REGISTRY_REFUSED',
  'REGISTRY_THROTTLED',
  'REGISTRY_CORRUPT',
  'REFERRER_LOST',
  'CREDENTIAL_HELPER_FAILED',
  'IDENTITY_REFUSED',
  'IDENTITY_UNAVAILABLE',
  'TRUSTED_ROOT_UNAVAILABLE',
  'SIGNING_FAILED',
  'SIGNING_TIMED_OUT',
  'BUNDLE_REJECTED',
  'BUNDLE_NOT_WRITTEN',
  'PREDICATE_MISSING',
  'PROVENANCE_UNTRUE',
  'VERIFICATION_FAILED',
  'TAG_NOT_MOVED',
  'LEG_VANISHED',
  'ARTIFACTS_UNAVAILABLE',
  'ARTIFACT_INVALID',
  'LEG_DUPLICATE',
  'TAG_CONFLICT',
  'CANDIDATE_REJECTED',
  'CANDIDATES_MISSING',
  'SETUP_FAILED',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Lines for the collapsed group below the annotation: the tail of a tool's output, redacted. */
  readonly details?: readonly string[] | undefined;
  /** The details stand in the log already; the summary alone repeats them. */
  readonly isLogged?: boolean | undefined;
  readonly place?: ErrorPlace | undefined;
}

/** The line of the repository that is to blame. */
export interface ErrorPlace {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A failure with a code, a sentence and, where there is one, the cure. */
export class ActionError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: readonly string[];
  readonly isLogged: boolean;
  readonly place: ErrorPlace | undefined;

  constructor(code: ErrorCode, message: string, more: ErrorDetails = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'ActionError';
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? [];
    this.isLogged = more.isLogged ?? false;
    this.place = more.place;
  }
}

/** The same failure, said otherwise where `changes` says so. */
export function restate(
  error: ActionError,
  { code, message, ...changes }: ErrorDetails & { code?: ErrorCode; message?: string },
): ActionError {
  const { hint, cause, details, isLogged, place } = error;
  return new ActionError(code ?? error.code, message ?? error.message, {
    ...{ hint, cause, details, isLogged, place },
    ...changes,
  });
}

/** One thing wrong with the workflow file: which input, what it held (never a secret), what would be accepted. */
export interface InputProblem {
  readonly input: string;
  /** The offending value as it may be shown; absent for secrets. */
  readonly value?: string | undefined;
  readonly problem: string;
  readonly fix: string;
  /** The input may be right: what it names, or needs, is not there in this job. A dry run goes on without it. */
  readonly lacking?: true;
}

/** The workflow file is wrong. Lists every problem at once, so that one corrected push is enough. */
export class InputError extends ActionError {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super('INPUT_INVALID', formatProblems(problems));
    this.name = 'InputError';
    this.problems = problems;
  }
}

function formatProblems(problems: readonly InputProblem[]): string {
  const lines = problems.map(formatProblem);
  if (lines.length === 1) return lines.join('');
  return [`${lines.length} problems with the inputs; nothing was started:`, ...lines].join('\n');
}

/** One line of an InputError. */
export function formatProblem({ input, value, problem, fix }: InputProblem): string {
  const shown = value === undefined ? '' : ` (${JSON.stringify(shorten(value))})`;
  return `${input}${shown}: ${problem}. ${fix}`;
}

function shorten(value: string): string {
  return value.length > 120 ? `${value.slice(0, 117)}...` : value;
}

const FULL = 'Remove what the job does not need before this step, or use a larger disk.';
const UNWRITABLE =
  'RUNNER_TEMP and the tool cache have to be writable for the user of the job: look at their owner and at how they are mounted.';
/** What the machine refuses by itself, by the names that the system gives it: no defect of ours. */
const REFUSALS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOSPC: ['The disk of the runner is full', FULL],
  EDQUOT: ['The disk quota of the runner is used up', FULL],
  EROFS: ['A disk of the runner can only be read', UNWRITABLE],
  EACCES: ['The user of the job may not use a file or folder of the runner', UNWRITABLE],
  EPERM: ['The user of the job may not use a file or folder of the runner', UNWRITABLE],
  EMFILE: ['The job has too many files open', 'Raise its limit (`ulimit -n`).'],
  ENFILE: ['The machine has too many files open', 'Look what else runs on it.'],
  ENOMEM: ['The memory of the runner is used up', 'Use a larger machine, or fewer jobs on it.'],
  EIO: ['A disk of the runner does not work', 'Use another machine, and look at this one.'],
};

/** By its shape: an error of a worker is of another realm. Only calls of the system name the call. */
function describeRefusal(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!('code' in error && 'syscall' in error && 'message' in error)) return undefined;
  const [what, hint] = REFUSALS[String(error.code)] ?? [];
  return what === undefined ? undefined : `${what}: ${error.message}\n${hint}`;
}

/**
 * The text of one annotation: the sentence, then the hint. What the machine refused is told as that; unknown errors as
 * what they are, a defect of ours, without a stack (the stack goes to the debug log).
 */
export function describeError(error: unknown): string {
  if (error instanceof ActionError) {
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
  }
  const refusal = describeRefusal(error);
  if (refusal !== undefined) return refusal;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `Unexpected error, a defect of build-sign-action: ${text}`;
}

/** The code an error is known by: `UNEXPECTED` for what neither this action nor the machine has a name for. */
export function errorCode(error: unknown): ErrorCode | 'UNEXPECTED' {
  if (error instanceof ActionError) return error.code;
  return describeRefusal(error) === undefined ? 'UNEXPECTED' : 'MACHINE_FAILED';
}
