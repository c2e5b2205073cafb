import { describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '../../src/errors.ts';
import { findHint } from '../../src/registry/hints.ts';

const hint = (
  registry: string,
  path: string,
  code: ErrorCode,
  outcome: string,
  status?: number,
): string => findHint({ repository: { registry, path }, code, outcome, status }) ?? '';

describe('findHint', () => {
  // What registries really answer; left as they send it.
  it.each<[string, string, ErrorCode, string, readonly RegExp[]]>([
    [
      'ghcr.io',
      'org/app',
      'REGISTRY_DENIED',
      'HTTP 403, DENIED: permission_denied: write_package',
      [/packages: write/, /Manage Actions access/, /org\/app/],
    ],
    [
      'ghcr.io',
      'org/app',
      'REGISTRY_DENIED',
      'HTTP 403, DENIED: installation not allowed to Create organization package',
      [/packages: write/, /organization settings/, /`org`/],
    ],
    [
      'ghcr.io',
      'org/app',
      'REGISTRY_DENIED',
      'HTTP 403, DENIED: permission_denied: create_package',
      [/organization settings/],
    ],
    [
      'ghcr.io',
      'org/app',
      'REGISTRY_UNAUTHORIZED',
      'HTTP 401, UNAUTHORIZED: unauthenticated: User cannot be authenticated with the token provided.',
      [/packages: write/],
    ],
    [
      'docker.io',
      'library/app',
      'REGISTRY_DENIED',
      'HTTP 401, UNAUTHORIZED: authentication required',
      [/ghcr\.io\/…\/app/],
    ],
    [
      'docker.io',
      'org/app',
      'REGISTRY_UNAUTHORIZED',
      'HTTP 401, UNAUTHORIZED: access token has insufficient scopes',
      [/read and write/],
    ],
    [
      'docker.io',
      'org/app',
      'REGISTRY_THROTTLED',
      'HTTP 429, TOOMANYREQUESTS: You have reached your pull rate limit',
      [/log in/],
    ],
    [
      'quay.io',
      'org/app',
      'REGISTRY_UNAUTHORIZED',
      'HTTP 401, UNAUTHORIZED: access to the requested resource is not authorized',
      [/registry: quay\.io/],
    ],
    ['quay.io', 'org/app', 'REGISTRY_DENIED', 'HTTP 403', [/write access/]],
    [
      '1.dkr.ecr.eu-west-1.amazonaws.com',
      'app',
      'REGISTRY_NOT_FOUND',
      "HTTP 404, NAME_UNKNOWN: The repository with name 'app' does not exist in the registry with id '1'",
      [/aws ecr create-repository --repository-name app/],
    ],
    [
      '1.dkr.ecr.eu-west-1.amazonaws.com',
      'app',
      'REGISTRY_REFUSED',
      "HTTP 400, TAG_INVALID: The image tag 'sha256-x' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
      [/immutable/, /sha256-/],
    ],
    [
      'harbor.example',
      'p/app',
      'REGISTRY_NOT_FOUND',
      'HTTP 404, NOT_FOUND: project p not found; NAME_UNKNOWN',
      [/Create the repository/],
    ],
    [
      'r.example',
      'p/app',
      'REGISTRY_UNREACHABLE',
      'r.example: SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate',
      [/NODE_EXTRA_CA_CERTS/],
    ],
    [
      'r.example',
      'p/app',
      'REGISTRY_UNREACHABLE',
      'r.example: CERT_NOT_YET_VALID: certificate is not yet valid',
      [/clock/],
    ],
    [
      'r.example',
      'p/app',
      'REGISTRY_UNREACHABLE',
      'r.example: CERT_HAS_EXPIRED: certificate has expired',
      [/clock/, /renew/],
    ],
    [
      'r.example',
      'p/app',
      'REGISTRY_UNREACHABLE',
      "r.example: ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames: Host: r.example. is not in the cert's altnames: DNS:other.example",
      [/other names/],
    ],
    ['r.example', 'p/app', 'REGISTRY_UNREACHABLE', 'HTTP 503', [/status page/]],
    [
      'r.exmaple',
      'p/app',
      'REGISTRY_UNREACHABLE',
      'r.exmaple: ENOTFOUND: getaddrinfo ENOTFOUND r.exmaple',
      [/No host has the name r\.exmaple/],
    ],
  ])('%s/%s, %s: %s', (registry, path, code, outcome, patterns) => {
    for (const pattern of patterns) expect(hint(registry, path, code, outcome)).toMatch(pattern);
  });

  const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

  it.each<[string, string, boolean, readonly RegExp[]]>([
    [
      ECR,
      'no basic auth credentials',
      false,
      [/type: aws-ecr/, /id-token: write/, /iam::123456789012:/],
    ],
    ['europe-docker.pkg.dev', 'HTTP 401', false, [/type: gcp-wif/, /workload-identity-provider/]],
    ['octo.azurecr.io', 'HTTP 401', false, [/type: azure-acr/, /tenant-id/]],
    ['docker.io', 'HTTP 401', false, [/password: \$\{\{ secrets/, /type: dockerhub/]],
    ['quay.io', 'HTTP 401', false, [/registry: quay\.io/, /password: \$\{\{ secrets/]],
    [
      'ghcr.io',
      'HTTP 401, UNAUTHORIZED: authentication required',
      false,
      [/github-token/, /packages: write/],
    ],
    [ECR, 'HTTP 401', true, [/wrong or has ended/]],
    ['quay.io', 'HTTP 401', true, [/wrong or has ended/]],
    ['docker.io', 'HTTP 401, access token has insufficient scopes', true, [/read and write/]],
  ])('%s, %s, logged in: %j', (registry, outcome, isLoggedIn, patterns) => {
    const repository = { registry, path: 'org/app' };
    const told = findHint({ repository, code: 'REGISTRY_UNAUTHORIZED', outcome, isLoggedIn });
    for (const pattern of patterns) expect(told).toMatch(pattern);
  });

  it('knows what a proxy in front of a registry limits', () => {
    expect(hint('r.example', 'p/app', 'REGISTRY_REFUSED', 'HTTP 413', 413)).toMatch(/size/);
    for (const status of [200, 302])
      expect(hint('r.example', 'p/app', 'REGISTRY_REFUSED', 'HTTP', status)).toMatch(/login page/);
  });

  it('says nothing where the message says all', () => {
    expect(hint('r.example', 'p/app', 'REGISTRY_REFUSED', 'HTTP 422')).toBe('');
  });
});
