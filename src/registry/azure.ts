/** Logins at Azure Container Registry: OIDC token -> Entra access token -> the registry's own refresh token. */
import { isRecord } from '../image/json-shape.ts';
import type { AzureIdentity } from '../plan/identities.ts';
import type { IdentityToken } from './aws.ts';
import {
  callIdentity,
  FORM_HEADERS,
  type IdentityHost,
  makeStrange,
  parseJson,
  parseOAuthRefusal,
  type Refusal,
  readString,
} from './identity-call.ts';
import type { Lease } from './lease.ts';

/** Three hours where the token does not say (github.com/Azure/acr docs/AAD-OAuth.md). */
const LIFE_MS = 3 * 60 * 60_000;

export async function readAzureToken(
  host: IdentityHost,
  {
    identity,
    token,
    scheme,
  }: {
    readonly identity: AzureIdentity;
    readonly token: IdentityToken;
    /** `http` for a registry on this machine. */
    readonly scheme: 'http' | 'https';
  },
): Promise<Lease> {
  const access = await readEntraToken(host, { identity, token });
  const { registry, tenantId, clientId } = identity;
  const call = {
    service: 'Azure Container Registry',
    registry,
    url: `${scheme}://${registry}/oauth2/exchange`,
  };
  const form = new URLSearchParams({
    grant_type: 'access_token',
    service: registry,
    tenant: tenantId,
    access_token: access,
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseRegistryRefusal,
    hint: () =>
      `Give ${clientId} the role AcrPush on ${registry} (Container Registry Repository Writer where access is by repository). ` +
      'Where the registry takes no tokens of Azure Resource Manager, set `token-scope: https://containerregistry.azure.net/.default`.',
  });
  const refresh = readString(parseJson(text), 'refresh_token');
  if (refresh === undefined) throw makeStrange(call);
  host.mask(refresh);
  return {
    // As a password, with zeros for a user, it would do as well; `docker login` stores it as an identity token too.
    credential: { identityToken: refresh },
    expiresAtMs: readExpiry(refresh) ?? host.clock.now().getTime() + LIFE_MS,
  };
}

/** learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow, "Access token request with a federated credential". */
async function readEntraToken(
  host: IdentityHost,
  { identity, token }: { readonly identity: AzureIdentity; readonly token: IdentityToken },
): Promise<string> {
  const { authorityUrl, tenantId, clientId, tokenScope, registry } = identity;
  const call = { service: 'Entra', registry, url: `${authorityUrl}/${tenantId}/oauth2/v2.0/token` };
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: tokenScope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token.text,
  });
  const text = await callIdentity(host, {
    ...call,
    headers: FORM_HEADERS,
    body: form.toString(),
    parseRefusal: parseOAuthRefusal,
    hint: (refusal) => hintEntra(refusal, identity, token),
  });
  const access = readString(parseJson(text), 'access_token');
  if (access === undefined) throw makeStrange(call);
  host.mask(access);
  return access;
}

/** Entra's numbers (learn.microsoft.com/entra/identity-platform/reference-error-codes) tell more than its sentence. */
function hintEntra(
  { message }: Refusal,
  { clientId, tenantId, audience }: AzureIdentity,
  { subject }: IdentityToken,
): string {
  if (/AADSTS700016/.test(message))
    return `There is no application ${clientId} in tenant ${tenantId}.`;
  if (/AADSTS90002/.test(message)) return `There is no tenant ${tenantId} in this cloud.`;
  if (/AADSTS700024/.test(message)) return 'Set the clock of the runner (NTP).';
  return (
    `Add a federated credential to application ${clientId}, exactly as this job's token is:\n` +
    `issuer: https://token.actions.githubusercontent.com\nsubject: ${subject}\naudience: ${audience}`
  );
}

/** `{"errors":[{"code":"UNAUTHORIZED","message":"…"}]}`, as everywhere in a registry. */
function parseRegistryRefusal(text: string): Refusal | undefined {
  const { errors } = parseJson(text);
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isRecord(first)) return parseOAuthRefusal(text);
  return { code: readString(first, 'code') ?? '', message: readString(first, 'message') ?? '' };
}

/** `exp` of a JWT, in milliseconds since the epoch. */
function readExpiry(jwt: string): number | undefined {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  const { exp } = parseJson(payload);
  return typeof exp === 'number' ? exp * 1000 : undefined;
}
