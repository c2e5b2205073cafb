/** Where a registry answers: https always, plain http only on this machine or where the user named the host. */
import type { HttpResponse } from '../host/host.ts';
import { TransportError } from '../host/host.ts';
import { formatApiHost, type Repository } from '../image/reference.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { RegistryContext } from './context.ts';
import { toStatusFailure, toTransportFailure } from './failure.ts';

export interface Origin {
  /** `https://host[:port]` */
  readonly url: string;
  /** What `/v2/` asked for; undefined where it lets everybody in. */
  readonly challenge: Challenge | undefined;
}

export type FindOrigin = (repository: Repository) => Promise<Origin>;

const PING_TIMEOUT_MS = 15_000;

/** Asks `/v2/` of each registry once, and remembers what worked. Throws RegistryFailure. */
export function makeOriginFinder(context: RegistryContext): FindOrigin {
  const known = new Map<string, Promise<Origin>>();
  return (repository) => {
    const { registry } = repository;
    const found = known.get(registry) ?? probeOrigin(context, repository);
    known.set(registry, found);
    // A failure is not remembered: the next attempt asks anew.
    found.catch(() => known.delete(registry));
    return found;
  };
}

/** True for `localhost`, 127.0.0.0/8 and `[::1]`, with or without a port. */
export function isLoopbackHost(registry: string): boolean {
  const host = registry.replace(/:\d+$/, '');
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

async function probeOrigin(context: RegistryContext, repository: Repository): Promise<Origin> {
  const { registry } = repository;
  const doing = { repository, phase: 'reaching the registry' };
  const mayBePlain = isLoopbackHost(registry) || context.insecureHosts.has(registry);
  const apiHost = formatApiHost(registry);
  const secure = `https://${apiHost}`;
  const ping = async (url: string): Promise<Origin> => {
    const response = await context.host.fetch({ url: `${url}/v2/`, timeoutMs: PING_TIMEOUT_MS });
    return toOrigin(url, response);
  };
  try {
    return await ping(secure).catch((error: unknown) => {
      if (mayBePlain && speaksNoTls(error)) return ping(`http://${apiHost}`);
      throw error;
    });
  } catch (error) {
    throw toTransportFailure(doing, error);
  }

  function toOrigin(url: string, response: HttpResponse): Origin {
    const { status, headers } = response;
    if (status === 429 || status === 408 || status >= 500) {
      throw toStatusFailure(doing, response, context.host.clock.now());
    }
    // 403 and 404 come from registries that answer below /v2/<name>/ only; what they ask for shows there.
    return {
      url,
      challenge: status === 401 ? parseChallenge(headers['www-authenticate']) : undefined,
    };
  }
}

/** A server that speaks http hangs up on a TLS greeting or answers it with something else; one that is slow or unknown speaks nothing. */
function speaksNoTls(error: unknown): boolean {
  return error instanceof TransportError && error.kind !== 'timeout' && error.kind !== 'dns';
}
