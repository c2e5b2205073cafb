import { afterEach, describe, expect, it } from '@jest/globals';
import { makeUsers } from '../support/fake-registry-auth.ts';
import type { FakeDeletes } from '../support/fake-registry-content.ts';
import {
  codeOf,
  countRequests,
  EMPTY_INDEX,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const { digest: DIGEST } = EMPTY_INDEX;

afterEach(tearDownRegistries);

describe('deleting', () => {
  it.each<[FakeDeletes, string, string]>([
    ['none', 'unsupported', 'unsupported'],
    ['manifests', 'unsupported', 'deleted'],
    ['tags', 'deleted', 'deleted'],
  ])('%s: a tag is %s, a manifest %s', async (deletes, tag, manifest) => {
    const { client, repository } = await setUpRegistry({ deletes });
    await client.moveTag({ repository, tag: 'v1', ...EMPTY_INDEX });
    expect(await client.deleteTag(repository, 'v1')).toBe(tag);
    const isThere = async (reference: string) =>
      (await client.probeManifest(repository, reference)) !== undefined;
    expect(await isThere('v1')).toBe(tag !== 'deleted');
    expect(await isThere(DIGEST)).toBe(true);
    expect(await client.deleteManifest(repository, DIGEST)).toBe(manifest);
    expect(await isThere(DIGEST)).toBe(manifest !== 'deleted');
  });

  it('what is not there is no failure', async () => {
    const { client, repository } = await setUpRegistry({ deletes: 'tags' });
    expect(await client.deleteTag(repository, 'v1')).toBe('absent');
    expect(await client.deleteManifest(repository, DIGEST)).toBe('absent');
  });

  it.each([400, 401, 403, 405, 422, 451])('is refused with %d once', async (status) => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: /^DELETE/, status, times: 100 });
    expect(await scene.client.deleteTag(scene.repository, 'v1')).toBe('unsupported');
    expect(countRequests(scene, /^DELETE/)).toBe(1);
  });

  it('is tried again when the registry is away for a moment', async () => {
    const scene = await setUpRegistry({ deletes: 'tags' });
    scene.registry.faults.push({ match: /^DELETE/, status: 503, times: 2 });
    expect(await scene.client.deleteTag(scene.repository, 'v1')).toBe('absent');
    scene.registry.faults.push({ match: /^DELETE/, status: 503, times: 100 });
    expect(await codeOf(scene.client.deleteTag(scene.repository, 'v1'))).toBe(
      'REGISTRY_UNREACHABLE',
    );
  });

  it('asks for the right to delete where the registry names it, and not before', async () => {
    const auth = makeUsers({ scheme: 'bearer' });
    const scene = await setUpRegistry(
      { deletes: 'tags', auth },
      { credentials: async () => ({ username: 'ann', password: 'pa:ss' }) },
    );
    const { client, repository } = scene;
    await client.moveTag({ repository, tag: 'v1', ...EMPTY_INDEX });
    expect(countRequests(scene, /token.*delete/)).toBe(0);
    const challenge = `Bearer realm="http://${scene.registry.name}/token",service="fake",scope="repository:org/app:delete",error="insufficient_scope"`;
    scene.registry.faults.push({
      match: /^DELETE/,
      status: 401,
      headers: { 'www-authenticate': challenge },
    });
    expect(await client.deleteTag(repository, 'v1')).toBe('deleted');
    expect(countRequests(scene, /token.*delete/)).toBe(1);
  });
});
