import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index.js';
import {
  Boolean as Asn1Boolean,
  type AsnType,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from 'asn1js';
import { readBody, sendJson } from './http-server.ts';
import { toBuffer } from './sigstore-der.ts';

/** Sigstore's own policy, which its authority puts into every timestamp that asks for none. */
const SIGSTORE_POLICY = '1.3.6.1.4.1.57264.2';

export interface TimestampAuthority {
  /** DER of the signing certificate and of the root, in this order. */
  readonly chain: readonly Buffer[];
  /** Answers `POST /api/v1/timestamp` with an RFC 3161 response. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Makes an RFC 3161 authority. Requests with a nonce are refused: no client here sends one. */
export async function makeTimestampAuthority(): Promise<TimestampAuthority> {
  const tsa = await initializeTSA(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
  const chain = [tsa.intCertificate, tsa.rootCertificate].map(toBuffer);
  return {
    chain,
    async handle(request, response) {
      const query = parseQuery(await readBody(request));
      if (query === undefined || query.hasNonce) {
        return sendJson(response, 400, { code: 400, message: 'Error parsing timestamp request' });
      }
      const answer = await tsa.timestamp({
        artifactHash: query.imprint,
        hashAlgorithmOID: query.hashAlgorithm,
        nonce: 0,
        policyOID: query.policy ?? SIGSTORE_POLICY,
        certReq: query.hasCertificates,
      });
      response.writeHead(201, { 'content-type': 'application/timestamp-reply' });
      response.end(toBuffer(answer));
    },
  };
}

interface TimestampQuery {
  /** Object identifier of the hash. */
  readonly hashAlgorithm: string;
  readonly imprint: Buffer;
  readonly policy: string | undefined;
  readonly hasNonce: boolean;
  /** Whether the answer shall carry the signing certificate. */
  readonly hasCertificates: boolean;
}

/** Reads a TimeStampReq (RFC 3161, 2.4.1): version, imprint, then policy, nonce and certReq, each optional. */
function parseQuery(der: Buffer): TimestampQuery | undefined {
  const [, messageImprint, ...options] = readItems(fromBER(der).result);
  const [algorithm, imprint] = readItems(messageImprint);
  const [hashAlgorithm] = readItems(algorithm);
  if (!(hashAlgorithm instanceof ObjectIdentifier && imprint instanceof OctetString))
    return undefined;
  return {
    hashAlgorithm: hashAlgorithm.getValue(),
    imprint: Buffer.from(imprint.getValue()),
    policy: options.find((each) => each instanceof ObjectIdentifier)?.getValue(),
    hasNonce: options.some((each) => each instanceof Integer),
    hasCertificates: options.find((each) => each instanceof Asn1Boolean)?.getValue() ?? false,
  };
}

function readItems(block: AsnType | undefined): readonly AsnType[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}
