/** GitHub's OIDC token: text → what it states. Its signature is Fulcio's to check; here it is compared with the job. */
import { isRecord, readJson } from '../image/json-shape.ts';
import type { SignerClaims } from '../plan/claims.ts';

export interface OidcToken {
  readonly text: string;
  /** Seconds since the epoch. */
  readonly expiresAtS: number;
  /** From when it was issued to then; undefined where it does not say. */
  readonly lifetimeS?: number;
  /** The claim `sub`, by which cloud services decide; empty where there is none. */
  readonly subject: string;
  readonly claims: SignerClaims;
}

export type TokenResult =
  | { readonly ok: true; readonly token: OidcToken }
  | { readonly ok: false; readonly reason: string };

/** JSON answer of the token endpoint → token. The reason never holds the token or a part of it. */
export function parseTokenAnswer(body: string, audience: string): TokenResult {
  const answer = readJson(body);
  if (!isRecord(answer)) return refuse('the answer is not JSON');
  const text = answer['value'];
  if (typeof text !== 'string' || text === '') return refuse('the answer holds no token');
  const [, payload = '', signature = ''] = text.split('.');
  const claims = readJson(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!isRecord(claims) || signature === '') return refuse('the token is not a JWT');
  if (claims['aud'] !== audience)
    return refuse(`the token is for another audience than ${audience}`);
  const expiresAtS = claims['exp'];
  const issuedAtS = claims['iat'];
  if (typeof expiresAtS !== 'number') return refuse('the token has no expiry');
  const read = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '');
  const jobWorkflowRef = read('job_workflow_ref');
  if (jobWorkflowRef === '') return refuse('the token names no workflow (job_workflow_ref)');
  return {
    ok: true,
    token: {
      text,
      expiresAtS,
      ...(typeof issuedAtS === 'number' ? { lifetimeS: expiresAtS - issuedAtS } : {}),
      subject: read('sub'),
      claims: {
        issuer: read('iss'),
        jobWorkflowRef,
        repository: read('repository'),
        ref: read('ref'),
        sha: read('sha'),
        eventName: read('event_name'),
      },
    },
  };
}

/** Names what the token states otherwise than the job: a token of another run must not sign this image. */
export function findMismatch(
  claims: SignerClaims,
  job: { readonly repository: string; readonly sha: string },
): string | undefined {
  if (job.repository !== '' && claims.repository.toLowerCase() !== job.repository.toLowerCase()) {
    return `the token is for repository ${claims.repository}, the job runs in ${job.repository}`;
  }
  if (job.sha !== '' && claims.sha !== job.sha)
    return `the token is for commit ${claims.sha}, the job builds ${job.sha}`;
  return undefined;
}

function refuse(reason: string): TokenResult {
  return { ok: false, reason };
}
