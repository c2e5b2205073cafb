import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type HttpHandler, type HttpServer, sendJson, startHttpServer } from './http-server.ts';
import { findUser, type RegistryUser } from './token-auth.ts';

export interface RegistryFrontOptions {
  /** Address of a registry that lets everybody in, or looks for itself. */
  readonly upstream: string;
  /** Wants a user and a password for every request, as Amazon's registries do. */
  readonly users?: readonly RegistryUser[];
  /** What is answered here, by path. */
  readonly routes?: Readonly<Record<string, HttpHandler>>;
}

/** Starts what stands before a registry at some clouds. Addresses in answers are those that the client used. */
export function startRegistryFront(options: RegistryFrontOptions): Promise<HttpServer> {
  return startHttpServer({
    async handler(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://registry');
      const route = options.routes?.[pathname];
      if (route !== undefined) return route(request, response);
      if (options.users !== undefined && !isKnown(options.users, request)) {
        const realm = 'Basic realm="https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/"';
        return sendJson(
          response,
          401,
          { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
          { 'www-authenticate': `${realm},service="ecr.amazonaws.com"` },
        );
      }
      await forward(options.upstream, request, response);
    },
  });
}

function isKnown(users: readonly RegistryUser[], { headers }: IncomingMessage): boolean {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const [, username, password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  return findUser(users, { username, password }) !== undefined;
}

async function forward(
  upstream: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, headers } = request;
  await new Promise<void>((resolve, reject) => {
    const onward = httpRequest(new URL(request.url ?? '/', upstream), { method, headers });
    onward.once('error', reject);
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).then(resolve, reject);
    });
    pipeline(request, onward).catch(reject);
  });
}
