/** Logins at Artifact Registry and gcr.io: the user is `oauth2accesstoken`, the password an access token. */
import { isRecord } from '../image/json-shape.ts';
import type { GoogleIdentity } from '../plan/identities.ts';
import type { IdentityToken } from './aws.ts';
import {
  callIdentity,
  type IdentityHost,
  makeStrange,
  parseJson,
  parseOAuthRefusal,
  type Refusal,
  readString,
} from './identity-call.ts';
import type { Lease } from './lease.ts';

/** cloud.google.com/artifact-registry/docs/docker/authentication, "Access token". */
const USERNAME = 'oauth2accesstoken';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' } as const;

/** A federated token for the job's OIDC token; with a service account, a token of that account for it. */
export async function readGoogleToken(
  host: IdentityHost,
  { identity, token }: { readonly identity: GoogleIdentity; readonly token: IdentityToken },
): Promise<Lease> {
  const federated = await federate(host, { identity, token });
  const { serviceAccount } = identity;
  const access =
    serviceAccount === undefined
      ? federated
      : await impersonate(host, {
          identity,
          serviceAccount,
          token: federated.token,
          subject: token.subject,
        });
  return {
    credential: { username: USERNAME, password: access.token },
    expiresAtMs: access.expiresAtMs,
  };
}

interface AccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token. It takes no `Authorization`. */
async function federate(
  host: IdentityHost,
  { identity, token }: { readonly identity: GoogleIdentity; readonly token: IdentityToken },
): Promise<AccessToken> {
  const { provider, stsUrl, registry } = identity;
  const call = { service: 'Google STS', registry, url: `${stsUrl}/v1/token` };
  const text = await callIdentity(host, {
    ...call,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      audience: `//iam.googleapis.com/${provider}`,
      grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      scope: SCOPE,
      subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
      subjectToken: token.text,
    }),
    parseRefusal: (body) => parseOAuthRefusal(body) ?? parseApiRefusal(body),
    hint: (refusal) => hintProvider(refusal, identity, token),
  });
  const fields = parseJson(text);
  const [access, lastsS] = [readString(fields, 'access_token'), fields['expires_in']];
  if (access === undefined) throw makeStrange(call);
  host.mask(access);
  // Without a stated end the token lives as long as the one it was given for, and GitHub's live five minutes.
  const lastsMs = (typeof lastsS === 'number' && lastsS > 0 ? lastsS : 300) * 1000;
  return { token: access, expiresAtMs: host.clock.now().getTime() + lastsMs };
}

/** cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
async function impersonate(
  host: IdentityHost,
  {
    identity,
    serviceAccount,
    token,
    subject,
  }: {
    readonly identity: GoogleIdentity;
    readonly serviceAccount: string;
    readonly token: string;
    readonly subject: string;
  },
): Promise<AccessToken> {
  const { iamUrl, registry, provider } = identity;
  const path = `/v1/projects/-/serviceAccounts/${encodeURIComponent(serviceAccount)}:generateAccessToken`;
  const call = { service: 'Google IAM Credentials', registry, url: `${iamUrl}${path}` };
  const pool = provider.replace(/\/providers\/.*$/, '');
  const text = await callIdentity(host, {
    ...call,
    headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` },
    body: JSON.stringify({ scope: [SCOPE], lifetime: '3600s' }),
    parseRefusal: parseApiRefusal,
    hint: ({ code }) =>
      code === 'NOT_FOUND'
        ? `There is no service account ${serviceAccount}.`
        : `Let this job act as ${serviceAccount}: give it the role roles/iam.workloadIdentityUser for\n` +
          `principal://iam.googleapis.com/${pool}/subject/${subject}\n` +
          'or for a principalSet that holds it, and enable the API iamcredentials.googleapis.com.',
  });
  const fields = parseJson(text);
  const access = readString(fields, 'accessToken');
  const expiresAtMs = Date.parse(readString(fields, 'expireTime') ?? '');
  if (access === undefined || Number.isNaN(expiresAtMs)) throw makeStrange(call);
  host.mask(access);
  return { token: access, expiresAtMs };
}

/** `{"error":{"code":403,"message":"…","status":"PERMISSION_DENIED"}}` (cloud.google.com/apis/design/errors). */
function parseApiRefusal(text: string): Refusal | undefined {
  const { error } = parseJson(text);
  if (!isRecord(error)) return undefined;
  return { code: readString(error, 'status') ?? '', message: readString(error, 'message') ?? '' };
}

function hintProvider(
  { code, message }: Refusal,
  { provider, audience }: GoogleIdentity,
  { subject }: IdentityToken,
): string {
  if (/attribute condition/i.test(message))
    return `The condition of the provider does not let this job in. Its token says\nsub: ${subject}`;
  if (/stale to sign-in|expired/i.test(message)) return 'Set the clock of the runner (NTP).';
  if (/audience/i.test(message))
    return `The token is for ${audience}: add that to the allowed audiences of the provider, or set \`audience\` to one that it has.`;
  if (code === 'invalid_target')
    return `There is no such provider, or it is disabled: ${provider}. The project is named by its number, not its id.`;
  if (/issuer/i.test(message))
    return 'The provider has to have the issuer https://token.actions.githubusercontent.com.';
  return `Check the provider ${provider} and its attribute mapping (google.subject = assertion.sub). The token says\nsub: ${subject}`;
}
