/** One request to a registry, with its scheme, its authorization and one renewal of it. */
import type { HttpRequest, HttpResponse } from '../host/host.ts';
import type { Repository } from '../image/reference.ts';
import { type Authorizer, makeAuthorizer } from './authorizer.ts';
import { parseChallenge } from './challenge.ts';
import { type Access, type Purpose, type RegistryContext, startAttempts } from './context.ts';
import { RegistryFailure, toStatusFailure, toTransportFailure } from './failure.ts';
import { type FindOrigin, makeOriginFinder, type Origin } from './origin.ts';
import { runAttempts } from './retry.ts';

export interface Exchange {
  readonly repository: Repository;
  readonly access: Access;
  /** What messages call it, as `reading the manifest`. */
  readonly phase: string;
  readonly method: NonNullable<HttpRequest['method']>;
  /** Below `/v2/<name>/`, or a URL that the registry gave (an upload's Location, the next page of a list). */
  readonly target: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs?: number;
  /** Bytes expected at most; callers check an answer they accept. */
  readonly maxBytes?: number;
  /** False where a refusal does not matter and is not worth another token. */
  readonly renew?: boolean;
  /** Statuses the caller deals with; all others are failures. */
  readonly accept: readonly number[];
}

export interface Answer {
  readonly response: HttpResponse;
  /** What was asked; locations in the answer are relative to it. */
  readonly url: URL;
}

/** One exchange. Throws RegistryFailure, which only an attempt knows how to deal with. */
export type Send = (exchange: Exchange) => Promise<Answer>;

export interface Wire {
  readonly context: RegistryContext;
  /**
   * Runs what makes up one attempt, one exchange or several, as often as the policy and the time of a call allow.
   * Throws ActionError.
   */
  attempt<T>(run: (send: Send) => Promise<T>): Promise<T>;
  /** The same registries and tokens, with less patience. */
  limit(limits: WireLimits): Wire;
}

export interface WireLimits {
  /** Milliseconds for one call; an exchange that was allowed to start gets 5 s. */
  readonly budgetMs: number;
  readonly attempts: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** A last attempt that was allowed to start gets this long. */
const MIN_TIMEOUT_MS = 5000;
/** What an answer may always have: an error's text is longer than a small blob. */
const MIN_ANSWER_BYTES = 64 * 1024;
const USER_AGENT = 'build-sign-action';

export function makeWire(context: RegistryContext): Wire {
  const findOrigin = makeOriginFinder(context);
  const authorizer = makeAuthorizer(context);
  return makeWireWith({ context, findOrigin, authorizer });
}

function makeWireWith({ context, findOrigin, authorizer }: Means): Wire {
  return {
    context,
    limit: ({ budgetMs, attempts }) => {
      const retry = { ...context.retry, attempts };
      return makeWireWith({ context: { ...context, budgetMs, retry }, findOrigin, authorizer });
    },
    attempt: (run) => {
      const attempts = startAttempts(context);
      const send: Send = (exchange) => {
        const leftMs = Math.max(
          MIN_TIMEOUT_MS,
          attempts.deadlineMs - context.host.clock.elapsedMs(),
        );
        const timeoutMs = Math.min(exchange.timeoutMs ?? DEFAULT_TIMEOUT_MS, leftMs);
        return runExchange({ context, findOrigin, authorizer }, { ...exchange, timeoutMs });
      };
      return runAttempts(attempts, () => run(send));
    },
  };
}

interface Means {
  readonly context: RegistryContext;
  readonly findOrigin: FindOrigin;
  readonly authorizer: Authorizer;
}

type TimedExchange = Exchange & { readonly timeoutMs: number };

async function runExchange(
  { context, findOrigin, authorizer }: Means,
  exchange: TimedExchange,
): Promise<Answer> {
  const origin = await findOrigin(exchange.repository);
  const url = findUrl(exchange, origin);
  const purpose: Purpose = { repository: exchange.repository, access: exchange.access };
  // Storage hosts, where some registries let blobs be uploaded, have their own secret in the Location's query.
  const isOurs = url.origin === new URL(origin.url).origin;
  const used = isOurs ? await authorizer.authorize(origin, purpose) : undefined;
  let response = await transmit(context, { exchange, url, authorization: used });
  // A storage host that blobs are redirected to may not say where the password of the registry goes.
  const mayAsk = isOurs && response.isElsewhere !== true;
  if (response.status === 401 && mayAsk && exchange.renew !== false) {
    const asked = response.headers['www-authenticate'];
    const renewed = await authorizer.renew(origin, purpose, { used, asked });
    if (renewed !== undefined)
      response = await transmit(context, { exchange, url, authorization: renewed });
  }
  if (exchange.accept.includes(response.status)) return { response, url };
  throw await makeRefusal(context, exchange, response);
}

/** A 401 for somebody whose password was good is a matter of rights: Docker Hub and distribution have no other word for it. */
async function makeRefusal(
  { host, credentials }: RegistryContext,
  exchange: Exchange,
  response: HttpResponse,
): Promise<RegistryFailure> {
  const failure = toStatusFailure(exchange, response, host.clock.now());
  if (response.status !== 401 && response.status !== 403) return failure;
  const isLoggedIn = (await credentials(exchange)) !== undefined;
  const asked =
    response.status === 401 ? parseChallenge(response.headers['www-authenticate']) : undefined;
  const isDenied = asked?.scheme === 'bearer' && asked.isInsufficient && isLoggedIn;
  const { code } = failure.facts;
  return new RegistryFailure({
    ...failure.facts,
    code: isDenied ? 'REGISTRY_DENIED' : code,
    isLoggedIn,
  });
}

async function transmit(
  context: RegistryContext,
  {
    exchange,
    url,
    authorization,
  }: { exchange: TimedExchange; url: URL; authorization: string | undefined },
): Promise<HttpResponse> {
  const headers: Record<string, string> = { 'user-agent': USER_AGENT, ...exchange.headers };
  if (authorization !== undefined) headers['authorization'] = authorization;
  try {
    return await context.host.fetch({
      method: exchange.method,
      url: url.href,
      headers,
      ...(exchange.body === undefined ? {} : { body: exchange.body }),
      timeoutMs: exchange.timeoutMs,
      maxBytes: Math.max(exchange.maxBytes ?? 0, MIN_ANSWER_BYTES),
    });
  } catch (error) {
    throw toTransportFailure(exchange, error);
  }
}

/**
 * A registry behind a proxy that ends TLS often names itself with http: asked by https, it is asked by https again.
 * Another host by plain http is refused, except where the registry itself is reached that way.
 */
function findUrl(exchange: Exchange, origin: Origin): URL {
  const { target, repository, phase } = exchange;
  if (typeof target === 'string') return new URL(`${origin.url}/v2/${repository.path}/${target}`);
  const home = new URL(origin.url);
  if (target.protocol === 'https:' || target.protocol === home.protocol) return target;
  if (target.protocol === 'http:' && target.hostname === home.hostname) {
    const secure = new URL(target);
    secure.protocol = 'https:';
    secure.port = home.port;
    return secure;
  }
  const outcome = `the registry refers to ${target.host} without TLS`;
  throw new RegistryFailure({
    repository,
    phase,
    code: 'REGISTRY_CORRUPT',
    outcome,
    retryable: false,
  });
}

/** The `Location` of an answer as a URL; a failure when there is none. Its query is kept: it holds the upload's state. */
export function readLocation(
  { response, url }: Answer,
  exchange: Pick<Exchange, 'repository' | 'phase'>,
): URL {
  const location = response.headers['location'];
  if (location !== undefined && URL.canParse(location, url.href)) return new URL(location, url);
  const outcome = `HTTP ${response.status} without a usable Location`;
  throw new RegistryFailure({ ...exchange, code: 'REGISTRY_CORRUPT', outcome, retryable: true });
}
