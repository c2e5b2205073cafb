import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHttpServer } from '../../lab/services/http-server.ts';

/** What the server does with a request for an asset; the last of a list stays in force. */
export type Answer =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array | string }
  /** As GitHub's storage does: what a Range asks for. */
  | { readonly kind: 'range'; readonly bytes: string }
  /** Another part than was asked for. */
  | { readonly kind: 'wrong-range'; readonly bytes: string }
  | { readonly kind: 'loop' }
  | { readonly kind: 'status'; readonly status: number }
  /** Fewer bytes than announced, then the connection breaks. */
  | { readonly kind: 'cut'; readonly bytes: Uint8Array | string }
  /** The same, and the connection stays open. */
  | { readonly kind: 'stall'; readonly bytes: Uint8Array | string }
  | { readonly kind: 'hang' };

export interface ReleaseServer {
  /** Answers as github.com does: every download is redirected to another host. */
  readonly baseUrl: string;
  /** Paths asked for, at the first host. */
  readonly asked: string[];
  /** Ranges asked for, at the second host. */
  readonly ranges: string[];
  publish(path: string, answers: readonly Answer[]): void;
  stop(): Promise<void>;
}

export async function startReleaseServer(): Promise<ReleaseServer> {
  const assets = new Map<string, Answer[]>();
  const asked: string[] = [];
  const ranges: string[] = [];
  const storage = await startHttpServer({
    handler: (request, response) => {
      const answers = assets.get(request.url ?? '') ?? [];
      ranges.push(request.headers.range ?? '');
      answer(request, response, answers.length > 1 ? answers.shift() : answers[0]);
    },
  });
  const front = await startHttpServer({
    handler: (request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      if (!assets.has(path)) return answer(request, response, undefined);
      response.writeHead(302, { location: `http://localhost:${new URL(storage.url).port}${path}` });
      response.end();
    },
  });
  return {
    baseUrl: front.url,
    asked,
    ranges,
    publish: (path, answers) => assets.set(path, [...answers]),
    stop: async () => {
      await Promise.all([front.stop(), storage.stop()]);
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  wanted: Answer | undefined,
): void {
  switch (wanted?.kind) {
    case 'whole':
      response.end(wanted.bytes);
      return;
    case 'range': {
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      sendPart(response, wanted.bytes, from);
      return;
    }
    case 'wrong-range':
      sendPart(response, wanted.bytes, 1);
      return;
    case 'loop':
      response.writeHead(302, { location: request.url }).end();
      return;
    case 'cut':
      response.writeHead(200, { 'content-length': Buffer.byteLength(wanted.bytes) + 1000 });
      // What was sent is there before the connection breaks.
      response.write(wanted.bytes, () => void setTimeout(() => response.destroy(), 100));
      return;
    case 'stall':
      response.writeHead(200, { 'content-length': Buffer.byteLength(wanted.bytes) + 1000 });
      response.write(wanted.bytes);
      return;
    case 'status':
      response.writeHead(wanted.status).end('<!DOCTYPE html>');
      return;
    case 'hang':
      return;
    case undefined:
      response.writeHead(404).end('Not Found');
  }
}

function sendPart(response: ServerResponse, bytes: string, from: number): void {
  const size = Buffer.byteLength(bytes);
  if (from >= size) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const range = { 'content-range': `bytes ${from}-${size - 1}/${size}` };
  response.writeHead(from === 0 ? 200 : 206, from === 0 ? {} : range).end(bytes.slice(from));
}
