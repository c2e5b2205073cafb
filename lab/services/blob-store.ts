import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { API_VERSION, type BlobAccess, makeUrlSigner, type UrlSigner } from './blob-url.ts';
import { readBody } from './http-server.ts';

/** Block blobs as Azure Storage serves them, in files. */
export interface BlobStore {
  /** A URL that lets its holder at the blob, for a while: path and query, or all of it where the blobs are elsewhere. */
  sign(blob: string, access: BlobAccess): string;
  /** True when the request was for the store, and answered. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Bytes of the committed blob; undefined before. */
  size(blob: string): Promise<number | undefined>;
  remove(blob: string): Promise<void>;
}

export interface BlobStoreOptions {
  readonly dir: string;
  /** How long a signed URL works. */
  readonly urlLifetimeMs: number;
}

interface Store {
  readonly dir: string;
  readonly signer: UrlSigner;
}

/** What is wrong with a request: answered as Azure's XML, with its code in `x-ms-error-code`. */
interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** Account, container, blob: what clients find in the URL of a storage emulator on an IP address. */
const PREFIX = '/labstorage/actions-cache/';

const REFUSALS = {
  badSignature: { status: 403, code: 'AuthenticationFailed' },
  wrongPermission: { status: 403, code: 'AuthorizationPermissionMismatch' },
  notFound: { status: 404, code: 'BlobNotFound' },
  noBlobType: { status: 400, code: 'MissingRequiredHeader' },
  badBlockList: { status: 400, code: 'InvalidBlockList' },
  badRange: { status: 416, code: 'InvalidRange' },
  changed: { status: 412, code: 'ConditionNotMet' },
  badMethod: { status: 405, code: 'UnsupportedHttpVerb' },
} as const satisfies Record<string, Refusal>;

/** Makes a store whose blobs lie in `dir`, which must exist. */
export function makeBlobStore({ dir, urlLifetimeMs }: BlobStoreOptions): BlobStore {
  const store: Store = { dir, signer: makeUrlSigner(randomBytes(32), urlLifetimeMs) };
  return {
    sign: (blob, access) =>
      `${PREFIX}${encodeURIComponent(blob)}?${store.signer.sign(blob, access)}`,
    handle: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://blobs');
      if (!url.pathname.startsWith(PREFIX)) return false;
      await answer(store, url, { request, response });
      return true;
    },
    size: (blob) => readSize(dataPath(store, blob)),
    remove: (blob) => rm(folderOf(store, blob), { recursive: true, force: true }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(store: Store, url: URL, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const blob = decodeURIComponent(url.pathname.slice(PREFIX.length));
  response.setHeader('x-ms-request-id', randomUUID());
  response.setHeader('x-ms-version', API_VERSION);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const refusal =
    checkAccess(store.signer.read(blob, url.searchParams), isRead ? 'r' : 'cw') ??
    (isRead
      ? await serveBlob(store, blob, { ...exchange, query: url.searchParams })
      : await takePart(store, blob, { ...exchange, query: url.searchParams }));
  if (refusal === undefined) return;
  // A body that is not read would keep the connection from its next request.
  request.resume();
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${refusal.code}</Code><Message>${refusal.code}</Message></Error>`;
  response.writeHead(refusal.status, {
    'content-type': 'application/xml',
    'x-ms-error-code': refusal.code,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function checkAccess(granted: string | undefined, needed: BlobAccess): Refusal | undefined {
  if (granted === undefined) return REFUSALS.badSignature;
  return granted === needed ? undefined : REFUSALS.wrongPermission;
}

async function takePart(
  store: Store,
  blob: string,
  { request, response, query }: Exchange & { readonly query: URLSearchParams },
): Promise<Refusal | undefined> {
  if (request.method !== 'PUT') return REFUSALS.badMethod;
  const comp = query.get('comp');
  await mkdir(folderOf(store, blob), { recursive: true });
  if (comp === 'block') {
    await receiveFile(request, blockPath(store, blob, query.get('blockid') ?? ''));
  } else if (comp === 'blocklist') {
    const refusal = await commitBlocks(store, blob, (await readBody(request)).toString());
    if (refusal !== undefined) return refusal;
  } else {
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob') return REFUSALS.noBlobType;
    await receiveFile(request, dataPath(store, blob));
  }
  const type = request.headers['x-ms-blob-content-type'];
  if (comp !== 'block' && typeof type === 'string') await writeFile(typePath(store, blob), type);
  const headers = comp === 'block' ? {} : await describeBlob(dataPath(store, blob));
  response.writeHead(201, { 'x-ms-request-server-encrypted': 'true', ...headers });
  response.end();
  return undefined;
}

/** An upload that breaks off leaves nothing: the file appears when its last byte is there. */
async function receiveFile(request: IncomingMessage, path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await pipeline(request, createWriteStream(draft));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function commitBlocks(
  store: Store,
  blob: string,
  list: string,
): Promise<Refusal | undefined> {
  const draft = `${dataPath(store, blob)}.${randomUUID()}`;
  const ids = [...list.matchAll(/<(Latest|Uncommitted|Committed)>([^<]*)<\/\1>/g)];
  const paths = ids.map(([, , id]) => blockPath(store, blob, id ?? ''));
  for (const path of paths) {
    if ((await readSize(path)) === undefined) return REFUSALS.badBlockList;
  }
  try {
    await appendFile(draft, '');
    for (const path of paths) {
      await pipeline(createReadStream(path), createWriteStream(draft, { flags: 'a' }));
    }
    await rename(draft, dataPath(store, blob));
  } finally {
    await rm(draft, { force: true });
  }
  for (const path of new Set(paths)) await rm(path, { force: true });
  return undefined;
}

async function serveBlob(
  store: Store,
  blob: string,
  { request, response, query }: Exchange & { readonly query: URLSearchParams },
): Promise<Refusal | undefined> {
  const disposition = query.get('rscd') ?? undefined;
  const path = dataPath(store, blob);
  const size = await readSize(path);
  if (size === undefined) return REFUSALS.notFound;
  const headers = await describeBlob(path);
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== headers.etag) return REFUSALS.changed;
  const common = {
    ...headers,
    'accept-ranges': 'bytes',
    'content-type': await readType(store, blob),
    ...(disposition === undefined ? {} : { 'content-disposition': disposition }),
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-server-encrypted': 'true',
  };
  const given = request.headers['x-ms-range'] ?? request.headers.range;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(String(given ?? '')) ?? [];
  if (request.method === 'HEAD' || from === undefined) {
    response.writeHead(200, { ...common, 'content-length': size });
    await sendFile(path, { request, response, start: 0, end: size - 1 });
    return undefined;
  }
  const start = Number(from);
  const end = Math.min(to ? Number(to) : size - 1, size - 1);
  if (start > end) return REFUSALS.badRange;
  response.writeHead(206, {
    ...common,
    'content-length': end - start + 1,
    'content-range': `bytes ${start}-${end}/${size}`,
  });
  await sendFile(path, { request, response, start, end });
  return undefined;
}

async function sendFile(
  path: string,
  { request, response, start, end }: Exchange & { readonly start: number; readonly end: number },
): Promise<void> {
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  // A client that has read enough hangs up: BuildKit does so with every blob.
  await pipeline(createReadStream(path, { start, end }), response).catch(() => undefined);
}

async function describeBlob(path: string) {
  const { mtime, size } = await stat(path);
  const tag = createHash('sha256').update(`${mtime.getTime()}-${size}`).digest('hex').slice(0, 16);
  return { etag: `"0x${tag.toUpperCase()}"`, 'last-modified': mtime.toUTCString() };
}

/** Bytes of a file; undefined when there is none. */
function readSize(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.size,
    () => undefined,
  );
}

function folderOf({ dir }: Store, blob: string): string {
  return join(dir, createHash('sha256').update(blob).digest('hex').slice(0, 32));
}

function dataPath(store: Store, blob: string): string {
  return join(folderOf(store, blob), 'data');
}

function typePath(store: Store, blob: string): string {
  return join(folderOf(store, blob), 'type');
}

function readType(store: Store, blob: string): Promise<string> {
  return readFile(typePath(store, blob), 'utf8').catch(() => 'application/octet-stream');
}

function blockPath(store: Store, blob: string, id: string): string {
  return join(folderOf(store, blob), `block-${createHash('sha256').update(id).digest('hex')}`);
}
