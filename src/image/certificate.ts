/**
 * What Fulcio wrote into a certificate about the job that asked for it: extensions 1.3.6.1.4.1.57264.1.8 to .22, each a
 * UTF8String in DER (fulcio docs/oid-info.md). Their values are GitHub's claims, checked by Fulcio; whether a
 * certificate is Fulcio's is for cosign to check.
 */
import type { BaseBlock } from 'asn1js';

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
const CONTEXT_CLASS = 3;

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

type Reader = typeof import('asn1js');

/** The package is CommonJS: Node finds its names, and the bundle has nothing but the default. */
async function loadReader(): Promise<Reader> {
  const library: Reader & { readonly default?: Reader } = await import('asn1js');
  return library.default ?? library;
}

function readFacts(reader: Reader, der: Uint8Array): CertificateFacts | undefined {
  const [toBeSigned] = readChildren(reader, readWhole(reader, der)) ?? [];
  const wrapped = readChildren(reader, toBeSigned)?.find(
    ({ idBlock }) => idBlock.tagClass === CONTEXT_CLASS && idBlock.tagNumber === EXTENSIONS_TAG,
  );
  const [list] = readChildren(reader, wrapped) ?? [];
  const found: Partial<Record<ExtensionName, string>> = {};
  for (const extension of readChildren(reader, list) ?? []) {
    const parts = readChildren(reader, extension) ?? [];
    const [id] = parts;
    const name =
      id instanceof reader.ObjectIdentifier ? NAMES.get(id.valueBlock.toString()) : undefined;
    if (name === undefined) continue;
    const text = readText(reader, parts.at(-1));
    if (text === undefined || found[name] !== undefined) return undefined;
    found[name] = text;
  }
  return list === undefined ? undefined : found;
}

/** The one value that all of the bytes are. */
function readWhole(reader: Reader, bytes: Uint8Array): BaseBlock | undefined {
  const { offset, result } = reader.fromBER(bytes);
  return offset === bytes.byteLength ? result : undefined;
}

function readChildren(
  { Constructed }: Reader,
  block: BaseBlock | undefined,
): readonly BaseBlock[] | undefined {
  return block instanceof Constructed ? block.valueBlock.value : undefined;
}

function readText(reader: Reader, block: BaseBlock | undefined): string | undefined {
  if (!(block instanceof reader.OctetString)) return undefined;
  const text = readWhole(reader, block.valueBlock.valueHexView);
  return text instanceof reader.Utf8String ? text.valueBlock.value : undefined;
}
