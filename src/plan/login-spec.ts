/** Who logs in where, as a plan says it. */
import type { LoginUse, RegistryIdentity } from './identities.ts';

export const LOGIN_SOURCES = [
  'password',
  'github-token',
  'registry-auth',
  'registry-identities',
] as const;

/** Who logs in where, with what; the secret itself is never part of the plan. */
export interface LoginSpec {
  readonly registry: string;
  /** The one repository that it is for; undefined: all of the registry. */
  readonly repository?: string | undefined;
  /** As it may be shown. */
  readonly username: string;
  readonly source: (typeof LOGIN_SOURCES)[number];
  readonly use: LoginUse;
  /** Its place in the list that the input is. */
  readonly entry?: number | undefined;
  /** The user name is the id of an access key of AWS; empty: the key of the environment. */
  readonly isAwsKey?: boolean | undefined;
  readonly identity?: RegistryIdentity | undefined;
  /** Nothing is pushed, so that a build that may not need it goes on without. */
  readonly isOptional?: boolean | undefined;
}
