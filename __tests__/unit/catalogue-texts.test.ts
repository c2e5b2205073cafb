import { describe, expect, it } from '@jest/globals';
import { classifyOutput } from '../../src/tools/catalogue.ts';

/** By what users see: the entry that it is, and what the user has to be told. */
const TEXTS: ReadonlyArray<
  readonly [about: string, tool: string, id: string, told: RegExp, texts: readonly string[]]
> = [
  [
    'no identity',
    'cosign',
    'oidc-permission',
    /permissions: id-token: write.*calling job/,
    [
      'Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
      'ACTIONS_ID_TOKEN_REQUEST_TOKEN environment variable was unset',
      'Non-interactive mode detected, using device flow',
      'error obtaining token: expired_token',
      'Error: error retrieving identity token',
      'Failed to retrieve OIDC token. This may be due to missing id-token: write permissions.',
    ],
  ],
  [
    'packages of GitHub',
    'buildx',
    'package-denied',
    /packages: write.*Manage Actions access.*create packages.*owner/s,
    [
      'denied: installation not allowed to Create organization package',
      'denied: installation not allowed to Write organization package',
      'permission_denied: write_package',
      'permission_denied: create_package',
      'unexpected status from HEAD request to https://ghcr.io/v2/octo/app/manifests/x: 403 Forbidden',
      'unexpected status from POST request to https://ghcr.io/v2/octo/app/blobs/uploads/: 403 Forbidden',
    ],
  ],
  ['any refusal', 'buildx', 'forbidden', /rights/, ['unexpected status: 403 Forbidden']],
  [
    'no login',
    'buildx',
    'login-missing',
    /docker\.io.*ghcr\.io/,
    [
      'denied: requested access to the resource is denied',
      'insufficient_scope: authorization failed',
      'pull access denied, repository does not exist or may require authorization',
      'push access denied, repository does not exist',
    ],
  ],
  [
    'a login that does not do',
    'buildx',
    'token-scope',
    /write access/,
    [
      'unauthorized: access token has insufficient scopes',
      'unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
      'no basic auth credentials',
    ],
  ],
  [
    'no repository',
    'buildx',
    'repository-absent',
    /aws ecr create-repository.*provenance/s,
    [
      "name unknown: The repository with name 'app' does not exist in the registry with id '1'",
      'unknown: app repository not found',
    ],
  ],
  [
    'another architecture',
    'buildx',
    'exec-format',
    /emulation: auto.*native runner.*base image/,
    [
      '#7 0.1 exec /bin/sh: exec format error',
      '.buildkit_qemu_emulator: /bin/sh: Invalid ELF image for this architecture',
    ],
  ],
  [
    'an emulator that crashes',
    'buildx',
    'emulator-crash',
    /native runner/,
    [
      '#7 1.2 qemu: uncaught target signal 11 (Segmentation fault) - core dumped',
      '#7 1.2 QEMU internal SIGSEGV {code=MAPERR, addr=0x20}',
    ],
  ],
  [
    'a step that crashes',
    'buildx',
    'step-crashed',
    /emulated.*native runner/,
    [
      'ERROR: process "/dev/.buildkit_qemu_emulator /bin/sh -c make" did not complete successfully: exit code: 139',
    ],
  ],
  [
    'the driver of the engine',
    'buildx',
    'driver-limit',
    /defaults/,
    [
      'Multi-platform build is not supported for the docker driver',
      'multiple platforms feature is currently not supported for docker driver',
      'Cache export is not supported for the docker driver',
      'cache export feature is currently not supported for docker driver',
    ],
  ],
  [
    'no manifest',
    'buildx',
    'manifest-unknown',
    /clean-up job.*seconds/,
    [
      'manifest unknown',
      'MANIFEST_UNKNOWN: manifest unknown',
      'content at https://r.example/v2/app/manifests/sha256:00 not found',
    ],
  ],
  [
    'loading several platforms',
    'buildx',
    'load-several',
    /one platform/,
    ['docker exporter does not currently support exporting manifest lists'],
  ],
  [
    'no platform',
    'buildx',
    'platform-absent',
    /imagetools inspect/,
    [
      'no match for platform in manifest sha256:1: not found',
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
    ],
  ],
  [
    'the limit of pulls',
    'buildx',
    'rate-limit',
    /Log in.*mirror/,
    [
      'toomanyrequests: You have reached your unauthenticated pull rate limit',
      'toomanyrequests: You have reached your pull rate limit',
      'unexpected status from GET request to https://registry-1.docker.io/v2/x: 429 Too Many Requests',
    ],
  ],
  [
    'a cache that limits',
    'buildx',
    'cache-throttled',
    /mode=min/,
    [
      "Request was blocked due to exceeding usage of resource 'Count'",
      'maximum timeout reached',
      'Cache service responded with 429',
    ],
  ],
  ['a limit', 'buildx', 'throttled', /later/, ['failed to parse error response 429: <html>']],
  [
    'a cache that is full',
    'buildx',
    'cache-full',
    /quota.*scope/,
    [
      'error writing layer blob: PUT https://x.blob.core.windows.net/actions-cache/1 RESPONSE 400: 400 Bad',
      'failed to reserve cache',
      'error committing cache',
      'cache already exists',
    ],
  ],
  [
    'a cache that is gone',
    'buildx',
    'cache-blob-gone',
    /registry is not at fault/,
    [
      'https://x.blob.core.windows.net/actions-cache/1 RESPONSE 403: 403 Server failed to authenticate the request.',
      '404 The specified blob does not exist.',
    ],
  ],
  [
    'a cache of old',
    'buildx',
    'cache-service-old',
    /0\.20.*0\.21/,
    ['This legacy service is shutting down, effective April 15, 2025'],
  ],
  ['a cache that is read', 'buildx', 'cache-denied', /forks/, ['error: cache export denied']],
  [
    'a cache in the wrong format',
    'buildx',
    'cache-media-type',
    /image-manifest=true,oci-mediatypes=true/,
    [
      '#9 exporting cache to registry\nunexpected status from PUT request to https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/c: 400 Bad Request',
    ],
  ],
  [
    'what passes',
    'buildx',
    'transient',
    /run the job again/,
    [
      '502 Bad Gateway',
      'unexpected status 504',
      'failed to parse error response 502: <!DOCTYPE html>',
      'cannot reuse body, request must be retried',
      'failed to copy: io: read/write on closed pipe',
      'i/o timeout',
      'connection reset by peer',
      'net/http: TLS handshake timeout',
    ],
  ],
  [
    'an entry that is there',
    'cosign',
    'log-duplicate',
    /new key/,
    [
      '[POST /api/v1/log/entries][409] createLogEntryConflict {"message":"an equivalent entry already exists"}',
      'unexpected entry returned from rekor server: expected EntryUUID',
    ],
  ],
  [
    'the log',
    'cosign',
    'log-unavailable',
    /No tag was moved/,
    [
      'Post "https://rekor.sigstore.dev/api/v1/log/entries": giving up after 4 attempt(s): context deadline exceeded',
      'giving up after 2 attempt(s): status 502',
    ],
  ],
  [
    'what is too large',
    'cosign',
    'payload-too-large',
    /SBOM/,
    [
      'predicate file exceeds maximum allowed size: 16777216 bytes',
      'unexpected response: 413 Payload Too Large',
    ],
  ],
  [
    'the certificate authority',
    'cosign',
    'sigstore-unavailable',
    /No tag was moved/,
    ['getting key from Fulcio: retrieving cert: x'],
  ],
  [
    'a token that is refused',
    'cosign',
    'oidc-token-refused',
    /audience/,
    ['getting key from Fulcio: 401 Unauthorized /api/v1/signingCert'],
  ],
  [
    'another issuer',
    'cosign',
    'oidc-issuer',
    /Enterprise Server/,
    ['oidc: id token issued by a different provider'],
  ],
  [
    'trust metadata that do not verify',
    'cosign',
    'trust-metadata-invalid',
    /clock/,
    [
      'error updating to TUF remote mirror: invalid key',
      'open /home/runner/.sigstore/root/remote.json: permission denied',
    ],
  ],
  [
    'trust metadata that are away',
    'cosign',
    'trust-metadata-unreachable',
    /tuf-repo-cdn/,
    ['Failed to download 3.root.json'],
  ],
  [
    'a registry that wants a login',
    'cosign',
    'unauthorized',
    /username.*password/,
    [
      '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
      'UNAUTHORIZED: The client does not have permission for manifest',
      'Error: No credentials found for registry ghcr.io',
    ],
  ],
  [
    'an immutable tag',
    'cosign',
    'immutable-tag',
    /exclude this prefix/,
    [
      "TAG_INVALID: The image tag 'sha256-1.att' already exists in the repository and cannot be overwritten because the repository is immutable",
      'PRECONDITION: tag 1.0 configured as immutable',
    ],
  ],
  [
    'a registry of old',
    'cosign',
    'manifest-refused',
    /OCI 1\.1/,
    ['MANIFEST_INVALID: manifest invalid'],
  ],
  [
    'nothing that verifies',
    'cosign',
    'nothing-found',
    /cosign 2\.6/,
    ['Error: no signatures found', 'Error: no matching attestations: x'],
  ],
  [
    'another identity',
    'cosign',
    'identity-unmatched',
    /./,
    [
      'none of the expected identities matched what was in the certificate, got subjects [https://github.com/octo/app/.github/workflows/a.yml@refs/heads/main] with issuer x',
      'no matching certificate identity found',
    ],
  ],
  [
    'flags',
    'cosign',
    'flags-conflict',
    /report it/,
    [
      'cannot specify service URLs and use signing config',
      '--tlog-upload=false is not supported with --signing-config',
      '--certificate-identity or --certificate-identity-regexp is required for verification in keyless mode',
    ],
  ],
  [
    'a name',
    'buildx',
    'name-case',
    /lower case/,
    [
      'ERROR: invalid tag "ghcr.io/Octo/a": repository name must be lowercase',
      'invalid reference format',
    ],
  ],
  ['the disk', 'buildx', 'disk-full', /larger runner/, ['write /x: No space left on device']],
  [
    'a list',
    'buildx',
    'input-list',
    /CSV/,
    [
      'Invalid Opening Quote: a quote is found inside a field at line 1',
      'invalid value for --secret: secret missing ID',
    ],
  ],
  [
    'a login that has ended',
    'buildx',
    'credential-expired',
    /right before/,
    [
      'failed to fetch oauth token: unexpected status',
      'denied: Your authorization token has expired. Reauthenticate and try again.',
    ],
  ],
  [
    'no context',
    'buildx',
    'context-absent',
    /actions\/checkout/,
    ['unable to prepare context: path "./app" not found'],
  ],
  [
    'no file',
    'buildx',
    'copy-absent',
    /dockerignore.*artifact/,
    ['failed to calculate checksum of ref x::y: "/dist": not found'],
  ],
];

describe('the texts that users see', () => {
  const rows = TEXTS.flatMap(([about, tool, id, told, texts]) =>
    texts.map((text) => ({ about, tool, id, told, text })),
  );

  it.each(rows)('$about: $text', ({ tool, id, told, text }) => {
    const known = classifyOutput({ tool, text });
    expect(known?.id).toBe(id);
    expect(known?.hint).toMatch(told);
  });
});
