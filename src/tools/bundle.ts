/** Sigstore bundles as cosign 3 writes them (protobuf-specs sigstore_bundle.proto, v0.3): what is inside, not whether it verifies. */
import { asObject, asText, type JsonObject, parseJson, ShapeError } from '../image/json-shape.ts';
import { MEDIA_TYPE } from '../image/manifest.ts';
import { parseStatement, type Statement } from '../image/statement.ts';

export interface SigstoreBundle {
  /** DER of the certificate of whoever signed. */
  readonly certificate: Uint8Array;
  /** What was signed. */
  readonly statement: Statement;
}

/** SPDX documents of large images come to some 50 MB, base64 in the bundle. */
export const MAX_BUNDLE_BYTES = 192 * 1024 * 1024;
/** Fulcio's have 3 KiB. */
const MAX_CERTIFICATE_BYTES = 64 * 1024;
const IN_TOTO = 'application/vnd.in-toto+json';

/**
 * Bytes → certificate and statement, or undefined when they are no keyless bundle of version 0.3 about a statement.
 * Nothing in it is proved by this: signature, certificate chain and log are for cosign to check, on the same bytes.
 */
export function parseBundle(bytes: Uint8Array): SigstoreBundle | undefined {
  try {
    const json = parseJson(bytes, MAX_BUNDLE_BYTES);
    if (json['mediaType'] !== MEDIA_TYPE.bundle) return undefined;
    const certificate = readCertificate(json);
    const statement = readStatement(json);
    return certificate === undefined || statement === undefined
      ? undefined
      : { certificate, statement };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function readCertificate(json: JsonObject): Uint8Array | undefined {
  const material = asObject(json['verificationMaterial'], 'material');
  // Keys in place of certificates name nobody.
  if (material['certificate'] === undefined) return undefined;
  const { rawBytes } = asObject(material['certificate'], 'a certificate');
  const der = Buffer.from(asText(rawBytes, 'a certificate'), 'base64');
  return der.byteLength > 0 && der.byteLength <= MAX_CERTIFICATE_BYTES ? der : undefined;
}

function readStatement(json: JsonObject): Statement | undefined {
  if (json['dsseEnvelope'] === undefined) return undefined;
  const { payload, payloadType } = asObject(json['dsseEnvelope'], 'an envelope');
  if (payloadType !== IN_TOTO) return undefined;
  return parseStatement(Buffer.from(asText(payload, 'a payload'), 'base64'), MAX_BUNDLE_BYTES);
}
