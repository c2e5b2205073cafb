import { createServer, type RequestListener, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';

const running: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

function listen(server: Server | TcpServer): Promise<string> {
  running.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Starts an HTTP server on loopback; returns its host and port. */
export function serveHttp(answer: RequestListener): Promise<string> {
  return listen(createServer(answer));
}

/** Starts a server that gets bare connections. */
export function serveTcp(answer: (socket: Socket) => void): Promise<string> {
  return listen(createTcpServer(answer));
}

/** A port that nobody listens on. */
export async function findClosedPort(): Promise<string> {
  const server = createTcpServer();
  const host = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return host;
}

export async function stopServers(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(
    running.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
}
