/** undici, in a module of its own that is loaded with the first request: it is half of what there is to load. */
import { EnvHttpProxyAgent, request } from 'undici';
import { ActionError } from '../errors.ts';

export interface HttpClient {
  readonly request: typeof request;
  readonly agent: EnvHttpProxyAgent;
}

/**
 * One connection pool for the run; honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Throws ENVIRONMENT_UNSUPPORTED for a
 * proxy that does not speak HTTP.
 */
export function makeHttpClient(): HttpClient {
  const agent = new EnvHttpProxyAgent({
    ...{ keepAliveTimeout: 10_000, connect: { timeout: 15_000 } },
    httpProxy: readProxy('http_proxy'),
    httpsProxy: readProxy('https_proxy'),
  });
  return { request, agent };
}

/**
 * `proxy:3128` is `http://proxy:3128`, as for the runner, curl and everything written in Go; undici takes it for an
 * address of the scheme `proxy`. What stands there is not told: it may hold a password.
 */
function readProxy(lower: string): string {
  const name = [lower, lower.toUpperCase()].find((one) => process.env[one] !== undefined);
  const value = process.env[name ?? lower]?.trim() ?? '';
  if (value === '') return '';
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:\/\//i.test(url)) return url;
  throw new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    `${name ?? lower} is no address of an HTTP proxy`,
    { hint: 'Write it as http://host:port. SOCKS is spoken by some of the tools only.' },
  );
}
