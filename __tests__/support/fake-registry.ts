/** An OCI registry in this process: what `fake-registry-content.ts` answers, its token server, and faults on demand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleToken, isAllowed, makeChallenge, type RegistryUsers } from './fake-registry-auth.ts';
import {
  answerQuestion,
  type FakeAnswer,
  type FakeContent,
  type FakeDeletes,
  type FakeQuestion,
  makeError,
} from './fake-registry-content.ts';

export interface FakeRegistryOptions {
  /** Answers `/referrers/` and sets `OCI-Subject`; otherwise 404, as distribution, GHCR and Docker Hub. */
  readonly referrersApi?: boolean;
  /** Sends `OCI-Subject`; default as `referrersApi`. Some registries have the API and forget the header. */
  readonly subjectHeader?: boolean;
  /** Nothing unless told. */
  readonly deletes?: FakeDeletes;
  readonly auth?: RegistryUsers;
  /** Tags answer what they named this many milliseconds ago, by `nowMs`. */
  readonly lagMs?: number;
  readonly nowMs?: () => number;
}

/** What happens to matching requests instead of, or around, the real answer. */
export interface Fault {
  /** Tested against `METHOD /path?query`. */
  readonly match: RegExp;
  /** Matching requests it applies to; 1 unless told. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The work is done and the connection broken before the answer. */
  readonly lost?: boolean;
  /** Runs after the work was done and before the answer is sent. */
  readonly after?: () => void;
}

export interface FakeRegistry {
  /** `127.0.0.1:<port>` */
  readonly name: string;
  readonly content: FakeContent;
  /** `METHOD /path?query` of every request so far. */
  readonly requests: readonly string[];
  readonly faults: Fault[];
  stop(): Promise<void>;
}

export async function startFakeRegistry(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const content = makeContent(options);
  const requests: string[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readQuestion(request, name);
    const line = `${asked.method} ${request.url ?? ''}`;
    requests.push(line);
    const fault = takeFault(faults, line);
    const answer =
      fault?.status === undefined
        ? (answer401(options, name, asked) ?? answerQuestion(content, asked))
        : { ...fault, status: fault.status };
    fault?.after?.();
    if (fault?.lost) response.destroy();
    else
      response
        .writeHead(answer.status, answer.headers)
        .end(asked.method === 'HEAD' ? undefined : answer.body);
  }

  return {
    name,
    content,
    requests,
    faults,
    stop: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function makeContent(options: FakeRegistryOptions): FakeContent {
  return {
    blobs: new Map(),
    manifests: new Map(),
    tags: new Map(),
    nowMs: options.nowMs ?? Date.now,
    lagMs: options.lagMs ?? 0,
    referrersApi: options.referrersApi ?? false,
    subjectHeader: options.subjectHeader ?? options.referrersApi ?? false,
    deletes: options.deletes ?? 'none',
  };
}

async function readQuestion(request: IncomingMessage, name: string): Promise<FakeQuestion> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const url = new URL(request.url ?? '/', `http://${name}`);
  return {
    method: request.method ?? '',
    url,
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

/** The token server's answer, or the refusal; undefined where the question may be answered. */
function answer401(
  { auth }: FakeRegistryOptions,
  name: string,
  asked: FakeQuestion,
): FakeAnswer | undefined {
  if (auth === undefined) return undefined;
  if (asked.url.pathname === '/token') return handleToken(auth, asked);
  if (isAllowed(auth, asked)) return undefined;
  const headers = { 'www-authenticate': makeChallenge(auth, name, asked) };
  return { ...makeError(401, 'UNAUTHORIZED', 'authentication required'), headers };
}

function takeFault(faults: Fault[], line: string): Fault | undefined {
  const at = faults.findIndex(({ match }) => match.test(line));
  const fault = faults[at];
  if (fault === undefined) return undefined;
  const left = (fault.times ?? 1) - 1;
  faults.splice(at, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
  return fault;
}
