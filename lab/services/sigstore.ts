import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RequestRecord, sendJson, startHttpServer } from './http-server.ts';
import type { Oidc } from './oidc.ts';
import {
  CA_FORGERIES,
  type CaForgery,
  type CertificateAuthority,
  makeCertificateAuthority,
} from './sigstore-ca.ts';
import { formatPem } from './sigstore-der.ts';
import {
  LOG_FORGERIES,
  type LogEntry,
  type LogForgery,
  makeTransparencyLog,
  type RekorVersion,
  type TransparencyLog,
} from './sigstore-log.ts';
import { handleRekorV1, handleRekorV2 } from './sigstore-rekor.ts';
import { makeSigningConfig, makeTrustedRoot, type SigstoreUrls } from './sigstore-trust.ts';
import { makeTimestampAuthority, type TimestampAuthority } from './sigstore-tsa.ts';

/** Ways in which the services can lie, for tests that expect the lie to be noticed. */
export const FORGERIES = [...CA_FORGERIES, ...LOG_FORGERIES] as const;
export type Forgery = CaForgery | LogForgery;

export interface SigstoreOptions {
  /** Whose tokens the certificate authority accepts. */
  readonly oidc: Pick<Oidc, 'jwksUrl'>;
  readonly rekor: RekorVersion;
  /** Existing folder for `trusted_root.json`, `signing_config.json` and the keys as PEM. */
  readonly folder: string;
  /** Milliseconds that a log entry takes; several at once take no longer than one. None unless told. */
  readonly entryDelayMs?: number | undefined;
  readonly forge?: Forgery | undefined;
}

export interface Sigstore {
  /** One address for all services; they differ by path. */
  readonly url: string;
  readonly trustedRootFile: string;
  readonly signingConfigFile: string;
  /** Files of the keys and chains, as `cosign trusted-root create` takes them. */
  readonly keyFiles: Readonly<Record<'fulcio' | 'ctLog' | 'rekor' | 'tsa', string>>;
  readonly requests: readonly RequestRecord[];
  /** Everything in the log, oldest first. */
  entries(): readonly LogEntry[];
  /** Lies in this way from now on, or tells the truth again. */
  setForgery(forgery: Forgery | undefined): void;
  /** Writes another signing config: with a proxy before a service, or without the log or the timestamps. */
  writeSigningConfig(file: string, urls: Partial<SigstoreUrls>): Promise<void>;
  stop(): Promise<void>;
}

const CERTIFICATE_PATH = '/api/v2/signingCert';
const TIMESTAMP_PATH = '/api/v1/timestamp';

/**
 * Starts a private Sigstore on loopback: Fulcio with a certificate transparency log, Rekor v1 or v2, and an RFC 3161
 * authority, with fresh keys. Rekor v2 signs no time, so its signing config asks for timestamps; v1's does not.
 */
export async function startSigstore(options: SigstoreOptions): Promise<Sigstore> {
  const { oidc, rekor: rekorVersion, folder, entryDelayMs = 0 } = options;
  let forgery = options.forge;
  const ca = await makeCertificateAuthority(oidc);
  const tsa = await makeTimestampAuthority();
  const log = makeTransparencyLog({ version: rekorVersion, host: '127.0.0.1', entryDelayMs });
  const logPath = `/api/${rekorVersion}/log/entries`;
  const handleRekor = rekorVersion === 'v1' ? handleRekorV1 : handleRekorV2;

  const server = await startHttpServer({
    async handler(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://sigstore');
      const caForgery = CA_FORGERIES.find((each) => each === forgery);
      const logForgery = LOG_FORGERIES.find((each) => each === forgery);
      if (pathname === CERTIFICATE_PATH) await ca.handle(request, response, caForgery);
      else if (pathname === TIMESTAMP_PATH) await tsa.handle(request, response);
      else if (
        pathname === logPath ||
        (rekorVersion === 'v1' && pathname.startsWith(`${logPath}/`))
      )
        await handleRekor({ log, request, response, forgery: logForgery });
      else sendJson(response, 404, { code: 5, message: 'Not Found', details: [] });
    },
  });
  const files = await writeTrustFiles({ folder, url: server.url, ca, tsa, log });
  return {
    url: server.url,
    ...files,
    requests: server.requests,
    entries: () => [...log.entries],
    setForgery(next) {
      forgery = next;
    },
    async stop() {
      log.stop();
      await server.stop();
    },
  };
}

interface Services {
  readonly folder: string;
  readonly url: string;
  readonly ca: Pick<CertificateAuthority, 'root' | 'ctPublicKey'>;
  readonly tsa: Pick<TimestampAuthority, 'chain'>;
  readonly log: Pick<TransparencyLog, 'version' | 'publicKey' | 'logId'>;
}

type TrustFiles = Pick<
  Sigstore,
  'trustedRootFile' | 'signingConfigFile' | 'keyFiles' | 'writeSigningConfig'
>;

async function writeTrustFiles({ folder, url, ca, tsa, log }: Services): Promise<TrustFiles> {
  // Backdated, as the certificates' own times are cut to the second.
  const start = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
  const file = (name: string) => join(folder, name);
  const keyFiles = {
    fulcio: file('fulcio.pem'),
    ctLog: file('ctfe.pub'),
    rekor: file('rekor.pub'),
    tsa: file('tsa.pem'),
  };
  const trustedRootFile = file('trusted_root.json');
  const signingConfigFile = file('signing_config.json');
  const usual = { fulcio: url, rekor: url, tsa: log.version === 'v2' ? url : undefined };
  const writeSigningConfig = (path: string, changed: Partial<SigstoreUrls>) => {
    const urls = { ...usual, ...changed };
    return writeJson(path, makeSigningConfig({ urls, rekorVersion: log.version, start }));
  };
  const { root: caRoot, ctPublicKey } = ca;
  const parts = { url, start, caRoot, ctPublicKey, rekor: log, tsaChain: tsa.chain };
  await Promise.all([
    writeFile(keyFiles.fulcio, formatPem('CERTIFICATE', caRoot)),
    writeFile(keyFiles.ctLog, formatPem('PUBLIC KEY', ctPublicKey)),
    writeFile(keyFiles.rekor, formatPem('PUBLIC KEY', log.publicKey)),
    writeFile(keyFiles.tsa, tsa.chain.map((der) => formatPem('CERTIFICATE', der)).join('')),
    writeJson(trustedRootFile, makeTrustedRoot(parts)),
    writeSigningConfig(signingConfigFile, {}),
  ]);
  return { trustedRootFile, signingConfigFile, keyFiles, writeSigningConfig };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value));
}
