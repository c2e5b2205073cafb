/** Signatures and attestations as the action makes and checks them, and what cosign says when it cannot. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabResult } from '../../lab/provision/commands.ts';
import { digestHex, parseDigest } from '../../src/image/digest.ts';
import { SIGNATURE_PREDICATE } from '../../src/plan/signing.ts';
import type { Policy } from '../../src/plan/types.ts';
import { computeDigest } from '../../src/registry/content.ts';
import {
  makeAttestArgs,
  makeAttestBlobArgs,
  makeSignArgs,
  makeSignBlobArgs,
  makeVerifyBundleArgs,
  makeVerifyImageArgs,
  type SigningFiles,
} from '../../src/tools/cosign.ts';
import type { Recording } from './record-tools.ts';

interface Scene {
  readonly recording: Recording;
  readonly image: string;
  readonly policy: Policy;
  readonly cosign: (args: readonly string[]) => Promise<LabResult>;
  readonly files: (name: string) => Promise<SigningFiles>;
}

export async function recordCosign(recording: Recording, image: string): Promise<void> {
  const { lab, keep, run } = recording;
  const cosign: Scene['cosign'] = (args) => run(lab.tools.cosign, args);
  await keep('cosign-3.1.3/version.json', (await cosign(['version', '--json'])).stdout);
  const scene: Scene = {
    recording,
    image,
    cosign,
    policy: makeJobPolicy(recording),
    files: (name) => makeFiles(recording, name),
  };
  await recordSigning(scene);
  await recordFiles(scene);
  await recordChecks(scene);
  await recordOutages(scene);
}

function makeJobPolicy({ lab }: Recording): Policy {
  const { claims } = lab.oidc;
  return {
    identity: `https://github.com/${claims.job_workflow_ref}`,
    issuer: 'https://token.actions.githubusercontent.com',
    repository: claims.repository,
    sha: claims.sha,
    ref: claims.ref,
    trigger: claims.event_name,
    attestations: [],
    transparencyLog: true,
  };
}

async function makeFiles({ lab, folder }: Recording, name: string): Promise<SigningFiles> {
  const tokenFile = join(folder, `token-${name}`);
  await writeFile(tokenFile, await lab.oidc.makeToken('sigstore'), { mode: 0o600 });
  return { ...lab.trust, tokenFile, bundleFile: join(folder, `${name}.json`) };
}

async function keepResult(
  { recording }: Scene,
  name: string,
  { exitCode, stderr }: LabResult,
): Promise<void> {
  await recording.keep(`cosign-3.1.3/${name}.stderr.txt`, `${stderr}exit ${exitCode}\n`);
}

async function recordSigning(scene: Scene): Promise<void> {
  const { recording, image, cosign, files } = scene;
  await keepResult(
    scene,
    'sign',
    await cosign(makeSignArgs({ image, files: await files('sign') })),
  );
  const predicateFile = join(recording.folder, 'predicate.json');
  await writeFile(predicateFile, '{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT"}');
  const attested = await cosign(
    makeAttestArgs({ image, files: await files('attest'), type: 'spdxjson', predicateFile }),
  );
  await keepResult(scene, 'attest', attested);
}

/** A signature of a file's bytes, a ready statement about them, and the signature against the right and the wrong bytes. */
async function recordFiles(scene: Scene): Promise<void> {
  const { recording, cosign, files, policy } = scene;
  const file = join(recording.folder, 'archive.tar');
  await writeFile(file, 'archive');
  const digest = computeDigest(Buffer.from('archive'));
  await keepResult(
    scene,
    'sign-blob',
    await cosign(makeSignBlobArgs({ file, files: await files('sign-blob') })),
  );
  const statementFile = join(recording.folder, 'statement.json');
  await writeFile(
    statementFile,
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: 'https://spdx.dev/Document',
      subject: [{ name: 'archive', digest: { sha256: digestHex(digest) } }],
      predicate: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT' },
    }),
  );
  const attested = await cosign(
    makeAttestBlobArgs({ files: await files('attest-blob'), type: 'spdxjson', statementFile }),
  );
  await keepResult(scene, 'attest-blob', attested);
  const { trustedRoot } = recording.lab.trust;
  const bundleFile = join(recording.folder, 'sign-blob.json');
  const other = computeDigest(Buffer.from('another archive'));
  const cases = { 'check-blob': digest, 'check-blob-digest': other };
  for (const [name, one] of Object.entries(cases)) {
    const check = { bundleFile, about: { digest: one }, predicateType: undefined };
    await keepResult(
      scene,
      name,
      await cosign(makeVerifyBundleArgs({ ...check, policy, trustedRoot })),
    );
  }
}

/** One bundle against the right and the wrong digest, type and identity; and an image without a signature. */
async function recordChecks(scene: Scene): Promise<void> {
  const { recording, image, cosign, policy } = scene;
  const digest = parseDigest(image.slice(image.indexOf('@') + 1));
  if (digest === undefined) throw new Error(`${image} has no digest`);
  const { trustedRoot } = recording.lab.trust;
  const right = {
    bundleFile: join(recording.folder, 'sign.json'),
    about: { digest },
    predicateType: SIGNATURE_PREDICATE,
    policy,
    trustedRoot,
  };
  const other = parseDigest(`sha256:${'0'.repeat(64)}`) ?? digest;
  const cases = {
    check: right,
    'check-digest': { ...right, about: { digest: other } },
    'check-type': { ...right, predicateType: 'https://spdx.dev/Document' },
    'check-identity': { ...right, policy: { ...policy, identity: `${policy.identity}x` } },
  };
  for (const [name, one] of Object.entries(cases))
    await keepResult(scene, name, await cosign(makeVerifyBundleArgs(one)));
  const predicateType = SIGNATURE_PREDICATE;
  const unsigned = makeVerifyImageArgs({ image, predicateType, policy, trustedRoot });
  await keepResult(scene, 'verify-unsigned', await cosign(unsigned));
}

async function recordOutages(scene: Scene): Promise<void> {
  const { recording, image, cosign, files } = scene;
  const { sigstore } = recording.lab.proxies;
  const rules = {
    'fulcio-500': { match: /signingCert/, action: { kind: 'status', status: 500 } },
    'rekor-503': { match: /\/log\//, action: { kind: 'status', status: 503 } },
    'fulcio-401': { match: /signingCert/, action: { kind: 'status', status: 401 } },
  } as const;
  for (const [name, rule] of Object.entries(rules)) {
    sigstore.setRules([rule]);
    const signed = await cosign(makeSignArgs({ image, files: await files(name) }));
    await keepResult(scene, `sign-${name}`, signed);
  }
  sigstore.setRules([]);
}
