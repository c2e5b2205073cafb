import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  verify,
} from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { readBody, sendJson } from './http-server.ts';
import type { Oidc } from './oidc.ts';
import { GITHUB_ISSUER } from './oidc.ts';
import { type FulcioClaims, makeFulcioExtensions, parseFulcioClaims } from './sigstore-claims.ts';
import { formatPem, parseJson, readField, toBuffer } from './sigstore-der.ts';

export const CA_FORGERIES = ['wrong-san', 'no-sct', 'expired', 'other-key'] as const;
export type CaForgery = (typeof CA_FORGERIES)[number];

export interface CertificateAuthority {
  /** DER of the root certificate, which issues directly. */
  readonly root: Buffer;
  /** DER of the certificate transparency log's public key. */
  readonly ctPublicKey: Buffer;
  /** Answers `POST /api/v2/signingCert`. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    forgery: CaForgery | undefined,
  ): Promise<void>;
}

/** Subject of another workflow, for certificates that must not pass an exact identity check. */
export const FORGED_SAN =
  'https://github.com/mallory/app/.github/workflows/release.yml@refs/heads/main';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a certificate authority that trusts the given OIDC endpoint, with a certificate transparency log.
 * Token, audience, issuer, expiry and possession of the key are checked as Fulcio does.
 */
export async function makeCertificateAuthority(
  oidc: Pick<Oidc, 'jwksUrl'>,
): Promise<CertificateAuthority> {
  const keys = makeKeyPair();
  const ctLog = await initializeCTLog(makeKeyPair());
  const ca = await initializeCA(keys, ctLog);
  // Same name and key, so that the trusted root accepts their certificates as far as the forgery allows.
  const withoutSct = await initializeCA(keys);
  const ofYesterday = await initializeCA(keys, ctLog, new Date(Date.now() - DAY_MS));
  const jwks = createRemoteJWKSet(new URL(oidc.jwksUrl));
  const root = toBuffer(ca.rootCertificate);

  async function issue(
    { claims, publicKey }: SigningRequest,
    forgery: CaForgery | undefined,
  ): Promise<Buffer> {
    const authority = {
      'no-sct': withoutSct,
      expired: ofYesterday,
      'wrong-san': ca,
      'other-key': ca,
    };
    const subjectKey = forgery === 'other-key' ? makeKeyPair().publicKey : publicKey;
    const certificate = await (forgery === undefined ? ca : authority[forgery]).issueCertificate({
      publicKey: subjectKey.export({ format: 'der', type: 'spki' }),
      subjectAltName:
        forgery === 'wrong-san' ? FORGED_SAN : `https://github.com/${claims.job_workflow_ref}`,
      extensions: [...makeFulcioExtensions(claims)],
    });
    return toBuffer(certificate);
  }

  return {
    root,
    ctPublicKey: ctLog.publicKey,
    async handle(request, response, forgery) {
      try {
        const signingRequest = await readSigningRequest(request, async (token) => {
          const options = { issuer: GITHUB_ISSUER, audience: 'sigstore', algorithms: ['RS256'] };
          return parseFulcioClaims((await jwtVerify(token, jwks, options)).payload);
        });
        const leaf = await issue(signingRequest, forgery);
        const certificates = [leaf, root].map((der) => formatPem('CERTIFICATE', der));
        sendJson(response, 200, { signedCertificateEmbeddedSct: { chain: { certificates } } });
      } catch (error) {
        if (!(error instanceof RefusedRequest)) throw error;
        // gRPC's INVALID_ARGUMENT, in the form of Fulcio's gateway.
        sendJson(response, 400, { code: 3, message: error.message, details: [] });
      }
    },
  };
}

class RefusedRequest extends Error {}

interface SigningRequest {
  readonly claims: FulcioClaims;
  readonly publicKey: KeyObject;
}

async function readSigningRequest(
  request: IncomingMessage,
  verifyToken: (token: string) => Promise<FulcioClaims>,
): Promise<SigningRequest> {
  const token = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const body = parseJson(await readBody(request));
  const claims = await verifyToken(token).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) {
      throw new RefusedRequest('There was an error processing the identity token');
    }
    throw error;
  });
  const { content, proofOfPossession } = parseKeyRequest(body);
  const publicKey = parsePublicKey(content);
  const proof = Buffer.from(proofOfPossession, 'base64');
  if (!verify('sha256', Buffer.from(claims.sub), publicKey, proof)) {
    throw new RefusedRequest('The signature supplied in the request could not be verified');
  }
  return { claims, publicKey };
}

function parseKeyRequest(body: unknown): {
  readonly content: string;
  readonly proofOfPossession: string;
} {
  const content = readField(body, 'publicKeyRequest', 'publicKey', 'content');
  const proofOfPossession = readField(body, 'publicKeyRequest', 'proofOfPossession');
  if (typeof content !== 'string' || typeof proofOfPossession !== 'string') {
    throw new RefusedRequest('The public key supplied in the request could not be parsed');
  }
  return { content, proofOfPossession };
}

function parsePublicKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new RefusedRequest('The public key supplied in the request could not be parsed');
  }
}

function makeKeyPair(): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}
