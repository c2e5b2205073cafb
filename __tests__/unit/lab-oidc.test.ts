import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import {
  type ClaimOverrides,
  GITHUB_ISSUER,
  makeClaims,
  type Oidc,
  startOidc,
} from '../../lab/services/oidc.ts';

/** As GitHub documents them; `environment` only for jobs that name one. */
const CLAIMS = [
  ...['actor', 'actor_id', 'aud', 'base_ref', 'event_name', 'exp', 'head_ref', 'iat', 'iss'],
  ...['job_workflow_ref', 'job_workflow_sha', 'jti', 'nbf', 'ref', 'ref_protected', 'ref_type'],
  ...['repository', 'repository_id', 'repository_owner', 'repository_owner_id'],
  ...['repository_visibility', 'run_attempt', 'run_id', 'run_number', 'runner_environment'],
  ...['sha', 'sub', 'workflow', 'workflow_ref', 'workflow_sha'],
];

describe('the OIDC endpoint of a job', () => {
  let oidc: Oidc;

  beforeAll(async () => {
    oidc = await startOidc();
  });

  afterAll(() => oidc.stop());

  const ask = (authorization?: string, url = `${oidc.requestUrl}&audience=sigstore`) =>
    fetch(url, authorization === undefined ? {} : { headers: { authorization } });
  const askToken = async (url?: string): Promise<string> => {
    const answer = await ask(`bearer ${oidc.requestToken}`, url);
    const { value } = (await answer.json()) as { readonly value: string };
    return value;
  };

  it('gives a token whose signature its JWKS confirms, with every claim', async () => {
    const token = await askToken();
    const jwks = createRemoteJWKSet(new URL(oidc.jwksUrl));
    const { payload } = await jwtVerify(token, jwks, {
      issuer: GITHUB_ISSUER,
      audience: 'sigstore',
    });
    expect(Object.keys(payload).sort()).toEqual([...CLAIMS].sort());
    expect(payload).toMatchObject({ ...oidc.claims });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    expect(decodeProtectedHeader(token)).toEqual({
      typ: 'JWT',
      alg: 'RS256',
      kid: expect.any(String),
    });
  });

  it('counts what it gives, and gives no token twice', async () => {
    const answers = await Promise.all([1, 2].map(() => ask(`Bearer ${oidc.requestToken}`)));
    const [first, second] = (await Promise.all(answers.map((each) => each.json()))) as readonly {
      readonly count: number;
      readonly value: string;
    }[];
    expect(second?.count).not.toBe(first?.count);
    expect(decodeJwt(second?.value ?? '').jti).not.toBe(decodeJwt(first?.value ?? '').jti);
  });

  it('names the owner as audience when none is asked for', async () => {
    expect(decodeJwt(await askToken(oidc.requestUrl)).aud).toBe('https://github.com/octo-org');
  });

  it.each([
    ['no token', undefined, 401],
    ['another scheme', 'Basic dTpw', 401],
    ['a wrong token', 'bearer wrong', 403],
  ])('refuses %s with JSON', async (_name, authorization, status) => {
    const answer = await ask(authorization);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ code: expect.any(String), msg: expect.any(String) });
  });

  it('says whatever a test wants it to say', async () => {
    oidc.setClaims({ exp: 1_700_000_000, aud: 'other', sha: 'f'.repeat(40), environment: 'prod' });
    const payload = decodeJwt(await askToken());
    oidc.setClaims({});
    expect(payload).toMatchObject({
      ...{ exp: 1_700_000_000, aud: 'other', workflow_sha: 'f'.repeat(40) },
      ...{ environment: 'prod', sub: 'repo:octo-org/app:environment:prod' },
    });
    expect(decodeJwt(await askToken())).not.toHaveProperty('environment');
  });

  it('gives jobs at the same time tokens of their own, whatever is said of the others', async () => {
    const first = oidc.openJob({ run_attempt: '2', sha: 'a'.repeat(40) });
    const second = oidc.openJob({ run_attempt: '3' });
    oidc.setClaims({ run_attempt: '9' });
    const read = async (token: string) => {
      const answer = await ask(`bearer ${token}`);
      return decodeJwt(JSON.parse(await answer.text()).value)['run_attempt'];
    };
    const attempts = [await read(first), await read(second), await read(oidc.requestToken)];
    oidc.setClaims({});
    expect(attempts).toEqual(['2', '3', '9']);
  });
});

describe('makeClaims', () => {
  it.each<readonly [ClaimOverrides, Readonly<Record<string, string>>]>([
    [{}, { sub: 'repo:octo-org/app:ref:refs/heads/main', ref_type: 'branch' }],
    [{ ref: 'refs/tags/v1' }, { sub: 'repo:octo-org/app:ref:refs/tags/v1', ref_type: 'tag' }],
    [{ event_name: 'pull_request' }, { sub: 'repo:octo-org/app:pull_request' }],
    [
      { repository: 'a/b' },
      { repository_owner: 'a', workflow_ref: 'a/b/.github/workflows/release.yml@refs/heads/main' },
    ],
    [
      { workflow_ref: 'a/b/.github/workflows/x.yml@refs/heads/x' },
      { job_workflow_ref: 'a/b/.github/workflows/x.yml@refs/heads/x' },
    ],
    [{ sub: 'custom' }, { sub: 'custom' }],
  ])('%j', (given, expected) => {
    expect(makeClaims(given)).toMatchObject(expected);
  });
});
