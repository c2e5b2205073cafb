/**
 * Stands between buildx and the daemon it speaks to, on a socket of this run: calls (gRPC, over HTTP/2) pass as they are,
 * and those of one path may be kept waiting. The daemon is reached through a child's standard streams, so that every
 * kind of connection that buildx and docker know will do.
 */
import http, { type IncomingMessage } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Relay, RelayRequest } from '../tools/relay.ts';
import { type Dialer, listen, startDialer } from './dialer.ts';
import { joinConnections } from './relay-calls.ts';

/** Listens until it is closed. Rejects where no socket can be made. */
export async function startRelay(request: RelayRequest): Promise<Relay> {
  const { dial, end } = await startDialer(request.dial, `${request.socket}.d`);
  const join: Join = (socket, upstream) => joinConnections({ socket, upstream, request });
  const server = request.isEngine
    ? serveEngine(dial, join)
    : net.createServer((socket) => join(socket, dial()));
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await listen(server, request.socket);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.all([end(), closed]);
    },
  };
}

type Join = (socket: Duplex, upstream: net.Socket) => void;

/** Docker's API is HTTP/1.1, and gRPC begins where a request asks for it (`POST /grpc`, `Upgrade: h2c`). */
function serveEngine(dial: Dialer['dial'], join: Join): http.Server {
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
    passed.on('upgrade', (response: IncomingMessage, upstream: net.Socket, begun: Buffer) => {
      upstream.on('error', () => client.destroy());
      client.write(formatHead(response));
      if (head.length > 0) client.unshift(head);
      if (begun.length > 0) upstream.unshift(begun);
      if (/\/grpc$/.test(asked.url ?? '')) {
        join(client, upstream);
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

function passOn(
  { method, url, headers }: IncomingMessage,
  dial: Dialer['dial'],
): http.ClientRequest {
  return http.request({ method, path: url, headers, createConnection: dial });
}

function formatHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage ?? ''}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
