/** Who may do what in the fake registry: password on every request, or tokens as distribution's token server gives them. */
import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeQuestion } from './fake-registry-content.ts';

export interface RegistryUsers {
  readonly scheme: 'basic' | 'bearer';
  readonly username: string;
  readonly password: string;
  /** Accepted in place of the password, by POST as OAuth 2 wants it. */
  readonly refreshToken?: string;
  /** Anybody may pull. */
  readonly publicPull?: boolean;
  /** Tokens that are good; empty it and they have expired. */
  readonly tokens: Map<string, string>;
  /** Replaces the challenge; `REALM` in it becomes the token server's URL. */
  readonly challenge?: string;
  readonly expiresInS?: number;
  /** Replaces the access in every scope that is asked for, as for somebody who may only `:pull`. */
  readonly granted?: string;
  /** Has to be in a token's scopes, beside the usual. */
  readonly needed?: string;
}

export function makeUsers(
  more: Partial<RegistryUsers> & Pick<RegistryUsers, 'scheme'>,
): RegistryUsers {
  return { username: 'ann', password: 'pa:ss', tokens: new Map(), ...more };
}

function isUser({ username, password }: RegistryUsers, authorization: string | undefined): boolean {
  return authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export function handleToken(
  users: RegistryUsers,
  { method, url, headers, body }: FakeQuestion,
): FakeAnswer {
  const form = new URLSearchParams(body.toString());
  const scope =
    method === 'POST' ? (form.get('scope') ?? '') : url.searchParams.getAll('scope').join(' ');
  const known =
    method === 'POST'
      ? form.get('grant_type') === 'refresh_token' &&
        form.get('refresh_token') === users.refreshToken
      : isUser(users, headers.authorization);
  const anonymous = method === 'GET' && headers.authorization === undefined;
  if (!known && !anonymous)
    return {
      status: 401,
      body: '{"errors":[{"code":"UNAUTHORIZED","message":"incorrect username or password"}]}',
    };
  const granted = known
    ? scope.replaceAll(/:pull,push/g, users.granted ?? ':pull,push')
    : users.publicPull
      ? scope.replaceAll(':pull,push', ':pull')
      : '';
  const token = `${known ? 'known' : 'anonymous'}-${randomUUID()}`;
  users.tokens.set(token, granted);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, expires_in: users.expiresInS ?? 300 }),
  };
}

export function isAllowed(users: RegistryUsers, { method, url, headers }: FakeQuestion): boolean {
  if (users.scheme === 'basic') return isUser(users, headers.authorization);
  const granted = users.tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
  if (url.pathname === '/v2/') return granted !== undefined;
  return (
    (granted?.includes(neededScope(method, url)) && granted.includes(users.needed ?? '')) ?? false
  );
}

function neededScope(method: string, url: URL): string {
  const path = /^\/v2\/(.+)\/(?:blobs|manifests|referrers)\//.exec(url.pathname)?.[1] ?? '';
  return `repository:${path}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`;
}

export function makeChallenge(
  users: RegistryUsers,
  name: string,
  { method, url, headers }: FakeQuestion,
): string {
  const realm = `http://${name}/token`;
  if (users.challenge !== undefined) return users.challenge.replace('REALM', realm);
  if (users.scheme === 'basic') return 'Basic realm="Registry Realm"';
  const scope = url.pathname === '/v2/' ? '' : `,scope="${neededScope(method, url)}"`;
  // As distribution: a good token that is not enough is told from one that is not good.
  const known = users.tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '');
  return `Bearer realm="${realm}",service="fake"${scope}${known ? ',error="insufficient_scope"' : ''}`;
}
