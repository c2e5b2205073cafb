/** The token by which a job reaches GitHub's results service: whose it is and what it may. The service checks its signature, not we. */
import { isRecord, readJson } from '../image/json-shape.ts';

export interface RuntimeIdentity {
  /** Backend id of the run, the same in all its jobs: not GITHUB_RUN_ID. */
  readonly runId: string;
  /** Backend id of the job, another one in every job and in every attempt of it. */
  readonly jobId: string;
}

/** ACTIONS_RUNTIME_TOKEN -> run and job, from `Actions.Results:<run>:<job>` in its scopes; undefined without such a scope. */
export function parseRuntimeToken(token: string): RuntimeIdentity | undefined {
  const scopes = readClaim(token, 'scp');
  if (scopes === undefined) return undefined;
  for (const scope of scopes.split(' ')) {
    const [, runId, jobId] = /^Actions\.Results:([^:]+):([^:]+)$/.exec(scope) ?? [];
    if (runId !== undefined && jobId !== undefined) return { runId, jobId };
  }
  return undefined;
}

/** A ref whose entries in the Actions cache the job may read, and perhaps write. */
export interface CacheAccess {
  readonly ref: string;
  readonly writes: boolean;
}

/** Bit of `Permission` (tonistiigi/go-actions-cache, PermissionWrite). */
const WRITE = 2;

/** ACTIONS_RUNTIME_TOKEN -> what its claim `ac` lets the job do with the Actions cache; undefined where it does not say. */
export function parseCacheAccess(token: string): readonly CacheAccess[] | undefined {
  const scopes = readJson(readClaim(token, 'ac') ?? '');
  if (!Array.isArray(scopes)) return undefined;
  return scopes.flatMap((scope: unknown) => {
    if (!isRecord(scope)) return [];
    const { Scope: ref, Permission: permission } = scope;
    if (typeof ref !== 'string' || typeof permission !== 'number') return [];
    return [{ ref, writes: (permission & WRITE) !== 0 }];
  });
}

function readClaim(token: string, name: string): string | undefined {
  const [, payload = '', signature = ''] = token.split('.');
  const claims = readJson(Buffer.from(payload, 'base64url').toString('utf8'));
  const value = isRecord(claims) && signature !== '' ? claims[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
