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

// src/tools/child-env.ts
var NETWORK = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR"
];
var COMMON = ["PATH", "TMPDIR", "TZ", "RUNNER_TRACKING_ID", ...NETWORK];
var ENGINE = [
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH",
  "DOCKER_API_VERSION",
  "XDG_RUNTIME_DIR",
  "SSH_AUTH_SOCK"
];
var ACTIONS_CACHE = [
  "ACTIONS_RUNTIME_TOKEN",
  "ACTIONS_RESULTS_URL",
  "ACTIONS_CACHE_URL",
  "ACTIONS_CACHE_SERVICE_V2"
];
var S3_CACHE = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_EC2_METADATA_DISABLED",
  "AWS_REGION",
  "AWS_DEFAULT_REGION"
];
var HELPER_VARIABLE = /^(?:PATH|HOME|USER|TMPDIR|LANG|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR|SSL_CERT_\w+|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|AWS_\w+|GOOGLE_\w+|CLOUDSDK_\w+|AZURE_\w+)$/;
var CLUSTER = new RegExp(`^KUBE(?:CONFIG|RNETES_\\w+)$|${HELPER_VARIABLE.source}`);
var RUN_DESCRIPTION = /^(GITHUB_(ACTIONS|EVENT_NAME|EVENT_PATH|ACTOR|ACTOR_ID|TRIGGERING_ACTOR|REF|REF_NAME|REF_PROTECTED|REF_TYPE|REPOSITORY|REPOSITORY_ID|REPOSITORY_OWNER|REPOSITORY_OWNER_ID|JOB|RUN_ATTEMPT|RUN_ID|RUN_NUMBER|SERVER_URL|WORKFLOW|WORKFLOW_REF|WORKFLOW_SHA)|ImageOS|ImageVersion|RUNNER_(OS|ARCH|ENVIRONMENT|NAME))$/;
function makeEngineEnv({
  env,
  folder,
  userBuilders,
  actionsCache,
  s3Cache,
  cacheVariables = {},
  recordsRun,
  cluster
}) {
  const all = Object.keys(env);
  return {
    ...pick(env, [
      ...COMMON,
      ...ENGINE,
      "HOME",
      "SOURCE_DATE_EPOCH",
      ...actionsCache === true ? ACTIONS_CACHE : [],
      ...s3Cache === true && !("AWS_ACCESS_KEY_ID" in cacheVariables) ? S3_CACHE : [],
      ...recordsRun === true ? all.filter((name) => RUN_DESCRIPTION.test(name)) : [],
      ...cluster === true ? all.filter((name) => CLUSTER.test(name)) : []
    ]),
    ...cacheVariables,
    DOCKER_CONFIG: `${folder}/docker`,
    BUILDX_CONFIG: userBuilders ?? `${folder}/buildx`,
    LANG: "C"
  };
}
function makeBuildEnv(env, {
  folder,
  jobEnv,
  asksHelpers
}) {
  const names = Object.keys(jobEnv).filter((name) => HELPER_VARIABLE.test(name));
  return {
    ...asksHelpers ? pick(jobEnv, names) : {},
    ...env,
    PATH: [`${folder}/bin`, env["PATH"] ?? ""].join(":"),
    DOCKER_CONFIG: `${folder}/docker-push`
  };
}
function makeCosignEnv({
  env,
  folder
}) {
  return {
    ...pick(env, COMMON),
    HOME: `${folder}/home`,
    DOCKER_CONFIG: `${folder}/docker-verify`,
    TUF_ROOT: `${folder}/tuf`,
    LANG: "C"
  };
}
function userDockerConfig(env) {
  const home = env["HOME"];
  return env["DOCKER_CONFIG"] || (home === void 0 || home === "" ? void 0 : `${home}/.docker`);
}
function pickNetwork(env) {
  return pick(env, NETWORK);
}
function pick(env, names) {
  const picked = {};
  for (const name of names) {
    const value = env[name];
    if (value !== void 0 && value !== "") picked[name] = value;
  }
  return picked;
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
  ShapeError,
  parseJson,
  asObject,
  asText,
  shown,
  readJson,
  isRecord,
  HELPER_VARIABLE,
  makeEngineEnv,
  makeBuildEnv,
  makeCosignEnv,
  userDockerConfig,
  pickNetwork,
  TransportError
};
