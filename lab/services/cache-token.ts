import { randomBytes, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { parseRuntimeToken, type RuntimeIdentity } from '../../src/tools/runtime-token.ts';

export const PERMISSION = { read: 1, write: 2 } as const;

/** What a job may do with the caches of one ref. GitHub's own field names. */
export interface CacheScope {
  readonly Scope: string;
  /** A sum of `PERMISSION`s. */
  readonly Permission: number;
}

export interface RuntimeTokenOptions {
  /** In the order in which reads look; a job writes to the first one it may write to. */
  readonly scopes?: readonly CacheScope[];
  /** Backend ids, as the token of a real job has them: not the run's number. */
  readonly runId?: string;
  readonly jobId?: string;
  /** Life in milliseconds; six hours unless told. Negative for a token that is over. */
  readonly lifetimeMs?: number;
}

/** What a token that is genuine and in force states. */
export interface RuntimeGrant {
  readonly scopes: readonly CacheScope[];
  /** Whose token it is; undefined for one that may not reach results. */
  readonly identity: RuntimeIdentity | undefined;
}

/** Issues and checks `ACTIONS_RUNTIME_TOKEN`s. */
export interface TokenIssuer {
  issue(options: RuntimeTokenOptions): Promise<string>;
  /** Undefined for a token that is not genuine or not in force. */
  verify(token: string): Promise<RuntimeGrant | undefined>;
}

const LIFETIME_MS = 6 * 60 * 60_000;
/** GitHub issues a token as valid from five minutes ago. */
const SKEW_SECONDS = 300;

/** Makes an issuer with a key of its own: tokens of another service are refused. */
export function makeTokenIssuer(defaults: readonly CacheScope[]): TokenIssuer {
  const key = randomBytes(32);
  return {
    issue: ({ scopes = defaults, runId, jobId, lifetimeMs = LIFETIME_MS }) => {
      const run = runId ?? randomUUID();
      const job = jobId ?? randomUUID();
      const nowSeconds = Math.floor(Date.now() / 1000);
      return new SignJWT({
        // A string that holds JSON: clients parse it a second time.
        ac: JSON.stringify(scopes),
        acsl: '1024',
        orchid: `${run}.build.__default`,
        plan_id: run,
        scp: `Actions.Results:${run}:${job} Actions.UploadArtifacts:${run}:${job}`,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(nowSeconds)
        .setNotBefore(nowSeconds - SKEW_SECONDS)
        .setExpirationTime(nowSeconds + Math.floor(lifetimeMs / 1000))
        .setIssuer('https://token.actions.githubusercontent.com')
        .sign(key);
    },
    verify: async (token) => {
      const result = await jwtVerify(token, key).catch(() => undefined);
      const access = result?.payload['ac'];
      if (typeof access !== 'string') return undefined;
      return { scopes: parseScopes(access), identity: parseRuntimeToken(token) };
    },
  };
}

function parseScopes(text: string): readonly CacheScope[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter(isScope) : [];
}

function isScope(value: unknown): value is CacheScope {
  return (
    typeof value === 'object' &&
    value !== null &&
    'Scope' in value &&
    typeof value.Scope === 'string' &&
    'Permission' in value &&
    typeof value.Permission === 'number'
  );
}
