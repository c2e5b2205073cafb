/** Logins without a stored secret: what each service needs to give one for the job's OIDC token. Data only. */

/** `push`: the repositories that the run writes to. `pull`: all others, such as base images. */
export const LOGIN_USES = ['pull', 'push', 'both'] as const;
export type LoginUse = (typeof LOGIN_USES)[number];

export const IDENTITY_TYPES = ['aws-ecr', 'gcp-wif', 'azure-acr', 'dockerhub'] as const;

interface Identity {
  readonly registry: string;
  /** The one repository that it is for; undefined: all of the registry. */
  readonly repository: string | undefined;
  readonly use: LoginUse;
  /** Whom the job's OIDC token is made out to. */
  readonly audience: string;
}

export interface AwsIdentity extends Identity {
  readonly type: 'aws-ecr';
  readonly role: string;
  readonly sessionName: string;
  readonly durationS: number;
  readonly region: string;
  readonly isPublic: boolean;
  /** Address of STS, without a path. */
  readonly stsUrl: string;
  readonly ecrUrl: string;
}

export interface GoogleIdentity extends Identity {
  readonly type: 'gcp-wif';
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
  readonly provider: string;
  /** Undefined: the federated identity itself has the rights. */
  readonly serviceAccount: string | undefined;
  readonly stsUrl: string;
  readonly iamUrl: string;
}

export interface AzureIdentity extends Identity {
  readonly type: 'azure-acr';
  readonly tenantId: string;
  readonly clientId: string;
  readonly authorityUrl: string;
  /** What the Entra token is for, as `<resource>/.default`. */
  readonly tokenScope: string;
}

export interface DockerHubIdentity extends Identity {
  readonly type: 'dockerhub';
  readonly username: string;
  readonly connectionId: string;
  readonly expiresInS: number;
  readonly identityUrl: string;
}

export type RegistryIdentity = AwsIdentity | GoogleIdentity | AzureIdentity | DockerHubIdentity;
