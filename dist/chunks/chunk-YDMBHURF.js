import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/errors.ts
var ActionError = class extends Error {
  code;
  hint;
  details;
  constructor(code, message, more = {}) {
    super(message, more.cause === void 0 ? void 0 : { cause: more.cause });
    this.name = "ActionError";
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? [];
  }
};
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
  const shown2 = value === void 0 ? "" : ` (${JSON.stringify(shorten(value))})`;
  return `${input}${shown2}: ${problem}. ${fix}`;
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

// src/image/json-shape.ts
var ShapeError = class extends Error {
};
function parseJson(bytes, maxBytes) {
  if (bytes.byteLength > maxBytes)
    throw new ShapeError(`has ${bytes.byteLength} bytes, more than ${maxBytes}`);
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ShapeError("is not JSON");
  }
  return asObject(value, "a document");
}
function asObject(value, name) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new ShapeError(`has ${name} of another kind than an object`);
}
function asText(value, name) {
  if (typeof value === "string") return value;
  throw new ShapeError(`has ${name} of another kind than text`);
}
function shown(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export {
  ActionError,
  InputError,
  formatProblem,
  describeError,
  errorCode,
  ShapeError,
  parseJson,
  asObject,
  asText,
  shown,
  readJson,
  isRecord
};
