import { randomBytes, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, type KeyLike, SignJWT } from 'jose';
import { type RequestRecord, sendJson, startHttpServer } from './http-server.ts';

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** What GitHub says of a job in its token, besides the registered claims; all values are strings. */
export interface GitHubClaims {
  readonly sub: string;
  readonly ref: string;
  readonly sha: string;
  readonly repository: string;
  readonly repository_owner: string;
  readonly repository_owner_id: string;
  readonly run_id: string;
  readonly run_number: string;
  readonly run_attempt: string;
  readonly repository_visibility: string;
  readonly repository_id: string;
  readonly actor_id: string;
  readonly actor: string;
  readonly workflow: string;
  readonly head_ref: string;
  readonly base_ref: string;
  readonly event_name: string;
  readonly ref_type: string;
  readonly ref_protected: string;
  readonly workflow_ref: string;
  readonly workflow_sha: string;
  readonly job_workflow_ref: string;
  readonly job_workflow_sha: string;
  readonly runner_environment: string;
  /** Only for jobs that name a deployment environment. */
  readonly environment?: string | undefined;
}

/** What a test may put in place of the truth: any claim, the audience and the times (seconds since the epoch) too. */
export type ClaimOverrides = Partial<GitHubClaims> & {
  readonly aud?: string;
  readonly iss?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
};

export interface OidcOptions {
  /** Claims of the job; what follows from others (`sub`, `workflow_ref`, ...) is derived where it is not given. */
  readonly claims?: ClaimOverrides | undefined;
  /** Life of each token in milliseconds; five minutes unless told. */
  readonly lifetimeMs?: number | undefined;
}

export interface Oidc {
  readonly url: string;
  /** For ACTIONS_ID_TOKEN_REQUEST_URL: has a query already, as GitHub's, so that clients append `&audience=`. */
  readonly requestUrl: string;
  /** For ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  readonly requestToken: string;
  readonly jwksUrl: string;
  readonly requests: readonly RequestRecord[];
  /** The claims of the next tokens. */
  readonly claims: GitHubClaims;
  /** Replaces the claims for the tokens that follow; times and audience are as GitHub sets them unless given. */
  setClaims(claims: ClaimOverrides): void;
  /** The request token of a job beside others: its claims stay, whatever those of the others are set to. */
  openJob(claims: ClaimOverrides): string;
  /** A token without asking over HTTP, for tests that need one at hand. */
  makeToken(audience: string): Promise<string>;
  stop(): Promise<void>;
}

interface TokenSigner {
  readonly key: KeyLike;
  readonly jwk: JWK & { readonly kid: string };
}

/** Starts the endpoint a job gets its identity token from, with an RSA key and its JWKS. */
export async function startOidc(options: OidcOptions = {}): Promise<Oidc> {
  const signer = await makeTokenSigner();
  const lifetimeMs = options.lifetimeMs ?? 5 * 60_000;
  const requestToken = randomBytes(32).toString('base64url');
  const requestPath = `/12//idtoken/${randomUUID()}/${randomUUID()}`;
  let overrides = options.claims ?? {};
  const jobs = new Map<string, ClaimOverrides>();
  let issued = 0;
  const makeToken = (audience: string, claims = overrides) =>
    signToken({ signer, overrides: claims, audience, lifetimeMs });

  const server = await startHttpServer({
    async handler(request, response) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://oidc');
      if (pathname === '/.well-known/jwks') return sendJson(response, 200, { keys: [signer.jwk] });
      if (pathname === '/.well-known/openid-configuration') {
        return sendJson(response, 200, makeDiscovery(server.url));
      }
      if (pathname !== requestPath || request.method !== 'GET') return sendDenial(response, 404);
      const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (given === undefined) return sendDenial(response, 401);
      const claims = given === requestToken ? overrides : jobs.get(given);
      if (claims === undefined) return sendDenial(response, 403);
      const { repository_owner: owner } = makeClaims(claims);
      const audience = searchParams.get('audience') ?? `https://github.com/${owner}`;
      issued += 1;
      sendJson(response, 200, { count: issued, value: await makeToken(audience, claims) });
    },
  });
  return {
    url: server.url,
    requestUrl: `${server.url}${requestPath}?api-version=2.0`,
    requestToken,
    jwksUrl: `${server.url}/.well-known/jwks`,
    requests: server.requests,
    get claims() {
      return makeClaims(overrides);
    },
    setClaims(claims) {
      overrides = claims;
    },
    openJob(claims) {
      const token = randomBytes(32).toString('base64url');
      jobs.set(token, claims);
      return token;
    },
    makeToken: (audience) => makeToken(audience),
    stop: () => server.stop(),
  };
}

/** A job's claims, whole and consistent: a push to `main` of `octo-org/app` unless told otherwise. */
export function makeClaims(overrides: ClaimOverrides = {}): GitHubClaims {
  const { aud, iss, exp, nbf, iat, ...given } = overrides;
  const repository = given.repository ?? 'octo-org/app';
  const ref = given.ref ?? 'refs/heads/main';
  const sha = given.sha ?? '5f1d1d8e0ba4b25ff3bbd2e4d7c4c8ab0cd1b3a9';
  const workflowRef = given.workflow_ref ?? `${repository}/.github/workflows/release.yml@${ref}`;
  return {
    sub: makeSubject({ ...given, repository, ref }),
    ref,
    sha,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: '65',
    run_id: '1536140711',
    run_number: '10',
    run_attempt: '1',
    repository_visibility: 'public',
    repository_id: '74',
    actor_id: '12',
    actor: 'octocat',
    workflow: 'release',
    head_ref: '',
    base_ref: '',
    event_name: 'push',
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'true',
    workflow_ref: workflowRef,
    workflow_sha: sha,
    job_workflow_ref: workflowRef,
    job_workflow_sha: sha,
    runner_environment: 'github-hosted',
    ...given,
  };
}

/** GitHub's default form: the environment wins over the event, the event over the ref. */
function makeSubject({ repository, ref, environment, event_name: event }: ClaimOverrides): string {
  if (environment !== undefined) return `repo:${repository}:environment:${environment}`;
  return event === 'pull_request'
    ? `repo:${repository}:pull_request`
    : `repo:${repository}:ref:${ref}`;
}

async function makeTokenSigner(): Promise<TokenSigner> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = randomBytes(20).toString('hex').toUpperCase();
  return {
    key: privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  };
}

async function signToken({
  signer,
  overrides,
  audience,
  lifetimeMs,
}: {
  readonly signer: TokenSigner;
  readonly overrides: ClaimOverrides;
  readonly audience: string;
  readonly lifetimeMs: number;
}): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const { aud, iss, exp, nbf, iat } = overrides;
  return new SignJWT({
    jti: randomUUID(),
    aud: aud ?? audience,
    ...makeClaims(overrides),
    iss: iss ?? GITHUB_ISSUER,
    // GitHub dates tokens back, so that a client whose clock lags accepts them.
    nbf: nbf ?? nowSeconds - 300,
    exp: exp ?? nowSeconds + Math.floor(lifetimeMs / 1000),
    iat: iat ?? nowSeconds,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: signer.jwk.kid })
    .sign(signer.key);
}

function makeDiscovery(url: string): Readonly<Record<string, unknown>> {
  return {
    issuer: GITHUB_ISSUER,
    jwks_uri: `${url}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

const DENIALS = {
  401: { code: 'unauthenticated', msg: 'missing or malformed authorization header' },
  403: { code: 'permission_denied', msg: 'the request token is not valid for this job' },
  404: { code: 'bad_route', msg: 'no handler for path' },
} as const;

function sendDenial(response: ServerResponse, status: keyof typeof DENIALS): void {
  sendJson(response, status, DENIALS[status]);
}
