/**
 * Asks the Actions cache before BuildKit depends on it. BuildKit reads its cache before the first step and has no
 * limit of its own for a service that takes the connection and never answers: such a build stands still for hours.
 */
import { type Host, TransportError } from '../../host/host.ts';
import type { CachePlace, CacheSpec } from '../../plan/cache-spec.ts';
import { parseCacheAccess } from '../../tools/runtime-token.ts';
import { askService, type CacheService, findService } from '../job/cache-service.ts';

type Reach = Pick<Host, 'fetch' | 'clock' | 'log'>;
type Env = Host['env'];

const ATTEMPTS = 3;
const DELAY_MS = 1000;
/** Any answer that is no outage will do: an absent entry is what is asked for. */
const QUESTION = {
  method: 'GetCacheEntryDownloadURL',
  body: { key: 'build-sign-probe', version: '0'.repeat(64) },
};

/** The cache as chosen meanwhile, or none when the service does not answer: a warning, never a failure. */
export async function probeCache(
  host: Reach,
  { env, say, ...chosen }: { cache: Promise<CacheSpec>; env: Env; say: (line: string) => void },
): Promise<CacheSpec> {
  const service = findService(env);
  if (service === undefined) return chosen.cache;
  let problem: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await host.clock.sleep(DELAY_MS * (attempt - 1));
    const { reason, retry } = await askOnce(host, service);
    if (reason === undefined) {
      say('the Actions cache answers');
      return keepAllowed(host, { cache: await chosen.cache, token: service.token, say });
    }
    problem = reason;
    say(reason);
    if (!retry) break;
  }
  host.log.warning(`Built without the Actions cache: ${problem}`, 'actions-cache');
  const cache = await chosen.cache;
  return {
    ...cache,
    from: cache.from.filter(isOther),
    to: cache.to.filter(isOther),
    reason: 'the Actions cache does not answer',
    isDown: true,
  };
}

function isOther({ backend }: CachePlace): boolean {
  return backend !== 'gha';
}

/** What the token may not write is not tried: the attempt would cost its time and end in a warning that nobody can cure. */
function keepAllowed(
  { log }: Reach,
  { cache, token, say }: { cache: CacheSpec; token: string; say: (line: string) => void },
): CacheSpec {
  const access = parseCacheAccess(token);
  if (access === undefined) return cache;
  const listed = access.map(({ ref, writes }) => `${ref} (${writes ? 'read, write' : 'read'})`);
  say(`the job's token is for ${listed.join(', ') || 'no ref at all'}`);
  const to = access.some(({ writes }) => writes) ? cache.to : cache.to.filter(isOther);
  if (to.length < cache.to.length)
    log.notice('The Actions cache is only read: the token of this job may not write to it');
  return { ...cache, to };
}

/** `reason` is absent when the service answered. One that was silent once has had its chance. */
async function askOnce(
  host: Reach,
  service: CacheService,
): Promise<{ reason?: string; retry: boolean }> {
  try {
    const { status } = await askService(host, service, QUESTION);
    if (status === 429 || status >= 500) return { reason: `HTTP ${status}`, retry: true };
    return { retry: false };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { reason: error.message, retry: error.kind !== 'timeout' };
  }
}
