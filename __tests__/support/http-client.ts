import { errorCode } from '../../src/errors.ts';
import { type HttpRequest, type HttpResponse, TransportError } from '../../src/host/host.ts';
import { closeConnections, sendRequest } from '../../src/host/http.ts';
import { stopServers } from './http-servers.ts';

export function send(
  url: string,
  more: Partial<HttpRequest> = {},
  signal = new AbortController().signal,
): Promise<HttpResponse> {
  return sendRequest({ url, timeoutMs: 5000, ...more }, signal);
}

/** How a request failed: the kind, or the code of another error. */
export async function failureOf(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
    return 'none';
  } catch (error) {
    return error instanceof TransportError ? error.kind : errorCode(error);
  }
}

/** Ends the client's connections, then the servers. */
export async function stopHttp(): Promise<void> {
  await closeConnections();
  await stopServers();
}
