/** One request to a service that gives out logins: bounded attempts, and errors that name service, code and next step. */

import { ActionError } from '../errors.ts';
import { type Host, type HttpResponse, TransportError } from '../host/host.ts';
import { isRecord, readJson } from '../image/json-shape.ts';

export type IdentityHost = Pick<Host, 'fetch' | 'clock' | 'log' | 'mask'>;

/** What a service said when it did not give what was asked for. */
export interface Refusal {
  /** The service's own word for it, as `AccessDenied`. */
  readonly code: string;
  readonly message: string;
}

export interface IdentityCall {
  /** What messages call the service, as `AWS STS`. */
  readonly service: string;
  /** The registry that the login is for. */
  readonly registry: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The answer's text → what it says went wrong. */
  readonly parseRefusal: (text: string) => Refusal | undefined;
  /** The next step, for what was refused. */
  readonly hint: (refusal: Refusal) => string | undefined;
}

const ATTEMPTS = 4;
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;
/** Statuses that a later attempt may cure. */
const RETRYABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

interface Failure {
  readonly error: ActionError;
  readonly retry: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Text of a 200 answer. Throws IDENTITY_REFUSED, or IDENTITY_UNAVAILABLE after the last attempt. */
export async function callIdentity(host: IdentityHost, call: IdentityCall): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const got = await attemptCall(host, call);
    if (typeof got === 'string') return got;
    if (!got.retry || attempt === ATTEMPTS) throw got.error;
    const delayMs = got.retryAfterMs ?? FIRST_DELAY_MS * 2 ** (attempt - 1);
    if (delayMs > MAX_DELAY_MS) throw got.error;
    host.log.debug(`${got.error.message}; again in ${delayMs} ms`);
    await host.clock.sleep(delayMs);
  }
}

async function attemptCall(host: IdentityHost, call: IdentityCall): Promise<string | Failure> {
  const { url, headers, body } = call;
  try {
    const response = await host.fetch({
      method: 'POST',
      url,
      headers: { 'user-agent': 'build-sign-action', ...headers },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    if (response.status === 200) return new TextDecoder().decode(response.body);
    return describeAnswer(call, response);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { message, kind } = error;
    return {
      error: makeUnavailable(call, message, error),
      retry: kind !== 'tls' && kind !== 'too-large',
      retryAfterMs: undefined,
    };
  }
}

function describeAnswer(call: IdentityCall, { status, headers, body }: HttpResponse): Failure {
  const retryAfterS = Number(headers['retry-after'] || Number.NaN);
  const retryAfterMs = Number.isFinite(retryAfterS) ? Math.max(0, retryAfterS * 1000) : undefined;
  const said = parseSafely(call, new TextDecoder().decode(body));
  const outcome = [`HTTP ${status}`, said?.code, said?.message].filter(Boolean).join(', ');
  if (RETRYABLE.has(status))
    return { error: makeUnavailable(call, outcome), retry: true, retryAfterMs };
  const hint = call.hint(said ?? { code: '', message: '' });
  const error = new ActionError(
    'IDENTITY_REFUSED',
    `${call.service} (${new URL(call.url).host}) refused the login at ${call.registry}: ${outcome}`,
    { hint },
  );
  return { error, retry: false, retryAfterMs };
}

/** Ends in the log: one line, bounded, and without anything that looks like a token, should a service repeat ours. */
function parseSafely({ parseRefusal }: IdentityCall, text: string): Refusal | undefined {
  const said = /^\s*<(?:!doctype|html)/i.test(text) ? undefined : parseRefusal(text);
  if (said === undefined) return undefined;
  const clean = (part: string, max: number): string =>
    part
      .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
      .replace(/[A-Za-z0-9+/=_-]{16,}(?:\.[A-Za-z0-9+/=_-]{8,}){2}/g, '…')
      .trim()
      .slice(0, max);
  return { code: clean(said.code, 80), message: clean(said.message, 400) };
}

function makeUnavailable(
  { service, registry, url }: IdentityCall,
  outcome: string,
  cause?: unknown,
) {
  return new ActionError(
    'IDENTITY_UNAVAILABLE',
    `${service} (${new URL(url).host}) gave no login at ${registry}: ${outcome}`,
    {
      hint: 'Nothing was pushed. Look at the status page of the service, then run the job again.',
      cause,
    },
  );
}

/** A 200 without what was asked for: a proxy's page, or another service at this address. */
export function makeStrange({
  service,
  registry,
  url,
}: Pick<IdentityCall, 'service' | 'registry' | 'url'>) {
  return new ActionError(
    'IDENTITY_REFUSED',
    `${service} (${new URL(url).host}) answered the login at ${registry} with something else than a credential`,
    { hint: 'Is the address of the service right, and is there a proxy on the way to it?' },
  );
}

/** Fields of a JSON answer; empty for anything else. */
export function parseJson(text: string): Readonly<Record<string, unknown>> {
  const value = readJson(text);
  return isRecord(value) ? value : {};
}

/** A text that is not empty, by name. */
export function readString(
  fields: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** RFC 6749, section 5.2: `error` and `error_description`. */
export function parseOAuthRefusal(text: string): Refusal | undefined {
  const fields = parseJson(text);
  const code = readString(fields, 'error') ?? '';
  const message = readString(fields, 'error_description') ?? readString(fields, 'message') ?? '';
  return code === '' && message === '' ? undefined : { code, message };
}

export const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' } as const;
