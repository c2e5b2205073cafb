import { X509Certificate } from 'node:crypto';
import { GITHUB_ISSUER } from './oidc.ts';
import { hashKey } from './sigstore-der.ts';
import type { RekorVersion } from './sigstore-log.ts';

/** Where clients find the services; a proxy's address, where faults are to be injected. */
export interface SigstoreUrls {
  readonly fulcio: string;
  /** Undefined for signing without a log. */
  readonly rekor: string | undefined;
  /** Base address; the path of RFC 3161 requests is added. Undefined for signing without timestamps. */
  readonly tsa: string | undefined;
}

export interface SigningConfigParts {
  readonly urls: SigstoreUrls;
  readonly rekorVersion: RekorVersion;
  /** RFC 3339, whole seconds, UTC. */
  readonly start: string;
}

/** A signing config, the same document as `cosign signing-config create` writes. */
export function makeSigningConfig({ urls, rekorVersion, start }: SigningConfigParts): unknown {
  const services = (url: string | undefined, majorApiVersion: number) =>
    url === undefined ? [] : [{ url, majorApiVersion, validFor: { start }, operator: 'lab' }];
  const rekor = services(urls.rekor, rekorVersion === 'v1' ? 1 : 2);
  const tsa = services(urls.tsa === undefined ? undefined : `${urls.tsa}/api/v1/timestamp`, 1);
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: services(urls.fulcio, 1),
    oidcUrls: services(GITHUB_ISSUER, 1),
    ...(rekor.length > 0 ? { rekorTlogUrls: rekor } : {}),
    rekorTlogConfig: rekor.length > 0 ? { selector: 'ANY' } : {},
    ...(tsa.length > 0 ? { tsaUrls: tsa } : {}),
    tsaConfig: tsa.length > 0 ? { selector: 'ANY' } : {},
  };
}

export interface TrustedRootParts {
  readonly url: string;
  readonly start: string;
  /** DER each. */
  readonly caRoot: Buffer;
  readonly ctPublicKey: Buffer;
  readonly rekor: {
    readonly publicKey: Buffer;
    readonly logId: Buffer;
    readonly version: RekorVersion;
  };
  /** Signing certificate first, root last. */
  readonly tsaChain: readonly Buffer[];
}

/** A trusted root, the same document as `cosign trusted-root create` writes. */
export function makeTrustedRoot(parts: TrustedRootParts): unknown {
  const { url, start, caRoot, ctPublicKey, rekor, tsaChain } = parts;
  const makeLog = (publicKey: Buffer, logId: Buffer, keyDetails: string) => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKey.toString('base64'), keyDetails, validFor: { start } },
    logId: { keyId: logId.toString('base64') },
  });
  const makeAuthority = (uri: string, chain: readonly Buffer[]) => ({
    subject: readSubject(chain.at(-1)),
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: der.toString('base64') })) },
    validFor: { start },
  });
  const ecdsa = 'PKIX_ECDSA_P256_SHA_256';
  const rekorKey = rekor.version === 'v1' ? ecdsa : 'PKIX_ED25519';
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [makeLog(rekor.publicKey, rekor.logId, rekorKey)],
    certificateAuthorities: [makeAuthority(url, [caRoot])],
    ctlogs: [makeLog(ctPublicKey, hashKey(ctPublicKey), ecdsa)],
    timestampAuthorities: [makeAuthority(`${url}/api/v1/timestamp`, tsaChain)],
  };
}

function readSubject(der: Buffer | undefined): Readonly<Record<string, string>> {
  const subject = der === undefined ? '' : new X509Certificate(der).subject;
  const part = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(subject)?.[1] ?? '';
  return { organization: part('O'), commonName: part('CN') };
}
