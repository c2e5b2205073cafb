/**
 * Environments of child processes: allow-lists. An earlier step can put anything into the job's environment through
 * GITHUB_ENV: `COSIGN_REPOSITORY` sends signatures elsewhere, `BUILDX_BUILDER` builds elsewhere, `LD_PRELOAD` does
 * what it likes. Tokens of the job reach a child only where one is named here.
 */
export type Environment = Readonly<Record<string, string | undefined>>;
type ChildEnvironment = Readonly<Record<string, string>>;

const NETWORK = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];
/** The runner ends what is left of a job by RUNNER_TRACKING_ID. */
const COMMON = ['PATH', 'TMPDIR', 'TZ', 'RUNNER_TRACKING_ID', ...NETWORK];
const ENGINE = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'DOCKER_API_VERSION',
  'XDG_RUNTIME_DIR',
  'SSH_AUTH_SOCK',
];
/** What buildx hands to BuildKit's gha cache backend by itself (buildx build/opt.go); never part of an argument. */
const ACTIONS_CACHE = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_CACHE_SERVICE_V2',
];

/** Where buildx looks for the credentials of an S3 cache, which it hands to the builder (build/opt.go, addAwsCredentials). */
const S3_CACHE = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
];

/** What credential helpers need to find their store and their cloud account; nothing of the job's secrets beyond that. */
export const HELPER_VARIABLE =
  /^(?:PATH|HOME|USER|TMPDIR|LANG|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR|SSL_CERT_\w+|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|AWS_\w+|GOOGLE_\w+|CLOUDSDK_\w+|AZURE_\w+)$/;

/** A kubeconfig may have a cloud's program make the token (client-go, exec plugins); a pod has its cluster's address. */
const CLUSTER = new RegExp(`^KUBE(?:CONFIG|RNETES_\\w+)$|${HELPER_VARIABLE.source}`);

/**
 * What buildx records about the run in the provenance of a builder that it creates (buildx util/ghutil): event and
 * payload, ref, repository, workflow, runner. No tokens are among them.
 */
const RUN_DESCRIPTION =
  /^(GITHUB_(ACTIONS|EVENT_NAME|EVENT_PATH|ACTOR|ACTOR_ID|TRIGGERING_ACTOR|REF|REF_NAME|REF_PROTECTED|REF_TYPE|REPOSITORY|REPOSITORY_ID|REPOSITORY_OWNER|REPOSITORY_OWNER_ID|JOB|RUN_ATTEMPT|RUN_ID|RUN_NUMBER|SERVER_URL|WORKFLOW|WORKFLOW_REF|WORKFLOW_SHA)|ImageOS|ImageVersion|RUNNER_(OS|ARCH|ENVIRONMENT|NAME))$/;

/**
 * For docker and buildx. `folder` is the run's private folder: its `docker` holds the credentials. `HOME` stays the
 * user's, because credential helpers keep their state there.
 */
export function makeEngineEnv({
  env,
  folder,
  userBuilders,
  actionsCache,
  s3Cache,
  cacheVariables = {},
  recordsRun,
  cluster,
}: {
  env: Environment;
  folder: string;
  /** Folder of the user's builders, when an existing one is used; otherwise ours keep their own. */
  userBuilders?: string | undefined;
  actionsCache?: boolean;
  s3Cache?: boolean;
  /** Credentials that cache entries held: in place of the job's. */
  cacheVariables?: Readonly<Record<string, string>>;
  /** The provenance tells which run made the image: not for private repositories, whose payloads are nobody's business. */
  recordsRun?: boolean;
  /** The builder is in a cluster: how to get there, and who asks. */
  cluster?: boolean;
}): ChildEnvironment {
  const all = Object.keys(env);
  return {
    ...pick(env, [
      ...COMMON,
      ...ENGINE,
      'HOME',
      'SOURCE_DATE_EPOCH',
      ...(actionsCache === true ? ACTIONS_CACHE : []),
      ...(s3Cache === true && !('AWS_ACCESS_KEY_ID' in cacheVariables) ? S3_CACHE : []),
      ...(recordsRun === true ? all.filter((name) => RUN_DESCRIPTION.test(name)) : []),
      ...(cluster === true ? all.filter((name) => CLUSTER.test(name)) : []),
    ]),
    ...trustExtra(env, folder),
    ...cacheVariables,
    // kubectl keeps there what it learns of the cluster, instead of in the user's home.
    ...(cluster === true ? { KUBECACHEDIR: `${folder}/kubectl` } : {}),
    DOCKER_CONFIG: `${folder}/docker`,
    BUILDX_CONFIG: userBuilders ?? `${folder}/buildx`,
    LANG: 'C',
  };
}

/**
 * For the build itself: with the logins for pushing, which the engine's own pulls (builder, emulators) must not use, and
 * with the programs that hand over those that are renewed while it runs.
 */
export function makeBuildEnv(
  env: ChildEnvironment,
  {
    folder,
    jobEnv,
    asksHelpers,
  }: {
    readonly folder: string;
    readonly jobEnv: Environment;
    /** The user's configuration names credential helpers, which buildx will ask for what is pulled. */
    readonly asksHelpers: boolean;
  },
): ChildEnvironment {
  const names = Object.keys(jobEnv).filter((name) => HELPER_VARIABLE.test(name));
  return {
    ...(asksHelpers ? pick(jobEnv, names) : {}),
    ...env,
    PATH: [`${folder}/bin`, env['PATH'] ?? ''].join(':'),
    DOCKER_CONFIG: `${folder}/docker-push`,
  };
}

/**
 * A signature takes cosign 3.1.3 50 ms of processor time, and 35 without collecting garbage. Above the limit, as with an
 * SBOM of many megabytes, it is collected again.
 */
const SHORT_LIVED = { GOGC: 'off', GOMEMLIMIT: '256MiB' };

/** For cosign: a home of its own, so that `~/.sigstore` and `~/.docker` are neither read nor changed. */
export function makeCosignEnv({
  env,
  folder,
}: {
  env: Environment;
  folder: string;
}): ChildEnvironment {
  return {
    ...pick(env, COMMON),
    ...trustExtra(env, folder),
    ...SHORT_LIVED,
    HOME: `${folder}/home`,
    DOCKER_CONFIG: `${folder}/docker-verify`,
    TUF_ROOT: `${folder}/tuf`,
    LANG: 'C',
  };
}

/** Where the user's docker keeps its configuration. */
export function userDockerConfig(env: Environment): string | undefined {
  const home = env['HOME'];
  return (
    env['DOCKER_CONFIG'] || (home === undefined || home === '' ? undefined : `${home}/.docker`)
  );
}

/** Where a run's folder holds the authorities of NODE_EXTRA_CA_CERTS for tools written in Go. */
export const AUTHORITIES = 'authorities';
const EXTRA_AUTHORITIES = 'NODE_EXTRA_CA_CERTS';
/** Where Go looks when nobody tells it another place (crypto/x509, root_linux.go). */
const SYSTEM_AUTHORITIES = '/etc/ssl/certs:/etc/pki/tls/certs';

/** The file of authorities that Node trusts besides its own. */
export function findExtraAuthorities(env: Environment): string | undefined {
  return env[EXTRA_AUTHORITIES] || undefined;
}

/**
 * Whom Node trusts the tools trust too, besides everybody they trust already: SSL_CERT_FILE would take the place of the
 * system's file, a folder more does not.
 */
function trustExtra(env: Environment, folder: string): ChildEnvironment {
  if (findExtraAuthorities(env) === undefined) return {};
  return {
    SSL_CERT_DIR: `${env['SSL_CERT_DIR'] || SYSTEM_AUTHORITIES}:${folder}/${AUTHORITIES}`,
  };
}

/** How the network is reached from here: proxies and certificate authorities. */
export function pickNetwork(env: Environment): ChildEnvironment {
  return pick(env, NETWORK);
}

function pick(env: Environment, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value !== '') picked[name] = value;
  }
  return picked;
}
