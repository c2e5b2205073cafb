/**
 * Stands between buildx and the daemon it speaks to, on a socket of this run: calls (gRPC, over HTTP/2) pass as they are,
 * and those of one path may be kept waiting. The daemon is reached through a child's standard streams, so that every
 * kind of connection that buildx and docker know will do.
 */
import http, { type IncomingMessage } from 'node:http';
import http2, { type ServerHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { Relay, RelayRequest } from '../tools/relay.ts';
import { type Dialer, listen, startDialer } from './dialer.ts';
import { joinSessions, SESSION } from './relay-calls.ts';

/** Listens until it is closed. Rejects where no socket can be made. */
export async function startRelay(request: RelayRequest): Promise<Relay> {
  const daemon = await startDialer(request.dial, `${request.socket}.d`);
  const sessions = new Set<ServerHttp2Session>();
  const attend = (session: ServerHttp2Session, upstream: Duplex): void => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    joinSessions({ session, upstream, request });
  };
  const server = request.isEngine
    ? serveEngine(daemon.dial, attend)
    : serveDaemon(daemon.dial, attend);
  await listen(server, request.socket);
  return {
    close: async () => {
      for (const session of sessions) session.destroy();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if (server instanceof http.Server) server.closeAllConnections();
      await daemon.end();
      await closed;
    },
  };
}

type Attend = (session: ServerHttp2Session, upstream: Duplex) => void;
type Dial = Dialer['dial'];

function serveDaemon(dial: Dial, attend: Attend): http2.Http2Server {
  const server = http2.createServer(SESSION);
  server.on('session', (session) => attend(session, dial()));
  server.on('sessionError', () => undefined);
  return server;
}

/** Docker's API is HTTP/1.1, and gRPC begins where a request asks for it (`POST /grpc`, `Upgrade: h2c`). */
function serveEngine(dial: Dial, attend: Attend): http.Server {
  const server = http.createServer((asked, answer) => {
    const passed = passOn(asked, dial);
    passed.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  server.on('upgrade', (asked: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => undefined);
    const passed = passOn(asked, dial);
    passed.on('error', () => client.destroy());
    passed.on('response', (response) => {
      client.write(formatHead(response));
      response.pipe(client);
    });
    passed.on('upgrade', (response: IncomingMessage, upstream: Duplex, begun: Buffer) => {
      upstream.on('error', () => client.destroy());
      client.write(formatHead(response));
      if (head.length > 0) client.unshift(head);
      if (begun.length > 0) upstream.unshift(begun);
      if (/\/grpc$/.test(asked.url ?? '')) {
        attend(http2.performServerHandshake(client, SESSION), upstream);
        return;
      }
      client.pipe(upstream).pipe(client);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
    passed.end();
  });
  return server;
}

function passOn({ method, url, headers }: IncomingMessage, dial: Dial): http.ClientRequest {
  return http.request({ method, path: url, headers, createConnection: dial });
}

function formatHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage ?? ''}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
