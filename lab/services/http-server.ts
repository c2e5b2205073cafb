import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

/** One request as the server saw it. */
export interface RequestRecord {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  /** Undefined while unanswered, and for good when the connection broke before a status was sent. */
  readonly status: number | undefined;
  /** Milliseconds since the epoch at which the request's head arrived. */
  readonly atMs: number;
}

export interface HttpServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order of arrival; grows while the server runs. */
  readonly requests: readonly RequestRecord[];
  /** Stops listening and destroys every open socket. May be called twice. */
  stop(): Promise<void>;
}

export type HttpHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void>;

export interface HttpServerOptions {
  /** A handler that throws answers 500 with the error's text, as far as no answer was begun. */
  readonly handler: HttpHandler;
  /** Address to listen on; loopback unless told. */
  readonly host?: string | undefined;
  /** A fixed port, for a service that has to come back where it was; a free one unless told. */
  readonly port?: number | undefined;
}

/** Starts an HTTP server on a free port. Its `stop` leaves no socket and no timer behind. */
export async function startHttpServer({
  handler,
  host = '127.0.0.1',
  port = 0,
}: HttpServerOptions): Promise<HttpServer> {
  const requests: RequestRecord[] = [];
  const server = createServer((request, response) => {
    recordRequest(requests, request, response);
    runHandler(handler, request, response).catch((error: unknown) => failResponse(response, error));
  });
  // Tools keep connections for minutes between requests; a server that drops them first makes flaky tests.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    requests,
    stop() {
      stopped ??= new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return stopped;
    },
  };
}

/** The whole body of a request or response. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Answers with JSON and ends the response. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

function recordRequest(
  requests: RequestRecord[],
  { method = '', url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const index = requests.length;
  const record = { method, path: url, status: undefined, atMs: Date.now() };
  requests.push(record);
  response.once('close', () => {
    if (response.headersSent) requests[index] = { ...record, status: response.statusCode };
  });
}

async function runHandler(
  handler: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await handler(request, response);
}

function failResponse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  sendJson(response, 500, { code: 500, message });
}
