import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLabTools, type LabTools } from '../../lab/provision/tools.ts';
import { startOidc } from '../../lab/services/oidc.ts';
import { type Registry, type RegistryKind, startRegistry } from '../../lab/services/registry.ts';
import { startSigstore } from '../../lab/services/sigstore.ts';
import { type Digest, parseDigest } from '../../src/image/digest.ts';
import type { Repository } from '../../src/image/reference.ts';
import type { Bundle } from '../../src/registry/attach.ts';
import { makeRegistryClient, type RegistryClient } from '../../src/registry/client.ts';
import type { CredentialSource, RegistryHost } from '../../src/registry/context.ts';
import { makeFakeHost } from './fake-host.ts';
import { type Cosign, makeCosign } from './lab-cosign.ts';
import { pushImage } from './lab-image.ts';
import { expectSuccess } from './lab-signing.ts';

export type RegistryTools = Pick<LabTools, 'cosign' | 'registry' | 'referrersRegistry'>;

/** The programs these tests run: those that the variables name, else the lab's own. */
export async function findRegistryTools(): Promise<RegistryTools> {
  const {
    BSA_COSIGN: cosign,
    BSA_REGISTRY: registry,
    BSA_REFERRERS_REGISTRY: referrersRegistry,
  } = process.env;
  if (!cosign || !registry || !referrersRegistry) return ensureLabTools(console.log);
  return { cosign, registry, referrersRegistry };
}

/** A client as the action has it, with the real time. */
export function makeRealClient(
  credentials: CredentialSource = async () => undefined,
): RegistryClient {
  const host: RegistryHost = {
    ...makeFakeHost({ network: 'real' }),
    clock: {
      now: () => new Date(),
      elapsedMs: () => performance.now(),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      repeat: () => () => undefined,
    },
  };
  return makeRegistryClient({ host, credentials });
}

/** A registry with an image in it, and a cosign that can sign it. */
export interface RegistryWorld {
  readonly registry: Registry;
  readonly repository: Repository;
  readonly cosign: Cosign;
  readonly digest: Digest;
  /** By digest. */
  readonly image: string;
  /** Makes the bundle of a signature or an attestation, without an upload. */
  makeBundle(predicateType: string): Promise<Bundle>;
  stop(): Promise<void>;
}

export const SIGN_TYPE = 'https://sigstore.dev/cosign/sign/v1';

export async function startRegistryWorld(kind: RegistryKind): Promise<RegistryWorld> {
  const tools = await findRegistryTools();
  const folder = await mkdtemp(join(tmpdir(), 'registry-world-'));
  const oidc = await startOidc();
  const sigstore = await startSigstore({ oidc, folder, rekor: 'v1' });
  const registry = await startRegistry({ tools, kind });
  const cosign = await makeCosign({ file: tools.cosign, oidc, sigstore });
  const digest = parseDigest(await pushImage(`${registry.url}/v2/octo-org/app`, kind));
  if (digest === undefined) throw new Error('the image has no digest');
  const image = `${registry.host}/octo-org/app@${digest}`;
  const predicate = join(folder, 'predicate.json');
  await writeFile(predicate, '{"made":"up"}');
  let bundles = 0;
  return {
    ...{ registry, cosign, digest, image },
    repository: { registry: registry.host, path: 'octo-org/app' },
    async makeBundle(predicateType) {
      bundles += 1;
      const file = join(folder, `bundle-${bundles}.json`);
      const verb =
        predicateType === SIGN_TYPE
          ? ['sign', '--upload=false']
          : ['attest', '--no-upload', '--type', predicateType, '--predicate', predicate];
      expectSuccess(await cosign.sign([...verb, '--bundle', file, image]));
      return { bytes: await readFile(file), predicateType };
    },
    async stop() {
      await Promise.all([registry, sigstore, oidc].map((each) => each.stop()));
      await Promise.all([folder, cosign.folder].map((each) => rm(each, { recursive: true })));
    },
  };
}
