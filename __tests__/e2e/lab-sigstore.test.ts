import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { GITHUB_ISSUER } from '../../lab/services/oidc.ts';
import {
  CUSTOM_TYPE,
  expectRefusal,
  expectSuccess,
  readBundle,
  type SigningWorld,
  startSigningWorld,
} from '../support/lab-signing.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;

jest.setTimeout(60_000);
const SIGN_TYPE = 'https://sigstore.dev/cosign/sign/v1';

describe.each(['v1', 'v2'] as const)('a private Sigstore with Rekor %s', (rekor) => {
  let world: SigningWorld;

  beforeAll(async () => {
    world = await startSigningWorld({ rekor });
  }, SETUP_TIMEOUT_MS);

  afterAll(() => world.stop());

  it('is described to cosign as cosign itself would', async () => {
    const { cosign, sigstore } = world;
    const ours = JSON.parse(await readFile(sigstore.trustedRootFile, 'utf8'));
    const start = `start-time=${ours.tlogs[0].publicKey.validFor.start}`;
    const { url, keyFiles } = sigstore;
    const origin = rekor === 'v2' ? ',origin=127.0.0.1' : '';
    const stamps = `url=${url}/api/v1/timestamp`;
    const root = await cosign.run([
      ...['trusted-root', 'create'],
      ...['--fulcio', `url=${url},certificate-chain=${keyFiles.fulcio},${start}`],
      ...['--ctfe', `url=${url},public-key=${keyFiles.ctLog},${start}`],
      ...['--rekor', `url=${url},public-key=${keyFiles.rekor},${start}${origin}`],
      ...['--tsa', `${stamps},certificate-chain=${keyFiles.tsa},${start}`],
    ]);
    expect(JSON.parse(root.stdout)).toEqual(ours);

    const service = `operator=lab,${start}`;
    const withTsa = ['--tsa', `${stamps},api-version=1,${service}`, '--tsa-config', 'ANY'];
    const config = await cosign.run([
      ...['signing-config', 'create', '--fulcio', `url=${url},api-version=1,${service}`],
      ...[
        '--rekor',
        `url=${url},api-version=${rekor.slice(1)},${service}`,
        '--rekor-config',
        'ANY',
      ],
      ...['--oidc-provider', `url=${GITHUB_ISSUER},api-version=1,${service}`],
      ...(rekor === 'v2' ? withTsa : []),
    ]);
    const ourConfig = await readFile(sigstore.signingConfigFile, 'utf8');
    expect(JSON.parse(config.stdout)).toEqual(JSON.parse(ourConfig));
  });

  it('serves two-phase signing: bundles made and checked without an upload', async () => {
    const { cosign, sigstore, image, oidc, registryProxy } = world;
    const before = sigstore.entries().length;
    const [signature, attestation] = [world.bundleFile(), world.bundleFile()];
    expectSuccess(await cosign.sign(['sign', '--upload=false', '--bundle', signature, image]));
    expectSuccess(await world.attestTo(attestation));

    const { repository, sha, ref, event_name: event } = oidc.claims;
    const job = [
      ...['--certificate-github-workflow-repository', repository],
      ...['--certificate-github-workflow-sha', sha],
      ...['--certificate-github-workflow-ref', ref],
      ...['--certificate-github-workflow-trigger', event],
    ];
    const signType = ['--type', SIGN_TYPE];
    expectSuccess(await world.verifyBundle(signature, [...signType, ...job]));
    expectSuccess(await world.verifyBundle(attestation, ['--type', CUSTOM_TYPE, ...job]));

    const otherJob = `https://github.com/${repository}/.github/workflows/other.yml@${ref}`;
    expectRefusal(await world.verifyBundle(signature, signType, otherJob));
    const otherRepository = ['--certificate-github-workflow-repository', 'octo-org/other'];
    expectRefusal(await world.verifyBundle(signature, [...signType, ...otherRepository]));
    expect(registryProxy.countRequests(/^PUT .*\/manifests\/sha256-/)).toBe(0);

    const added = sigstore.entries().slice(before);
    const made = [await readBundle(signature), await readBundle(attestation)];
    expect(added.map((entry) => entry.signature)).toEqual(
      made.map((bundle) => bundle.dsseEnvelope.signatures[0].sig),
    );
  });

  it('puts into certificates what Fulcio puts there for a GitHub job', async () => {
    const file = world.bundleFile();
    expectSuccess(await world.attestTo(file));
    const { claims } = world.oidc;
    const server = 'https://github.com';
    const run = `${claims.repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}`;
    const bare = [
      ...[GITHUB_ISSUER, claims.event_name, claims.sha],
      ...[claims.workflow, claims.repository, claims.ref],
    ];
    const encoded = [
      ...[GITHUB_ISSUER, `${server}/${claims.job_workflow_ref}`, claims.job_workflow_sha],
      ...[claims.runner_environment, `${server}/${claims.repository}`, claims.sha, claims.ref],
      ...[claims.repository_id, `${server}/${claims.repository_owner}`],
      ...[claims.repository_owner_id, `${server}/${claims.workflow_ref}`, claims.workflow_sha],
      ...[claims.event_name, `${server}/${run}`, claims.repository_visibility],
    ];
    expect(await readFulcioExtensions(file)).toEqual(
      new Map([
        ...bare.map((value, index) => [index + 1, Buffer.from(value)] as const),
        ...encoded.map((value, index) => [index + 8, encodeUtf8String(value)] as const),
        [24, encodeUtf8String(claims.sub)] as const,
      ]),
    );
  });

  it('is accepted from a registry behind a proxy, and not for another identity', async () => {
    const { cosign, image, predicate, registryProxy } = world;
    const where = ['--allow-http-registry'];
    expectSuccess(await cosign.sign(['sign', ...where, image]));
    expectSuccess(await cosign.sign(['attest', ...where, ...predicate, image]));
    expectSuccess(await cosign.verify(['verify', ...where, image]));
    const attested = ['verify-attestation', ...where, '--type', CUSTOM_TYPE, image];
    expectSuccess(await cosign.verify(attested));
    expectRefusal(await cosign.verify(['verify', ...where, image], 'https://github.com/octo-org'));
    expect(registryProxy.countRequests(/^PUT .*\/manifests\/sha256-/)).toBeGreaterThan(0);
  });

  it('logs what a key signs, too', async () => {
    const { cosign, image, predicate, sigstore } = world;
    const [bundle, config, key] = [world.bundleFile(), world.bundleFile(), world.bundleFile()];
    const before = sigstore.entries().length;
    const password = { COSIGN_PASSWORD: '' };
    expectSuccess(await cosign.run(['generate-key-pair', '--output-key-prefix', key], password));
    await sigstore.writeSigningConfig(config, { tsa: undefined });
    const trust = ['--trusted-root', sigstore.trustedRootFile];
    const how = ['--yes', '--key', `${key}.key`, '--signing-config', config, ...trust];
    const made = ['attest', ...how, '--no-upload', '--bundle', bundle, ...predicate, image];
    expectSuccess(await cosign.run(made, password));
    expect(sigstore.entries().length).toBe(before + 1);
    const subject = ['--digest', image.split('sha256:')[1] ?? '', '--digestAlg', 'sha256'];
    const check = ['verify-blob-attestation', '--key', `${key}.pub`, ...trust, ...subject];
    const flags = ['--new-bundle-format', '--bundle', bundle, '--type', CUSTOM_TYPE];
    expectSuccess(await cosign.run([...check, ...flags]));
  });

  it('signs without the log when the signing config has none', async () => {
    const { sigstore, attestTo, verifyBundle } = world;
    const [bundle, config] = [world.bundleFile(), world.bundleFile()];
    const before = sigstore.entries().length;
    await sigstore.writeSigningConfig(config, { rekor: undefined, tsa: sigstore.url });
    expectSuccess(await attestTo(bundle, config));
    const policy = ['--use-signed-timestamps', '--insecure-ignore-tlog'];
    expectSuccess(await verifyBundle(bundle, ['--type', CUSTOM_TYPE, ...policy]));
    expectRefusal(await verifyBundle(bundle, ['--type', CUSTOM_TYPE]));
    expect(sigstore.entries().length).toBe(before);
  });
});

describe.each(['v1', 'v2'] as const)('a Rekor %s that takes its time', (rekor) => {
  const DELAY_MS = 2_000;
  let world: SigningWorld;

  beforeAll(async () => {
    world = await startSigningWorld({ rekor, entryDelayMs: DELAY_MS });
  }, SETUP_TIMEOUT_MS);

  afterAll(() => world.stop());

  it('takes it for all entries at once', async () => {
    const startMs = performance.now();
    const files = [1, 2, 3].map(() => world.bundleFile());
    for (const result of await Promise.all(files.map((file) => world.attestTo(file)))) {
      expectSuccess(result);
    }
    const elapsedMs = performance.now() - startMs;
    expect(elapsedMs).toBeGreaterThanOrEqual(DELAY_MS);
    expect(elapsedMs).toBeLessThan(2 * DELAY_MS);
    for (const file of files) {
      expectSuccess(await world.verifyBundle(file, ['--type', CUSTOM_TYPE]));
    }
  });
});

/** Extension number below Fulcio's arc -> its value as it stands in the certificate of a bundle. */
async function readFulcioExtensions(bundle: string): Promise<Map<number, Buffer>> {
  const { rawBytes } = (await readBundle(bundle)).verificationMaterial.certificate;
  return new Map(findExtensions(fromBER(Buffer.from(rawBytes, 'base64')).result));
}

/** Walks the certificate: an extension is a sequence of an identifier, perhaps a flag, and an octet string. */
function findExtensions(block: unknown): readonly (readonly [number, Buffer])[] {
  const items: readonly unknown[] =
    Reflect.get(Reflect.get(Object(block), 'valueBlock') ?? {}, 'value') ?? [];
  if (!Array.isArray(items)) return [];
  const [id, value] = [items[0], items.at(-1)];
  const isExtension =
    block instanceof Sequence && id instanceof ObjectIdentifier && value instanceof OctetString;
  if (!isExtension) return items.flatMap(findExtensions);
  const number = /^1\.3\.6\.1\.4\.1\.57264\.1\.(\d+)$/.exec(id.getValue())?.[1];
  return number === undefined ? [] : [[Number(number), Buffer.from(value.getValue())]];
}

/** DER: tag 0x0c, length in short or long form, the text. */
function encodeUtf8String(text: string): Buffer {
  const { length } = text;
  const head = length < 128 ? [0x0c, length] : [0x0c, 0x81, length];
  return Buffer.concat([Uint8Array.from(head), Buffer.from(text)]);
}
