/** The token by which a job reaches GitHub's results service: whose it is. The service checks its signature, not we. */

export interface RuntimeIdentity {
  /** Backend id of the run, the same in all its jobs: not GITHUB_RUN_ID. */
  readonly runId: string;
  /** Backend id of the job, another one in every job and in every attempt of it. */
  readonly jobId: string;
}

/** ACTIONS_RUNTIME_TOKEN -> run and job, from `Actions.Results:<run>:<job>` in its scopes; undefined without such a scope. */
export function parseRuntimeToken(token: string): RuntimeIdentity | undefined {
  const [, payload = '', signature = ''] = token.split('.');
  const scopes = readScopes(Buffer.from(payload, 'base64url').toString('utf8'));
  if (scopes === undefined || signature === '') return undefined;
  for (const scope of scopes.split(' ')) {
    const [, runId, jobId] = /^Actions\.Results:([^:]+):([^:]+)$/.exec(scope) ?? [];
    if (runId !== undefined && jobId !== undefined) return { runId, jobId };
  }
  return undefined;
}

function readScopes(payload: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(payload);
    if (typeof claims !== 'object' || claims === null || !('scp' in claims)) return undefined;
    return typeof claims.scp === 'string' ? claims.scp : undefined;
  } catch {
    return undefined;
  }
}
