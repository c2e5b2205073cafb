/** The `Authorization` for each request to a registry: anonymous or personal tokens, cached until they expire, or a password. */
import type { HttpRequest, HttpResponse } from '../host/host.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { Credential, Purpose, RegistryContext } from './context.ts';
import { RegistryFailure, toStatusFailure, toTransportFailure } from './failure.ts';
import type { Origin } from './origin.ts';

export interface Authorizer {
  /** Header value for a request, or undefined to send none. Throws RegistryFailure when the token server refuses. */
  authorize(origin: Origin, purpose: Purpose): Promise<string | undefined>;
  /**
   * After a 401: a header value other than the one that was refused, or undefined when there is none to be had.
   * `asked` is the `WWW-Authenticate` of that answer.
   */
  renew(origin: Origin, purpose: Purpose, refused: Refusal): Promise<string | undefined>;
}

export interface Refusal {
  readonly used: string | undefined;
  readonly asked: string | undefined;
}

type BearerChallenge = Challenge & { readonly scheme: 'bearer' };

interface Token {
  readonly header: string;
  readonly expiresMs: number;
}

const TOKEN_TIMEOUT_MS = 20_000;
const MAX_TOKEN_BYTES = 1024 * 1024;
/** distribution "Token Authentication": what a token lasts when the server does not say. */
const DEFAULT_EXPIRY_S = 60;

export function makeAuthorizer(context: RegistryContext): Authorizer {
  const tokens = new Map<string, Token>();
  /** Parallel requests wait for the same token. */
  const flying = new Map<string, Promise<Token>>();
  /** What a request was asked for where `/v2/` had asked for nothing, as registries with anonymous pulls do. */
  const learned = new Map<string, Challenge>();
  /** Scopes that a registry asked for beside ours, by place and access. */
  const extras = new Map<string, string>();
  const { clock } = context.host;

  async function findToken(
    challenge: BearerChallenge,
    origin: Origin,
    scopes: Scopes,
  ): Promise<string> {
    const { key, usable, purpose, extra } = scopes;
    const fresh = usable
      .map((name) => tokens.get(name))
      .find((token) => (token?.expiresMs ?? 0) > clock.elapsedMs());
    if (fresh !== undefined) return fresh.header;
    const fetching = flying.get(key) ?? fetchToken({ context, challenge, origin, purpose, extra });
    flying.set(key, fetching);
    try {
      const token = await fetching;
      tokens.set(key, token);
      return token.header;
    } finally {
      flying.delete(key);
    }
  }

  async function authorize(origin: Origin, purpose: Purpose): Promise<string | undefined> {
    const challenge = origin.challenge ?? learned.get(purpose.repository.registry);
    if (challenge === undefined) return undefined;
    if (challenge.scheme === 'bearer')
      return findToken(challenge, origin, listScopes(purpose, extras.get(placeOf(purpose))));
    const credential = await context.credentials(purpose);
    return credential !== undefined && 'username' in credential
      ? formatBasic(credential)
      : undefined;
  }

  return {
    authorize,
    renew: async (origin, purpose, { used, asked }) => {
      const challenge = parseChallenge(asked);
      if (origin.challenge === undefined && challenge !== undefined)
        learned.set(purpose.repository.registry, challenge);
      const bearer = challenge?.scheme === 'bearer' ? challenge : undefined;
      if (bearer?.isInsufficient !== true) forget(tokens, used);
      if (isBeyond(bearer?.scope, purpose)) extras.set(placeOf(purpose), bearer.scope);
      const renewed = await authorize(origin, purpose);
      return renewed === used ? undefined : renewed;
    },
  };
}

function forget(tokens: Map<string, Token>, refused: string | undefined): void {
  for (const [key, { header }] of tokens) if (header === refused) tokens.delete(key);
}

interface Scopes {
  readonly purpose: Purpose;
  /** A scope that the registry named itself and that ours does not cover. */
  readonly extra: string | undefined;
  readonly key: string;
  /** Keys of tokens that would do, best first. */
  readonly usable: readonly string[];
}

function listScopes(purpose: Purpose, extra: string | undefined): Scopes {
  const { repository, access } = purpose;
  const key = `${placeOf(purpose)} ${extra ?? ''}`;
  const pushing = `${placeOf({ repository, access: 'pull,push' })} ${extra ?? ''}`;
  return { purpose, extra, key, usable: access === 'pull' ? [pushing, key] : [key] };
}

/** True for a scope in the form of ours that asks for more than ours does. */
function isBeyond(asked: string | undefined, purpose: Purpose): asked is string {
  return asked?.startsWith('repository:') === true && !formatScope(purpose).startsWith(asked);
}

/** What a token is for, among all registries. */
function placeOf(purpose: Purpose): string {
  return `${purpose.repository.registry} ${formatScope(purpose)}`;
}

function formatScope({ repository, access }: Purpose): string {
  return `repository:${repository.path}:${access}`;
}

interface TokenQuestion {
  readonly context: RegistryContext;
  readonly challenge: BearerChallenge;
  readonly origin: Origin;
  readonly purpose: Purpose;
  readonly extra: string | undefined;
}

async function fetchToken(question: TokenQuestion): Promise<Token> {
  const { context, purpose } = question;
  const doing = { repository: purpose.repository, phase: 'logging in' };
  const { clock } = context.host;
  const credential = await context.credentials(purpose);
  let response: HttpResponse;
  try {
    response = await context.host.fetch(makeTokenRequest(question, credential));
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  if (response.status !== 200) {
    const { facts } = toStatusFailure(doing, response, clock.now());
    throw new RegistryFailure({ ...facts, isLoggedIn: credential !== undefined });
  }
  const token = parseToken(response.body);
  if (token === undefined) throw refuseRealm(purpose, 'the token server sent no token');
  // Anybody has the others: the registry of a base image could have `sha256`, or any word of the log, taken for a secret,
  // and GitHub leaves out job outputs that hold one.
  if (credential !== undefined) context.host.mask(token.value);
  const usableMs = Math.max(token.lastsS - 30, token.lastsS / 2) * 1000;
  return { header: `Bearer ${token.value}`, expiresMs: clock.elapsedMs() + usableMs };
}

function makeTokenRequest(
  { challenge, origin, purpose, extra }: TokenQuestion,
  credential: Credential | undefined,
): HttpRequest {
  const url = parseRealm(challenge.realm, origin, purpose);
  const scopes = [formatScope(purpose), ...(extra === undefined ? [] : [extra])];
  const bounds = { timeoutMs: TOKEN_TIMEOUT_MS, maxBytes: MAX_TOKEN_BYTES };
  if (credential !== undefined && 'identityToken' in credential) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'build-sign-action',
      refresh_token: credential.identityToken,
      service: challenge.service ?? '',
      scope: scopes.join(' '),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: url.href, headers, body: form.toString(), ...bounds };
  }
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const headers: Record<string, string> =
    credential === undefined ? {} : { authorization: formatBasic(credential) };
  return { url: url.href, headers, ...bounds };
}

/** The password goes where the realm says: never over plain http, unless the registry itself is reached that way. */
function parseRealm(realm: string, origin: Origin, purpose: Purpose): URL {
  const url = URL.canParse(realm, origin.url) ? new URL(realm, origin.url) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw refuseRealm(purpose, 'the registry names a token server that is not a URL');
  }
  if (url.protocol === 'http:' && !origin.url.startsWith('http:')) {
    throw refuseRealm(purpose, `the registry wants the password sent to ${url.host} in the clear`);
  }
  return url;
}

function refuseRealm({ repository }: Purpose, outcome: string): RegistryFailure {
  return new RegistryFailure({
    repository,
    phase: 'logging in',
    code: 'REGISTRY_CORRUPT',
    outcome,
    retryable: false,
  });
}

function formatBasic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function parseToken(body: Uint8Array): { value: string; lastsS: number } | undefined {
  try {
    const json = JSON.parse(new TextDecoder().decode(body)) as Readonly<Record<string, unknown>>;
    const value = json['token'] || json['access_token'];
    const lasts = json['expires_in'];
    if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) return undefined;
    return { value, lastsS: typeof lasts === 'number' && lasts > 0 ? lasts : DEFAULT_EXPIRY_S };
  } catch {
    return undefined;
  }
}
