import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type Ask,
  addUser,
  CLOUD_IDS,
  keepSecret,
  makeSecret,
  type Office,
} from './cloud-office.ts';
import { sendJson } from './http-server.ts';

export interface AwsSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

function makeAwsSession(): AwsSession {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(96).toString('base64'),
    expiresAtMs: Date.now() + 3600_000,
  };
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The answer of AssumeRoleWithWebIdentity, as its API reference shows it. */
function formatAssumed(
  { accessKeyId, secretAccessKey, sessionToken, expiresAtMs }: AwsSession,
  { arn, subject }: { arn: string; subject: string },
): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="${NAMESPACE}">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>${subject}</SubjectFromWebIdentityToken>
    <Audience>sts.amazonaws.com</Audience>
    <AssumedRoleUser>
      <Arn>${arn}</Arn>
      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:session</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <SessionToken>${sessionToken}</SessionToken>
      <SecretAccessKey>${secretAccessKey}</SecretAccessKey>
      <Expiration>${new Date(expiresAtMs).toISOString()}</Expiration>
      <AccessKeyId>${accessKeyId}</AccessKeyId>
    </Credentials>
    <Provider>token.actions.githubusercontent.com</Provider>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata>
    <RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId>
  </ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;
}

/** An error of the query protocol. */
function formatAwsError(code: string, message: string): string {
  return `<ErrorResponse xmlns="${NAMESPACE}">
  <Error>
    <Type>Sender</Type>
    <Code>${code}</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>4f8a3d20-5d5c-11e9-bd9a-EXAMPLE</RequestId>
</ErrorResponse>`;
}

/** Why a request's signature is not the one of the session, by AWS's description of version 4; undefined: it is. */
function findSignatureProblem(
  request: IncomingMessage,
  { body, session, scope }: { body: string; session: AwsSession; scope: string },
): string | undefined {
  const { authorization = '', 'x-amz-date': date = '' } = request.headers;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  const [, keyId, given = '', names = '', signature] = parts ?? [];
  if (keyId !== session.accessKeyId) return 'UnrecognizedClientException';
  if (request.headers['x-amz-security-token'] !== session.sessionToken)
    return 'UnrecognizedClientException';
  const day = String(date).slice(0, 8);
  if (given !== `${day}/${scope}/aws4_request`) return 'InvalidSignatureException';
  const signed = names.split(';').map((name) => `${name}:${request.headers[name] ?? ''}\n`);
  const canonical = ['POST', '/', '', signed.join(''), names, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, given, hash(canonical)].join('\n');
  const [region = '', service = ''] = scope.split('/');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${session.secretAccessKey}`,
  );
  const expected = createHmac('sha256', key).update(text).digest('hex');
  return expected === signature ? undefined : 'InvalidSignatureException';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** AssumeRoleWithWebIdentity. */
export async function answerSts(office: Office, { form, response }: Ask): Promise<void> {
  const send = (status: number, xml: string): void => {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
  };
  const token = form.get('WebIdentityToken') ?? '';
  const { subject, refused } = await office.verify(token, 'sts.amazonaws.com');
  if (form.get('Action') !== 'AssumeRoleWithWebIdentity' || form.get('Version') !== '2011-06-15')
    return send(400, formatAwsError('InvalidAction', 'Could not find operation'));
  if (refused === 'expired')
    return send(400, formatAwsError('ExpiredTokenException', 'Token expired'));
  if (refused !== undefined)
    return send(400, formatAwsError('InvalidIdentityToken', 'Incorrect token audience'));
  const { arn } = office.role;
  if (form.get('RoleArn') !== arn || subject !== office.role.subject)
    return send(
      403,
      formatAwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'),
    );
  const session = makeAwsSession();
  office.sessions.push(session);
  keepSecret(office, session.secretAccessKey);
  keepSecret(office, session.sessionToken);
  send(200, formatAssumed(session, { arn, subject }));
}

/** The two APIs of ECR: what they are called, signed for, and how their answer is nested. */
const ECR_APIS = [
  { target: 'AmazonEC2ContainerRegistry_V20150921', region: CLOUD_IDS.region, service: 'ecr' },
  { target: 'SpencerFrontendService', region: 'us-east-1', service: 'ecr-public' },
] as const;

/** GetAuthorizationToken. It is signed for its path, which is the root. */
export async function answerEcr(office: Office, { request, response, body }: Ask): Promise<void> {
  const target = request.headers['x-amz-target'];
  const refuse = (type: string, message = 'refused'): void =>
    sendJson(response, 400, { __type: type, message });
  const api = ECR_APIS.find((one) => target === `${one.target}.GetAuthorizationToken`);
  if (api === undefined) return refuse('UnknownOperationException');
  const keyId = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1];
  const session = office.sessions.find(({ accessKeyId }) => accessKeyId === keyId);
  if (session === undefined) return refuse('UnrecognizedClientException');
  const scope = `${api.region}/${api.service}`;
  const problem = findSignatureProblem(request, { body, session, scope });
  if (problem !== undefined) return refuse(problem);
  if (session.expiresAtMs <= Date.now())
    return refuse('ExpiredTokenException', 'The security token included in the request is expired');
  const password = makeSecret(office);
  addUser(office, 'AWS', password);
  office.ecr.push(api.service);
  const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
  const expiresAt = Date.now() / 1000 + (office.lifetimeS ?? 12 * 3600);
  const proxyEndpoint = 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com';
  sendJson(response, 200, {
    authorizationData:
      api.service === 'ecr'
        ? [{ authorizationToken, expiresAt, proxyEndpoint }]
        : { authorizationToken, expiresAt },
  });
}
