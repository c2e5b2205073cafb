import { afterEach, describe, expect, it } from '@jest/globals';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import { setTag } from '../support/fake-registry-content.ts';
import {
  codeOf,
  countRequests,
  EMPTY_INDEX,
  type RegistryScene,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const { bytes: BYTES, digest: DIGEST } = EMPTY_INDEX;
const INDEX = { mediaType: EMPTY_INDEX.mediaType, bytes: BYTES };

afterEach(tearDownRegistries);

describe('faults that stay', () => {
  it.each([
    [
      '503',
      { status: 503, body: '{"errors":[{"code":"UNAVAILABLE","message":"try later"}]}' },
      'REGISTRY_UNREACHABLE',
      5,
    ],
    ['429', { status: 429 }, 'REGISTRY_THROTTLED', 5],
    [
      '429 with a long Retry-After',
      { status: 429, headers: { 'retry-after': '3600' } },
      'REGISTRY_THROTTLED',
      1,
    ],
    [
      '403',
      {
        status: 403,
        body: '{"errors":[{"code":"DENIED","message":"permission_denied: write_package"}]}',
      },
      'REGISTRY_DENIED',
      1,
    ],
    [
      '403 that calls itself unavailable',
      { status: 403, body: '{"errors":[{"code":"UNAVAILABLE","message":"x"}]}' },
      'REGISTRY_DENIED',
      1,
    ],
    ['401', { status: 401 }, 'REGISTRY_UNAUTHORIZED', 1],
    ['413', { status: 413 }, 'REGISTRY_REFUSED', 1],
    [
      '400',
      { status: 400, body: '{"errors":[{"code":"TAG_INVALID","message":"tag is immutable"}]}' },
      'REGISTRY_REFUSED',
      1,
    ],
    [
      '404',
      {
        status: 404,
        body: '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known"}]}',
      },
      'REGISTRY_NOT_FOUND',
      1,
    ],
    ['a broken connection', { lost: true }, 'REGISTRY_UNREACHABLE', 5],
    [
      'another digest than was sent',
      { status: 201, headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } },
      'REGISTRY_CORRUPT',
      2,
    ],
  ])('%s', async (_what, fault, code, requests) => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: /^PUT/, times: 99, ...fault });
    expect(
      await codeOf(
        scene.client.putManifest({ repository: scene.repository, reference: 'v1', ...INDEX }),
      ),
    ).toBe(code);
    expect(countRequests(scene, /^PUT/)).toBe(requests);
  });

  it('are told with host, repository, phase, attempts, status and a next step, and without control characters', async () => {
    const { client, registry, repository } = await setUpRegistry();
    registry.faults.push({
      match: /^PUT/,
      times: 9,
      status: 503,
      body: '{"errors":[{"code":"UNAVAILABLE","message":"x\\r::set-output name=a::b"}]}',
    });
    const error = await client
      .putManifest({ repository, reference: 'v1', ...INDEX })
      .catch((thrown: unknown) => thrown);
    const message = error instanceof Error ? error.message : '';
    for (const part of [registry.name, 'org/app', 'writing the manifest v1', '5 attempts', '503'])
      expect(message).toContain(part);
    expect(message).not.toMatch(/[\r\n]/);
    expect(error).toMatchObject({ hint: expect.stringContaining('run') });
  });

  it('grow the wait, within the bounds', async () => {
    const { client, host, registry, repository } = await setUpRegistry();
    registry.faults.push({ match: /manifests/, times: 9, status: 503 });
    await codeOf(client.readManifest(repository, 'v1'));
    expect(host.slept).toEqual([500, 1000, 2000, 4000]);
  });

  it('end when the time of the call is used up', async () => {
    const { host, registry, repository } = await setUpRegistry();
    const client = makeRegistryClient({
      host,
      credentials: async () => undefined,
      retry: { random: () => 1 },
      budgetMs: 2500,
    });
    registry.faults.push({ match: /manifests/, times: 9, status: 503 });
    expect(await codeOf(client.readManifest(repository, 'v1'))).toBe('REGISTRY_UNREACHABLE');
    expect(host.clock.elapsedMs()).toBeLessThanOrEqual(2500);
  });

  it('are a server that is not there', async () => {
    const { client, registry, repository } = await setUpRegistry();
    await registry.stop();
    expect(await codeOf(client.probePush(repository))).toBe('REGISTRY_UNREACHABLE');
  });

  it('are a manifest that never appears, for 90 s and not longer', async () => {
    const { client, host, repository } = await setUpRegistry();
    expect(await codeOf(client.waitForManifest(repository, DIGEST))).toBe('REGISTRY_NOT_FOUND');
    expect(host.clock.elapsedMs()).toBeLessThanOrEqual(90_000);
    expect(host.clock.elapsedMs()).toBeGreaterThan(80_000);
  });

  it('are a tag that another run moves right after', async () => {
    const { client, registry, repository } = await setUpRegistry();
    const other = {
      mediaType: MEDIA_TYPE.ociIndex,
      bytes: Buffer.from('{"schemaVersion":2,"manifests":[]}'),
    };
    registry.faults.push({
      match: /^PUT/,
      status: 201,
      after: () => setTag(registry.content, { path: 'org/app', reference: 'v1' }, other),
    });
    expect(await codeOf(client.moveTag({ repository, tag: 'v1', ...INDEX }))).toBe('TAG_NOT_MOVED');
  });

  it.each([
    [
      'a manifest',
      /^GET .*manifests/,
      ({ client, repository }: RegistryScene) => client.readManifest(repository, DIGEST),
    ],
    [
      'a blob',
      /^GET .*blobs/,
      ({ client, repository }: RegistryScene) =>
        client.readBlob({ repository, digest: DIGEST, maxBytes: 1000 }),
    ],
  ])('are wrong bytes for %s, after one more look', async (_what, match, read) => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match, times: 9, status: 200, body: 'something else' });
    expect(await codeOf(read(scene))).toBe('REGISTRY_CORRUPT');
    expect(countRequests(scene, match)).toBe(2);
  });

  it('are a tag whose header and bytes disagree', async () => {
    const { client, registry, repository } = await setUpRegistry();
    const headers = { 'docker-content-digest': DIGEST, 'content-type': MEDIA_TYPE.ociIndex };
    registry.faults.push({ match: /^GET .*manifests/, times: 9, status: 200, headers, body: '{}' });
    expect(await codeOf(client.readManifest(repository, 'v1'))).toBe('REGISTRY_CORRUPT');
  });

  it('are a blob larger than was agreed', async () => {
    const scene = await setUpRegistry();
    const digest = await scene.client.ensureBlob(scene.repository, new Uint8Array(1000));
    expect(
      await codeOf(scene.client.readBlob({ repository: scene.repository, digest, maxBytes: 999 })),
    ).toBe('REGISTRY_CORRUPT');
    expect(countRequests(scene, /^GET .*blobs/)).toBe(2);
  });

  it('are a registry that sends the upload to another host in the clear', async () => {
    const { client, registry, repository } = await setUpRegistry();
    registry.faults.push({
      match: /^POST/,
      times: 9,
      status: 202,
      headers: { location: 'ftp://203.0.113.1/x' },
    });
    expect(await codeOf(client.ensureBlob(repository, BYTES))).toBe('REGISTRY_CORRUPT');
  });
});
