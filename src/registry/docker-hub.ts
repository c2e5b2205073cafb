/** Logins at Docker Hub by an OIDC connection (docs.docker.com/security/authentication/oidc-connections; docker/login-action 4.5). */
import type { DockerHubIdentity } from '../plan/identities.ts';
import type { IdentityToken } from './aws.ts';
import {
  callIdentity,
  FORM_HEADERS,
  type IdentityHost,
  makeStrange,
  parseJson,
  parseOAuthRefusal,
  readString,
} from './identity-call.ts';
import type { Lease } from './lease.ts';

/** RFC 8693 token exchange, with two fields of Docker's own: the connection, and how long the token is to live. */
export async function readHubToken(
  host: IdentityHost,
  { identity, token }: { readonly identity: DockerHubIdentity; readonly token: IdentityToken },
): Promise<Lease> {
  const { identityUrl, connectionId, expiresInS, registry, username, audience } = identity;
  const call = { service: 'Docker Hub', registry, url: `${identityUrl}/oauth/token` };
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    subject_token: token.text,
    connection_id: connectionId,
    expires_in: String(expiresInS),
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: () =>
      `Check the connection ${connectionId} of the organization ${username} (Admin Console, OIDC connections): a ruleset has to match this job, whose token says\nsub: ${token.subject}\naud: ${audience}`,
  });
  const password = readString(parseJson(text), 'access_token');
  if (password === undefined) throw makeStrange(call);
  host.mask(password);
  return {
    credential: { username, password },
    expiresAtMs: host.clock.now().getTime() + expiresInS * 1000,
  };
}
