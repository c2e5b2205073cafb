import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index.js';
import { TimeStampReq } from 'pkijs';
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
      if (query === undefined || query.nonce !== undefined) {
        return sendJson(response, 400, { code: 400, message: 'Error parsing timestamp request' });
      }
      const { messageImprint, reqPolicy, certReq } = query;
      const answer = await tsa.timestamp({
        artifactHash: Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView),
        hashAlgorithmOID: messageImprint.hashAlgorithm.algorithmId,
        nonce: 0,
        policyOID: reqPolicy ?? SIGSTORE_POLICY,
        certReq: certReq ?? false,
      });
      response.writeHead(201, { 'content-type': 'application/timestamp-reply' });
      response.end(toBuffer(answer));
    },
  };
}

function parseQuery(der: Buffer): TimeStampReq | undefined {
  try {
    return TimeStampReq.fromBER(der);
  } catch {
    return undefined;
  }
}
