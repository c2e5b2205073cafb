/** What GitHub states about this job in its OIDC token (docs.github.com "OpenID Connect reference"). */
export interface SignerClaims {
  readonly issuer: string;
  /** `owner/repo/.github/workflows/file.yml@ref` of the workflow that holds the job: ours, when it is reusable. */
  readonly jobWorkflowRef: string;
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
  readonly eventName: string;
}
