import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeGarbler, resetAfter, resetClient } from './fault-bytes.ts';
import { isMatch, makeRulePicker } from './fault-rules.ts';
import { type RequestRecord, startHttpServer } from './http-server.ts';

/** What happens to a request in place of an untouched exchange with the upstream. */
export type FaultAction =
  /** Forwarded, untouched: for rules that only delay. */
  | { readonly kind: 'pass' }
  /** Answered by the proxy; the upstream never sees it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** TCP reset, at once or after that many bytes of the request's body; the upstream never sees it. */
  | { readonly kind: 'reset'; readonly afterRequestBytes?: number }
  /** Never answered. */
  | { readonly kind: 'hang' }
  /** `body` arrives, but `content-length` promised `missingBytes` more (default 1) and the connection breaks. */
  | {
      readonly kind: 'partial';
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
      readonly missingBytes?: number;
    }
  /** Carried out by the upstream, whose answer never arrives: the client cannot know. */
  | { readonly kind: 'lost' }
  /** The upstream's answer, as long as it is, every byte of it wrong. */
  | { readonly kind: 'garbled' };

export interface FaultRule {
  /** Tested against `METHOD path?query`. */
  readonly match: RegExp;
  readonly action: FaultAction;
  /** Matching requests let through first. None unless told. */
  readonly skip?: number;
  /** Matching requests it then applies to; forever unless told. */
  readonly times?: number;
  /** Milliseconds to wait before the action. */
  readonly delayMs?: number;
}

/** A fault that was applied. */
export interface AppliedFault {
  readonly method: string;
  readonly path: string;
  readonly kind: FaultAction['kind'];
  readonly atMs: number;
}

export interface FaultProxy {
  readonly url: string;
  readonly port: number;
  /** Every request, with the status its client got (undefined: none). */
  readonly requests: readonly RequestRecord[];
  readonly faults: readonly AppliedFault[];
  /** How many requests so far match; tested like a rule. */
  countRequests(match: RegExp): number;
  /** Replaces all rules; their counts start anew. The first that matches and is not used up applies. */
  setRules(rules: readonly FaultRule[]): void;
  stop(): Promise<void>;
}

/**
 * Starts an HTTP proxy before a service. Bodies are streamed, and addresses of the upstream in answers (upload
 * locations, token realms, pages) are replaced by the address the client used, so that it stays on the proxy.
 */
export async function startFaultProxy({
  upstream,
  rules = [],
  keepsHost = false,
}: {
  readonly upstream: string;
  /** The upstream sees the address that the client used: some signatures are over it. */
  readonly keepsHost?: boolean;
  readonly rules?: readonly FaultRule[];
}): Promise<FaultProxy> {
  // No reuse: a connection that the upstream closes while idle would look like a fault of its own.
  const agent = new Agent({ keepAlive: false });
  const stopping = new AbortController();
  const faults: AppliedFault[] = [];
  let pickRule = makeRulePicker(rules);
  const server = await startHttpServer({
    async handler(request, response) {
      const { method = '', url: path = '' } = request;
      const rule = pickRule(`${method} ${path}`);
      if (rule !== undefined)
        faults.push({ method, path, kind: rule.action.kind, atMs: Date.now() });
      if (rule?.delayMs !== undefined) {
        await sleep(rule.delayMs, undefined, { signal: stopping.signal });
      }
      applyAction(
        { request, response, upstream: new URL(upstream), agent, keepsHost },
        rule?.action,
      );
    },
  });
  return {
    url: server.url,
    port: server.port,
    requests: server.requests,
    faults,
    countRequests: (match) =>
      server.requests.filter(({ method, path }) => isMatch(match, `${method} ${path}`)).length,
    setRules(next) {
      pickRule = makeRulePicker(next);
    },
    async stop() {
      stopping.abort();
      await server.stop();
      agent.destroy();
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: URL;
  readonly agent: Agent;
  readonly keepsHost: boolean;
  readonly isGarbled?: boolean;
}

function applyAction(exchange: Exchange, action: FaultAction = { kind: 'pass' }): void {
  const { request, response } = exchange;
  switch (action.kind) {
    case 'pass':
      forward(exchange, (answer) => relayAnswer(exchange, answer));
      break;
    case 'garbled':
      forward(exchange, (answer) => relayAnswer({ ...exchange, isGarbled: true }, answer));
      break;
    case 'lost':
      forward(exchange, (answer) => {
        answer.resume();
        answer.once('end', () => resetClient(request));
      });
      break;
    case 'status':
      request.resume();
      response.writeHead(action.status, action.headers);
      response.end(action.body);
      break;
    case 'reset':
      resetAfter(request, action.afterRequestBytes ?? 0);
      break;
    case 'partial': {
      const length = Buffer.byteLength(action.body) + (action.missingBytes ?? 1);
      request.resume();
      response.writeHead(action.status ?? 200, { ...action.headers, 'content-length': length });
      response.write(action.body, () => response.destroy());
      break;
    }
    case 'hang':
      break;
  }
}

function forward(
  { request, response, upstream, agent, keepsHost }: Exchange,
  onAnswer: (answer: IncomingMessage) => void,
): void {
  const outgoing = httpRequest(
    {
      agent,
      host: upstream.hostname,
      port: upstream.port,
      method: request.method,
      path: request.url,
      headers: {
        ...dropHopHeaders(request.headers),
        ...(keepsHost ? {} : { host: upstream.host }),
      },
    },
    (answer) => {
      answered = true;
      onAnswer(answer);
    },
  );
  let answered = false;
  outgoing.on('error', (error) => {
    // An upstream may refuse a big body before it has read it all: then the answer counts, not the broken pipe.
    if (answered) return;
    response.writeHead(502, { 'content-type': 'text/plain' });
    response.end(`the upstream did not answer: ${error.message}\n`);
  });
  response.once('close', () => outgoing.destroy());
  response.once('finish', () => {
    request.unpipe();
    request.resume();
  });
  request.pipe(outgoing);
}

function relayAnswer(
  { request, response, upstream, isGarbled = false }: Exchange,
  answer: IncomingMessage,
): void {
  const own = `http://${request.headers.host ?? ''}`;
  const headers = rewriteHeaders(dropHopHeaders(answer.headers), upstream, own);
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  answer.once('error', () => response.destroy());
  answer.once('aborted', () => response.destroy());
  (isGarbled ? answer.pipe(makeGarbler()) : answer).pipe(response);
}

function rewriteHeaders(
  headers: OutgoingHttpHeaders,
  { host }: URL,
  own: string,
): OutgoingHttpHeaders {
  const rewritten = { ...headers };
  for (const name of ['location', 'www-authenticate', 'link']) {
    const value = headers[name];
    if (typeof value === 'string') {
      rewritten[name] = value.replaceAll(`https://${host}`, own).replaceAll(`http://${host}`, own);
    }
  }
  return rewritten;
}

/** Headers that belong to one connection; Node writes its own. */
function dropHopHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { connection, 'keep-alive': keepAlive, ...rest } = headers;
  return rest;
}
