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
function describeError(error) {
  if (error instanceof ActionError) {
    return error.hint === void 0 ? error.message : `${error.message}
${error.hint}`;
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `Unexpected error, a defect of build-sign-action: ${text}`;
}
function errorCode(error) {
  return error instanceof ActionError ? error.code : "UNEXPECTED";
}

export {
  ActionError,
  restate,
  InputError,
  formatProblem,
  describeError,
  errorCode
};
