import { afterEach, describe, expect, it } from '@jest/globals';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import { readTag, setTag } from '../support/fake-registry-content.ts';
import {
  bundlesOf,
  FOREIGN,
  listed,
  PUT_TAG,
  readIndex,
  TAGGED,
  writeForeign,
} from '../support/registry-bundles.ts';
import {
  codeOf,
  countRequests,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

describe('the list under the tag', () => {
  it('is written once for all bundles of a subject', async () => {
    const scene = await setUpRegistry();
    await scene.client.attachBundles(bundlesOf(scene, 'one', 'two', 'three'));
    expect(countRequests(scene, PUT_TAG)).toBe(1);
  });

  it('keeps what others wrote, to the last unknown field', async () => {
    const scene = await setUpRegistry();
    writeForeign(scene, FOREIGN);
    await scene.client.attachBundles(bundlesOf(scene, 'one'));
    const index = readIndex(scene);
    expect(index.manifests).toHaveLength(2);
    expect(index.manifests).toContainEqual(FOREIGN);
    expect(index.annotations).toEqual({ kept: 'yes' });
  });

  it('gets the artifact type that an older tool left out of an entry of ours', async () => {
    const scene = await setUpRegistry();
    const [attached] = await scene.client.attachBundles(bundlesOf(scene, 'one'));
    writeForeign(scene, {
      mediaType: MEDIA_TYPE.ociManifest,
      size: attached?.sizeBytes,
      digest: attached?.digest,
      artifactType: MEDIA_TYPE.ociEmpty,
    });
    await scene.client.attachBundles(bundlesOf(scene, 'two'));
    expect(
      readIndex(scene).manifests.every(
        (entry) => 'artifactType' in entry && entry.artifactType === MEDIA_TYPE.bundle,
      ),
    ).toBe(true);
  });

  it('may lag 10 s behind: nothing is lost', async () => {
    const scene = await setUpRegistry({ lagMs: 10_000 });
    const all = [];
    for (const text of ['one', 'two', 'three'])
      all.push(...(await scene.client.attachBundles(bundlesOf(scene, text))));
    expect(listed(scene).sort()).toEqual(all.map(({ digest }) => digest).sort());
    expect(scene.host.clock.elapsedMs()).toBeGreaterThan(10_000);
  });

  it('may be overwritten right after: ours is put back and the other kept', async () => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({
      match: PUT_TAG,
      times: 2,
      status: 201,
      after: () => writeForeign(scene, { ...FOREIGN, size: scene.registry.requests.length }),
    });
    const [attached] = await scene.client.attachBundles(bundlesOf(scene, 'one'));
    expect(listed(scene).sort()).toEqual([attached?.digest, FOREIGN.digest].sort());
    expect(countRequests(scene, PUT_TAG)).toBe(3);
  });

  it('gets back an entry that another writer dropped', async () => {
    const scene = await setUpRegistry();
    const dropped = { ...FOREIGN, digest: `sha256:${'e'.repeat(64)}` };
    writeForeign(scene, dropped);
    scene.registry.faults.push({ match: PUT_TAG, after: () => writeForeign(scene, FOREIGN) });
    const [attached] = await scene.client.attachBundles(bundlesOf(scene, 'one'));
    expect(listed(scene).sort()).toEqual([dropped.digest, FOREIGN.digest, attached?.digest].sort());
  });

  it('is given up after 5 rounds against a writer who never stops', async () => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({
      match: PUT_TAG,
      times: 99,
      status: 201,
      after: () => writeForeign(scene, { ...FOREIGN, size: scene.registry.requests.length }),
    });
    expect(await codeOf(scene.client.attachBundles(bundlesOf(scene, 'one')))).toBe('REFERRER_LOST');
    expect(countRequests(scene, PUT_TAG)).toBe(5);
  });

  it('is given up after 90 s when the registry takes it and never shows it', async () => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: PUT_TAG, times: 99, status: 201 });
    expect(await codeOf(scene.client.attachBundles(bundlesOf(scene, 'one')))).toBe('REFERRER_LOST');
    expect(scene.host.clock.elapsedMs()).toBeLessThanOrEqual(90_000);
    expect(countRequests(scene, PUT_TAG)).toBe(1);
  });

  it('is repaired when it was overwritten later', async () => {
    const scene = await setUpRegistry();
    const wanted = bundlesOf(scene, 'one', 'two');
    const referrers = await scene.client.attachBundles(wanted);
    writeForeign(scene, FOREIGN);
    await scene.client.ensureReferrers({ ...wanted, referrers });
    expect(listed(scene).sort()).toEqual(
      [FOREIGN.digest, ...referrers.map(({ digest }) => digest)].sort(),
    );
    const writes = countRequests(scene, PUT_TAG);
    await scene.client.ensureReferrers({ ...wanted, referrers });
    expect(countRequests(scene, PUT_TAG)).toBe(writes);
  });

  it('is not touched when it is something else', async () => {
    const scene = await setUpRegistry();
    const bytes = Buffer.from('{"schemaVersion":1}');
    const before = setTag(scene.registry.content, TAGGED, {
      mediaType: 'application/vnd.docker.distribution.manifest.v1+json',
      bytes,
    });
    expect(await codeOf(scene.client.attachBundles(bundlesOf(scene, 'one')))).toBe(
      'REGISTRY_CORRUPT',
    );
    expect(readTag(scene.registry.content, TAGGED)).toBe(before);
  });

  it('may be immutable: the hint names the prefix', async () => {
    const scene = await setUpRegistry();
    const body =
      '{"errors":[{"code":"TAG_INVALID","message":"The image tag already exists and cannot be overwritten because the tag is immutable."}]}';
    scene.registry.faults.push({ match: PUT_TAG, status: 400, body });
    await expect(scene.client.attachBundles(bundlesOf(scene, 'one'))).rejects.toMatchObject({
      code: 'REGISTRY_REFUSED',
      hint: expect.stringContaining('sha256-'),
    });
  });

  it('holds the bundles of two processes that write at once', async () => {
    const scene = await setUpRegistry();
    const other = makeRegistryClient({ host: scene.host, credentials: async () => undefined });
    const wanted = [bundlesOf(scene, 'one'), bundlesOf(scene, 'two')] as const;
    const [first, second] = await Promise.all([
      scene.client.attachBundles(wanted[0]),
      other.attachBundles(wanted[1]),
    ]);
    await Promise.all([
      scene.client.ensureReferrers({ ...wanted[0], referrers: first }),
      other.ensureReferrers({ ...wanted[1], referrers: second }),
    ]);
    expect(listed(scene).sort()).toEqual([...first, ...second].map(({ digest }) => digest).sort());
  });
});
