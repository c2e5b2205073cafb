import { afterEach, describe, expect, it } from '@jest/globals';
import { formatReference } from '../../src/image/reference.ts';
import type { CacheTrust } from '../../src/plan/cache-trust.ts';
import { SIGNATURE_PREDICATE } from '../../src/plan/signing.ts';
import { computeDigest } from '../../src/registry/content.ts';
import { verifyCaches } from '../../src/stages/cache/cache-verify.ts';
import { answerCosign, makeFakeBundle } from '../support/fake-cosign.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { ANY_TRUST, makeCache } from '../support/make-cache.ts';
import { makePolicy } from '../support/make-subjects.ts';
import {
  type RegistryScene,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const WORKFLOW = 'https://github.com/octo-org/app/.github/workflows/release.yml';
const MAIN = `${WORKFLOW}@refs/heads/main`;
const MEDIA_TYPE = 'application/vnd.oci.image.index.v1+json';
const TRUST: CacheTrust = {
  ...ANY_TRUST,
  level: 'signed',
  reason: 'a release is signed',
  refs: ['refs/heads/main'],
  verifiesRegistry: true,
};

/** A manifest that is unlike any other of these tests, and names no blob. */
function makeManifest(name: string): Uint8Array {
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPE, manifests: [], annotations: { name } };
  return new TextEncoder().encode(JSON.stringify(index));
}

async function write({ client, repository }: RegistryScene, tag: string, name = tag) {
  const bytes = makeManifest(name);
  await client.putManifest({ repository, reference: tag, bytes, mediaType: MEDIA_TYPE });
  return { digest: computeDigest(bytes), mediaType: MEDIA_TYPE, sizeBytes: bytes.length };
}

async function sign(
  { client, repository, host }: RegistryScene,
  subject: Awaited<ReturnType<typeof write>>,
  identity: string,
): Promise<void> {
  const digestHex = subject.digest.slice('sha256:'.length);
  const predicateType = SIGNATURE_PREDICATE;
  const bundle = await makeFakeBundle({ digestHex, predicateType, signer: { identity } });
  await client.attachBundles({
    repository,
    subject,
    bundles: [{ bytes: new TextEncoder().encode(bundle), predicateType }],
    createdAt: host.clock.now(),
  });
}

async function verify(scene: RegistryScene, tags: readonly string[], trust: CacheTrust = TRUST) {
  const host = makeFakeHost({ commands: [{ when: /^cosign /, answer: answerCosign }] });
  const said: string[] = [];
  const from = tags.map((tag) => {
    const ref = formatReference({ repository: scene.repository, tag });
    return { backend: 'registry', attributes: { ref }, scope: ref, of: 'own' } as const;
  });
  const cache = await verifyCaches(host, {
    cache: makeCache({ from, trust }),
    signing: {
      policy: makePolicy({ identity: `${WORKFLOW}@refs/tags/v1.2.3`, ref: 'refs/tags/v1.2.3' }),
      cosign: { path: '/opt/cosign', env: {} },
      trust: { trustedRoot: '/trust/root.json', signingConfig: '/trust/config.json' },
    },
    registry: scene.client,
    folder: '/run',
    say: (line) => said.push(line),
  });
  const notices = host.lines.filter((line) => /^notice/i.test(line));
  return {
    refs: cache.from.map(({ attributes }) => attributes['ref']),
    cache,
    host,
    notices,
    said,
  };
}

describe('a cache in a registry', () => {
  it('is read by the digest that this workflow signed on the default branch', async () => {
    const scene = await setUpRegistry();
    const written = await write(scene, 'layers');
    await sign(scene, written, MAIN);
    const { refs, notices } = await verify(scene, ['layers']);
    expect(refs).toEqual([
      formatReference({ repository: scene.repository, digest: written.digest }),
    ]);
    expect(notices).toEqual([]);
  });

  it.each<[string, string | undefined]>([
    ['nobody signed', undefined],
    ['another branch signed', `${WORKFLOW}@refs/heads/evil`],
    ['a tag signed', `${WORKFLOW}@refs/tags/v1.2.3`],
    [
      'another workflow signed',
      'https://github.com/octo-org/app/.github/workflows/ci.yml@refs/heads/main',
    ],
    [
      'another repository signed',
      'https://github.com/octo-org/other/.github/workflows/release.yml@refs/heads/main',
    ],
  ])('that %s is left out, with one notice', async (_who, identity) => {
    const scene = await setUpRegistry();
    const written = await write(scene, 'layers');
    if (identity !== undefined) await sign(scene, written, identity);
    const { refs, cache, notices } = await verify(scene, ['layers']);
    expect(refs).toEqual([]);
    expect(notices).toEqual([expect.stringContaining(written.digest)]);
    expect(cache.trust.refused).toHaveLength(1);
  });

  it('that was overwritten is not vouched for by the signature of what it was', async () => {
    const scene = await setUpRegistry();
    await sign(scene, await write(scene, 'layers'), MAIN);
    const poison = await write(scene, 'layers', 'poison');
    const { refs, notices } = await verify(scene, ['layers']);
    expect(refs).toEqual([]);
    expect(notices).toEqual([expect.stringContaining(poison.digest)]);
  });

  it('is found among signatures of others', async () => {
    const scene = await setUpRegistry();
    const written = await write(scene, 'layers');
    for (const branch of ['a', 'b', 'c'])
      await sign(scene, written, `${WORKFLOW}@refs/heads/${branch}`);
    await sign(scene, written, MAIN);
    expect((await verify(scene, ['layers'])).refs).toHaveLength(1);
  });

  it('that is not there yet is left out without a word', async () => {
    const scene = await setUpRegistry();
    const { refs, notices, said } = await verify(scene, ['layers']);
    expect([refs, notices]).toEqual([[], []]);
    expect(said).toEqual([expect.stringContaining('nothing there yet')]);
  });

  it('of several keeps those that are signed, and tells of the others at once', async () => {
    const scene = await setUpRegistry();
    await sign(scene, await write(scene, 'good'), MAIN);
    await write(scene, 'bad');
    await write(scene, 'worse');
    const { refs, notices } = await verify(scene, ['bad', 'good', 'worse']);
    expect(refs).toHaveLength(1);
    expect(notices).toHaveLength(1);
  });

  it('that cannot be read is left out, and the run goes on', async () => {
    const scene = await setUpRegistry();
    await scene.registry.stop();
    const { refs, notices } = await verify(scene, ['layers']);
    expect(refs).toEqual([]);
    expect(notices).toEqual([expect.stringContaining('could not be checked')]);
  });

  it('is read as it is where nothing is verified', async () => {
    const scene = await setUpRegistry();
    await write(scene, 'layers');
    const { refs, host } = await verify(scene, ['layers'], ANY_TRUST);
    expect(refs).toEqual([formatReference({ repository: scene.repository, tag: 'layers' })]);
    expect(host.commands).toEqual([]);
  });
});
