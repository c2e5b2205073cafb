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
    ...trustExtra(env, folder),
    ...cacheVariables,
    // kubectl keeps there what it learns of the cluster, instead of in the user's home.
    ...cluster === true ? { KUBECACHEDIR: `${folder}/kubectl` } : {},
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
var SHORT_LIVED = { GOGC: "off", GOMEMLIMIT: "256MiB" };
function makeCosignEnv({
  env,
  folder
}) {
  return {
    ...pick(env, COMMON),
    ...trustExtra(env, folder),
    ...SHORT_LIVED,
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
var AUTHORITIES = "authorities";
var EXTRA_AUTHORITIES = "NODE_EXTRA_CA_CERTS";
var SYSTEM_AUTHORITIES = "/etc/ssl/certs:/etc/pki/tls/certs";
function findExtraAuthorities(env) {
  return env[EXTRA_AUTHORITIES] || void 0;
}
function trustExtra(env, folder) {
  if (findExtraAuthorities(env) === void 0) return {};
  return {
    SSL_CERT_DIR: `${env["SSL_CERT_DIR"] || SYSTEM_AUTHORITIES}:${folder}/${AUTHORITIES}`
  };
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

export {
  HELPER_VARIABLE,
  makeEngineEnv,
  makeBuildEnv,
  makeCosignEnv,
  userDockerConfig,
  AUTHORITIES,
  findExtraAuthorities,
  pickNetwork
};
