import { afterEach, describe, expect, it } from '@jest/globals';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import { bundlesOf, PUT_TAG, SPDX, SUBJECT } from '../support/registry-bundles.ts';
import { EMPTY_INDEX, setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

describe.each([
  ['without the referrers API', {}],
  ['with it', { referrersApi: true }],
  ['with it, but without saying so', { referrersApi: true, subjectHeader: false }],
])('attachBundles, %s', (_what, options) => {
  it('attaches, and again without another entry or another digest', async () => {
    const scene = await setUpRegistry(options);
    const first = await scene.client.attachBundles(bundlesOf(scene, 'one', 'two'));
    const again = makeRegistryClient({ host: scene.host, credentials: async () => undefined });
    expect(await again.attachBundles(bundlesOf(scene, 'one', 'two'))).toEqual(first);
    const referrers = await scene.client.listReferrers(scene.repository, SUBJECT);
    expect(referrers.map(({ digest }) => digest).sort()).toEqual(
      first.map(({ digest }) => digest).sort(),
    );
    for (const { artifactType, annotations } of referrers) {
      expect(artifactType).toBe(MEDIA_TYPE.bundle);
      expect(annotations).toEqual({
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': SPDX,
        'org.opencontainers.image.created': '2026-03-04T05:06:07Z',
      });
    }
  });

  it.each([
    ['503 twice', { times: 2, status: 503 }],
    ['429', { status: 429, headers: { 'retry-after': '3' } }],
    ['a lost response', { lost: true }],
  ])('survives %s on any write', async (_fault, fault) => {
    const scene = await setUpRegistry(options);
    for (const match of [/^POST/, /^PUT .*blobs/, /^PUT .*manifests\/sha256:/, PUT_TAG])
      scene.registry.faults.push({ match, ...fault });
    const attached = await scene.client.attachBundles(bundlesOf(scene, 'one', 'two'));
    const referrers = await scene.client.listReferrers(scene.repository, SUBJECT);
    expect(referrers.map(({ digest }) => digest).sort()).toEqual(
      attached.map(({ digest }) => digest).sort(),
    );
  });

  it('keeps 8 of 8 from 8 parallel writers', async () => {
    const scene = await setUpRegistry(options);
    await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        scene.client.attachBundles(bundlesOf(scene, `bundle ${at}`)),
      ),
    );
    expect(await scene.client.listReferrers(scene.repository, SUBJECT)).toHaveLength(8);
  });
});

describe('the manifest of a bundle', () => {
  it("has cosign's shape", async () => {
    const scene = await setUpRegistry();
    const [attached] = await scene.client.attachBundles(bundlesOf(scene, 'one'));
    const stored =
      scene.registry.content.manifests.get(`org/app@${attached?.digest}`)?.bytes.toString() ?? '';
    const [empty, layer] = [
      /44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a/,
      /7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed/,
    ];
    expect(JSON.parse(stored)).toEqual({
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: {
        mediaType: MEDIA_TYPE.ociEmpty,
        size: 2,
        digest: expect.stringMatching(empty),
        artifactType: MEDIA_TYPE.bundle,
      },
      layers: [{ mediaType: MEDIA_TYPE.bundle, size: 3, digest: expect.stringMatching(layer) }],
      annotations: attached?.annotations,
      subject: {
        mediaType: EMPTY_INDEX.mediaType,
        size: EMPTY_INDEX.bytes.length,
        digest: SUBJECT,
      },
      artifactType: MEDIA_TYPE.bundle,
    });
    expect(attached?.sizeBytes).toBe(Buffer.byteLength(stored));
  });
});
