/** From an identity of the plan to a login, by whichever service it names. */
import type { RegistryIdentity } from '../plan/identities.ts';
import { assumeRole, type IdentityToken, readEcrToken } from './aws.ts';
import { readAzureToken } from './azure.ts';
import { readHubToken } from './docker-hub.ts';
import { readGoogleToken } from './google.ts';
import type { IdentityHost } from './identity-call.ts';
import type { Lease } from './lease.ts';

/** A token of the job that is made out to somebody. */
export type AudienceTokens = (audience: string) => Promise<IdentityToken>;

const THIS_MACHINE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** Throws IDENTITY_REFUSED or IDENTITY_UNAVAILABLE, or what stands in the way of an OIDC token. */
export async function exchangeIdentity(
  host: IdentityHost,
  { identity, tokens }: { readonly identity: RegistryIdentity; readonly tokens: AudienceTokens },
): Promise<Lease> {
  const token = await tokens(identity.audience);
  switch (identity.type) {
    case 'aws-ecr': {
      const key = await assumeRole(host, { identity, token });
      const { registry, isPublic, region, ecrUrl: url } = identity;
      return readEcrToken(host, { registry, isPublic, region, url, key });
    }
    case 'gcp-wif':
      return readGoogleToken(host, { identity, token });
    case 'azure-acr': {
      const scheme = THIS_MACHINE.test(identity.registry) ? 'http' : 'https';
      return readAzureToken(host, { identity, token, scheme });
    }
    case 'dockerhub':
      return readHubToken(host, { identity, token });
  }
}
