/** Certificates for signing code as Fulcio issues them (RFC 5280), with the promise of a transparency log in them (RFC 6962). */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  Boolean as Asn1Boolean,
  type AsnType,
  BitString,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  UTCTime,
  Utf8String,
} from 'asn1js';
import type { CertificateExtension } from './sigstore-claims.ts';
import { hashKey } from './sigstore-der.ts';

const ECDSA_SHA384 = '1.2.840.10045.4.3.3';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
/** Of the extensions of RFC 5280, 4.2.1, and of RFC 6962, 3.3. */
const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  timestampList: '1.3.6.1.4.1.11129.2.4.2',
} as const;
const CONTEXT = 3;
/** RFC 5280, 4.2.1.6: `uniformResourceIdentifier [6]`. */
const URI_TAG = 6;
/** Fulcio's certificates live for ten minutes. */
const LIFE_MS = 10 * 60_000;

export interface Issuer {
  readonly name: AsnType;
  readonly privateKey: KeyObject;
  /** RFC 5280, 4.2.1.2: SHA-1 of the key's bits. */
  readonly keyIdentifier: Buffer;
  /** RFC 6962, 3.2: SHA-256 of the key. */
  readonly keyHash: Buffer;
}

/** A log of certificates, as far as certificates need it. */
export interface TimestampSigner {
  readonly privateKey: KeyObject;
  /** DER of the public key (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer;
}

export interface CertificateRequest {
  readonly publicKey: KeyObject;
  /** A URI. */
  readonly subjectAltName: string;
  readonly extensions: readonly CertificateExtension[];
  readonly notBefore: Date;
  /** Undefined: no promise of any log. */
  readonly log: TimestampSigner | undefined;
}

/** Who issues with these keys, named as in the certificate (DER) that they have. */
export function makeIssuer(
  certificate: Buffer,
  { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
): Issuer {
  const keyHash = hashKey(exportKey(publicKey));
  return {
    ...{ name: readSubject(certificate), privateKey, keyHash },
    keyIdentifier: identifyKey(publicKey),
  };
}

/** DER of a certificate for the key, signed by the issuer with SHA-384. */
export function issueCertificate(issuer: Issuer, request: CertificateRequest): Buffer {
  const { log, notBefore } = request;
  const fields = listFields(issuer, request);
  const extensions = listExtensions(issuer, request);
  const precertificate = encode(makeSigned(fields, extensions));
  const all =
    log === undefined
      ? extensions
      : [...extensions, makeTimestampList({ log, issuer, precertificate, date: notBefore })];
  const body = makeSigned(fields, all);
  const signature = sign('sha384', encode(body), issuer.privateKey);
  return encode(sequence(body, makeAlgorithm(), new BitString({ valueHex: signature })));
}

function listFields(
  { name }: Issuer,
  { publicKey, notBefore }: CertificateRequest,
): readonly AsnType[] {
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const notAfter = new Date(notBefore.getTime() + LIFE_MS);
  return [
    tagged(0, new Integer({ value: 2 })),
    new Integer({ valueHex: serial }),
    makeAlgorithm(),
    name,
    sequence(...[notBefore, notAfter].map((valueDate) => new UTCTime({ valueDate }))),
    sequence(),
    fromBER(exportKey(publicKey)).result,
  ];
}

/** The issuer's name, as its own certificate has it: version, serial number, algorithm, issuer, validity, subject. */
function readSubject(certificate: Buffer): AsnType {
  const [body] = childrenOf(fromBER(certificate).result);
  const subject = childrenOf(body)[5];
  if (subject === undefined) throw new Error('The issuer has a certificate without a subject');
  return subject;
}

function childrenOf(block: AsnType | undefined): readonly AsnType[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}

function listExtensions(
  issuer: Issuer,
  { publicKey, subjectAltName, extensions }: CertificateRequest,
): readonly Sequence[] {
  const uri = implicit(URI_TAG, Buffer.from(subjectAltName));
  // RFC 5280, 4.2.1.1: `keyIdentifier [0]`.
  const authority = implicit(0, issuer.keyIdentifier);
  return [
    makeExtension(
      OID.keyUsage,
      new BitString({ valueHex: Buffer.from([0x80]), unusedBits: 7 }),
      true,
    ),
    makeExtension(OID.extendedKeyUsage, sequence(new ObjectIdentifier({ value: CODE_SIGNING }))),
    makeExtension(OID.subjectAltName, sequence(uri), true),
    makeExtension(OID.subjectKeyIdentifier, new OctetString({ valueHex: identifyKey(publicKey) })),
    makeExtension(OID.authorityKeyIdentifier, sequence(authority)),
    ...extensions.map(({ oid, value, legacy }) =>
      makeExtension(oid, legacy === true ? Buffer.from(value) : new Utf8String({ value })),
    ),
  ];
}

function makeExtension(oid: string, value: AsnType | Buffer, isCritical = false): Sequence {
  const valueHex = Buffer.isBuffer(value) ? value : encode(value);
  return sequence(
    new ObjectIdentifier({ value: oid }),
    ...(isCritical ? [new Asn1Boolean({ value: true })] : []),
    new OctetString({ valueHex }),
  );
}

/** RFC 6962, 3.2 and 3.3: signed is the certificate as it would be without this extension. */
function makeTimestampList({
  log,
  issuer,
  precertificate,
  date,
}: {
  log: TimestampSigner;
  issuer: Issuer;
  precertificate: Buffer;
  date: Date;
}): Sequence {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(date.getTime()));
  const signed = Buffer.concat([
    // Version 1, certificate_timestamp.
    ...[Buffer.from([0, 0]), time],
    // precert_entry, and no extensions.
    ...[uint(1, 2), issuer.keyHash],
    ...[uint(precertificate.length, 3), precertificate, uint(0, 2)],
  ]);
  const signature = sign('sha256', signed, log.privateKey);
  const timestamp = Buffer.concat([
    ...[uint(0, 1), hashKey(log.publicKey), time, uint(0, 2)],
    // SHA-256 with ECDSA (RFC 5246, 7.4.1.4.1).
    ...[Buffer.from([4, 3]), uint(signature.length, 2), signature],
  ]);
  const list = Buffer.concat([uint(timestamp.length + 2, 2), uint(timestamp.length, 2), timestamp]);
  return makeExtension(OID.timestampList, new OctetString({ valueHex: list }));
}

function makeSigned(fields: readonly AsnType[], extensions: readonly Sequence[]): Sequence {
  return sequence(...fields, tagged(3, sequence(...extensions)));
}

function makeAlgorithm(): Sequence {
  return sequence(new ObjectIdentifier({ value: ECDSA_SHA384 }));
}

function identifyKey(key: KeyObject): Buffer {
  const [, bits] = childrenOf(fromBER(exportKey(key)).result);
  if (!(bits instanceof BitString)) throw new Error('A public key without bits');
  return createHash('sha1').update(bits.valueBlock.valueHexView).digest();
}

function exportKey(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

function sequence(...value: AsnType[]): Sequence {
  return new Sequence({ value });
}

/** Explicitly tagged. */
function tagged(tagNumber: number, value: AsnType): Constructed {
  return new Constructed({ idBlock: { tagClass: CONTEXT, tagNumber }, value: [value] });
}

function implicit(tagNumber: number, valueHex: Buffer): Primitive {
  return new Primitive({ idBlock: { tagClass: CONTEXT, tagNumber }, valueHex });
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function encode(block: AsnType): Buffer {
  return Buffer.from(block.toBER());
}
