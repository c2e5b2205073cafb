/**
 * Signs small images as jobs of several runs, with cosign and the embedded Sigstore, and keeps images and bundles as
 * fixtures in `__tests__/fixtures/bundles`.
 *
 *   node __tests__/support/record-bundles.ts
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClaimOverrides, startOidc } from '../../lab/services/oidc.ts';
import { startRegistry } from '../../lab/services/registry.ts';
import { startSigstore } from '../../lab/services/sigstore.ts';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeAttestArgs, makeSignArgs, type SigningFiles } from '../../src/tools/cosign.ts';
import { hash } from './hash.ts';
import { findSigningTools, makeCosign } from './lab-cosign.ts';

const FIXTURES = new URL('../fixtures/bundles/', import.meta.url).pathname;

/** Names of the fixtures → the claims of the job that signs. */
const JOBS: Readonly<Record<string, ClaimOverrides>> = {
  'run-99': { run_id: '99' },
  'run-100': { run_id: '100' },
  'run-100-again': { run_id: '100', run_attempt: '2' },
  'run-101': { run_id: '101' },
  'other-repository': { run_id: '500', repository: 'octo-org/other' },
};

const folder = await mkdtemp(join(tmpdir(), 'record-bundles-'));
const tools = await findSigningTools();
const oidc = await startOidc();
const sigstore = await startSigstore({ oidc, folder, rekor: 'v1' });
const registry = await startRegistry({ tools, kind: 'distribution' });
const cosign = await makeCosign({ file: tools.cosign, oidc, sigstore });

async function makeFiles(name: string): Promise<SigningFiles> {
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await oidc.makeToken('sigstore'), { mode: 0o600 });
  const { trustedRootFile: trustedRoot, signingConfigFile: signingConfig } = sigstore;
  return { trustedRoot, signingConfig, tokenFile, bundleFile: join(folder, name) };
}

/** Runs cosign and keeps the bundle that it leaves. */
async function keep(name: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await cosign.run(args);
  if (exitCode !== 0) throw new Error(stderr);
  await writeFile(join(FIXTURES, name), await readFile(join(folder, name)));
}

/** Pushes an index with nothing but a name in it. */
async function pushIndex(name: string): Promise<string> {
  const annotations = { 'org.opencontainers.image.title': name };
  const mediaType = MEDIA_TYPE.ociIndex;
  const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests: [], annotations });
  await writeFile(join(FIXTURES, `${name}.index.json`), body);
  const path = `octo-org/app/manifests/sha256:${hash(body)}`;
  const headers = { 'content-type': mediaType };
  const { status } = await fetch(`${registry.url}/v2/${path}`, { method: 'PUT', body, headers });
  if (status !== 201) throw new Error(`the registry answered ${status}`);
  return `${registry.host}/octo-org/app@sha256:${hash(body)}`;
}

try {
  await rm(FIXTURES, { recursive: true, force: true });
  await mkdir(FIXTURES, { recursive: true });
  for (const [name, claims] of Object.entries(JOBS)) {
    oidc.setClaims(claims);
    const image = await pushIndex(name);
    const files = await makeFiles(`${name}.sign.json`);
    await keep(`${name}.sign.json`, makeSignArgs({ image, files }));
    if (name !== 'run-100') continue;
    const predicateFile = join(folder, 'predicate.json');
    await writeFile(predicateFile, '{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT"}');
    const attested = await makeFiles('run-100.spdx.json');
    await keep(
      'run-100.spdx.json',
      makeAttestArgs({ image, files: attested, type: 'spdxjson', predicateFile }),
    );
  }
} finally {
  await Promise.all([registry, sigstore, oidc].map((each) => each.stop()));
  await Promise.all([folder, cosign.folder].map((each) => rm(each, { recursive: true })));
}
