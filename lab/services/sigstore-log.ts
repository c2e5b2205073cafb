import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashLeaf, makeInclusionProof, makeRoot } from './sigstore-merkle.ts';

export const REKOR_VERSIONS = ['v1', 'v2'] as const;
export type RekorVersion = (typeof REKOR_VERSIONS)[number];

export const LOG_FORGERIES = [
  'checkpoint-origin',
  'checkpoint-signature',
  'checkpoint-stale',
] as const;
export type LogForgery = (typeof LOG_FORGERIES)[number];

/** One entry of the log: enough to say which bundle it belongs to. */
export interface LogEntry {
  readonly index: number;
  readonly kind: 'dsse' | 'hashedrekord';
  /** The signature it records, base64: the same text as in the bundle. */
  readonly signature: string;
  /** The canonical body whose hash is the leaf. */
  readonly body: string;
  /** Seconds since the epoch. */
  readonly integratedTime: number;
}

export interface InclusionProof {
  readonly treeSize: number;
  readonly rootHash: Buffer;
  readonly hashes: readonly Buffer[];
  /** A signed note: origin, size, root hash, blank line, signature. */
  readonly checkpoint: string;
}

export interface TransparencyLog {
  readonly version: RekorVersion;
  /** DER of the public key (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer;
  /** What trusted roots and entries call the log. */
  readonly logId: Buffer;
  /** Number of the tree, part of a v1 checkpoint's origin and of v1 entry ids. */
  readonly treeId: bigint;
  readonly entries: readonly LogEntry[];
  /**
   * Takes an entry and returns after the log's delay, when it is integrated; the equal entry of an earlier call
   * comes back at once as `isNew: false`. The entry stays, though the caller may have gone meanwhile.
   */
  append(
    entry: Pick<LogEntry, 'kind' | 'signature' | 'body'>,
  ): Promise<{ readonly entry: LogEntry; readonly isNew: boolean }>;
  prove(index: number, forgery: LogForgery | undefined): InclusionProof;
  /** Signature of the log's key over these bytes. */
  signBytes(bytes: Buffer): Buffer;
  /** Ends all waits. */
  stop(): void;
}

export interface TransparencyLogOptions {
  readonly version: RekorVersion;
  /** Name in checkpoints: verifiers of v2 expect the host of the log's base URL, without the port. */
  readonly host: string;
  /** Milliseconds that each entry takes, all of them at the same time, as a log that integrates in batches. */
  readonly entryDelayMs: number;
}

/** Makes an append-only log with real inclusion proofs; ECDSA P-256 for v1, Ed25519 for v2, as the public instances. */
export function makeTransparencyLog({
  version,
  host,
  entryDelayMs,
}: TransparencyLogOptions): TransparencyLog {
  const privateKey = makeLogKey(version);
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const logId = makeLogId({ version, host, publicKey });
  const treeId = BigInt(`0x${createHash('sha256').update(logId).digest('hex').slice(0, 12)}`);
  const origin = version === 'v1' ? `${host} - ${treeId}` : host;
  const entries: LogEntry[] = [];
  const stopping = new AbortController();
  const signBytes = (bytes: Buffer) => sign(version === 'v1' ? 'sha256' : null, bytes, privateKey);

  return {
    version,
    publicKey,
    logId,
    treeId,
    entries,
    signBytes,
    async append({ kind, signature, body }) {
      const known = entries.find((each) => each.body === body);
      if (known !== undefined) return { entry: known, isNew: false };
      const integratedTime = Math.floor(Date.now() / 1000);
      const entry = { index: entries.length, kind, signature, body, integratedTime };
      entries.push(entry);
      if (entryDelayMs > 0) await sleep(entryDelayMs, undefined, { signal: stopping.signal });
      return { entry, isNew: true };
    },
    prove(index, forgery) {
      const leaves = entries.map(({ body }) => hashLeaf(Buffer.from(body)));
      const rootHash = makeRoot(leaves);
      const head = forgery === 'checkpoint-stale' ? leaves.slice(0, index) : leaves;
      const note = `${forgery === 'checkpoint-origin' ? `evil.${origin}` : origin}\n${head.length}\n${makeRoot(head).toString('base64')}\n`;
      const signature = signBytes(
        Buffer.from(forgery === 'checkpoint-signature' ? `${note}x` : note),
      );
      const signed = Buffer.concat([logId.subarray(0, 4), signature]).toString('base64');
      return {
        treeSize: leaves.length,
        rootHash,
        hashes: makeInclusionProof(leaves, index),
        checkpoint: `${note}\n\u2014 ${forgery === 'checkpoint-origin' ? `evil.${host}` : host} ${signed}\n`,
      };
    },
    stop: () => stopping.abort(),
  };
}

/**
 * JSON with sorted keys and no spaces: what RFC 8785 makes of the values that entries hold
 * (ASCII keys, strings, integers).
 */
export function formatCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function makeLogKey(version: RekorVersion): KeyObject {
  return version === 'v1'
    ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
    : generateKeyPairSync('ed25519').privateKey;
}

/** ECDSA: hash of the key alone; Ed25519: the signed-note key id, which the name is part of. */
function makeLogId({
  version,
  host,
  publicKey,
}: {
  readonly version: RekorVersion;
  readonly host: string;
  readonly publicKey: Buffer;
}): Buffer {
  const hash = createHash('sha256');
  if (version === 'v1') return hash.update(publicKey).digest();
  const rawKey = publicKey.subarray(-32);
  return hash.update(`${host}\n`).update(Uint8Array.of(1)).update(rawKey).digest();
}
