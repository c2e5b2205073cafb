/**
 * Repositories over HTTP as GitHub serves them, by `git http-backend`: any commit can be asked for, and a private one
 * answers 401 until the token comes as the password of `x-access-token`.
 */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { runCommand } from '../provision/commands.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

export interface GitServerOptions {
  /** Folder of bare repositories, `<owner>/<name>.git`. */
  readonly root: string;
  /** What reads; undefined lets anybody read. */
  readonly token?: string | undefined;
}

/** Everything is served; nothing can be pushed. */
export async function startGitServer({ root, token }: GitServerOptions): Promise<HttpServer> {
  const folder = (await runCommand({ file: 'git', args: ['--exec-path'] })).trim();
  const allowed =
    token === undefined
      ? undefined
      : `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  return startHttpServer({
    handler: async (request, response) => {
      const given = request.headers.authorization?.replace(/^basic/i, 'basic');
      if (allowed !== undefined && given !== allowed) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="GitHub"' }).end();
        return;
      }
      await answer({ program: `${folder}/git-http-backend`, root, request, response });
    },
  });
}

interface Exchange {
  readonly program: string;
  readonly root: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** One request by the CGI program (RFC 3875). */
async function answer({ program, root, request, response }: Exchange): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git.invalid');
  const child = spawn(program, {
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'uploadpack.allowAnySHA1InWant',
      GIT_CONFIG_VALUE_0: 'true',
      GIT_CONFIG_KEY_1: 'safe.directory',
      GIT_CONFIG_VALUE_1: '*',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding']?.toString() ?? '',
      GIT_PROTOCOL: request.headers['git-protocol']?.toString() ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // It may answer before it has read everything.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  const output = Buffer.concat(chunks);
  const end = output.indexOf('\r\n\r\n');
  const { status = '200', ...headers } = parseHead(output.subarray(0, end).toString());
  response.writeHead(Number.parseInt(status, 10), headers).end(output.subarray(end + 4));
}

function parseHead(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\r\n').map((line) => {
      const [name = '', ...rest] = line.split(':');
      return [name.toLowerCase(), rest.join(':').trim()];
    }),
  );
}
