/** undici, in a module of its own that is loaded with the first request: it is half of what there is to load. */
import { EnvHttpProxyAgent, request } from 'undici';

export interface HttpClient {
  readonly request: typeof request;
  readonly agent: EnvHttpProxyAgent;
}

/** One connection pool for the run; honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export function makeHttpClient(): HttpClient {
  const agent = new EnvHttpProxyAgent({ keepAliveTimeout: 10_000, connect: { timeout: 15_000 } });
  return { request, agent };
}
