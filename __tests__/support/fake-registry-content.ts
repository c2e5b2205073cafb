/** What the fake registry holds, and its answers: checked as strictly as distribution 3.1.2 does. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface FakeQuestion {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What DELETE does: nothing, as on GHCR; manifests alone, as on Harbor; tags too, as on Quay; or a tag and what it names. */
export type FakeDeletes = 'none' | 'manifests' | 'tags' | 'tags-with-manifests';

export interface FakeContent {
  /** `path@digest` → bytes */
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, StoredManifest>;
  /** `path:tag` → what it named since when, oldest first. */
  readonly tags: Map<string, { readonly atMs: number; readonly digest: string }[]>;
  readonly nowMs: () => number;
  readonly lagMs: number;
  readonly referrersApi: boolean;
  readonly subjectHeader: boolean;
  readonly deletes: FakeDeletes;
}

interface Place {
  readonly path: string;
  readonly reference: string;
}

interface Described {
  readonly digest: string;
}

const INDEX = 'application/vnd.oci.image.index.v1+json';

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function makeError(status: number, code: string, message = code.toLowerCase()): FakeAnswer {
  const body = JSON.stringify({ errors: [{ code, message, detail: null }] });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** The digest that a tag named at a time; now, unless told. */
export function readTag(
  content: FakeContent,
  { path, reference }: Place,
  atMs = Number.POSITIVE_INFINITY,
): string | undefined {
  return content.tags.get(`${path}:${reference}`)?.findLast((entry) => entry.atMs <= atMs)?.digest;
}

export function setTag(
  content: FakeContent,
  { path, reference }: Place,
  manifest: StoredManifest,
): string {
  const digest = digestOf(manifest.bytes);
  const key = `${path}:${reference}`;
  content.manifests.set(`${path}@${digest}`, manifest);
  content.tags.set(key, [...(content.tags.get(key) ?? []), { atMs: content.nowMs(), digest }]);
  return digest;
}

export function answerQuestion(content: FakeContent, asked: FakeQuestion): FakeAnswer {
  if (asked.url.pathname === '/v2/') return { status: 200, body: '{}' };
  const [, path = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(blobs|manifests|referrers)\/(.*)$/.exec(asked.url.pathname) ?? [];
  const place = { path, reference };
  if (kind === 'blobs') return answerBlob(content, asked, place);
  if (kind === 'manifests' && asked.method === 'DELETE') return deleteManifest(content, place);
  if (kind === 'manifests')
    return asked.method === 'PUT'
      ? storeManifest(content, asked, place)
      : answerManifest(content, place);
  if (kind === 'referrers' && content.referrersApi) return answerReferrers(content, place);
  return {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: '404 page not found\n',
  };
}

function answerBlob(
  { blobs }: FakeContent,
  { method, url, body }: FakeQuestion,
  { path, reference }: Place,
): FakeAnswer {
  if (method === 'POST') {
    // Absolute and with state in the query, as distribution's are.
    const location = `${url.origin}/v2/${path}/blobs/uploads/${blobs.size}?_state=a%2Bb%3D`;
    return { status: 202, headers: { location, range: '0-0' } };
  }
  if (method === 'DELETE') return { status: 204 };
  if (method === 'PUT') {
    const digest = url.searchParams.get('digest') ?? '';
    if (!url.search.includes('_state=a%2Bb%3D')) return makeError(404, 'BLOB_UPLOAD_INVALID');
    if (digestOf(body) !== digest) return makeError(400, 'DIGEST_INVALID');
    blobs.set(`${path}@${digest}`, body);
    return {
      status: 201,
      headers: { location: `/v2/${path}/blobs/${digest}`, 'docker-content-digest': digest },
    };
  }
  const found = blobs.get(`${path}@${reference}`);
  if (found === undefined) return makeError(404, 'BLOB_UNKNOWN');
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(found.length),
  };
  return { status: 200, headers, body: found };
}

function answerManifest(content: FakeContent, place: Place): FakeAnswer {
  const seenMs = content.nowMs() - content.lagMs;
  const digest = place.reference.startsWith('sha256:')
    ? place.reference
    : readTag(content, place, seenMs);
  const found = content.manifests.get(`${place.path}@${digest}`);
  if (found === undefined || digest === undefined) return makeError(404, 'MANIFEST_UNKNOWN');
  const headers = {
    'content-type': found.mediaType,
    'docker-content-digest': digest,
    'content-length': String(found.bytes.length),
  };
  return { status: 200, headers, body: found.bytes };
}

function deleteManifest(content: FakeContent, place: Place): FakeAnswer {
  const { deletes, manifests, tags } = content;
  const { path, reference } = place;
  const isTag = !reference.startsWith('sha256:');
  if (deletes === 'none') return makeError(405, 'UNSUPPORTED');
  if (isTag && deletes === 'manifests') return makeError(400, 'UNSUPPORTED', 'unsupported digest');
  const digest = isTag ? readTag(content, place) : reference;
  if (digest === undefined || !manifests.has(`${path}@${digest}`))
    return makeError(404, 'MANIFEST_UNKNOWN');
  tags.delete(`${path}:${reference}`);
  if (!isTag || deletes === 'tags-with-manifests') manifests.delete(`${path}@${digest}`);
  return { status: 202 };
}

function storeManifest(
  content: FakeContent,
  { body, headers }: FakeQuestion,
  place: Place,
): FakeAnswer {
  const { path, reference } = place;
  const digest = digestOf(body);
  if (reference.startsWith('sha256:') && reference !== digest)
    return makeError(400, 'DIGEST_INVALID');
  const json = JSON.parse(body.toString()) as {
    config?: Described;
    layers?: Described[];
    subject?: Described;
  };
  const needed = [...(json.config === undefined ? [] : [json.config]), ...(json.layers ?? [])];
  const isKnown = content.manifests.has(`${path}@${digest}`);
  if (!isKnown && needed.some((blob) => !content.blobs.has(`${path}@${blob.digest}`)))
    return makeError(404, 'MANIFEST_BLOB_UNKNOWN');
  const stored = { mediaType: headers['content-type'] ?? '', bytes: body };
  if (reference === digest) content.manifests.set(`${path}@${digest}`, stored);
  else setTag(content, place, stored);
  const told = { location: `/v2/${path}/manifests/${digest}`, 'docker-content-digest': digest };
  const subject = content.subjectHeader ? json.subject?.digest : undefined;
  return {
    status: 201,
    headers: subject === undefined ? told : { ...told, 'oci-subject': subject },
  };
}

function answerReferrers({ manifests }: FakeContent, { path, reference }: Place): FakeAnswer {
  const found = [...manifests].flatMap(([key, { mediaType, bytes }]) => {
    const json = JSON.parse(bytes.toString()) as {
      subject?: Described;
      artifactType?: string;
      annotations?: Readonly<Record<string, string>>;
    };
    if (!key.startsWith(`${path}@`) || json.subject?.digest !== reference) return [];
    const { artifactType, annotations } = json;
    return [{ mediaType, digest: digestOf(bytes), size: bytes.length, artifactType, annotations }];
  });
  const body = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: found });
  return { status: 200, headers: { 'content-type': INDEX }, body };
}

/** Digests that the index under the referrers tag lists now. */
export function listTagged(content: FakeContent, path: string, subject: string): string[] {
  const digest = readTag(content, { path, reference: subject.replace(':', '-') });
  const bytes = content.manifests.get(`${path}@${digest}`)?.bytes;
  const index = JSON.parse(bytes?.toString() ?? '{"manifests":[]}') as { manifests: Described[] };
  return index.manifests.map((entry) => entry.digest);
}
