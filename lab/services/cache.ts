import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactEntry, type ArtifactRules, makeArtifactEntries } from './artifact-entries.ts';
import {
  ARTIFACT_ROUTE,
  type ArtifactCall,
  type ArtifactStore,
  callArtifacts,
  removeArtifacts,
} from './artifact-methods.ts';
import { type BlobStore, makeBlobStore } from './blob-store.ts';
import { type CacheEntry, makeCacheEntries } from './cache-entries.ts';
import {
  type CacheCall,
  type Call,
  checkName,
  METHODS,
  type Reply,
  refuse,
  removeEntries,
  type Service,
} from './cache-methods.ts';
import {
  type CacheScope,
  makeTokenIssuer,
  PERMISSION,
  type RuntimeGrant,
  type RuntimeTokenOptions,
} from './cache-token.ts';
import { type RequestRecord, readBody, sendJson, startHttpServer } from './http-server.ts';

export interface CacheServiceOptions {
  /** Of tokens that name none; reading and writing on the main branch unless told. */
  readonly scopes?: readonly CacheScope[];
  /** Above this the least recently used entries go, as GitHub does above 10 GB; unlimited unless told. */
  readonly quotaBytes?: number;
  /** Life of a signed blob URL in milliseconds; ten minutes unless told. */
  readonly urlLifetimeMs?: number;
  /** Where blobs lie, in place of a folder; it is not stopped with the service. */
  readonly blobs?: BlobStore;
  /** Address to listen on, where a builder does not share this machine's loopback. */
  readonly host?: string;
}

/** The artifacts of all runs. */
export interface ArtifactView {
  entries(): readonly ArtifactEntry[];
  /** Calls of the artifact API, in the order of their answers. */
  readonly calls: readonly ArtifactCall[];
  setRules(rules: Partial<ArtifactRules>): void;
  /** Drops artifacts, as a person does, and GitHub when all jobs of a run are run again. */
  remove(isWanted: (entry: ArtifactEntry) => boolean): Promise<void>;
}

/** GitHub's Actions results service: cache API v2, artifact API v4 and their blob store under one URL. */
export interface CacheService {
  /** For ACTIONS_RESULTS_URL, without a slash at its end. */
  readonly url: string;
  readonly requests: readonly RequestRecord[];
  /** Calls of the cache API, in the order of their answers. */
  readonly calls: readonly CacheCall[];
  /** A token for ACTIONS_RUNTIME_TOKEN. */
  runtimeToken(options?: RuntimeTokenOptions): Promise<string>;
  readonly artifacts: ArtifactView;
  entries(): readonly CacheEntry[];
  /** Drops entries, as eviction or a person does; returns how many. */
  removeEntries(isWanted: (entry: CacheEntry) => boolean): Promise<number>;
  /** Signed URLs begin with this from now on: set it when a proxy stands in front. */
  setPublicUrl(url: string): void;
  stop(): Promise<void>;
}

const TWIRP = '/twirp/github.actions.results.api.v1.CacheService/';
const URL_LIFETIME_MS = 10 * 60_000;

/** Starts the service, empty. Blobs lie in a temp folder that `stop` removes. */
export async function startCacheService(options: CacheServiceOptions = {}): Promise<CacheService> {
  const dir = await mkdtemp(join(tmpdir(), 'bsa-cache-'));
  const issuer = makeTokenIssuer(
    options.scopes ?? [
      { Scope: 'refs/heads/main', Permission: PERMISSION.read | PERMISSION.write },
    ],
  );
  const service: Service = {
    issuer,
    entries: makeCacheEntries(),
    blobs:
      options.blobs ??
      makeBlobStore({ dir, urlLifetimeMs: options.urlLifetimeMs ?? URL_LIFETIME_MS }),
    calls: [],
    quotaBytes: options.quotaBytes ?? Number.POSITIVE_INFINITY,
    publicUrl: '',
  };
  const artifacts: ArtifactStore = {
    entries: makeArtifactEntries(),
    blobs: service.blobs,
    calls: [],
    publicUrl: () => service.publicUrl,
  };
  const server = await startHttpServer({
    host: options.host,
    handler: async (request, response) => {
      if (await service.blobs.handle(request, response)) return;
      await answer({ ...service, artifacts }, request, response);
    },
  });
  service.publicUrl = server.url;
  return {
    url: server.url,
    requests: server.requests,
    calls: service.calls,
    runtimeToken: (token = {}) => issuer.issue(token),
    artifacts: viewArtifacts(artifacts),
    entries: service.entries.list,
    removeEntries: (isWanted) => removeEntries(service, service.entries.list().filter(isWanted)),
    setPublicUrl: (url) => {
      service.publicUrl = url.replace(/\/$/, '');
    },
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function viewArtifacts(store: ArtifactStore): ArtifactView {
  return {
    entries: store.entries.list,
    calls: store.calls,
    setRules: store.entries.setRules,
    remove: (isWanted) => removeArtifacts(store, store.entries.list().filter(isWanted)),
  };
}

async function answer(
  service: Service & { readonly artifacts: ArtifactStore },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://cache').pathname;
  const body = parseBody((await readBody(request)).toString());
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const grant = await service.issuer.verify(token ?? '');
  const call = { grant, body };
  let reply: Pick<Reply, 'status' | 'body'> = refuse(404, 'bad_route', `no handler for ${path}`);
  if (request.method === 'POST' && path.startsWith(ARTIFACT_ROUTE)) {
    reply = await callArtifacts(service.artifacts, path.slice(ARTIFACT_ROUTE.length), call);
  } else if (request.method === 'POST' && path.startsWith(TWIRP)) {
    reply = await callCache(service, path.slice(TWIRP.length), call);
  }
  sendJson(response, reply.status, reply.body);
}

async function callCache(
  service: Service,
  method: string,
  { grant, body }: { readonly grant: RuntimeGrant | undefined; readonly body: Call['body'] },
): Promise<Reply> {
  const run = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (run === undefined) return refuse(404, 'bad_route', `no method ${method}`);
  const name = { key: readText(body, 'key'), version: readText(body, 'version') };
  const reply =
    grant === undefined
      ? refuse(401, 'unauthenticated', 'invalid or expired token')
      : (checkName(name) ?? (await run(service, { method, name, scopes: grant.scopes, body })));
  service.calls.push({ method, ...name, result: reply.result, matched: reply.matched });
  return reply;
}

function parseBody(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value))
      : {};
  } catch {
    return {};
  }
}

function readText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
