/** Logins at Amazon's registries: for a role that the job's OIDC token may assume, or for an access key. */
import { isRecord } from '../image/json-shape.ts';
import { type EcrHost, findAwsDomain } from '../image/registry-host.ts';
import type { AwsIdentity } from '../plan/identities.ts';
import { type AwsKey, signAwsRequest } from './aws-signature.ts';
import {
  callIdentity,
  FORM_HEADERS,
  type IdentityHost,
  makeStrange,
  parseJson,
  type Refusal,
  readString,
} from './identity-call.ts';
import type { Lease } from './lease.ts';

export interface IdentityToken {
  readonly text: string;
  /** The claim `sub`. */
  readonly subject: string;
}

/**
 * AssumeRoleWithWebIdentity: a form in, XML out, and no signature, since the token is what proves who asks
 * (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
 */
export async function assumeRole(
  host: IdentityHost,
  { identity, token }: { readonly identity: AwsIdentity; readonly token: IdentityToken },
): Promise<AwsKey> {
  const { stsUrl, role, sessionName, durationS, registry } = identity;
  const call = { service: 'AWS STS', registry, url: `${stsUrl}/` };
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: sessionName,
    DurationSeconds: String(durationS),
    WebIdentityToken: token.text,
  });
  const text = await callIdentity(host, {
    ...call,
    headers: { ...FORM_HEADERS, accept: 'text/xml' },
    body: form.toString(),
    parseRefusal: parseXmlRefusal,
    hint: (refusal) => hintRole(refusal, identity, token),
  });
  const [accessKeyId, secretAccessKey, sessionToken] = [
    readElement(text, 'AccessKeyId'),
    readElement(text, 'SecretAccessKey'),
    readElement(text, 'SessionToken'),
  ];
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw makeStrange(call);
  for (const secret of [secretAccessKey, sessionToken]) host.mask(secret);
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Elements of these answers hold plain text: ids, keys in base64, words. */
function readElement(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

function parseXmlRefusal(text: string): Refusal | undefined {
  const code = readElement(text, 'Code');
  return code === undefined ? undefined : { code, message: readElement(text, 'Message') ?? '' };
}

/** STS has few words, and `AccessDenied` stands for every condition of the trust policy that does not hold. */
function hintRole(
  { code, message }: Refusal,
  { role, audience, durationS }: AwsIdentity,
  { subject }: IdentityToken,
): string {
  const account = /::(\d{12}):/.exec(role)?.[1] ?? '';
  if (code === 'AccessDenied')
    return (
      `The trust policy of ${role} has to let this job in. Its token says\n` +
      `"token.actions.githubusercontent.com:sub": "${subject}"\n` +
      `"token.actions.githubusercontent.com:aud": "${audience}"\n` +
      'Compare both, character by character, with the conditions of that policy; and the role has to exist.'
    );
  if (/OpenIDConnect provider/i.test(message))
    return `Add GitHub as an identity provider to account ${account}: URL https://token.actions.githubusercontent.com, audience ${audience}.`;
  if (code === 'InvalidIdentityToken' && /audience/i.test(message))
    return `Add the audience ${audience} to GitHub's identity provider in account ${account}, or set \`audience\` to one that it has.`;
  if (code === 'ValidationError' && /DurationSeconds/i.test(message))
    return `The role allows no session of ${durationS} s: lower \`role-duration-seconds\`, or raise the role's maximum.`;
  if (code === 'ExpiredTokenException') return 'Set the clock of the runner (NTP).';
  return `Check the role ${role} and its region.`;
}

export interface EcrQuestion {
  readonly registry: string;
  readonly isPublic: boolean;
  readonly region: string;
  /** Address of the API, without a slash at its end. */
  readonly url: string;
  readonly key: AwsKey;
}

/** Where a registry's API is, by the name of its host. */
export function findEcrUrl({ kind, region }: EcrHost): string {
  const service = kind === 'public' ? 'api.ecr-public' : 'api.ecr';
  return `https://${service}.${region}.${findAwsDomain(region)}`;
}

/**
 * GetAuthorizationToken: the base64 of `AWS:<password>`, good for twelve hours
 * (docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html and the same of AmazonECRPublic).
 * The private API answers with a list, the public one with an object.
 */
export async function readEcrToken(host: IdentityHost, question: EcrQuestion): Promise<Lease> {
  const { registry, isPublic, region, url, key } = question;
  const service = isPublic ? 'ecr-public' : 'ecr';
  const target = isPublic ? 'SpencerFrontendService' : 'AmazonEC2ContainerRegistry_V20150921';
  const call = { service: isPublic ? 'AWS ECR Public' : 'AWS ECR', registry, url: `${url}/` };
  const body = '{}';
  const headers = await signAwsRequest(
    {
      url: call.url,
      service,
      region,
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `${target}.GetAuthorizationToken`,
      },
      body,
    },
    { key, now: host.clock.now() },
  );
  const text = await callIdentity(host, {
    ...call,
    headers,
    body,
    parseRefusal: parseJsonRefusal,
    hint: (refusal) => hintEcr(refusal, service),
  });
  const lease = parseAuthorization(text);
  if (lease === undefined) throw makeStrange(call);
  host.mask(lease.password);
  return {
    credential: { username: lease.username, password: lease.password },
    expiresAtMs: lease.expiresAtMs,
  };
}

function parseAuthorization(text: string) {
  const { authorizationData: data } = parseJson(text);
  const entry: unknown = Array.isArray(data) ? data[0] : data;
  if (!isRecord(entry)) return undefined;
  const decoded = Buffer.from(readString(entry, 'authorizationToken') ?? '', 'base64').toString();
  const colon = decoded.indexOf(':');
  const expiresAt = entry['expiresAt'];
  if (colon < 1 || colon === decoded.length - 1 || typeof expiresAt !== 'number') return undefined;
  return {
    username: decoded.slice(0, colon),
    password: decoded.slice(colon + 1),
    expiresAtMs: expiresAt * 1000,
  };
}

/** `{"__type":"AccessDeniedException","Message":"…"}`; the type may have a namespace before a `#`. */
function parseJsonRefusal(text: string): Refusal | undefined {
  const fields = parseJson(text);
  const code = readString(fields, '__type')?.replace(/^.*#/, '');
  const message = readString(fields, 'message') ?? readString(fields, 'Message') ?? '';
  return code === undefined ? undefined : { code, message };
}

function hintEcr({ code, message }: Refusal, service: string): string {
  const bearer = service === 'ecr-public' ? ' and "sts:GetServiceBearerToken"' : '';
  if (code === 'AccessDeniedException')
    return `Allow the role, or the owner of the key, "${service}:GetAuthorizationToken"${bearer} on resource "*".`;
  if (/ExpiredToken/.test(code))
    return 'The AWS session in the environment has ended: get a new one right before this step.';
  if (/InvalidSignature/.test(code) && /expired|current time|not yet/i.test(message))
    return 'Set the clock of the runner (NTP): the signature carries the time.';
  if (/UnrecognizedClient|InvalidSignature|InvalidClientTokenId/.test(code))
    return 'The access key is unknown, or its secret does not belong to it.';
  return `Allow "${service}:GetAuthorizationToken"${bearer}, and check the region.`;
}

/** What configure-aws-credentials, or any other step, left in the environment. */
export function readAmbientKey(
  env: Readonly<Record<string, string | undefined>>,
): AwsKey | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined };
}
