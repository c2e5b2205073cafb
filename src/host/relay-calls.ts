/** Calls of gRPC between two connections of HTTP/2: passed on as they are, or held up (see `relay`). */
import http2, {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ServerHttp2Stream,
} from 'node:http2';
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import { readFrames, writeFrame } from '../tools/grpc-frames.ts';
import type { RelayedCall, RelayRequest } from '../tools/relay.ts';

/** Contexts and results go through: the standard's 64 KiB would make every one of them wait for the way back. */
const WINDOW_BYTES = 16 * 1024 * 1024;
/** Megabytes of frames that may be on their way in one connection. */
const SESSION = { settings: { initialWindowSize: WINDOW_BYTES }, maxSessionMemory: 512 };
const { NGHTTP2_CANCEL, NGHTTP2_FLAG_END_STREAM, NGHTTP2_INTERNAL_ERROR } = http2.constants;

interface Joined {
  /** Of whoever calls. */
  readonly socket: Duplex;
  readonly upstream: net.Socket;
  readonly request: RelayRequest;
}

/** Everything that a connection asks is asked of the daemon behind `upstream`, and answered by it; both end with each other. */
export function joinConnections({ socket, upstream, request }: Joined): void {
  const session = http2.performServerHandshake(socket, SESSION);
  const client = http2.connect('http://localhost', {
    ...SESSION,
    createConnection: () => upstream,
  });
  for (const end of [socket, session, client]) end.on('error', () => undefined);
  client.on('connect', () => client.setLocalWindowSize(WINDOW_BYTES));
  session.setLocalWindowSize(WINDOW_BYTES);
  session.on('close', () => upstream.destroy());
  // The session's own end would say of each call how it ended, which is no news of a daemon that has gone.
  client.on('close', () => socket.destroy());
  client.on('goaway', () => session.close());
  session.on('stream', (stream, _headers, _flags, raw) => {
    const headers = joinHeaders(raw);
    stream.on('error', () => undefined);
    if (headers[':path'] !== request.holds.path) return pass(stream, { headers, client, request });
    hold(stream, { headers, client, request });
  });
}

/** By Node's own account several headers of one name are one, with commas: BuildKit's sessions tell their methods by several. */
function joinHeaders(raw: readonly string[]): Headers {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}

type Headers = Readonly<Record<string, string | string[]>>;

interface Passing {
  readonly headers: Headers;
  readonly client: ClientHttp2Session;
  readonly request: RelayRequest;
}

/** Reads what is asked, and passes it on when it may be. */
function hold(stream: ServerHttp2Stream, passing: Passing): void {
  const { headers, client, request } = passing;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', async () => {
    const body = Buffer.concat(chunks);
    const [message] = readFrames()(body);
    // What is broken off ends as well. What is compressed nobody reads here.
    if (stream.aborted) return;
    if (message === undefined) {
      pass(stream, passing, body);
      return;
    }
    const call: RelayedCall = {
      message,
      ask: (other) => ask(client, { headers, message: other }),
    };
    await request.holds.until(call).catch(() => undefined);
    if (!stream.destroyed && !client.destroyed) pass(stream, passing, body);
  });
}

/** A call of our own beside one of buildx, to the same method and of the same build; whatever comes of it. */
async function ask(
  client: ClientHttp2Session,
  { headers, message }: Pick<Passing, 'headers'> & { message: Uint8Array },
): Promise<void> {
  if (client.closed || client.destroyed) return;
  const stream = client.request({ ...headers });
  await new Promise<void>((resolve) => {
    stream.on('error', () => undefined);
    stream.on('close', resolve);
    stream.resume();
    stream.end(writeFrame(message));
  });
}

function pass(
  stream: ServerHttp2Stream,
  { headers, client, request }: Passing,
  body?: Buffer,
): void {
  if (client.closed || client.destroyed) return;
  const passed = client.request({ ...headers });
  passed.on('error', () => undefined);
  // What follows may be there before the answer is told: written then, it would begin an answer of its own.
  passed.on('response', (_headers, flags, raw) => {
    const endStream = (flags & NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed || stream.closed) return;
    stream.respond(joinHeaders(raw), { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    passEnd(passed, stream, client);
    passed.pipe(stream, { end: false });
    if (headers[':path'] !== request.watches.path) return;
    const read = readFrames();
    passed.on('data', (chunk: Buffer) => {
      for (const message of read(chunk)) show(message, request);
    });
  });
  passed.on('close', () => {
    if (!stream.headersSent) breakOff(stream, passed, client);
  });
  stream.on('close', () => {
    if (!passed.closed) passed.close(stream.rstCode || NGHTTP2_CANCEL);
  });
  if (body === undefined) stream.pipe(passed);
  else passed.end(body);
}

/** What cannot be read is passed on all the same. */
function show(message: Uint8Array, { watches }: RelayRequest): void {
  try {
    watches.onMessage(message);
  } catch {
    // A newer daemon may say it in other words: then nobody is told, and nothing is held up for long.
  }
}

/** The end of an answer, which is its trailers. What is broken off ends as well, as a stream of Node, and has none. */
function passEnd(from: ClientHttp2Stream, to: ServerHttp2Stream, client: ClientHttp2Session): void {
  const ended = new Promise<void>((resolve) => from.on('end', resolve));
  const come = new Promise<Headers | undefined>((resolve) => {
    from.on('trailers', (_headers, _flags, raw) => resolve(joinHeaders(raw)));
    from.on('close', () => resolve(undefined));
  });
  void come.then(async (trailers) => {
    if (trailers === undefined) {
      breakOff(to, from, client);
      return;
    }
    await ended;
    if (to.destroyed || to.closed) return;
    to.on('wantTrailers', () => to.sendTrailers(trailers));
    to.end();
  });
}

/** Where the daemon has gone, nothing is said call by call: a reset would be a cancel, and only an end of all tells buildx. */
function breakOff(
  to: ServerHttp2Stream,
  { rstCode }: ClientHttp2Stream,
  client: ClientHttp2Session,
): void {
  const isGone = client.closed || client.destroyed;
  if (!isGone && !to.closed) to.close(rstCode || NGHTTP2_INTERNAL_ERROR);
}
