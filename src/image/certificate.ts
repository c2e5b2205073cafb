/**
 * What Fulcio wrote into a certificate about the job that asked for it: extensions 1.3.6.1.4.1.57264.1.8 to .22, each a
 * UTF8String in DER (fulcio docs/oid-info.md). Their values are GitHub's claims, checked by Fulcio; whether a
 * certificate is Fulcio's is for cosign to check.
 */
import type { ASN1Obj } from '@sigstore/core';

/** The last number of the extension's object identifier → name. The bare strings .1 to .6 say the same less exactly. */
const EXTENSIONS = {
  8: 'issuer',
  9: 'buildSignerUri',
  10: 'buildSignerDigest',
  11: 'runnerEnvironment',
  12: 'sourceRepositoryUri',
  13: 'sourceRepositoryDigest',
  14: 'sourceRepositoryRef',
  15: 'sourceRepositoryId',
  16: 'sourceRepositoryOwnerUri',
  17: 'sourceRepositoryOwnerId',
  18: 'buildConfigUri',
  19: 'buildConfigDigest',
  20: 'buildTrigger',
  21: 'runInvocationUri',
  22: 'sourceRepositoryVisibility',
} as const;

type ExtensionName = (typeof EXTENSIONS)[keyof typeof EXTENSIONS];

/** Each is there when the certificate has it. */
export type CertificateFacts = Readonly<Partial<Record<ExtensionName, string>>>;

/** One attempt of one run of a workflow. */
export interface RunInvocation {
  /** `https://github.com`, or another GitHub. */
  readonly serverUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** Grows with every run that a GitHub starts. */
  readonly runId: number;
  /** From 1 on; a re-run keeps the run's id. */
  readonly attempt: number;
}

const NAMES: ReadonlyMap<string, ExtensionName> = new Map(
  Object.entries(EXTENSIONS).map(([number, name]) => [`1.3.6.1.4.1.57264.1.${number}`, name]),
);
/** Fulcio's have 3 KiB. Nesting is bounded by this too. */
const MAX_BYTES = 64 * 1024;
/** RFC 5280, 4.1: `extensions [3]`. */
const EXTENSIONS_TAG = 3;
/** ITU-T X.680, 8.4. */
const UTF8_STRING = 12;

/**
 * DER → facts, or undefined when it is no certificate, or one that two readers could understand differently: with an
 * extension twice, with bytes behind a value, or with a value of another kind.
 */
export async function parseCertificate(der: Uint8Array): Promise<CertificateFacts | undefined> {
  if (der.byteLength > MAX_BYTES) return undefined;
  const key = Buffer.from(der).toString('base64');
  if (parsed.has(key)) return parsed.get(key);
  const facts = tryReadFacts(await loadReader(), der);
  if (parsed.size < MAX_PARSED) parsed.set(key, facts);
  return facts;
}

/**
 * A run meets each certificate again and again: when a bundle is made, when it comes back from the registry, when tags
 * are ordered. Reading one takes milliseconds.
 */
const parsed = new Map<string, CertificateFacts | undefined>();
const MAX_PARSED = 256;

function tryReadFacts(reader: Reader, der: Uint8Array): CertificateFacts | undefined {
  try {
    return readFacts(reader, der);
  } catch {
    // The library's own complaints: broken lengths, and nesting deeper than the stack.
    return undefined;
  }
}

/** `https://server/owner/name/actions/runs/1/attempts/1` → its parts; undefined for anything else. */
export function parseRunInvocation(uri: string | undefined): RunInvocation | undefined {
  const found =
    /^(https?:\/\/[^/?#\s]+)\/([^/?#\s]+\/[^/?#\s]+)\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/.exec(
      uri ?? '',
    );
  if (found === null) return undefined;
  const [, serverUrl = '', repository = '', runId, attempt] = found;
  return { serverUrl, repository, runId: Number(runId), attempt: Number(attempt) };
}

type Reader = typeof ASN1Obj;

type Library = typeof import('@sigstore/core');

/** The package is CommonJS: Node finds its names, and the bundle has nothing but the default. */
async function loadReader(): Promise<Reader> {
  const library: Library & { readonly default?: Library } = await import('@sigstore/core');
  return (library.default ?? library).ASN1Obj;
}

function readFacts(reader: Reader, der: Uint8Array): CertificateFacts | undefined {
  const [toBeSigned] = readWhole(reader, der)?.subs ?? [];
  const wrapped = toBeSigned?.subs.find(({ tag }) => tag.isContextSpecific(EXTENSIONS_TAG));
  const [list] = wrapped?.subs ?? [];
  const found: Partial<Record<ExtensionName, string>> = {};
  for (const { subs } of list?.subs ?? []) {
    const [id] = subs;
    const name = id?.tag.isOID() === true ? NAMES.get(id.toOID()) : undefined;
    if (name === undefined) continue;
    const text = readText(reader, subs.at(-1));
    if (text === undefined || found[name] !== undefined) return undefined;
    found[name] = text;
  }
  return list === undefined ? undefined : found;
}

/** The one value that all of the bytes are, its length written as DER has it. */
function readWhole(reader: Reader, bytes: Uint8Array): ASN1Obj | undefined {
  const read = reader.parseBuffer(Buffer.from(bytes));
  return bytes.byteLength === measureHeader(read) + read.value.byteLength ? read : undefined;
}

/** Bytes of tag and length (ITU-T X.690, 8.1.3 and 10.1). */
function measureHeader({ value: { byteLength } }: ASN1Obj): number {
  if (byteLength < 0x80) return 2;
  return byteLength < 0x100 ? 3 : 4;
}

function readText(reader: Reader, block: ASN1Obj | undefined): string | undefined {
  if (block?.tag.isOctetString() !== true) return undefined;
  const { tag, value } = readWhole(reader, block.value) ?? {};
  if (tag?.isUniversal() !== true || tag.number !== UTF8_STRING || tag.constructed)
    return undefined;
  const text = value?.toString('utf8');
  // Bytes that are no UTF-8 would all be read as the same sign.
  return text !== undefined && value?.equals(Buffer.from(text)) === true ? text : undefined;
}
