import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

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
var HELPER_VARIABLE = /^(?:PATH|HOME|USER|TMPDIR|LANG|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR|SSL_CERT_\w+|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|AWS_\w+|GOOGLE_\w+|CLOUDSDK_\w+|AZURE_\w+)$/;
var CLUSTER = new RegExp(`^KUBE(?:CONFIG|RNETES_\\w+)$|${HELPER_VARIABLE.source}`);
var RUN_DESCRIPTION = /^(GITHUB_(ACTIONS|EVENT_NAME|EVENT_PATH|ACTOR|ACTOR_ID|TRIGGERING_ACTOR|REF|REF_NAME|REF_PROTECTED|REF_TYPE|REPOSITORY|REPOSITORY_ID|REPOSITORY_OWNER|REPOSITORY_OWNER_ID|JOB|RUN_ATTEMPT|RUN_ID|RUN_NUMBER|SERVER_URL|WORKFLOW|WORKFLOW_REF|WORKFLOW_SHA)|ImageOS|ImageVersion|RUNNER_(OS|ARCH|ENVIRONMENT|NAME))$/;
function makeEngineEnv({
  env,
  folder,
  userBuilders,
  actionsCache,
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
      ...recordsRun === true ? all.filter((name) => RUN_DESCRIPTION.test(name)) : [],
      ...cluster === true ? all.filter((name) => CLUSTER.test(name)) : []
    ]),
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
function pick(env, names) {
  const picked = {};
  for (const name of names) {
    const value = env[name];
    if (value !== void 0 && value !== "") picked[name] = value;
  }
  return picked;
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

// src/state.ts
var STATE_NAME = "run";
var FOLDER_PREFIX = "build-sign-";
function formatState(state) {
  return JSON.stringify(state);
}
var BUILDER_NAME = /^build-sign-[0-9a-f]{12}$/;
var EMULATOR = /^qemu-[a-z0-9_]+$/;
var ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
function parseState(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (!isRecord(value) || value["v"] !== 1) return void 0;
  const { folder, buildx, builder, driver, emulators } = value;
  if (!isText(folder, ABSOLUTE)) return void 0;
  if (buildx !== void 0 && !isText(buildx, ABSOLUTE)) return void 0;
  if (builder !== void 0 && !isText(builder, BUILDER_NAME)) return void 0;
  if (driver !== void 0 && driver !== "kubernetes") return void 0;
  const parsed = emulators === void 0 ? void 0 : parseEmulators(emulators);
  if (emulators !== void 0 && parsed === void 0) return void 0;
  return { v: 1, folder, buildx, builder, driver, emulators: parsed };
}
function parseEmulators(value) {
  if (!isRecord(value)) return void 0;
  const { image, names } = value;
  if (!isText(image, /^[^\s-]\S*$/) || !Array.isArray(names) || names.length === 0)
    return void 0;
  const known = names.filter((name) => isText(name, EMULATOR));
  return known.length === names.length ? { image, names: known } : void 0;
}
function isText(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}

export {
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
  STATE_NAME,
  FOLDER_PREFIX,
  formatState,
  BUILDER_NAME,
  parseState
};
