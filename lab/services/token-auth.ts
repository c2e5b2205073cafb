import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, type KeyLike, SignJWT } from 'jose';
import { type RequestRecord, readBody, sendJson, startHttpServer } from './http-server.ts';

/** Somebody who may log in. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
  /** Which actions (`pull`, `push`, `delete`) on a repository are granted; all unless told. */
  readonly grant?: ((repository: string) => readonly string[]) | undefined;
  /** Milliseconds since the epoch after which the password is wrong. */
  readonly untilMs?: number | undefined;
}

/** The user of a name and a password, while the password holds. */
export function findUser(
  users: readonly RegistryUser[],
  { username, password }: { username: string | undefined; password: string | undefined },
): RegistryUser | undefined {
  return users.find(
    (each) =>
      each.username === username &&
      each.password === password &&
      (each.untilMs ?? Number.POSITIVE_INFINITY) > Date.now(),
  );
}

export interface TokenAuthOptions {
  readonly users: readonly RegistryUser[];
  /** What nobody in particular may do; nothing unless told. */
  readonly anonymous?: ((repository: string) => readonly string[]) | undefined;
  /** Life of each token; 5 minutes unless told, as GHCR's. A registry allows a minute more. */
  readonly lifetimeMs?: number | undefined;
}

/** A token service as registries with Bearer challenges have it. */
export interface TokenAuth {
  readonly url: string;
  /** The `realm` of the challenge. */
  readonly realm: string;
  readonly issuer: string;
  readonly service: string;
  /** Public keys, for the registry's configuration. */
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly requests: readonly RequestRecord[];
  stop(): Promise<void>;
}

interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

interface Asked {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly service: string;
  readonly scopes: readonly string[];
}

interface Keys {
  readonly kid: string;
  readonly privateKey: KeyLike;
}

const SERVICE = 'registry.lab';
const DEFAULT_LIFETIME_MS = 5 * 60_000;

/**
 * Starts a token service with a fresh RSA key: GET with Basic credentials and `scope=repository:<name>:<actions>`
 * (several, as a cross-repository mount asks), and POST with a password or a refresh token (Docker's OAuth2 flow). As on GHCR and
 * Docker Hub a token grants what the user may do of what was asked, and the registry refuses the rest.
 */
export async function startTokenAuth(options: TokenAuthOptions): Promise<TokenAuth> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const server = await startHttpServer({
    handler: (request, response) =>
      answer({ options, keys: { kid, privateKey } }, request, response),
  });
  return {
    url: server.url,
    realm: `${server.url}/token`,
    issuer: 'lab',
    service: SERVICE,
    jwks: { keys: [jwk] },
    requests: server.requests,
    stop: server.stop,
  };
}

interface Service {
  readonly options: TokenAuthOptions;
  readonly keys: Keys;
}

async function answer(
  { options, keys }: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lab');
  const asked = request.method === 'POST' ? await readForm(request) : readQuery(request, url);
  if (url.pathname !== '/token' || asked === undefined) {
    sendJson(response, 404, { errors: [{ code: 'NOT_FOUND', message: 'no such endpoint' }] });
    return;
  }
  const grant = findGrant(options, asked);
  if (grant === undefined) {
    sendJson(response, 401, {
      errors: [{ code: 'UNAUTHORIZED', message: 'incorrect username or password' }],
    });
    return;
  }
  const lifetimeMs = options.lifetimeMs ?? DEFAULT_LIFETIME_MS;
  const access = asked.scopes
    .flatMap((scope) => parseScope(scope))
    .map((each) => restrict(each, grant));
  const token = await signToken({ keys, asked, access, lifetimeMs });
  sendJson(response, 200, {
    token,
    access_token: token,
    expires_in: Math.floor(lifetimeMs / 1000),
    issued_at: new Date().toISOString(),
  });
}

function readQuery({ headers, method }: IncomingMessage, url: URL): Asked | undefined {
  if (method !== 'GET') return undefined;
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const [, username, password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
  return {
    username,
    password,
    service: url.searchParams.get('service') ?? '',
    scopes: url.searchParams.getAll('scope').flatMap((scope) => scope.split(' ')),
  };
}

/** Whose refresh tokens are, as at Azure's registries: the token alone tells who asks. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

async function readForm(request: IncomingMessage): Promise<Asked | undefined> {
  const form = new URLSearchParams((await readBody(request)).toString());
  const isRefresh = form.get('grant_type') === 'refresh_token';
  if (!isRefresh && form.get('grant_type') !== 'password') return undefined;
  return {
    username: isRefresh ? NOBODY : (form.get('username') ?? ''),
    password: form.get(isRefresh ? 'refresh_token' : 'password') ?? '',
    service: form.get('service') ?? '',
    scopes: form.getAll('scope').flatMap((scope) => scope.split(' ')),
  };
}

/** What the caller may do; undefined when the credentials are wrong. */
function findGrant({ users, anonymous }: TokenAuthOptions, { username, password }: Asked) {
  if (username === undefined) return anonymous ?? (() => []);
  const user = findUser(users, { username, password });
  return user && (user.grant ?? (() => ['pull', 'push', 'delete']));
}

/** `repository:org/app:pull,push`; the name may hold a port with its colon. */
function parseScope(scope: string): readonly Access[] {
  const [, type, name, actions] = /^([^:]+):(.+):([^:]*)$/.exec(scope) ?? [];
  if (type === undefined || name === undefined || actions === undefined) return [];
  return [{ type, name, actions: actions.split(',') }];
}

function restrict(access: Access, grant: (repository: string) => readonly string[]): Access {
  const granted = access.type === 'repository' ? grant(access.name) : [];
  return { ...access, actions: access.actions.filter((action) => granted.includes(action)) };
}

interface TokenPlan {
  readonly keys: Keys;
  readonly asked: Asked;
  readonly access: readonly Access[];
  readonly lifetimeMs: number;
}

function signToken({ keys, asked, access, lifetimeMs }: TokenPlan): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ access })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys.kid })
    .setIssuer('lab')
    .setSubject(asked.username ?? '')
    .setAudience(asked.service)
    .setIssuedAt(nowSeconds)
    .setNotBefore(nowSeconds - 10)
    .setExpirationTime(nowSeconds + Math.ceil(lifetimeMs / 1000))
    .setJti(randomUUID())
    .sign(keys.privateKey);
}
