import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsSession } from './cloud-aws.ts';
import { readBody } from './http-server.ts';
import type { Oidc } from './oidc.ts';
import type { RegistryUser } from './token-auth.ts';

/** A role that the job's token may assume. */
export interface AwsRole {
  readonly arn: string;
  /** The trust policy's condition on `sub`. */
  readonly subject: string;
}

export interface CloudOptions {
  readonly oidc: Pick<Oidc, 'jwksUrl'>;
  /** Who may log in at the registry: every login that is given out is added. */
  readonly users: RegistryUser[];
  readonly role: AwsRole;
  /** The only subject that any of them lets in. */
  readonly subject: string;
  /** Seconds that what they give out lasts; an hour unless told. */
  readonly lifetimeS?: number;
}

export const CLOUD_IDS = {
  provider: 'projects/42/locations/global/workloadIdentityPools/github/providers/app',
  serviceAccount: 'push@octo.iam.gserviceaccount.com',
  tenant: '01234567-89ab-cdef-0123-456789abcdef',
  client: '76543210-89ab-cdef-0123-456789abcdef',
  connection: '11112222-3333-4444-5555-666677778888',
  hubUser: 'octo-org',
  region: 'eu-central-1',
} as const;

/** Something that was given out and must not be seen anywhere. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Whose token it is, or why it is not taken. */
export type Verdict =
  | { readonly subject: string; readonly refused?: undefined }
  | { readonly subject?: undefined; readonly refused: 'audience' | 'expired' | 'forged' };

/** What all services of a cloud share. */
export interface Office extends CloudOptions {
  readonly verify: (token: string, audience: string) => Promise<Verdict>;
  readonly secrets: string[];
  readonly canaries: Secret[];
  /** The services that gave out a login of Amazon's registries. */
  readonly ecr: string[];
  readonly sessions: AwsSession[];
}

export type Answerer = (office: Office, ask: Ask) => Promise<void>;

export interface Ask {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly form: URLSearchParams;
}

export async function readAsk(request: IncomingMessage, response: ServerResponse): Promise<Ask> {
  const body = (await readBody(request)).toString();
  return { request, response, body, form: new URLSearchParams(body) };
}

/** Something for tests to look for. */
export function keepSecret({ secrets, canaries }: Office, value: string): string {
  secrets.push(value);
  canaries.push({ name: 'a login that a cloud gave', value });
  return value;
}

export function makeSecret(office: Office, bytes = 48): string {
  return keepSecret(office, randomBytes(bytes).toString('base64url'));
}

/** From now on the registry lets this login in, until it ends. */
export function addUser({ users, lifetimeS }: Office, username: string, password: string): void {
  const untilMs = lifetimeS === undefined ? undefined : Date.now() + lifetimeS * 1000;
  users.push({ username, password, untilMs });
}

/** Seconds. */
export const lastsS = ({ lifetimeS }: Office): number => lifetimeS ?? 3600;
