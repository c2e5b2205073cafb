import { afterEach, describe, expect, it } from '@jest/globals';
import { TransportError } from '../../src/host/host.ts';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import {
  codeOf,
  countRequests,
  EMPTY_INDEX,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const { bytes: BYTES, digest: DIGEST } = EMPTY_INDEX;
const INDEX = { mediaType: EMPTY_INDEX.mediaType, bytes: BYTES };

afterEach(tearDownRegistries);

describe('a registry without faults', () => {
  it('keeps a manifest under its digest, and a tag that is moved to it', async () => {
    const { client, repository } = await setUpRegistry();
    expect(await client.putManifest({ repository, reference: DIGEST, ...INDEX })).toBe(DIGEST);
    expect(await client.moveTag({ repository, tag: 'v1', ...INDEX })).toEqual({
      digest: DIGEST,
      previous: undefined,
    });
    const read = await client.readManifest(repository, 'v1');
    expect(read).toMatchObject({ digest: DIGEST, mediaType: MEDIA_TYPE.ociIndex });
    expect(Buffer.from(read?.bytes ?? []).equals(BYTES)).toBe(true);
    expect(await client.probeManifest(repository, DIGEST)).toEqual({
      digest: DIGEST,
      mediaType: MEDIA_TYPE.ociIndex,
      sizeBytes: BYTES.length,
    });
  });

  it('has nothing under other names', async () => {
    const { client, repository } = await setUpRegistry();
    expect(await client.readManifest(repository, 'v2')).toBeUndefined();
    expect(await client.probeManifest(repository, DIGEST)).toBeUndefined();
    expect(await client.readBlob({ repository, digest: DIGEST, maxBytes: 10 })).toBeUndefined();
  });

  it('takes a blob once, with the state in the upload location kept', async () => {
    const scene = await setUpRegistry();
    const { client, repository } = scene;
    const digest = await client.ensureBlob(repository, BYTES);
    expect(await client.ensureBlob(repository, BYTES)).toBe(digest);
    expect(countRequests(scene, /^PUT/)).toBe(1);
    expect(await client.hasBlob(repository, digest)).toBe(true);
    const bytes = await client.readBlob({ repository, digest, maxBytes: 1000 });
    expect(Buffer.from(bytes ?? []).equals(BYTES)).toBe(true);
  });

  it('is found by http on this machine after one question by https', async () => {
    const { client, host, repository } = await setUpRegistry();
    await client.readManifest(repository, 'v1');
    await client.readManifest(repository, 'v1');
    expect(host.requests.map(({ url }) => url.replace(/127.*?\/v2\//, '…/'))).toEqual([
      'https://…/',
      'http://…/',
      'http://…/org/app/manifests/v1',
      'http://…/org/app/manifests/v1',
    ]);
  });

  it('is not reached by http elsewhere', async () => {
    const { host, registry } = await setUpRegistry();
    const asked: string[] = [];
    const fetch = (request: { url: string }): Promise<never> => {
      asked.push(request.url);
      return Promise.reject(new TransportError('tls', 'elsewhere', 'no TLS'));
    };
    const credentials = async (): Promise<undefined> => undefined;
    const elsewhere = { registry: registry.name.replace('127.0.0.1', '10.0.0.1'), path: 'a/b' };
    const client = makeRegistryClient({ host: { ...host, fetch }, credentials });
    expect(await codeOf(client.readManifest(elsewhere, 'v1'))).toBe('REGISTRY_UNREACHABLE');
    expect(asked).toEqual([`https://${elsewhere.registry}/v2/`]);
    const named = makeRegistryClient({
      host: { ...host, fetch },
      credentials,
      insecureHosts: [elsewhere.registry],
    });
    await codeOf(named.readManifest(elsewhere, 'v1'));
    expect(asked.slice(1)).toEqual([
      `https://${elsewhere.registry}/v2/`,
      `http://${elsewhere.registry}/v2/`,
    ]);
  });

  it('leaves a tag alone that names the manifest already', async () => {
    const scene = await setUpRegistry();
    const { client, repository } = scene;
    await client.moveTag({ repository, tag: 'v1', ...INDEX });
    expect(await client.moveTag({ repository, tag: 'v1', ...INDEX })).toEqual({
      digest: DIGEST,
      previous: DIGEST,
    });
    expect(countRequests(scene, /^PUT/)).toBe(1);
  });

  it('lets the push probe leave nothing behind', async () => {
    const scene = await setUpRegistry();
    await scene.client.probePush(scene.repository);
    expect(scene.registry.requests.slice(-2)).toEqual([
      expect.stringMatching(/^POST .*\/blobs\/uploads\/$/),
      expect.stringMatching(/^DELETE .*\/blobs\/uploads\/.*_state=/),
    ]);
    expect(scene.registry.content.blobs.size).toBe(0);
  });
});
