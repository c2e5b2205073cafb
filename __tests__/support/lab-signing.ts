import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { LabResult } from '../../lab/provision/commands.ts';
import { type FaultProxy, startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { type Oidc, startOidc } from '../../lab/services/oidc.ts';
import { startRegistry } from '../../lab/services/registry.ts';
import { type Sigstore, type SigstoreOptions, startSigstore } from '../../lab/services/sigstore.ts';
import { type Cosign, findSigningTools, makeCosign } from './lab-cosign.ts';
import { pushImage } from './lab-image.ts';

export const CUSTOM_TYPE = 'https://example.com/custom/v1';

/** Everything a signature needs, and an image to sign. */
export interface SigningWorld {
  readonly oidc: Oidc;
  readonly sigstore: Sigstore;
  /** Before the registry that holds the image. */
  readonly registryProxy: FaultProxy;
  /** Before the Sigstore; used by the signing config of `proxiedConfigFile` alone. */
  readonly sigstoreProxy: FaultProxy;
  readonly proxiedConfigFile: string;
  readonly cosign: Cosign;
  readonly cosignFile: string;
  /** By digest, at the proxy's address. */
  readonly image: string;
  /** Flags of an attestation of CUSTOM_TYPE. */
  readonly predicate: readonly string[];
  /** A new file name for a bundle. */
  bundleFile(): string;
  /** Makes a bundle without an upload. */
  attestTo(bundle: string, signingConfigFile?: string): Promise<LabResult>;
  /** Checks a bundle against the image, without registry and network. */
  verifyBundle(bundle: string, args: readonly string[], identity?: string): Promise<LabResult>;
  stop(): Promise<void>;
}

export async function startSigningWorld(
  options: Pick<SigstoreOptions, 'rekor' | 'entryDelayMs'>,
): Promise<SigningWorld> {
  const tools = await findSigningTools();
  const oidc = await startOidc();
  const folder = await mkdtemp(join(tmpdir(), 'lab-sigstore-'));
  const sigstore = await startSigstore({ oidc, folder, ...options });
  const sigstoreProxy = await startFaultProxy({ upstream: sigstore.url });
  const { url } = sigstoreProxy;
  const proxiedConfigFile = join(folder, 'proxied_config.json');
  const proxied = options.rekor === 'v2' ? { tsa: url } : {};
  await sigstore.writeSigningConfig(proxiedConfigFile, { fulcio: url, rekor: url, ...proxied });
  const registry = await startRegistry({ tools, kind: 'distribution' });
  const registryProxy = await startFaultProxy({ upstream: registry.url });
  const cosign = await makeCosign({ file: tools.cosign, oidc, sigstore });
  const predicateFile = join(folder, 'predicate.json');
  await writeFile(predicateFile, '{"made":"up"}');
  const digest = await pushImage(`${registryProxy.url}/v2/octo-org/app`, options.rekor);
  const image = `127.0.0.1:${registryProxy.port}/octo-org/app@${digest}`;
  const predicate = ['--type', CUSTOM_TYPE, '--predicate', predicateFile];
  const services = [registryProxy, sigstoreProxy, registry, sigstore, oidc];
  let bundles = 0;
  return {
    ...{ oidc, sigstore, registryProxy, sigstoreProxy, proxiedConfigFile },
    ...{ cosign, cosignFile: tools.cosign, image, predicate },
    bundleFile() {
      bundles += 1;
      return join(folder, `bundle-${bundles}.json`);
    },
    attestTo: (bundle, signingConfigFile) =>
      cosign.sign(
        ['attest', '--no-upload', '--bundle', bundle, ...predicate, image],
        signingConfigFile,
      ),
    verifyBundle(bundle, args, identity) {
      const subject = ['--digest', digest.slice('sha256:'.length), '--digestAlg', 'sha256'];
      const flags = ['--new-bundle-format', '--bundle', bundle, ...subject];
      return cosign.verify(['verify-blob-attestation', ...flags, ...args], identity);
    },
    async stop() {
      await Promise.all(services.map((each) => each.stop()));
      await Promise.all([folder, cosign.folder].map((each) => rm(each, { recursive: true })));
    },
  };
}

/** The fields of a bundle that tests look at. */
export interface BundleFile {
  readonly dsseEnvelope: { readonly signatures: readonly [{ readonly sig: string }] };
  readonly verificationMaterial: { readonly certificate: { readonly rawBytes: string } };
}

export async function readBundle(file: string): Promise<BundleFile> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Shows stderr when it fails. */
export function expectSuccess({ exitCode, stderr }: LabResult): void {
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
}

export function expectRefusal({ exitCode }: LabResult): void {
  expect(exitCode).not.toBe(0);
}
