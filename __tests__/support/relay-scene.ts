/** A client and a daemon of HTTP/2 with a relay between them, all of them real, at sockets of one folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2, { type ClientHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRelay } from '../../src/host/relay.ts';
import type { RelayRequest } from '../../src/tools/relay.ts';

export const HELD = '/held';
export const WATCHED = '/watched';

type Headers = Readonly<Record<string, string | string[]>>;
/** Names and values as they were sent. */
type Pairs = ReadonlyArray<readonly [string, string]>;
type Serve = (stream: ServerHttp2Stream, sent: { path: string; headers: Pairs }) => void;

export interface Scene {
  /** A session at the relay's socket. */
  readonly client: ClientHttp2Session;
  readonly socket: string;
  /** Ends the relay. */
  readonly close: () => Promise<void>;
  /** Those that were dialled with. */
  readonly readPids: () => number[];
}

interface Given extends Partial<RelayRequest> {
  readonly serve?: Serve;
  /** How the child begins, as JavaScript. */
  readonly child?: string;
}

const ends: (() => Promise<void> | void)[] = [];

/** Ends whatever has been opened, the last first. */
export async function endScenes(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

/** Joins its standard streams with a socket. */
const CHILD = `
  const [socket, pids] = process.argv.slice(1);
  require('node:fs').appendFileSync(pids, process.pid + '\\n');
  const daemon = require('node:net').connect(socket);
  daemon.on('close', () => process.exit()).on('error', () => undefined);
  process.stdin.pipe(daemon).pipe(process.stdout);
`;

export async function openScene({
  serve = (stream) => stream.respond({}, { endStream: true }),
  child = '',
  ...given
}: Given): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const [daemon, pids, socket] = ['daemon', 'pids', 'relay'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(pids, '');
  await listen(given.isEngine ? makeEngine(serve) : makeDaemon(serve), daemon);
  const relay = await startRelay({
    socket,
    dial: { file: process.execPath, args: ['-e', child + CHILD, daemon, pids], env: {} },
    isEngine: false,
    holds: { path: HELD, until: async () => undefined },
    watches: { path: WATCHED, onMessage: () => undefined },
    ...given,
  });
  ends.push(relay.close);
  return {
    client: joinClient(given.isEngine ? await upgrade(socket, '/grpc') : connect(socket)),
    ...{ socket, close: relay.close },
    readPids: () => readFileSync(pids, 'utf8').split('\n').filter(Boolean).map(Number),
  };
}

function makeDaemon(serve: Serve): Server {
  const server = http2.createServer();
  server.on('stream', (stream, _headers, _flags, raw) => answer(stream, raw, serve));
  return server;
}

/** An engine whose API knows `POST /grpc` and, as a bare echo, `POST /session`; whose plain requests are told back. */
function makeEngine(serve: Serve): Server {
  const server = http.createServer(async (asked, response) => {
    const { length } = await buffer(asked);
    response.writeHead(asked.url === '/absent' ? 404 : 200, { 'x-thing': ['a', 'b'] });
    response.end(`${asked.method} ${asked.url} ${asked.headers['x-asked']} ${length}`);
  });
  server.on('upgrade', ({ url }, socket: Socket) => {
    if (url === '/refused')
      return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    const named =
      'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nX-Of: engine\r\n\r\n';
    socket.write(named);
    if (url !== '/grpc') return socket.pipe(socket);
    const session = http2.performServerHandshake(socket).on('error', () => undefined);
    return session.on('stream', (stream, _headers, _flags, raw) => answer(stream, raw, serve));
  });
  return server;
}

function answer(stream: ServerHttp2Stream, raw: readonly string[], serve: Serve): void {
  stream.on('error', () => undefined);
  const headers = pair(raw);
  serve(stream, { path: headers.find(([name]) => name === ':path')?.[1] ?? '', headers });
}

async function listen(server: Server, path: string): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
}

function joinClient(socket: Socket): ClientHttp2Session {
  const client = http2.connect('http://localhost', { createConnection: () => socket });
  client.on('error', () => undefined);
  ends.push(() => client.destroy());
  return client;
}

/** What follows a request of the engine's API that asks for another protocol. Rejects when it is refused. */
export function upgrade(socketPath: string, path: string): Promise<Socket> {
  const headers = { connection: 'Upgrade', upgrade: 'h2c' };
  const asked = http.request({ socketPath, path, method: 'POST', headers });
  ends.push(() => void asked.destroy());
  return new Promise((resolve, reject) => {
    asked.on('upgrade', (response, socket: Socket, begun) => {
      if (begun.length > 0) socket.unshift(begun);
      if (response.headers['x-of'] === 'engine') resolve(socket);
      else reject(new Error('changed'));
    });
    asked.on('response', ({ statusCode }) => reject(new Error(`refused: ${statusCode}`)));
    asked.on('error', reject).end();
  });
}

export interface Answered {
  readonly headers: Pairs;
  readonly body: Buffer;
  readonly trailers: Pairs;
  /** That the stream was ended with. */
  readonly code: number;
}

/** A call with its whole answer, be it one or not. */
export function call(
  client: ClientHttp2Session,
  path: string,
  { headers = {}, body = '' }: { headers?: Headers; body?: string | Uint8Array } = {},
): Promise<Answered> {
  const stream = client.request({ ':method': 'POST', ':path': path, ...headers });
  const chunks: Buffer[] = [];
  const told: { headers: Pairs; trailers: Pairs } = { headers: [], trailers: [] };
  stream.on('response', (_headers, _flags, raw) => Object.assign(told, { headers: pair(raw) }));
  stream.on('trailers', (_headers, _flags, raw) => Object.assign(told, { trailers: pair(raw) }));
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => undefined);
  stream.end(body);
  return new Promise((resolve) => {
    stream.on('close', () =>
      resolve({ ...told, body: Buffer.concat(chunks), code: stream.rstCode }),
    );
  });
}

/** Answers a call with a body and trailers. */
export function reply(
  stream: ServerHttp2Stream,
  { body = '', ...told }: { headers?: Headers; body?: string | Uint8Array; trailers: Headers },
): void {
  begin(stream, told);
  stream.end(body);
}

/** Begins an answer, which ends with trailers. */
export function begin(
  stream: ServerHttp2Stream,
  { headers = {}, trailers }: { headers?: Headers; trailers: Headers },
): void {
  stream.respond({ ':status': 200, ...headers }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ ...trailers }));
}

function pair(raw: readonly string[] = []): Pairs {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
}

export async function eventually(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 300 && !isSo(); tries++) await sleep(10);
  return isSo();
}
