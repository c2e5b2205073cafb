import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/errors.ts
var ActionError = class extends Error {
  code;
  hint;
  details;
  isLogged;
  place;
  constructor(code, message, more = {}) {
    super(message, more.cause === void 0 ? void 0 : { cause: more.cause });
    this.name = "ActionError";
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? [];
    this.isLogged = more.isLogged ?? false;
    this.place = more.place;
  }
};
function restate(error, { code, message, ...changes }) {
  const { hint, cause, details, isLogged, place } = error;
  return new ActionError(code ?? error.code, message ?? error.message, {
    ...{ hint, cause, details, isLogged, place },
    ...changes
  });
}
var InputError = class extends ActionError {
  problems;
  constructor(problems) {
    super("INPUT_INVALID", formatProblems(problems));
    this.name = "InputError";
    this.problems = problems;
  }
};
function formatProblems(problems) {
  const lines = problems.map(formatProblem);
  if (lines.length === 1) return lines.join("");
  return [`${lines.length} problems with the inputs; nothing was started:`, ...lines].join("\n");
}
function formatProblem({ input, value, problem, fix }) {
  const shown = value === void 0 ? "" : ` (${JSON.stringify(shorten(value))})`;
  return `${input}${shown}: ${problem}. ${fix}`;
}
function shorten(value) {
  return value.length > 120 ? `${value.slice(0, 117)}...` : value;
}
var FULL = "Remove what the job does not need before this step, or use a larger disk.";
var UNWRITABLE = "RUNNER_TEMP and the tool cache have to be writable for the user of the job: look at their owner and at how they are mounted.";
var REFUSALS = {
  ENOSPC: ["The disk of the runner is full", FULL],
  EDQUOT: ["The disk quota of the runner is used up", FULL],
  EROFS: ["A disk of the runner can only be read", UNWRITABLE],
  EACCES: ["The user of the job may not use a file or folder of the runner", UNWRITABLE],
  EPERM: ["The user of the job may not use a file or folder of the runner", UNWRITABLE],
  EMFILE: ["The job has too many files open", "Raise its limit (`ulimit -n`)."],
  ENFILE: ["The machine has too many files open", "Look what else runs on it."],
  ENOMEM: ["The memory of the runner is used up", "Use a larger machine, or fewer jobs on it."],
  EIO: ["A disk of the runner does not work", "Use another machine, and look at this one."]
};
function describeRefusal(error) {
  if (typeof error !== "object" || error === null) return void 0;
  if (!("code" in error && "syscall" in error && "message" in error)) return void 0;
  const [what, hint] = REFUSALS[String(error.code)] ?? [];
  return what === void 0 ? void 0 : `${what}: ${error.message}
${hint}`;
}
function describeError(error) {
  if (error instanceof ActionError) {
    return error.hint === void 0 ? error.message : `${error.message}
${error.hint}`;
  }
  const refusal = describeRefusal(error);
  if (refusal !== void 0) return refusal;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `Unexpected error, a defect of build-sign-action: ${text}`;
}
function errorCode(error) {
  if (error instanceof ActionError) return error.code;
  return describeRefusal(error) === void 0 ? "UNEXPECTED" : "MACHINE_FAILED";
}

export {
  ActionError,
  restate,
  InputError,
  formatProblem,
  describeError,
  errorCode
};
