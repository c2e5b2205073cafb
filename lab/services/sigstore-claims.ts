import { errors, type JWTPayload } from 'jose';

const REQUIRED_CLAIMS = [
  'iss',
  'sub',
  'job_workflow_ref',
  'sha',
  'event_name',
  'repository',
  'workflow',
  'ref',
  'job_workflow_sha',
  'runner_environment',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'repository_visibility',
  'workflow_ref',
  'workflow_sha',
  'run_id',
  'run_attempt',
] as const;

/** The claims a certificate is made from: those that Fulcio demands of GitHub's tokens, and the environment if any. */
export type FulcioClaims = Readonly<Record<(typeof REQUIRED_CLAIMS)[number], string>> & {
  readonly environment?: string;
};

export interface CertificateExtension {
  readonly oid: string;
  readonly value: string;
  /** True for the first six, which are bare strings instead of DER. */
  readonly legacy: boolean;
}

/** Takes the claims out of a verified token. Throws jose's JWTClaimValidationFailed on a missing one. */
export function parseFulcioClaims(payload: JWTPayload): FulcioClaims {
  const claims = Object.fromEntries(
    REQUIRED_CLAIMS.map((name) => [name, readClaim(payload, name)]),
  );
  const { environment } = payload;
  // Every name of the list is there: readClaim throws otherwise.
  const whole = claims as Record<(typeof REQUIRED_CLAIMS)[number], string>;
  return typeof environment === 'string' ? { ...whole, environment } : whole;
}

/** The extensions 1.3.6.1.4.1.57264.1.N of a certificate for a GitHub job (Fulcio's docs/oid-info.md). */
export function makeFulcioExtensions(claims: FulcioClaims): readonly CertificateExtension[] {
  const server = 'https://github.com';
  const { repository, run_id: run, run_attempt: attempt } = claims;
  const values: readonly (readonly [number, string | undefined])[] = [
    [1, claims.iss],
    [2, claims.event_name],
    [3, claims.sha],
    [4, claims.workflow],
    [5, repository],
    [6, claims.ref],
    [8, claims.iss],
    [9, `${server}/${claims.job_workflow_ref}`],
    [10, claims.job_workflow_sha],
    [11, claims.runner_environment],
    [12, `${server}/${repository}`],
    [13, claims.sha],
    [14, claims.ref],
    [15, claims.repository_id],
    [16, `${server}/${claims.repository_owner}`],
    [17, claims.repository_owner_id],
    [18, `${server}/${claims.workflow_ref}`],
    [19, claims.workflow_sha],
    [20, claims.event_name],
    [21, `${server}/${repository}/actions/runs/${run}/attempts/${attempt}`],
    [22, claims.repository_visibility],
    [23, claims.environment],
    [24, claims.sub],
  ];
  return values.flatMap(([number, value]) =>
    value === undefined
      ? []
      : [{ oid: `1.3.6.1.4.1.57264.1.${number}`, value, legacy: number <= 6 }],
  );
}

function readClaim(payload: JWTPayload, name: string): string {
  const value = payload[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new errors.JWTClaimValidationFailed(`missing ${name} claim in ID token`, payload, name);
}
