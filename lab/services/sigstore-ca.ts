import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  verify,
} from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { initializeCA } from '@sigstore/mock/dist/fulcio/index.js';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { readBody, sendJson } from './http-server.ts';
import type { Oidc } from './oidc.ts';
import { GITHUB_ISSUER } from './oidc.ts';
import { issueCertificate, makeIssuer, type TimestampSigner } from './sigstore-certificate.ts';
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
  // The library's own certificates take 20 ms each, for which all who sign at once would wait here.
  const root = toBuffer((await initializeCA(keys)).rootCertificate);
  const issuer = makeIssuer(root, keys);
  const log = makeLog();
  const jwks = createRemoteJWKSet(new URL(oidc.jwksUrl));

  function issue({ claims, publicKey }: SigningRequest, forgery: CaForgery | undefined): Buffer {
    const age = forgery === 'expired' ? DAY_MS : 0;
    return issueCertificate(issuer, {
      publicKey: forgery === 'other-key' ? makeKeyPair().publicKey : publicKey,
      subjectAltName:
        forgery === 'wrong-san' ? FORGED_SAN : `https://github.com/${claims.job_workflow_ref}`,
      extensions: makeFulcioExtensions(claims),
      notBefore: new Date(Date.now() - age),
      log: forgery === 'no-sct' ? undefined : log,
    });
  }

  return {
    root,
    ctPublicKey: log.publicKey,
    async handle(request, response, forgery) {
      try {
        const signingRequest = await readSigningRequest(request, async (token) => {
          const options = { issuer: GITHUB_ISSUER, audience: 'sigstore', algorithms: ['RS256'] };
          return parseFulcioClaims((await jwtVerify(token, jwks, options)).payload);
        });
        const leaf = issue(signingRequest, forgery);
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

function makeLog(): TimestampSigner {
  const { privateKey, publicKey } = makeKeyPair();
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }) };
}

function makeKeyPair(): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}
