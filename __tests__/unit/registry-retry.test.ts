import { afterEach, describe, expect, it } from '@jest/globals';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { readTag, setTag } from '../support/fake-registry-content.ts';
import {
  countRequests,
  EMPTY_INDEX,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const { bytes: BYTES, digest: DIGEST } = EMPTY_INDEX;
const INDEX = { mediaType: EMPTY_INDEX.mediaType, bytes: BYTES };

afterEach(tearDownRegistries);

describe('faults that pass', () => {
  it.each([
    ['503 twice', { times: 2, status: 503 }, 3],
    ['a gateway that answers HTML', { status: 502, body: '<html>bad gateway</html>' }, 2],
    ['a lost response', { lost: true }, 2],
    ['429 without a wish', { status: 429 }, 2],
    [
      'a rate limit told as 403',
      {
        status: 403,
        body: '{"errors":[{"code":"DENIED","message":"You have exceeded a secondary rate limit"}]}',
      },
      2,
    ],
    [
      'a blob that is not visible yet',
      { status: 404, body: '{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN"}]}' },
      2,
    ],
  ])('%s', async (_what, fault, requests) => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: /^PUT .*\/manifests\//, ...fault });
    expect(
      await scene.client.putManifest({ repository: scene.repository, reference: 'v1', ...INDEX }),
    ).toBe(DIGEST);
    expect(countRequests(scene, /^PUT/)).toBe(requests);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    const { client, host, registry, repository } = await setUpRegistry();
    registry.faults.push({ match: /manifests/, status: 429, headers: { 'retry-after': '7' } });
    registry.faults.push({
      match: /manifests/,
      status: 503,
      headers: { 'retry-after': new Date(Date.parse('2026-01-01T00:00:30Z')).toUTCString() },
    });
    await client.readManifest(repository, 'v1');
    const [first = 0, second = 0] = host.slept;
    expect(first).toBeGreaterThanOrEqual(7000);
    expect(first + second).toBeGreaterThanOrEqual(30_000);
    expect(first + second).toBeLessThan(33_000);
  });

  it('starts a blob upload anew when the registry forgot it', async () => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({
      match: /^PUT .*\/blobs\/uploads/,
      status: 404,
      body: '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}',
    });
    await scene.client.ensureBlob(scene.repository, BYTES);
    expect(countRequests(scene, /^POST/)).toBe(2);
  });

  it('finds a blob whose upload succeeded without an answer', async () => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: /^PUT .*\/blobs\/uploads/, lost: true });
    await scene.client.ensureBlob(scene.repository, BYTES);
    expect(countRequests(scene, /^PUT/)).toBe(1);
  });

  it('reads once more when the bytes were wrong', async () => {
    const scene = await setUpRegistry();
    await scene.client.putManifest({ repository: scene.repository, reference: DIGEST, ...INDEX });
    scene.registry.faults.push({
      match: /^GET .*manifests/,
      status: 200,
      headers: { 'content-type': MEDIA_TYPE.ociIndex },
      body: '{"schemaVersion":2',
    });
    expect((await scene.client.readManifest(scene.repository, DIGEST))?.digest).toBe(DIGEST);
  });

  it('waits for a manifest that appears late', async () => {
    const { client, host, registry, repository } = await setUpRegistry();
    await client.putManifest({ repository, reference: DIGEST, ...INDEX });
    registry.faults.push({ match: /^HEAD/, times: 4, status: 404 });
    expect((await client.waitForManifest(repository, DIGEST)).digest).toBe(DIGEST);
    expect(host.slept.map(Math.round)).toEqual([250, 425, 722, 1228]);
  });

  it('reads a moved tag until a lagging replica has caught up', async () => {
    const { client, host, registry, repository } = await setUpRegistry({ lagMs: 10_000 });
    setTag(
      registry.content,
      { path: 'org/app', reference: 'v1' },
      { mediaType: MEDIA_TYPE.ociIndex, bytes: Buffer.from('{"schemaVersion":2,"manifests":[]}') },
    );
    await client.moveTag({ repository, tag: 'v1', ...INDEX });
    expect(readTag(registry.content, { path: 'org/app', reference: 'v1' })).toBe(DIGEST);
    expect(host.clock.elapsedMs()).toBeGreaterThanOrEqual(10_000);
  });
});
