/**
 * A Sigstore bundle as a file: the certificate it was signed with, and the in-toto statement in its DSSE envelope
 * (sigstore protobuf-specs, bundle v0.3; in-toto attestation spec v1). What it states counts once cosign has verified it.
 */
import { asObject, asText, parseJson, ShapeError } from '../image/json-shape.ts';

export interface ParsedBundle {
  /** DER of the leaf certificate. */
  readonly certificate: Uint8Array;
  readonly statement: {
    readonly predicateType: string;
    readonly predicate: unknown;
  };
}

const MAX_BYTES = 192 * 1024 * 1024;
const IN_TOTO = 'application/vnd.in-toto+json';

/** Undefined for bytes that are no bundle with a certificate and an in-toto statement. */
export function parseBundle(bytes: Uint8Array): ParsedBundle | undefined {
  try {
    const bundle = parseJson(bytes, MAX_BYTES);
    const material = asObject(bundle['verificationMaterial'], 'verification material');
    const envelope = asObject(bundle['dsseEnvelope'], 'an envelope');
    if (envelope['payloadType'] !== IN_TOTO) return undefined;
    const payload = Buffer.from(asText(envelope['payload'], 'a payload'), 'base64');
    const statement = parseJson(payload, MAX_BYTES);
    return {
      certificate: readCertificate(material),
      statement: {
        predicateType: asText(statement['predicateType'], 'a predicate type'),
        predicate: statement['predicate'],
      },
    };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** Bundles of v0.3 hold the leaf alone; older ones a chain that begins with it. */
function readCertificate(material: Readonly<Record<string, unknown>>): Uint8Array {
  const chain = material['x509CertificateChain'];
  const list: unknown =
    chain === undefined ? [material['certificate']] : asObject(chain, 'a chain')['certificates'];
  const [leaf]: readonly unknown[] = Array.isArray(list) ? list : [];
  return Buffer.from(
    asText(asObject(leaf, 'a certificate')['rawBytes'], 'a certificate'),
    'base64',
  );
}
