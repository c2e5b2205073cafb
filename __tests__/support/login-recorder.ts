/** Stands before services that trade tokens for logins and notes what they are asked, without a secret in it. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { readBody, startHttpServer } from '../../lab/services/http-server.ts';

export interface LoginRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of a form or of a JSON document, by name. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the answer. */
  readonly status: number;
}

export interface LoginRecorder {
  readonly url: string;
  readonly requests: readonly LoginRequest[];
  stop(): Promise<void>;
}

const HEADERS = ['content-type', 'x-amz-target', 'authorization'] as const;

export async function startLoginRecorder(upstream: string): Promise<LoginRecorder> {
  const requests: LoginRequest[] = [];
  const server = await startHttpServer({
    async handler(request, response) {
      const body = await readBody(request);
      const path = request.url ?? '';
      const headers = describeHeaders(request.headers);
      const fields = describeFields(body.toString(), headers['content-type'] ?? '');
      const at = requests.push({ path, headers, fields, status: 0 }) - 1;
      const answer = await forward(new URL(path, upstream), request, body);
      requests[at] = { path, headers, fields, status: answer.status };
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    },
  });
  return { url: server.url, requests, stop: server.stop };
}

interface Forwarded {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** With the name that the client called: some sign it. */
function forward(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest(url, { method, headers }, (answer) => {
      const type = String(answer.headers['content-type'] ?? 'text/plain');
      const status = answer.statusCode ?? 502;
      readBody(answer).then((read) => resolve({ status, type, body: read }), reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}

function describeHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string'
        ? [[name, redact(value.replace(/;\s*charset.*$/i, ''))]]
        : [];
    }),
  );
}

function describeFields(body: string, type: string): Record<string, unknown> {
  const fields: [string, unknown][] = type.includes('json')
    ? Object.entries(JSON.parse(body || '{}') as object)
    : [...new URLSearchParams(body)];
  return Object.fromEntries(
    fields
      .map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A token of GitHub's is told by whom it is for; what else is secret, or chance, by what it is. */
function redact(text: string): string {
  if (text.startsWith('AWS4-HMAC-SHA256'))
    return text
      .replace(/Credential=[^/]+\/\d{8}/, 'Credential=<key>/<day>')
      .replace(/SignedHeaders=[^,]+/, 'SignedHeaders=<some>')
      .replace(/Signature=[0-9a-f]+/, 'Signature=<signature>');
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(text) ?? [];
  if (payload !== undefined && text.startsWith('eyJ')) {
    const { aud } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { aud?: string };
    return `<token for ${aud}>`;
  }
  return text.replace(/^(Bearer )?[\w-]{60,}$/, '$1<secret>');
}
