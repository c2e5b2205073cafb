/** What registries and the way to them answer, told by any tool. */
import type { KnownFailure } from './known-failure.ts';

export const REGISTRY_FAILURES: readonly KnownFailure[] = [
  {
    id: 'package-denied',
    pattern:
      /installation not allowed to (?:create|write) organization package|permission_denied: (?:write|create)_package|ghcr\.io\/[^\n]*: 403 Forbidden/i,
    code: 'REGISTRY_DENIED',
    message: 'GitHub does not let this job write the package',
    hint: 'Add `permissions: packages: write` to the job. Does the package belong to another repository? Give this one write access under "Manage Actions access" in its settings. Does the organization let its members create packages? Is the owner in the image name the owner of the repository?',
    retry: 'no',
  },
  {
    id: 'push-throttled',
    pattern: /failed to push [^\n]*(?:toomanyrequests|\b429 Too Many Requests\b)/i,
    code: 'REGISTRY_THROTTLED',
    message: 'The registry limits how much may be pushed at once',
    hint: 'No tag was moved: run the job again later, or run fewer at the same time.',
    retry: 'yes',
  },
  {
    id: 'push-too-large',
    pattern: /failed to push [^\n]*\b413 (?:Payload|Request Entity|Content) Too Large\b/i,
    code: 'REGISTRY_REFUSED',
    message: 'The registry, or a proxy in front of it, does not take a layer of this size',
    hint: 'Raise its limit of uploads (nginx: `client_max_body_size`), or split the step that makes the layer.',
    retry: 'no',
  },
  {
    id: 'rate-limit',
    pattern:
      /toomanyrequests|pull rate limit|(?:registry-1\.docker\.io|docker\.io)[^\n]*429 Too Many Requests/i,
    code: 'REGISTRY_THROTTLED',
    message: 'The registry limits how much may be pulled, and the limit is reached',
    hint: 'Log in to Docker Hub before this step, or pull base images through a mirror.',
    retry: 'yes',
  },
  {
    id: 'credential-expired',
    pattern: /authorization token has expired|failed to fetch oauth token/i,
    code: 'REGISTRY_UNAUTHORIZED',
    message: 'The credential of the registry was refused or has expired',
    hint: 'Tokens of ECR and the like live for hours at most: log in right before this step.',
    retry: 'once',
  },
  {
    id: 'token-scope',
    pattern:
      /access token has insufficient scopes|cannot be authenticated with the token provided|no basic auth credentials/i,
    code: 'REGISTRY_UNAUTHORIZED',
    message:
      'The credential does not fit: expired, of another account, or without the scope that is needed',
    hint: 'Pushing needs a token with write access to this repository of the registry.',
    retry: 'once',
  },
  {
    id: 'repository-absent',
    pattern:
      /name unknown|NAME_UNKNOWN|repository with name '[^']*' does not exist|app repository not found/i,
    code: 'REGISTRY_NOT_FOUND',
    message: 'The repository does not exist in the registry',
    hint: 'Create it first (ECR: `aws ecr create-repository`), or check the spelling of the name. Fly.io says so of attestations: `provenance: false` and `sbom: false` leave them out.',
    retry: 'no',
  },
  {
    id: 'login-missing',
    pattern:
      /insufficient_scope|requested access to the resource is denied|(?:pull|push) access denied|authorization failed/i,
    code: 'REGISTRY_DENIED',
    message: 'The registry denies access: no login for this host, or a wrong name',
    hint: 'A name without a host means docker.io: is it meant to be `ghcr.io/…`? Log in to the host that the name begins with.',
    retry: 'no',
  },
  {
    id: 'immutable-tag',
    pattern: /TAG_INVALID|configured as immutable|tag is immutable|cannot be overwritten/i,
    code: 'REGISTRY_REFUSED',
    message: 'The registry does not allow this tag to be changed',
    hint: 'Release tags of an immutable repository can be pushed once. For the tags `sha256-…` that hold signatures, exclude this prefix from immutability.',
    retry: 'no',
  },
  {
    id: 'manifest-refused',
    pattern: /MANIFEST_INVALID|manifest invalid/i,
    code: 'REGISTRY_REFUSED',
    message: 'The registry does not take a manifest of this kind',
    hint: 'Registries from before OCI 1.1 refuse attestations or signatures: `provenance: false` and `sbom: false` leave them out of the image.',
    retry: 'no',
  },
  {
    id: 'unauthorized',
    pattern:
      /\b401 Unauthorized\b|UNAUTHORIZED: |authentication required|no credentials found for registry/i,
    code: 'REGISTRY_UNAUTHORIZED',
    message: 'The registry wants a login',
    hint: 'Give `username` and `password` (or log in with `docker/login-action`) for the host of the image name.',
    retry: 'no',
  },
  {
    id: 'forbidden',
    pattern: /\b403 Forbidden\b|\bDENIED: |\bdenied: /i,
    code: 'REGISTRY_DENIED',
    message: 'The registry denies access',
    hint: 'The login works, but its account may not do this: check its rights on the repository, and for ghcr.io `permissions: packages: write`.',
    retry: 'no',
  },
  {
    id: 'manifest-unknown',
    pattern:
      /MANIFEST_UNKNOWN|manifest unknown|image tag not found|\/manifests\/\S+ not found|failed to resolve source metadata for [^\n]*: not found/i,
    code: 'REGISTRY_NOT_FOUND',
    message: 'The registry does not have an image or a part of it',
    hint: 'Wrong tag or digest? Deleted by a clean-up job? Some registries also take seconds to show what was just pushed.',
    retry: 'once',
  },
  {
    id: 'throttled',
    pattern:
      /\b429 Too Many Requests\b|\bstatus(?: code)?:? 429\b|failed to parse error response 429/i,
    code: 'REGISTRY_THROTTLED',
    message: 'A server limits the number of requests',
    hint: 'Run the job again later, or run fewer at the same time.',
    retry: 'yes',
  },
  {
    id: 'certificate-untrusted',
    pattern:
      /x509: |certificate signed by unknown authority|tls: failed to verify certificate|server gave HTTP response to HTTPS client/i,
    code: 'REGISTRY_UNREACHABLE',
    message: 'The connection to a server is not trusted',
    hint: 'Is the clock of the runner right? A certificate authority of your own: NODE_EXTRA_CA_CERTS with its file in the `env` of the job is for this action, cosign and buildx; the builder takes it by `buildkitd-config` (`[registry."host"]`, `ca=["path"]`). A server that speaks plain HTTP needs `http=true` there.',
    retry: 'no',
  },
  {
    id: 'connection-refused',
    pattern: /connection refused/i,
    code: 'REGISTRY_UNREACHABLE',
    message: 'A server refused the connection',
    hint: 'Is the host name with its port right? From inside a builder container, `localhost` is the container: use `driver-opts: network=host`.',
    retry: 'yes',
  },
  {
    id: 'transient',
    pattern:
      /\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|status(?: code)?:? 50[0234]\b|failed to parse error response 50\d|UNAVAILABLE: |cannot reuse body, request must be retried|read\/write on closed pipe|i\/o timeout|connection reset|broken pipe|TLS handshake timeout|unexpected EOF|no such host|Client\.Timeout exceeded|context deadline exceeded|temporary failure in name resolution/i,
    code: 'REGISTRY_UNREACHABLE',
    message: 'A server did not answer properly, or the network failed',
    hint: 'Usually passes. No tag was moved: run the job again.',
    retry: 'yes',
  },
];
