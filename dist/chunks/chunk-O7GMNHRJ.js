import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  defuseLine
} from "./chunk-HQSA4M7E.js";
import {
  redactLine
} from "./chunk-SHLUNWKC.js";
import {
  ActionError,
  restate
} from "./chunk-QF5QQBM2.js";

// src/tools/catalogue-build.ts
var STEPS = [
  {
    id: "emulator-crash",
    pattern: /qemu: uncaught target signal \d+|QEMU internal SIGSEGV/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "The emulator (QEMU) crashed while it ran a program of another architecture",
    hint: "Build this platform on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.",
    retry: "once"
  },
  {
    id: "exec-format",
    pattern: /exec format error|invalid ELF image/i,
    fromStep: true,
    code: "EMULATION_FAILED",
    message: "A step ran a program of an architecture that this machine cannot execute",
    hint: "Set `emulation: auto`, or build the platform on a native runner. When it happens for the native platform, the base image or a copied binary is of another architecture.",
    retry: "no"
  },
  {
    id: "disk-full",
    pattern: /no space left on device|disk quota exceeded/i,
    fromStep: true,
    code: "BUILD_FAILED",
    message: "The disk of the runner is full",
    hint: "Remove software that the job does not need before this step, or use a larger runner. `docker system df` shows what images and cache take.",
    retry: "no"
  }
];
var BUILDER = [
  {
    id: "builder-lost",
    tool: "buildx",
    pattern: /\bUnavailable(?: desc = |: )[^\n]*(?:error reading from server|transport is closing|graceful_stop)/i,
    code: "BUILDER_FAILED",
    message: "The builder ended in the middle of the build",
    hint: "Most often its machine had no memory left, or its engine was started anew. Run the job again; when it comes back, use a larger runner or build one platform for each job.",
    retry: "once"
  },
  {
    id: "engine-unreachable",
    pattern: /cannot connect to the docker daemon|failed to connect to the docker API|error during connect/i,
    code: "ENGINE_UNREACHABLE",
    message: "No container engine answers",
    hint: "Use a runner with Docker, or set DOCKER_HOST to an engine that this job may use.",
    retry: "no"
  },
  {
    id: "engine-denied",
    pattern: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    code: "ENGINE_UNREACHABLE",
    message: "The user of the runner may not use the container engine",
    hint: "Add the user to the group `docker`, or set DOCKER_HOST to a rootless engine.",
    retry: "no"
  },
  {
    id: "builder-absent",
    pattern: /no builder "(?<name>[^"]*)" found/i,
    code: "BUILDER_FAILED",
    message: "There is no builder `{name}`",
    hint: "`builder` has to name one that an earlier step of this job made. Without `builder` the action makes its own.",
    retry: "no"
  },
  {
    id: "driver-limit",
    pattern: /not supported for (?:the )?docker driver/i,
    code: "BUILDER_FAILED",
    message: "The `docker` driver of this engine can do neither several platforms nor cache export",
    hint: "Leave `driver` and `builder` at their defaults, or turn on the containerd image store of the engine.",
    retry: "no"
  },
  {
    id: "load-several",
    pattern: /docker exporter does not (?:currently )?support exporting manifest lists/i,
    code: "BUILD_FAILED",
    message: "The engine cannot load an image of several platforms",
    hint: "Load one platform, or push.",
    retry: "no"
  },
  {
    id: "entitlement",
    pattern: /(?<what>network\.host|security\.insecure|device) is not allowed|additional privileges requested/i,
    code: "BUILD_FAILED",
    message: "The build asks for a privilege that was not granted",
    hint: "Grant it with `allow: network.host` or `allow: security.insecure`, or remove the flag from the Dockerfile. An existing `builder` has to have been created with it too.",
    retry: "no"
  }
];
var SOURCES = [
  {
    id: "dockerfile-absent",
    pattern: /failed to read dockerfile/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile was not found",
    hint: "`file` counts from the workspace, not from `context`. Is there an `actions/checkout` step before?",
    retry: "no"
  },
  {
    id: "context-absent",
    pattern: /unable to prepare context: path "(?<path>[^"]*)" not found/i,
    code: "BUILD_FAILED",
    message: "The build context `{path}` does not exist",
    hint: "Is there an `actions/checkout` step before? `context` counts from the workspace.",
    retry: "no"
  },
  {
    id: "git-denied",
    pattern: /could not read (?:Username|Password) for '|Authentication failed for '|remote: Repository not found/i,
    code: "BUILD_FAILED",
    message: "The Git repository of a context does not open with the token that it got",
    hint: "`github-token` opens the job's own repository, with `contents: read`. For another one give the build secret `GIT_AUTH_TOKEN`, a token that reads it.",
    retry: "no"
  },
  {
    id: "git-unreachable",
    pattern: /fatal: unable to access '(?<url>[^'\n]*)': (?<why>[^\n]+)/i,
    code: "BUILD_FAILED",
    message: "The Git repository of a context, {url}, cannot be reached: {why}",
    hint: "Is the address right, and may the builder reach that host? An answer of 403 or 404 is a matter of rights: the build secret `GIT_AUTH_TOKEN` has to read it.",
    retry: "yes"
  },
  {
    id: "git-ref-absent",
    pattern: /couldn't find remote ref|upload-pack: not our ref|reference is not a tree/i,
    code: "BUILD_FAILED",
    message: "The Git repository of a context has no such commit, branch or tag",
    hint: "Check what stands behind the `#`. A branch may have been deleted, or its commit replaced by a forced push, since this run was started.",
    retry: "no"
  },
  {
    id: "dockerfile-invalid",
    pattern: /dockerfile parse error on line (?<line>\d+): (?<why>[^\n]+)/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has an error in line {line}: {why}",
    hint: "A newer syntax needs `# syntax=docker/dockerfile:1` as the first line.",
    retry: "no"
  },
  {
    id: "stage-absent",
    pattern: /target stage "(?<stage>[^"]*)" could not be found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile has no stage `{stage}`",
    hint: "Check `target` against the `AS` names.",
    retry: "no"
  },
  {
    id: "copy-absent",
    pattern: /failed to calculate checksum of ref [^\n]*?: "?(?<path>[^\n"]+?)"?: not found/i,
    code: "BUILD_FAILED",
    message: "A file that the Dockerfile copies is not in the build context: {path}",
    hint: "Is it excluded by `.dockerignore`, not checked in, or made by a step or job whose artifact was not downloaded?",
    retry: "no"
  },
  {
    id: "platform-absent",
    pattern: /no match for platform in manifest|no matching manifest for (?<platform>\S+)/i,
    code: "BUILD_FAILED",
    message: "A base image does not exist for one of the platforms",
    hint: "`docker buildx imagetools inspect IMAGE` lists its platforms. Remove the platform or choose another base.",
    retry: "no"
  },
  {
    id: "secret-absent",
    pattern: /secret (?<id>[^\s:]+): not found/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile requires the secret `{id}`, which the step does not give",
    hint: "Add it to `secrets`: `{id}=${{ secrets.\u2026 }}`. Pull requests from forks get no secrets.",
    retry: "no"
  },
  {
    id: "ssh-absent",
    pattern: /unset ssh forward key (?<id>\S+)/i,
    code: "BUILD_FAILED",
    message: "The Dockerfile requires the SSH agent or key `{id}`, which the step does not give",
    hint: "Add it to `ssh`: `default` for the agent of the job, or `{id}=/path/of/a/key`.",
    retry: "no"
  },
  {
    id: "input-list",
    pattern: /secret missing ID|extraneous or missing " in quoted-field|bare " in non-quoted-field|invalid opening quote/i,
    code: "INPUT_INVALID",
    message: "An input with a list has a quotation mark in the wrong place",
    hint: 'Quote a whole entry as in CSV: `"id=a ""quoted"" value"`.',
    retry: "no"
  },
  {
    id: "name-case",
    pattern: /repository name must be lowercase|invalid reference format/i,
    code: "INPUT_INVALID",
    message: "An image name is not valid",
    hint: "Names have lower case letters, digits and `.`, `_`, `-`, `/` only; owner names of GitHub often have capitals.",
    retry: "no"
  }
];
var OUTCOMES = [
  {
    id: "step-killed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 137|signal: killed)|cannot allocate memory/i,
    code: "BUILD_FAILED",
    message: "A build step{place} was killed, most likely for want of memory",
    hint: "Use a larger runner, build fewer platforms at once, or limit the parallelism of the step.",
    retry: "no"
  },
  {
    id: "step-crashed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: (?:exit code: 139|signal: segmentation fault)/i,
    code: "BUILD_FAILED",
    message: "The build step `{step}`{place} crashed (segmentation fault)",
    hint: "On a platform that is emulated this is most often the emulator: build it on a native runner, such as `ubuntu-24.04-arm`, or cross-compile in a stage with `FROM --platform=$BUILDPLATFORM`.",
    retry: "once"
  },
  {
    id: "step-failed",
    pattern: /process "(?<step>[^\n]*)" did not complete successfully: exit code: (?<exit>\d+)/i,
    code: "BUILD_FAILED",
    message: "The build step `{step}`{place} failed with exit code {exit}",
    hint: "Its output is in the log above.",
    retry: "no"
  }
];
var forBuilds = (failures) => failures.map((failure) => ({ ...failure, tool: "buildx" }));
var STEP_FAILURES = forBuilds(STEPS);
var BUILDER_FAILURES = BUILDER;
var SOURCE_FAILURES = forBuilds([...SOURCES, ...OUTCOMES]);

// src/tools/catalogue-cache.ts
var CACHE = [
  {
    id: "cache-service-old",
    pattern: /legacy service is shutting down/i,
    code: "BUILD_FAILED",
    message: "The builder speaks a version of GitHub's cache service that was switched off",
    hint: "Use BuildKit 0.20 and buildx 0.21 or newer: leave `builder` and `driver-opts` at their defaults.",
    retry: "no"
  },
  {
    id: "cache-throttled",
    pattern: /cache service responded with 429|exceeding usage of resource 'Count'|maximum timeout reached|(?:(?<!(?:compute|load) )cache|actions)[^\n]*\b429\b/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache service is limiting requests",
    hint: "Fewer scopes or `mode=min` make fewer requests; `cache: off` makes none.",
    retry: "yes"
  },
  {
    id: "cache-blob-gone",
    pattern: /blob\.core\.windows\.net[^\n]*(?:403|404|AuthenticationFailed|BlobNotFound)|Server failed to authenticate the request|The specified blob does not exist/i,
    code: "BUILD_FAILED",
    message: "A layer could not be fetched from GitHub's cache: its address has expired or it was evicted",
    hint: "Run again; should it stay, delete the cache of this scope in the repository or set `cache: off` once. The registry is not at fault.",
    retry: "once"
  },
  {
    id: "cache-blob-wrong",
    pattern: /short read: expected \d+ bytes but got \d+|failed size validation: \d+ != \d+|unexpected commit digest sha256:/i,
    code: "BUILD_FAILED",
    message: "A layer that was fetched is not what its digest says",
    hint: "Run again; should it stay, delete the cache of this scope or set `cache: off` once.",
    retry: "once"
  },
  {
    id: "cache-full",
    pattern: /failed to reserve cache|error committing cache|cache already exists|cache storage quota|error writing layer blob[^\n]*RESPONSE 400/i,
    code: "BUILD_FAILED",
    message: "GitHub's cache did not take the build cache",
    hint: "The quota of the repository may be used up, or another job writes the same scope: give each image its own `scope`.",
    retry: "no"
  },
  {
    id: "cache-media-type",
    pattern: /(?:exporting cache|error writing (?:layer|manifest|config) blob|cache export)[\s\S]*?unexpected status from PUT[^\n]*: 400 Bad Request/i,
    code: "BUILD_FAILED",
    message: "The registry does not take the build cache in this format",
    hint: "Add `image-manifest=true,oci-mediatypes=true` to `cache-to`.",
    retry: "no"
  },
  {
    id: "cache-denied",
    pattern: /error writing layer blob[^\n]*: 40[13]\b|(?:cache export|exporting cache)[^\n]*denied/i,
    code: "BUILD_FAILED",
    message: "The build cache may not be written there",
    hint: "Log in to the registry of `cache-to`, or add `ignore-error=true` to it. Pull requests from forks can only read.",
    retry: "no"
  }
];
var CACHE_FAILURES = CACHE.map((failure) => ({
  ...failure,
  tool: "buildx"
}));

// src/tools/catalogue-cluster.ts
var CLUSTER = [
  {
    id: "cluster-forbidden",
    pattern: /is forbidden: User "(?<user>[^"]*)" cannot (?<verb>[a-z]+) resource "(?<resource>[^"]*)" in API group "(?<group>[^"]*)" in the namespace "(?<namespace>[^"]*)"/i,
    code: "BUILDER_FAILED",
    message: "The cluster does not let `{user}` {verb} `{resource}` in the namespace `{namespace}`",
    hint: 'Grant it by a Role there with `apiGroups: ["{group}"]`, `resources: ["{resource}"]`, `verbs: ["{verb}"]`. docs/kubernetes.md has one with all that a builder needs.',
    retry: "no"
  },
  {
    id: "cluster-unauthorized",
    pattern: /error (?:for bootstrap|while calling)[^\n]*: Unauthorized|the server has asked for the client to provide credentials/i,
    code: "BUILDER_FAILED",
    message: "The cluster does not accept the credentials of the kubeconfig",
    hint: "Has its token or certificate expired? Make the kubeconfig in this job, shortly before this step.",
    retry: "no"
  },
  {
    id: "cluster-unreachable",
    pattern: /error (?:for bootstrap|while calling)[^\n]*(?:dial tcp|no such host|i\/o timeout|x509:|TLS handshake)/i,
    code: "BUILDER_FAILED",
    message: "The API server of the cluster cannot be reached",
    hint: "Does `kubectl version` answer on this runner, with the same `KUBECONFIG`?",
    retry: "yes"
  },
  {
    id: "cluster-unprivileged",
    pattern: /securityContext\.privileged: Forbidden: disallowed by cluster policy/i,
    code: "BUILDER_FAILED",
    message: "The cluster runs no privileged containers",
    hint: "`driver-opts: rootless=true` does without.",
    retry: "no"
  },
  {
    id: "cluster-unknown",
    pattern: /invalid configuration: no configuration has been provided|kubernetes driver requires kubernetes API access/i,
    code: "BUILDER_FAILED",
    message: "There is no kubeconfig, and the runner is in no cluster",
    hint: "Give the step `env: KUBECONFIG: \u2026` with the path of one, or write it to `~/.kube/config` before.",
    retry: "no"
  },
  {
    id: "kubeconfig-unreadable",
    pattern: /cannot determine Kubernetes namespace, specify manually: (?<why>[^\n]+)/i,
    code: "BUILDER_FAILED",
    message: "The kubeconfig cannot be read: {why}",
    hint: "`KUBECONFIG` has to be the path of one file: buildx takes no list of several.",
    retry: "no"
  }
];
var CLUSTER_FAILURES = CLUSTER.map((failure) => ({
  ...failure,
  tool: "buildx"
}));

// src/tools/catalogue-registry.ts
var REGISTRY_FAILURES = [
  {
    id: "package-denied",
    pattern: /installation not allowed to (?:create|write) organization package|permission_denied: (?:write|create)_package|ghcr\.io\/[^\n]*: 403 Forbidden/i,
    code: "REGISTRY_DENIED",
    message: "GitHub does not let this job write the package",
    hint: 'Add `permissions: packages: write` to the job. Does the package belong to another repository? Give this one write access under "Manage Actions access" in its settings. Does the organization let its members create packages? Is the owner in the image name the owner of the repository?',
    retry: "no"
  },
  {
    id: "push-throttled",
    pattern: /failed to push [^\n]*(?:toomanyrequests|\b429 Too Many Requests\b)/i,
    code: "REGISTRY_THROTTLED",
    message: "The registry limits how much may be pushed at once",
    hint: "No tag was moved: run the job again later, or run fewer at the same time.",
    retry: "yes"
  },
  {
    id: "push-too-large",
    pattern: /failed to push [^\n]*\b413 (?:Payload|Request Entity|Content) Too Large\b/i,
    code: "REGISTRY_REFUSED",
    message: "The registry, or a proxy in front of it, does not take a layer of this size",
    hint: "Raise its limit of uploads (nginx: `client_max_body_size`), or split the step that makes the layer.",
    retry: "no"
  },
  {
    id: "rate-limit",
    pattern: /toomanyrequests|pull rate limit|(?:registry-1\.docker\.io|docker\.io)[^\n]*429 Too Many Requests/i,
    code: "REGISTRY_THROTTLED",
    message: "The registry limits how much may be pulled, and the limit is reached",
    hint: "Log in to Docker Hub before this step, or pull base images through a mirror.",
    retry: "yes"
  },
  {
    id: "credential-expired",
    pattern: /authorization token has expired|failed to fetch oauth token/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential of the registry was refused or has expired",
    hint: "Tokens of ECR and the like live for hours at most: log in right before this step.",
    retry: "once"
  },
  {
    id: "token-scope",
    pattern: /access token has insufficient scopes|cannot be authenticated with the token provided|no basic auth credentials/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The credential does not fit: expired, of another account, or without the scope that is needed",
    hint: "Pushing needs a token with write access to this repository of the registry.",
    retry: "once"
  },
  {
    id: "repository-absent",
    pattern: /name unknown|NAME_UNKNOWN|repository with name '[^']*' does not exist|app repository not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The repository does not exist in the registry",
    hint: "Create it first (ECR: `aws ecr create-repository`), or check the spelling of the name. Fly.io says so of attestations: `provenance: false` and `sbom: false` leave them out.",
    retry: "no"
  },
  {
    id: "login-missing",
    pattern: /insufficient_scope|requested access to the resource is denied|(?:pull|push) access denied|authorization failed/i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access: no login for this host, or a wrong name",
    hint: "A name without a host means docker.io: is it meant to be `ghcr.io/\u2026`? Log in to the host that the name begins with.",
    retry: "no"
  },
  {
    id: "immutable-tag",
    pattern: /TAG_INVALID|configured as immutable|tag is immutable|cannot be overwritten/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not allow this tag to be changed",
    hint: "Release tags of an immutable repository can be pushed once. For the tags `sha256-\u2026` that hold signatures, exclude this prefix from immutability.",
    retry: "no"
  },
  {
    id: "manifest-refused",
    pattern: /MANIFEST_INVALID|manifest invalid/i,
    code: "REGISTRY_REFUSED",
    message: "The registry does not take a manifest of this kind",
    hint: "Registries from before OCI 1.1 refuse attestations or signatures: `provenance: false` and `sbom: false` leave them out of the image.",
    retry: "no"
  },
  {
    id: "unauthorized",
    pattern: /\b401 Unauthorized\b|UNAUTHORIZED: |authentication required|no credentials found for registry/i,
    code: "REGISTRY_UNAUTHORIZED",
    message: "The registry wants a login",
    hint: "Give `username` and `password` (or log in with `docker/login-action`) for the host of the image name.",
    retry: "no"
  },
  {
    id: "forbidden",
    pattern: /\b403 Forbidden\b|\bDENIED: |\bdenied: /i,
    code: "REGISTRY_DENIED",
    message: "The registry denies access",
    hint: "The login works, but its account may not do this: check its rights on the repository, and for ghcr.io `permissions: packages: write`.",
    retry: "no"
  },
  {
    id: "manifest-unknown",
    pattern: /MANIFEST_UNKNOWN|manifest unknown|image tag not found|\/manifests\/\S+ not found|failed to resolve source metadata for [^\n]*: not found/i,
    code: "REGISTRY_NOT_FOUND",
    message: "The registry does not have an image or a part of it",
    hint: "Wrong tag or digest? Deleted by a clean-up job? Some registries also take seconds to show what was just pushed.",
    retry: "once"
  },
  {
    id: "throttled",
    pattern: /\b429 Too Many Requests\b|\bstatus(?: code)?:? 429\b|failed to parse error response 429/i,
    code: "REGISTRY_THROTTLED",
    message: "A server limits the number of requests",
    hint: "Run the job again later, or run fewer at the same time.",
    retry: "yes"
  },
  {
    id: "certificate-untrusted",
    pattern: /x509: |certificate signed by unknown authority|tls: failed to verify certificate|server gave HTTP response to HTTPS client/i,
    code: "REGISTRY_UNREACHABLE",
    message: "The connection to a server is not trusted",
    hint: 'Is the clock of the runner right? A certificate authority of your own: NODE_EXTRA_CA_CERTS with its file in the `env` of the job is for this action, cosign and buildx; the builder takes it by `buildkitd-config` (`[registry."host"]`, `ca=["path"]`). A server that speaks plain HTTP needs `http=true` there.',
    retry: "no"
  },
  {
    id: "connection-refused",
    pattern: /connection refused/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server refused the connection",
    hint: "Is the host name with its port right? From inside a builder container, `localhost` is the container: use `driver-opts: network=host`.",
    retry: "yes"
  },
  {
    id: "transient",
    pattern: /\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|status(?: code)?:? 50[0234]\b|failed to parse error response 50\d|UNAVAILABLE: |cannot reuse body, request must be retried|read\/write on closed pipe|i\/o timeout|connection reset|broken pipe|TLS handshake timeout|unexpected EOF|no such host|Client\.Timeout exceeded|context deadline exceeded|temporary failure in name resolution/i,
    code: "REGISTRY_UNREACHABLE",
    message: "A server did not answer properly, or the network failed",
    hint: "Usually passes. No tag was moved: run the job again.",
    retry: "yes"
  }
];

// src/tools/catalogue-signing.ts
var RERUN = "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev).";
var DEFECT = "This should not be reachable: please report it with the log of the run.";
var IDENTITY = [
  {
    id: "oidc-permission",
    pattern: /unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL) environment variable was unset|using device flow|error obtaining token: expired_token|error retrieving identity token|missing id-token: write/i,
    code: "OIDC_PERMISSION_MISSING",
    message: "The job has no OIDC token to sign with",
    hint: "Add `permissions: id-token: write` to the job, and to the calling job when this one is in a reusable workflow. Pull requests from forks never get a token.",
    retry: "no"
  },
  {
    id: "oidc-token-malformed",
    pattern: /compact JWS format must have three parts|failed to parse token|malformed jwt/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The OIDC token is not a JSON Web Token",
    hint: "Something between the job and GitHub answered in its place: check the proxy of the runner.",
    retry: "once"
  },
  {
    id: "oidc-endpoint",
    pattern: /fetching ambient OIDC credentials|error fetching GitHub OIDC token/i,
    code: "OIDC_UNAVAILABLE",
    message: "GitHub's OIDC endpoint gave no token",
    hint: "Usually passes within minutes (githubstatus.com). No tag was moved.",
    retry: "yes"
  },
  {
    id: "oidc-issuer",
    pattern: /id token issued by a different provider|unsupported issuer|issuer (?:is )?not (?:configured|trusted)/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority does not know the issuer of the OIDC token",
    hint: "The public Sigstore accepts tokens of github.com only. GitHub Enterprise Server needs a Sigstore of its own: `trusted-root` and `signing-config`.",
    retry: "no"
  },
  {
    id: "oidc-token-refused",
    pattern: /Fulcio returned 40[013]|signingCert\]\[40[013]\]|401 Unauthorized[^\n]*signingCert|error processing the identity token|token is expired/i,
    code: "OIDC_TOKEN_INVALID",
    message: "The certificate authority refused the OIDC token",
    hint: "A token lives for some minutes, and its audience has to be `sigstore`. Is the clock of the runner right?",
    retry: "once"
  }
];
var SERVICES = [
  {
    id: "trust-metadata-invalid",
    pattern: /TUF[^\n]*(?:invalid key|expired|signature threshold)|sigstore\/root[^\n]*permission denied/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be used",
    hint: "Is the clock of the runner right? Does a proxy change downloads? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "once"
  },
  {
    id: "trust-metadata-unreachable",
    pattern: /getting trusted root from TUF|getting signing config from TUF|error updating to TUF remote mirror|failed to create TUF client|tuf refresh failed|failed to download \d+\.root\.json/i,
    code: "TRUSTED_ROOT_UNAVAILABLE",
    message: "Sigstore's trust metadata could not be fetched",
    hint: "Is tuf-repo-cdn.sigstore.dev reachable from the runner? For a Sigstore of your own give `trusted-root` and `signing-config`.",
    retry: "yes"
  },
  {
    id: "log-duplicate",
    pattern: /createLogEntryConflict|equivalent entry already exists|failed to fetch conflicting entry|unexpected entry returned from rekor server/i,
    code: "SIGNING_FAILED",
    message: "The transparency log has this entry already and would not hand it over",
    hint: "A new attempt signs with a new key and makes a new entry.",
    retry: "once"
  },
  {
    id: "payload-too-large",
    pattern: /payload too large|request entity too large|status(?: code)?:? 413\b|\]\[413\]|exceeded the limit \(|exceeds maximum allowed size|message larger than max/i,
    code: "SIGNING_FAILED",
    message: "What is to be signed is larger than the service accepts",
    hint: "Usually an SBOM of many megabytes. Use a Sigstore whose log stores only hashes (Rekor v2), or turn the SBOM off: `sbom: false`.",
    retry: "no"
  },
  {
    id: "log-refused",
    pattern: /createLogEntryBadRequest|adding rekor v2 entry: unexpected response: 4(?!29)\d\d|giving up[^\n]*status 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The transparency log refused the entry",
    hint: "Does the signing config name the log of the same Sigstore as the trusted root?",
    retry: "no"
  },
  {
    id: "log-unavailable",
    pattern: /adding rekor v2 entry|giving up after \d+ attempt|\/api\/v[12]\/log\/entries|createLogEntryDefault/i,
    code: "SIGNING_FAILED",
    message: "The transparency log (Rekor) did not take the entry",
    hint: RERUN,
    retry: "yes"
  },
  {
    id: "timestamp-missing",
    pattern: /a timestamp authority must be provided/i,
    code: "SIGNING_FAILED",
    message: "The signing config names no timestamp authority, which this transparency log (Rekor v2) needs",
    hint: "Add one to the signing config: `cosign signing-config create --tsa \u2026`.",
    retry: "no"
  },
  {
    id: "timestamp-refused",
    pattern: /timestamp authority returned 4(?!29)\d\d/i,
    code: "SIGNING_FAILED",
    message: "The timestamp authority refused the request",
    hint: "Does the signing config name an RFC 3161 authority?",
    retry: "no"
  },
  {
    // sigstore-go closes the body before it reads it: neither the status nor the host is told.
    id: "sigstore-unavailable",
    pattern: /http: read on closed response body|timestamp authority returned|Fulcio returned|api\/v[12]\/(?:signingCert|timestamp)|getting key from Fulcio/i,
    code: "SIGNING_FAILED",
    message: "The certificate authority or the timestamp authority did not answer properly",
    hint: RERUN,
    retry: "yes"
  }
];
var VERIFICATION = [
  {
    // cosign checks what it was given before it writes the bundle.
    id: "certificate-invalid",
    pattern: /failed to verify leaf certificate|accepted signatures do not match threshold|failed to verify signed certificate timestamp/i,
    code: "BUNDLE_REJECTED",
    message: "The certificate that was issued does not verify with the trusted root",
    hint: "Do trusted root and signing config belong to the same Sigstore, and is the clock of the runner right?",
    retry: "once"
  },
  {
    id: "log-proof-invalid",
    pattern: /failed to verify log inclusion|note has no verifiable signatures|unable to verify transparency log/i,
    code: "BUNDLE_REJECTED",
    message: "The proof of the log entry does not verify with the trusted root's key",
    hint: "Trusted root and signing config have to belong to the same Sigstore.",
    retry: "no"
  },
  {
    id: "identity-mismatch",
    pattern: /expected SAN value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by {got}, expected is {expected}",
    hint: "A workflow called from another one signs as the called workflow: name it in `certificate-identity`, exactly, with its ref.",
    retry: "no"
  },
  {
    id: "issuer-mismatch",
    pattern: /expected issuer value "(?<expected>[^"]*)", got "(?<got>[^"]*)"/i,
    code: "VERIFICATION_FAILED",
    message: "The issuer of the signature is {got}, expected is {expected}",
    hint: "GitHub Enterprise has issuers of its own.",
    retry: "no"
  },
  {
    id: "identity-unmatched",
    pattern: /none of the expected identities matched|no matching certificate ?identity found|failed to verify certificate identity/i,
    code: "VERIFICATION_FAILED",
    message: "The signature is by somebody else than expected",
    hint: "Compare the identity in the lines below with the expected one: workflow file, ref and upper or lower case count.",
    retry: "no"
  },
  {
    id: "predicate-missing",
    pattern: /none of the attestations matched the predicate type: (?<wanted>[^\s,]+)/i,
    code: "VERIFICATION_FAILED",
    message: "There is no attestation of type {wanted}",
    hint: "It may be attached to the platform manifests instead of the index, or the other way round.",
    retry: "once"
  },
  {
    // cosign says so too when the registry answered 401, 403, 429 or 500: never a verdict on its own.
    id: "nothing-found",
    pattern: /no signatures found|no matching (?:signatures|attestations)/i,
    code: "VERIFICATION_FAILED",
    message: "cosign found no signature or attestation that verifies, or could not read the registry",
    hint: "Images signed by cosign 3 need cosign 2.6 or newer to verify.",
    retry: "once"
  },
  {
    id: "flags-conflict",
    pattern: /cannot specify service URLs and use signing config|not supported with --signing-config|certificate-identity-regexp is required|unknown flag: --|invalid predicate type/i,
    code: "COMMAND_FAILED",
    message: "cosign does not accept the arguments it was given",
    hint: DEFECT,
    retry: "no"
  }
];
var SIGNING_FAILURES = [
  ...IDENTITY,
  ...SERVICES,
  ...VERIFICATION
].map((failure) => ({ ...failure, tool: "cosign" }));

// src/tools/catalogue.ts
var KNOWN_FAILURES = [
  ...STEP_FAILURES,
  ...CACHE_FAILURES,
  ...SIGNING_FAILURES,
  ...CLUSTER_FAILURES,
  ...BUILDER_FAILURES,
  ...SOURCE_FAILURES,
  ...REGISTRY_FAILURES
];
function classifyOutput({
  tool,
  text
}) {
  const lines = text.split("\n").map(readLine);
  const all = lines.map((line) => line.text);
  const own = lines.flatMap((line) => line.fromStep ? [] : [line.text]);
  for (const failure of KNOWN_FAILURES) {
    if (failure.tool !== void 0 && failure.tool !== tool) continue;
    const told = failure.fromStep === true ? all : own;
    const match = failure.pattern.exec(told.join("\n"));
    if (match === null) continue;
    const described = describe(failure, { place: findPlace(own), ...match.groups });
    if (failure.message.includes("{")) return described;
    const words = told.findLast((line) => failure.pattern.test(line));
    return { ...described, ...words === void 0 ? {} : { words: trimWords(words) } };
  }
  return void 0;
}
function describe({ id, code, message, hint, retry }, groups) {
  const fill = (template) => template.replace(/\{(\w+)\}/g, (_, name) => shorten(groups[name] ?? ""));
  return { id, code, message: fill(message), hint: fill(hint), retry };
}
function shorten(value) {
  const plain = value.replace(/\\(["\\])/g, "$1");
  return plain.length > 160 ? `${plain.slice(0, 159)}\u2026` : plain;
}
function findPlace(lines) {
  const [, platform] = findMatch(lines, /^> \[(?:(\w+\/[\w/]+) )?[^\]]*\] /);
  const [, line] = findMatch(lines, /^([^\s:][^:]*:\d+)$/);
  const known = [platform, line].filter((part) => part !== void 0);
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}
function findMatch(lines, pattern) {
  return lines.map((line) => pattern.exec(line)).findLast((match) => match !== null) ?? [];
}
var MAX_WORDS = 240;
function trimWords(line) {
  const words = line.replace(/^(?:error: |failed to build: |failed to solve: )+/i, "");
  const half = MAX_WORDS / 2;
  return words.length > MAX_WORDS ? `${words.slice(0, half)} \u2026 ${words.slice(-half)}` : words;
}
function readLine(raw) {
  const line = redactLine(defuseLine(raw)).trim();
  const [, output] = /^(?:#\d+ )?\d+\.\d+ (.*)$/.exec(line) ?? [];
  if (output !== void 0) return { text: output, fromStep: true };
  const text = line.replace(/^#\d+ /, "");
  return { text: /^warning\b/i.test(text) ? "" : text, fromStep: false };
}
var MAX_DETAILS = 20;
function describeCommandFailure(result, { tool, file, deadlineMs }) {
  const text = result.stderr.trim() === "" ? result.stdout : result.stderr;
  const details = listTail(text);
  const known = classifyOutput({ tool, text });
  if (result.timedOut) {
    const limit = deadlineMs === void 0 ? "its time limit" : `${Math.round(deadlineMs / 1e3)} s`;
    return new ActionError(
      "COMMAND_TIMED_OUT",
      `${tool} did not end within ${limit} and was stopped`,
      { details, hint: known?.hint }
    );
  }
  if (result.notFound) {
    return new ActionError(
      "COMMAND_NOT_FOUND",
      `${tool} could not be started: ${file} is not there or may not be executed`,
      {
        details,
        hint: "Is it installed on the runner? A temporary folder that is mounted with `noexec` gives the same error."
      }
    );
  }
  const ended = describeEnd(result);
  const why = known === void 0 ? findLastWord(details) : tellKnown(known);
  return new ActionError(
    "COMMAND_FAILED",
    `${tool} ${ended}${why === void 0 ? "" : `: ${why}`}`,
    {
      details,
      hint: known?.hint ?? (isKilled(result) ? "Most often the runner has no memory left: use a larger one." : void 0),
      cause: known === void 0 ? void 0 : new ActionError(known.code, known.message, { hint: known.hint })
    }
  );
}
function tellKnown({ message, words }) {
  return words === void 0 ? message : `${message}: ${words}`;
}
function describeEnd({ exitCode, signal }) {
  if (signal !== void 0) return `was ended by ${signal}`;
  return exitCode === void 0 ? "ended without an exit code" : `failed with exit code ${exitCode}`;
}
function isKilled({ exitCode, signal }) {
  return signal === "SIGKILL" || exitCode === 137;
}
function listTail(text) {
  const lines = text.slice(-64 * 1024).split(/\r\n|\n|\r/).map((line) => redactLine(defuseLine(line)).trimEnd());
  return lines.filter((line) => line.trim() !== "").slice(-MAX_DETAILS);
}
function findLastWord(details) {
  const last = details.at(-1)?.trim().replace(/^(?:#\d+ )?(?:error(?: during command execution)?: )+/i, "");
  return last === void 0 ? void 0 : trimWords(last);
}

// src/stages/job/run-command.ts
async function runChecked(host, command) {
  host.log.debug(`${command.file} ${command.args.join(" ")}`);
  const result = await host.run(command);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0 && !result.timedOut) return result;
  throw describeCommandFailure(result, command);
}
function withCode(code, error) {
  const generic = error instanceof ActionError && /^COMMAND_/.test(error.code) && error.code !== "COMMAND_TIMED_OUT";
  if (!generic) return error;
  const known = error.cause instanceof ActionError ? error.cause.code : void 0;
  return restate(error, { code: known ?? code });
}
function withHint(hint, error) {
  if (!(error instanceof ActionError) || error.hint !== void 0) return error;
  return restate(error, { hint });
}

export {
  classifyOutput,
  describeCommandFailure,
  runChecked,
  withCode,
  withHint
};
