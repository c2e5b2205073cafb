import { describe, expect, it } from '@jest/globals';
import { parseChallenge } from '../../src/registry/challenge.ts';

describe('parseChallenge', () => {
  it.each([
    // As sent by ghcr.io, Docker Hub, quay.io, ECR, Azure, Artifactory.
    [
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
      'https://ghcr.io/token',
      'ghcr.io',
      'repository:user/image:pull',
    ],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
      'https://auth.docker.io/token',
      'registry.docker.io',
      undefined,
    ],
    [
      'bearer realm="https://x/t", service="x" , scope="repository:a/b:pull,push"',
      'https://x/t',
      'x',
      'repository:a/b:pull,push',
    ],
    ['Bearer realm=https://x/t,service=x', 'https://x/t', 'x', undefined],
    [
      'Basic realm="Artifactory Realm", Bearer realm="https://x/t",service="x"',
      'https://x/t',
      'x',
      undefined,
    ],
    ['Negotiate, NTLM, Bearer realm="https://x/t"', 'https://x/t', undefined, undefined],
    [
      'Bearer realm="https://x/t",service="with \\"quotes\\", and, commas"',
      'https://x/t',
      'with "quotes", and, commas',
      undefined,
    ],
    ['Bearer realm="https://x/t",service="x",error="invalid_token"', 'https://x/t', 'x', undefined],
    [
      'Bearer realm="https://x/t",service="x",error="insufficient_scope"',
      'https://x/t',
      'x',
      undefined,
    ],
  ])('%s', (header, realm, service, scope) => {
    expect(parseChallenge(header)).toEqual({
      scheme: 'bearer',
      realm,
      service,
      scope,
      isInsufficient: header.includes('insufficient_scope'),
    });
  });

  it.each(['Basic realm="Registry"', 'BASIC', 'Bearer service="without realm", Basic realm="x"'])(
    '%s is a password',
    (header) => {
      expect(parseChallenge(header)).toEqual({ scheme: 'basic' });
    },
  );

  it.each([undefined, '', 'Negotiate', 'Bearer', '=,=,"', `Digest ${'a='.repeat(9000)}`])(
    '%s is nothing we speak',
    (header) => {
      expect(parseChallenge(header)).toBeUndefined();
    },
  );
});
