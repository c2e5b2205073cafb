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

// src/tools/output-filter.ts
var MAX_LINE_CHARS = 16 * 1024;
var OVERPRINT = "\u21B3 ";
var ESCAPES = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
var CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/g;
var BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
var COMMAND = new RegExp("^[\\s\\p{DI}]*:\\p{DI}*:", "u");
var LEGACY_COMMAND = new RegExp("#\\p{DI}*#\\p{DI}*\\[", "gu");
function defuseLine(line) {
  const plain = line.replace(ESCAPES, "").replace(/[\r\n]+/g, " ").replace(CONTROLS, "").replace(BIDI_CONTROLS, "").replace(LEGACY_COMMAND, "# #[");
  return COMMAND.test(plain) ? plain.replace(COMMAND, ": :") : plain;
}
function makeLineFilter(onLine) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let held = "";
  let dropped = 0;
  let returned = false;
  let over = false;
  const finish = (end) => {
    const text = defuseLine(held) + (dropped === 0 ? "" : ` \u2026 (${dropped} more characters)`);
    if (text !== "" || end === "newline" && !over) onLine(over ? OVERPRINT + text : text);
    over = end === "return";
    held = "";
    dropped = 0;
  };
  const append = (text) => {
    const taken = text.slice(0, Math.max(0, MAX_LINE_CHARS - held.length));
    held += taken;
    dropped += text.length - taken.length;
  };
  const take = (text) => {
    for (const [token] of text.matchAll(/[^\r\n]+|[\r\n]/g)) {
      if (returned && token !== "\n") finish("return");
      returned = token === "\r";
      if (token === "\n") finish("newline");
      else if (!returned) append(token);
    }
  };
  return {
    write: (chunk) => take(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (held !== "" || dropped > 0) finish("newline");
    }
  };
}

// src/host/host.ts
var TransportError = class extends Error {
  kind;
  /** Host and port only: never a path or a query, which may carry a signature. */
  host;
  constructor(kind, host, message, cause) {
    super(message, { cause });
    this.name = "TransportError";
    this.kind = kind;
    this.host = host;
  }
};

export {
  ActionError,
  InputError,
  formatProblem,
  describeError,
  errorCode,
  defuseLine,
  makeLineFilter,
  TransportError
};
