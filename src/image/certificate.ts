/**
 * What Fulcio wrote into a signing certificate about the job that asked for it: extensions below 1.3.6.1.4.1.57264.1
 * (github.com/sigstore/fulcio docs/oid-info.md). Read only after cosign has verified the certificate: cosign itself can
 * compare no more than trigger, commit, name, repository and ref.
 */
import { BitString, fromBER, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';

const FULCIO = '1.3.6.1.4.1.57264.1.';

const EXTENSIONS = {
  issuer: 8,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryUri: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryId: 15,
  buildTrigger: 20,
  runInvocationUri: 21,
} as const;

/** Each is there only where the certificate states it. */
export type CertificateClaims = Readonly<Partial<Record<keyof typeof EXTENSIONS, string>>>;

/** DER of a certificate → what it states about the job; undefined when it is no certificate. */
export function readCertificateClaims(der: Uint8Array): CertificateClaims | undefined {
  const values = readExtensions(der);
  if (values === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(EXTENSIONS).flatMap(([name, number]) => {
      const value = values.get(`${FULCIO}${number}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** OID → text, for every extension below Fulcio's arc whose value is a DER UTF8String (RFC 5280 4.2). */
function readExtensions(der: Uint8Array): ReadonlyMap<string, string> | undefined {
  const { result } = fromBER(der);
  if (!(result instanceof Sequence)) return undefined;
  const [certificate, , signature] = result.valueBlock.value;
  if (!(certificate instanceof Sequence) || !(signature instanceof BitString)) return undefined;
  const values = new Map<string, string>();
  for (const list of certificate.valueBlock.value.flatMap(listExtensions)) {
    const [oid, ...rest] = list.valueBlock.value;
    const octets = rest.at(-1);
    if (!(oid instanceof ObjectIdentifier) || !(octets instanceof OctetString)) continue;
    const name = oid.valueBlock.toString();
    if (!name.startsWith(FULCIO)) continue;
    const inner = fromBER(octets.valueBlock.valueHexView).result;
    if (inner instanceof Utf8String) values.set(name, inner.valueBlock.value);
  }
  return values;
}

/** Extensions stand in the field `[3]` of a certificate. */
function listExtensions(field: object): Sequence[] {
  if (!('idBlock' in field) || !('valueBlock' in field)) return [];
  const { idBlock, valueBlock } = field;
  const isExtensions = Reflect.get(Object(idBlock), 'tagClass') === 3;
  if (!isExtensions || Reflect.get(Object(idBlock), 'tagNumber') !== 3) return [];
  const inner: unknown = Reflect.get(Object(valueBlock), 'value');
  const [list] = Array.isArray(inner) ? inner : [];
  if (!(list instanceof Sequence)) return [];
  return list.valueBlock.value.filter((one): one is Sequence => one instanceof Sequence);
}

export interface RunInvocation {
  readonly serverUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly runId: string;
  readonly attempt: number;
}

/** `https://github.com/owner/name/actions/runs/<id>/attempts/<n>`; undefined for anything else. */
export function parseRunInvocation(uri: string): RunInvocation | undefined {
  const match =
    /^(https?:\/\/[^/]+)\/([^/]+\/[^/]+)\/actions\/runs\/(\d{1,20})\/attempts\/(\d{1,9})$/.exec(
      uri,
    );
  if (match === null) return undefined;
  const [, serverUrl = '', repository = '', runId = '', attempt = ''] = match;
  return { serverUrl, repository, runId, attempt: Number(attempt) };
}
