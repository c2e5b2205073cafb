/**
 * docker's `config.json` (github.com/docker/cli cli/config/configfile): which credential it holds for a registry, and a
 * private copy with ours added. Pure: what a credential helper says is asked in `credentials.ts`.
 */
import type { Credential } from './context.ts';

/** Where docker would take the credential for a registry from. */
export type CredentialPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'inline'; readonly credential: Credential }
  /** `server` is what the helper `docker-credential-<helper>` is asked for. */
  | { readonly kind: 'helper'; readonly helper: string; readonly server: string };

export interface DockerConfig {
  readonly json: Readonly<Record<string, unknown>>;
}

/** Docker Hub's credentials stand under the address of its first API, for docker, buildx and cosign alike. */
const HUB_KEY = 'https://index.docker.io/v1/';
const HUB_HOSTS = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** Text of config.json → its object; undefined when it is not one. */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? { json } : undefined;
  } catch {
    return undefined;
  }
}

/** Which engine it chooses, and nothing else. */
export function pickContext(config: DockerConfig | undefined): DockerConfig | undefined {
  const currentContext = config?.json['currentContext'];
  return currentContext === undefined ? undefined : { json: { currentContext } };
}

/** As docker decides: a helper for this registry, else the global store, else what stands in the file. An empty helper name means the file. */
export function findCredential({ json }: DockerConfig, registry: string): CredentialPlace {
  const server = formatAuthKey(registry);
  const helpers = isObject(json['credHelpers']) ? json['credHelpers'] : {};
  const named = [server, registry]
    .map((key) => helpers[key])
    .find((helper) => helper !== undefined);
  const helper = named ?? json['credsStore'];
  if (typeof helper === 'string' && helper !== '') return { kind: 'helper', helper, server };
  const credential = findInline(isObject(json['auths']) ? json['auths'] : {}, registry);
  return credential === undefined ? { kind: 'none' } : { kind: 'inline', credential };
}

function findInline(
  auths: Readonly<Record<string, unknown>>,
  registry: string,
): Credential | undefined {
  const entry =
    auths[formatAuthKey(registry)] ??
    Object.entries(auths).find(([key]) => isKeyOf(key, registry))?.[1];
  if (!isObject(entry)) return undefined;
  const token = entry['identitytoken'];
  if (typeof token === 'string' && token !== '') return { identityToken: token };
  const [username, password] =
    typeof entry['auth'] === 'string'
      ? decodeAuth(entry['auth'])
      : [entry['username'], entry['password']];
  if (typeof username !== 'string' || username === '' || typeof password !== 'string')
    return undefined;
  return { username, password };
}

/** Old docker versions wrote URLs: `https://ghcr.io/v2/` is a key for `ghcr.io`. */
function isKeyOf(key: string, registry: string): boolean {
  const host =
    key
      .replace(/^https?:\/\//, '')
      .split('/')[0]
      ?.toLowerCase() ?? '';
  return host === registry || (HUB_HOSTS.has(host) && HUB_HOSTS.has(registry));
}

function decodeAuth(auth: string): [string | undefined, string | undefined] {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  // docker strips NULs from the end of passwords: old helpers padded with them.
  return colon < 0
    ? [undefined, undefined]
    : [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, '')];
}

/** What docker calls a registry in this file. */
export function formatAuthKey(registry: string): string {
  return HUB_HOSTS.has(registry) ? HUB_KEY : registry;
}

/**
 * The user's configuration with DOCKER_AUTH_CONFIG over it, which docker's own command line has read since 28.3: logins
 * alone, each as `auth`, before any helper. Undefined when the variable is no such thing; docker goes on without it too.
 */
export function addEnvironmentLogins(
  config: DockerConfig | undefined,
  text: string,
): DockerConfig | undefined {
  const given = parseDockerConfig(text)?.json['auths'];
  if (!isObject(given)) return undefined;
  const logins = new Map<string, Credential>();
  for (const [key, entry] of Object.entries(given)) {
    const auth = isObject(entry) ? entry['auth'] : undefined;
    const [username, password] = typeof auth === 'string' ? decodeAuth(auth) : [];
    if (username === undefined || password === undefined) return undefined;
    logins.set(key, { username, password });
  }
  return { json: addLogins(config, { inline: logins }) };
}

export interface ConfigLogins {
  /** Registry → what stands in the file. */
  readonly inline: ReadonlyMap<string, Credential>;
  /** Registry → the helper that is asked for it. */
  readonly helpers?: ReadonlyMap<string, string>;
}

/** Text of a private config.json: the user's, with ours. A missing config counts as empty. */
export function formatDockerConfig(config: DockerConfig | undefined, logins: ConfigLogins): string {
  return `${JSON.stringify(addLogins(config, logins), undefined, 2)}\n`;
}

/**
 * `credHelpers` gets an empty entry for each login that is inline, which is how docker is told to look in the file
 * although a global `credsStore` is set.
 */
function addLogins(
  config: DockerConfig | undefined,
  { inline, helpers = new Map() }: ConfigLogins,
): Readonly<Record<string, unknown>> {
  const json = config?.json ?? {};
  const auths = isObject(json['auths']) ? json['auths'] : {};
  const named = isObject(json['credHelpers']) ? json['credHelpers'] : {};
  const own = [...inline].map(([registry, login]) => [formatAuthKey(registry), login] as const);
  const asked = [...helpers].map(([registry, name]) => [formatAuthKey(registry), name] as const);
  return {
    ...json,
    auths: {
      ...auths,
      ...Object.fromEntries(own.map(([key, login]) => [key, formatAuth(login)])),
    },
    credHelpers: {
      ...named,
      ...Object.fromEntries(own.map(([key]) => [key, ''])),
      ...Object.fromEntries(asked),
    },
  };
}

/** True when docker would ask a program for some registry. */
export function hasHelpers({ json }: DockerConfig): boolean {
  const helpers = isObject(json['credHelpers']) ? Object.values(json['credHelpers']) : [];
  return [json['credsStore'], ...helpers].some((name) => typeof name === 'string' && name !== '');
}

function formatAuth(credential: Credential): Readonly<Record<string, string>> {
  if ('identityToken' in credential) return { identitytoken: credential.identityToken };
  return { auth: encodeAuth(credential.username, credential.password) };
}

function encodeAuth(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const PROXY_LOGIN = /^(?:[a-z0-9+.-]+:\/\/)?([^/:@]*):?([^/]*)@/i;

/**
 * Of the proxies that docker and buildx hand to every build as build arguments (cli/config, ParseProxyConfig): passwords, and
 * users that have none, as some proxies take a token for the user.
 */
export function findProxySecrets({ json }: DockerConfig): string[] {
  const engines = isObject(json['proxies']) ? Object.values(json['proxies']) : [];
  const urls = engines.flatMap((proxies) => (isObject(proxies) ? Object.values(proxies) : []));
  return urls.flatMap((url) => {
    const [, user, password] = PROXY_LOGIN.exec(String(url)) ?? [];
    return password || user || [];
  });
}
