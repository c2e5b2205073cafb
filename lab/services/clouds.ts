import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { answerEcr, answerSts } from './cloud-aws.ts';
import {
  type Answerer,
  type Ask,
  addUser,
  CLOUD_IDS,
  type CloudOptions,
  lastsS,
  makeSecret,
  type Office,
  readAsk,
  type Secret,
} from './cloud-office.ts';
import { type RequestRecord, sendJson, startHttpServer } from './http-server.ts';

/** Services that give a registry's login for a token of GitHub's; each below a path of its own. */
export interface Clouds {
  readonly url: string;
  readonly requests: readonly RequestRecord[];
  /** Which of Amazon's registry services gave out a login, each time one did. */
  readonly ecr: readonly string[];
  /** Whatever was given out and must not be seen anywhere. */
  readonly secrets: readonly string[];
  /** The same with names; grows while the services run. */
  readonly canaries: readonly Secret[];
  /** Azure's registries exchange at their own address. */
  exchange(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stop(): Promise<void>;
}

/** Starts AWS (STS, ECR), Google (STS, IAM Credentials), Entra and Docker Hub's identity service. */
export async function startClouds(options: CloudOptions): Promise<Clouds> {
  const keys = createRemoteJWKSet(new URL(options.oidc.jwksUrl));
  const office: Office = {
    ...options,
    secrets: [],
    canaries: [],
    ecr: [],
    sessions: [],
    verify: (token, audience) =>
      jwtVerify(token, keys, { audience }).then(
        ({ payload }) => ({ subject: payload.sub ?? '' }),
        (error: { code?: string; claim?: string }) => ({ refused: nameRefusal(error) }),
      ),
  };
  const server = await startHttpServer({
    async handler(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://cloud');
      const [, answer] = ROUTES.find(([path]) => path.test(pathname)) ?? [];
      if (request.method !== 'POST' || answer === undefined) return sendJson(response, 404, {});
      await answer(office, await readAsk(request, response));
    },
  });
  return {
    url: server.url,
    requests: server.requests,
    ecr: office.ecr,
    secrets: office.secrets,
    canaries: office.canaries,
    exchange: async (request, response) => answerAcr(office, await readAsk(request, response)),
    stop: server.stop,
  };
}

function nameRefusal({ code, claim }: { code?: string; claim?: string }) {
  if (code === 'ERR_JWT_EXPIRED') return 'expired';
  return claim === 'aud' ? 'audience' : 'forged';
}

const ROUTES: ReadonlyArray<readonly [RegExp, Answerer]> = [
  [/^\/sts\/$/, answerSts],
  [/^\/$/, answerEcr],
  [/^\/google\/v1\/token$/, answerGoogle],
  [/^\/iam\/v1\/projects\/-\/serviceAccounts\/[^/]+:generateAccessToken$/, answerIam],
  [/^\/entra\/[^/]+\/oauth2\/v2\.0\/token$/, answerEntra],
  [/^\/hub\/oauth\/token$/, answerHub],
  [/^\/oauth2\/exchange$/, answerAcr],
];

async function answerGoogle(office: Office, { body, response }: Ask): Promise<void> {
  const asked = JSON.parse(body) as Readonly<Record<string, string>>;
  const { provider } = CLOUD_IDS;
  const audience = `https://iam.googleapis.com/${provider}`;
  const { subject, refused } = await office.verify(asked['subjectToken'] ?? '', audience);
  if (asked['audience'] !== `//iam.googleapis.com/${provider}`)
    return sendJson(response, 400, {
      error: 'invalid_target',
      error_description: 'The target service indicated by the "audience" parameters is invalid.',
    });
  if (refused !== undefined)
    return sendJson(response, 400, {
      error: 'invalid_grant',
      error_description: {
        audience: 'The audience in ID Token [other] does not match the expected audience.',
        expired: 'ID Token issued at 1700000000 is stale to sign-in.',
        forged: "Error connecting to the given credential's issuer.",
      }[refused],
    });
  if (subject !== office.subject)
    return sendJson(response, 401, {
      error: 'unauthorized_client',
      error_description: 'The given credential is rejected by the attribute condition.',
    });
  const token = makeSecret(office);
  addUser(office, 'oauth2accesstoken', token);
  sendJson(response, 200, {
    access_token: token,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: lastsS(office),
  });
}

async function answerIam(office: Office, { request, response }: Ask): Promise<void> {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const isKnown = office.users.some(({ password }) => password === bearer);
  const account = decodeURIComponent(request.url ?? '').includes(`/${CLOUD_IDS.serviceAccount}:`);
  if (!isKnown || !account)
    return sendJson(response, 403, {
      error: {
        code: 403,
        message: "Permission 'iam.serviceAccounts.getAccessToken' denied on resource",
        status: 'PERMISSION_DENIED',
      },
    });
  const accessToken = makeSecret(office);
  addUser(office, 'oauth2accesstoken', accessToken);
  const expireTime = new Date(Date.now() + lastsS(office) * 1000).toISOString();
  sendJson(response, 200, { accessToken, expireTime });
}

async function answerEntra(office: Office, { form, request, response }: Ask): Promise<void> {
  const { subject, refused } = await office.verify(
    form.get('client_assertion') ?? '',
    'api://AzureADTokenExchange',
  );
  const isRight =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === CLOUD_IDS.client &&
    request.url?.startsWith(`/entra/${CLOUD_IDS.tenant}/`) === true;
  if (!isRight || subject !== office.subject)
    return sendJson(response, 401, {
      error: 'invalid_client',
      error_description: {
        audience:
          'AADSTS700212: No matching federated identity record found for presented assertion audience.',
        expired: 'AADSTS700024: Client assertion is not within its valid time range.',
        forged:
          'AADSTS700027: The certificate with identifier used to sign the client assertion is not registered.',
        none: 'AADSTS700213: No matching federated identity record found for presented assertion subject.',
      }[refused ?? 'none'],
    });
  const access = makeSecret(office);
  sendJson(response, 200, {
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: access,
  });
}

/** `/oauth2/exchange` of a registry. The refresh token it gives is a JWT. */
async function answerAcr(office: Office, { form, response }: Ask): Promise<void> {
  const isRight =
    form.get('grant_type') === 'access_token' &&
    form.get('tenant') === CLOUD_IDS.tenant &&
    office.secrets.includes(form.get('access_token') ?? '');
  if (!isRight)
    return sendJson(response, 401, {
      errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }],
    });
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + (office.lifetimeS ?? 3 * 3600);
  const token = [encode({ alg: 'RS256', typ: 'JWT' }), encode({ exp }), makeSecret(office)].join(
    '.',
  );
  addUser(office, '00000000-0000-0000-0000-000000000000', token);
  sendJson(response, 200, { refresh_token: token });
}

async function answerHub(office: Office, { form, response }: Ask): Promise<void> {
  const audience = 'https://identity.docker.com';
  const { subject } = await office.verify(form.get('subject_token') ?? '', audience);
  if (form.get('connection_id') !== CLOUD_IDS.connection || subject !== office.subject)
    return sendJson(response, 401, { message: 'no ruleset matches the subject' });
  const token = makeSecret(office);
  addUser(office, CLOUD_IDS.hubUser, token);
  sendJson(response, 200, { access_token: token });
}
