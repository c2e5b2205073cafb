import { describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import type { LoginSpec } from '../../src/plan/login-spec.ts';
import { explainDenial } from '../../src/stages/logins/denial.ts';

const login = (registry: string, source: LoginSpec['source'] = 'password'): LoginSpec => ({
  registry,
  username: 'octocat',
  source,
  use: 'both',
});

interface Case {
  readonly registry?: string;
  readonly path?: string;
  readonly logins?: readonly LoginSpec[];
  readonly untrusted?: boolean;
  readonly code?: 'REGISTRY_DENIED' | 'REGISTRY_UNAUTHORIZED' | 'REGISTRY_UNREACHABLE';
}

function explain({ registry = 'ghcr.io', path = 'octo-org/app', ...given }: Case): ActionError {
  const { logins = [], untrusted = false, code = 'REGISTRY_DENIED' } = given;
  const error = new ActionError(code, `${registry} says no`, { hint: 'The hint.' });
  const facts = { untrusted, repository: 'Octo-Org/app' };
  const explained = explainDenial({ error, repository: { registry, path }, logins, facts });
  if (!(explained instanceof ActionError)) throw new Error('no ActionError');
  return explained;
}

describe('a push that is refused', () => {
  it.each<[string, Case, RegExp, string]>([
    ['a stranger', { untrusted: true }, /another event/, 'UNTRUSTED_EVENT'],
    [
      'the token of another owner',
      { path: 'other/app', logins: [login('ghcr.io', 'github-token')] },
      /belongs to octo-org, and the image to other: publish to ghcr\.io\/octo-org\/app/,
      'REGISTRY_DENIED',
    ],
    [
      'the token of the owner',
      { logins: [login('ghcr.io', 'github-token')] },
      /asked as octocat \(`github-token`\)\.\nThe hint\./,
      'REGISTRY_DENIED',
    ],
    [
      "another owner's own login",
      { path: 'other/app', logins: [login('ghcr.io')] },
      /asked as octocat \(`password`\)/,
      'REGISTRY_DENIED',
    ],
    [
      'logins for other registries',
      { code: 'REGISTRY_UNAUTHORIZED', logins: [login('quay.io'), login('docker.io')] },
      /no login for ghcr\.io, but for quay\.io, docker\.io\.\nThe hint/,
      'REGISTRY_UNAUTHORIZED',
    ],
    ['no login', {}, /^The hint\.$/, 'REGISTRY_DENIED'],
  ])('to %s', (_, given, hint, code) => {
    const explained = explain(given);
    expect(explained.hint).toMatch(hint);
    expect(explained.code).toBe(code);
  });

  it('is another matter than a registry that is away', () => {
    expect(explain({ untrusted: true, code: 'REGISTRY_UNREACHABLE' }).hint).toBe('The hint.');
    const error = new Error('x');
    const repository = { registry: 'ghcr.io', path: 'a/b' };
    const facts = { untrusted: true, repository: 'a/b' };
    expect(errorCode(explainDenial({ error, repository, logins: [], facts }))).toBe('UNEXPECTED');
  });
});
