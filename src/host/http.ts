/**
 * HTTP for registries, GitHub's OIDC endpoint and downloads of metadata, on undici (which `@actions/core` bundles
 * anyway). `@actions/http-client` is not used here: it retries by itself in a way that cannot be bounded per call,
 * and offers no deadline for a whole exchange.
 */
import { ActionError } from '../errors.ts';
import { type HttpRequest, type HttpResponse, TransportError } from './host.ts';
import type { HttpClient } from './http-client.ts';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 5;
export const REDIRECTS = new Set([301, 302, 303, 307, 308]);

let client: Promise<HttpClient> | undefined;

/** The one client of this process, loaded with the first request. */
export function loadClient(): Promise<HttpClient> {
  client ??= import('./http-client.ts').then(({ makeHttpClient }) => makeHttpClient());
  return client;
}

/** Closes idle connections, so that the process can end at once. */
export async function closeConnections(): Promise<void> {
  // One that could not be made has been told to whoever asked for it.
  const used = await client?.catch(() => undefined);
  client = undefined;
  await used?.agent.destroy();
}

/**
 * One exchange, redirects of GET and HEAD followed. Throws TransportError when there is no complete response.
 * `Authorization` and `Cookie` are dropped when a redirect leaves the origin: a registry that redirects blobs to a
 * storage host must not be able to collect the token.
 */
export async function sendRequest(
  wanted: HttpRequest,
  cancelled: AbortSignal,
): Promise<HttpResponse> {
  // What is left of a budget is a fraction; the timer takes nothing but whole milliseconds.
  const timeout = AbortSignal.timeout(Math.ceil(wanted.timeoutMs));
  const signal = AbortSignal.any([timeout, cancelled]);
  let url = new URL(wanted.url);
  const asked = url.origin;
  let headers = { ...wanted.headers };
  for (let hop = 0; ; hop++) {
    const response = await exchange({ wanted, url, headers, signal });
    const location = response.headers['location'];
    const follow = REDIRECTS.has(response.status) && isSafe(wanted) && location !== undefined;
    if (!follow || hop >= MAX_REDIRECTS)
      return url.origin === asked ? response : { ...response, isElsewhere: true };
    const next = parseLocation(location, url);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

/** Where a redirect leads. */
export function parseLocation(location: string, from: URL): URL {
  if (URL.canParse(location, from.href)) return new URL(location, from);
  throw new TransportError(
    'other',
    from.host,
    `${from.host} redirects to something that is no URL`,
  );
}

function isSafe({ method = 'GET' }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)),
  );
}

async function exchange({
  wanted,
  url,
  headers,
  signal,
}: {
  wanted: HttpRequest;
  url: URL;
  headers: Record<string, string>;
  signal: AbortSignal;
}): Promise<HttpResponse> {
  try {
    const { request, agent } = await loadClient();
    const response = await request(url, {
      method: wanted.method ?? 'GET',
      headers,
      body: wanted.body ?? null,
      dispatcher: agent,
      signal,
      headersTimeout: wanted.timeoutMs,
      bodyTimeout: wanted.timeoutMs,
    });
    const body = await readBody(response.body, wanted.maxBytes ?? DEFAULT_MAX_BYTES, url.host);
    return { status: response.statusCode, headers: flatten(response.headers), body };
  } catch (error) {
    throw toTransportError(error, url.host, signal);
  }
}

async function readBody(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
  host: string,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new TransportError('too-large', host, `${host} sent more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

const KINDS: Readonly<Record<string, TransportError['kind']>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_ABORTED: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'refused',
  EHOSTUNREACH: 'refused',
};

/** What went wrong below HTTP, by kind. */
export function toTransportError(error: unknown, host: string, signal: AbortSignal): unknown {
  if (error instanceof TransportError || error instanceof ActionError) return error;
  const reason: unknown = signal.aborted ? signal.reason : error;
  // A cancelled run carries its own ActionError as the reason; it is not a transport failure.
  if (signal.aborted && !(reason instanceof DOMException)) return reason;
  const code = codeOf(reason);
  const kind = isTimeout(reason) ? 'timeout' : kindOf(code);
  const text = reason instanceof Error ? reason.message : String(reason);
  return new TransportError(kind, host, `${host}: ${code ?? kind}: ${text}`, reason);
}

/** By name: the classes belong to a library that is not loaded yet. */
const TIMEOUTS = new Set([
  'TimeoutError',
  'ConnectTimeoutError',
  'HeadersTimeoutError',
  'BodyTimeoutError',
]);

function isTimeout(reason: unknown): boolean {
  return (
    typeof reason === 'object' &&
    reason !== null &&
    'name' in reason &&
    TIMEOUTS.has(String(reason.name))
  );
}

function kindOf(code: string | undefined): TransportError['kind'] {
  if (code === undefined) return 'other';
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL)/.test(code)) return 'tls';
  return KINDS[code] ?? 'other';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
