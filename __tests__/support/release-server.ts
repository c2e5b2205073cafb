import type { ServerResponse } from 'node:http';
import { startHttpServer } from '../../lab/services/http-server.ts';

/** What the server does with a request for an asset; the last of a list stays in force. */
export type Answer =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array | string }
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
  publish(path: string, answers: readonly Answer[]): void;
  stop(): Promise<void>;
}

export async function startReleaseServer(): Promise<ReleaseServer> {
  const assets = new Map<string, Answer[]>();
  const asked: string[] = [];
  const storage = await startHttpServer({
    handler: (request, response) => {
      const answers = assets.get(request.url ?? '') ?? [];
      answer(response, answers.length > 1 ? answers.shift() : answers[0]);
    },
  });
  const front = await startHttpServer({
    handler: (request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      if (!assets.has(path)) return answer(response, undefined);
      response.writeHead(302, { location: `http://localhost:${new URL(storage.url).port}${path}` });
      response.end();
    },
  });
  return {
    baseUrl: front.url,
    asked,
    publish: (path, answers) => assets.set(path, [...answers]),
    stop: async () => {
      await Promise.all([front.stop(), storage.stop()]);
    },
  };
}

function answer(response: ServerResponse, wanted: Answer | undefined): void {
  switch (wanted?.kind) {
    case 'whole':
      response.end(wanted.bytes);
      return;
    case 'cut':
      response.writeHead(200, { 'content-length': Buffer.byteLength(wanted.bytes) + 1000 });
      response.write(wanted.bytes, () => response.destroy());
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
