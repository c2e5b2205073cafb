import { SHA } from './make-facts.ts';

/** A token as GitHub's are built, with a signature that nobody has made. */
export function makeToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const stated = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sigstore',
    exp: Date.parse('2026-01-02T03:14:05Z') / 1000,
    job_workflow_ref: 'octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
    repository: 'octo-org/app',
    ref: 'refs/tags/v1.2.3',
    sha: SHA,
    event_name: 'push',
    ...claims,
  };
  return [encode({ alg: 'RS256', typ: 'JWT' }), encode(stated), encode('signature')].join('.');
}

/** The token endpoint's answer with such a token. */
export function makeTokenAnswer(claims: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ count: 1, value: makeToken(claims) });
}
