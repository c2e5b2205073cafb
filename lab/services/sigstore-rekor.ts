import { createHash, createPublicKey, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from './http-server.ts';
import { parseJson, readField } from './sigstore-der.ts';
import {
  formatCanonicalJson,
  type LogEntry,
  type LogForgery,
  type TransparencyLog,
} from './sigstore-log.ts';
import { hashLeaf } from './sigstore-merkle.ts';

/** A public instance has retired shards before the active one, so that its two indexes of an entry differ. */
const V1_FIRST_INDEX = 100_000;

interface RekorExchange {
  readonly log: TransparencyLog;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly forgery: LogForgery | undefined;
}

/** Answers `POST /api/v1/log/entries` and `GET /api/v1/log/entries/<uuid>` as Rekor v1 does. */
export async function handleRekorV1(exchange: RekorExchange): Promise<void> {
  const { log, request, response, forgery } = exchange;
  if (request.method === 'GET') {
    const uuid = (request.url ?? '').split('/').pop();
    const entry = log.entries.find((each) => makeUuid(log, each) === uuid);
    return entry === undefined
      ? sendJson(response, 404, { code: 404, message: 'entry not found' })
      : sendJson(response, 200, makeV1Answer(log, entry, forgery));
  }
  const proposed = makeV1Entry(parseJson(await readBody(request)));
  if (proposed === undefined) {
    return sendJson(response, 400, { code: 400, message: 'error processing entry: invalid' });
  }
  const { entry, isNew } = await log.append(proposed);
  const uuid = makeUuid(log, entry);
  const location = `/api/v1/log/entries/${uuid}`;
  if (isNew) {
    return sendJson(response, 201, makeV1Answer(log, entry, forgery), { location, etag: uuid });
  }
  const message = `an equivalent entry already exists in the transparency log with UUID ${uuid}`;
  sendJson(response, 409, { code: 409, message }, { location });
}

/** Answers `POST /api/v2/log/entries` as Rekor v2 (rekor-tiles) does. */
export async function handleRekorV2({
  log,
  request,
  response,
  forgery,
}: RekorExchange): Promise<void> {
  const proposed = makeV2Entry(parseJson(await readBody(request)));
  if (proposed === undefined) {
    return sendJson(response, 400, {
      code: 3,
      message: 'invalid hashedrekord request',
      details: [],
    });
  }
  const { entry, isNew } = await log.append(proposed);
  if (!isNew) {
    const message = `an equivalent entry already exists in the transparency log with index ${entry.index}`;
    return sendJson(response, 409, { code: 6, message }, { 'x-log-index': String(entry.index) });
  }
  const proof = log.prove(entry.index, forgery);
  sendJson(response, 201, {
    logIndex: String(entry.index),
    logId: { keyId: log.logId.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    inclusionProof: {
      logIndex: String(entry.index),
      rootHash: proof.rootHash.toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => hash.toString('base64')),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: Buffer.from(entry.body).toString('base64'),
  });
}

type ProposedEntry = Pick<LogEntry, 'kind' | 'signature' | 'body'>;

function makeV1Entry(proposed: unknown): ProposedEntry | undefined {
  if (readField(proposed, 'kind') === 'dsse') return makeDsseEntry(readField(proposed, 'spec'));
  const signature = readField(proposed, 'spec', 'signature', 'content');
  if (readField(proposed, 'kind') !== 'hashedrekord' || typeof signature !== 'string')
    return undefined;
  return { kind: 'hashedrekord', signature, body: formatCanonicalJson(proposed) };
}

/** A dsse entry keeps hashes of the envelope and of its payload, not the envelope. */
function makeDsseEntry(spec: unknown): ProposedEntry | undefined {
  const envelope = readField(spec, 'proposedContent', 'envelope');
  const verifier = readField(spec, 'proposedContent', 'verifiers', 0);
  if (typeof envelope !== 'string' || typeof verifier !== 'string') return undefined;
  const parsed = parseJson(envelope);
  const signature = readField(parsed, 'signatures', 0, 'sig');
  const payload = Buffer.from(String(readField(parsed, 'payload')), 'base64');
  const payloadType = String(readField(parsed, 'payloadType'));
  if (typeof signature !== 'string') return undefined;
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  if (!isSignedBy(Buffer.from(verifier, 'base64'), signed, signature)) return undefined;
  const body = formatCanonicalJson({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256Hex(envelope) },
      payloadHash: { algorithm: 'sha256', value: sha256Hex(payload) },
      signatures: [{ signature, verifier }],
    },
  });
  return { kind: 'dsse', signature, body };
}

/** `verifier` is the PEM of a certificate or of a bare public key. */
function isSignedBy(verifier: Buffer, content: Buffer, signature: string): boolean {
  try {
    const key = createPublicKey(verifier);
    return verify('sha256', content, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function makeV2Entry(proposed: unknown): ProposedEntry | undefined {
  const spec = readField(proposed, 'hashedRekordRequestV002');
  const digest = readField(spec, 'digest');
  const content = readField(spec, 'signature', 'content');
  const verifier = readField(spec, 'signature', 'verifier');
  const isKnownKey = readField(verifier, 'keyDetails') === 'PKIX_ECDSA_P256_SHA_256';
  if (typeof content !== 'string' || typeof digest !== 'string' || !isKnownKey) return undefined;
  const body = formatCanonicalJson({
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest },
        signature: { content, verifier },
      },
    },
  });
  return { kind: 'hashedrekord', signature: content, body };
}

function makeV1Answer(
  log: TransparencyLog,
  entry: LogEntry,
  forgery: LogForgery | undefined,
): Readonly<Record<string, unknown>> {
  const proof = log.prove(entry.index, forgery);
  const promised = {
    body: Buffer.from(entry.body).toString('base64'),
    integratedTime: entry.integratedTime,
    logID: log.logId.toString('hex'),
    logIndex: V1_FIRST_INDEX + entry.index,
  };
  const promise = log.signBytes(Buffer.from(formatCanonicalJson(promised)));
  const inclusionProof = {
    checkpoint: proof.checkpoint,
    hashes: proof.hashes.map((hash) => hash.toString('hex')),
    logIndex: entry.index,
    rootHash: proof.rootHash.toString('hex'),
    treeSize: proof.treeSize,
  };
  const verification = { inclusionProof, signedEntryTimestamp: promise.toString('base64') };
  return { [makeUuid(log, entry)]: { ...promised, verification } };
}

/** Tree id and leaf hash, 80 hexadecimal digits in all. */
function makeUuid({ treeId }: TransparencyLog, { body }: LogEntry): string {
  return `${treeId.toString(16).padStart(16, '0')}${hashLeaf(Buffer.from(body)).toString('hex')}`;
}

function sha256Hex(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
