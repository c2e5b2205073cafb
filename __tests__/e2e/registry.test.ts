import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { REGISTRY_KINDS, startRegistry } from '../../lab/services/registry.ts';
import { startTokenAuth } from '../../lab/services/token-auth.ts';
import { closeConnections } from '../../src/host/http.ts';
import { MEDIA_TYPE, parseManifest } from '../../src/image/manifest.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import { classifyReferrer } from '../../src/registry/referrers.ts';
import { expectRefusal, expectSuccess } from '../support/lab-signing.ts';
import { codeOf, EMPTY_INDEX } from '../support/registry-scene.ts';
import {
  findRegistryTools,
  makeRealClient,
  type RegistryTools,
  type RegistryWorld,
  SIGN_TYPE,
  startRegistryWorld,
} from '../support/registry-world.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;
const TYPES = ['https://example.com/a', 'https://example.com/b'] as const;

jest.setTimeout(60_000);
afterAll(closeConnections);

describe.each(REGISTRY_KINDS)('the %s registry', (kind) => {
  let world: RegistryWorld;
  let client: RegistryClient;

  beforeAll(async () => {
    world = await startRegistryWorld(kind);
    client = makeRealClient();
  }, SETUP_TIMEOUT_MS);

  afterAll(() => world.stop());

  async function attach(
    by: RegistryClient,
    ...types: readonly string[]
  ): Promise<readonly string[]> {
    const { repository, digest } = world;
    const bundles = await Promise.all(types.map((type) => world.makeBundle(type)));
    const head = await by.readManifest(repository, digest);
    const subject = {
      digest,
      mediaType: head?.mediaType ?? '',
      sizeBytes: head?.bytes.length ?? 0,
    };
    const wanted = { repository, subject, bundles, createdAt: new Date() };
    const attached = await by.attachBundles(wanted);
    expect(await by.attachBundles(wanted)).toEqual(attached);
    return attached.map((each) => each.digest);
  }

  async function readShape(digest: string): Promise<unknown> {
    const bytes = (await client.readManifest(world.repository, digest))?.bytes;
    const text = Buffer.from(bytes ?? []).toString();
    return JSON.parse(
      text
        .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/, 'TIME')
        .replace(/("layers":\[\{"mediaType":"[^"]+","size":)\d+(,"digest":")[^"]+/, '$1N$2D')
        .replace(/:N,/, ':0,'),
    );
  }

  it('lists nothing for an image that nobody signed, and cosign refuses it', async () => {
    expect(await client.listReferrers(world.repository, world.digest)).toEqual([]);
    expectRefusal(await world.cosign.verify(['verify', world.image]));
  });

  it('shows cosign what was attached', async () => {
    const attached = await attach(client, SIGN_TYPE, ...TYPES);
    expectSuccess(await world.cosign.verify(['verify', world.image]));
    for (const type of TYPES)
      expectSuccess(await world.cosign.verify(['verify-attestation', '--type', type, world.image]));
    expectRefusal(
      await world.cosign.verify([
        'verify-attestation',
        '--type',
        'https://example.com/c',
        world.image,
      ]),
    );
    const tree = await world.cosign.run(
      ['tree', '--registry-referrers-mode', 'oci-1-1', world.image],
      { COSIGN_EXPERIMENTAL: '1' },
    );
    for (const digest of attached) expect(tree.stdout).toContain(digest);
  });

  it('gets the same manifest as from cosign, field for field and in order', async () => {
    const before = new Set(
      (await client.listReferrers(world.repository, world.digest)).map(({ digest }) => digest),
    );
    expectSuccess(await world.cosign.sign(['sign', world.image]));
    const all = await client.listReferrers(world.repository, world.digest);
    const [theirs] = all.filter(({ digest }) => !before.has(digest));
    const [ours] = await attach(client, SIGN_TYPE);
    const shapes = await Promise.all([readShape(theirs?.digest ?? ''), readShape(ours ?? '')]);
    expect(JSON.stringify(shapes[1])).toBe(JSON.stringify(shapes[0]));
  });

  it('keeps what cosign wrote and what 8 writers of ours write at once', async () => {
    const before = (await client.listReferrers(world.repository, world.digest)).map(
      ({ digest }) => digest,
    );
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, at) => attach(client, `https://example.com/parallel/${at}`)),
    );
    const after = (await client.listReferrers(world.repository, world.digest)).map(
      ({ digest }) => digest,
    );
    expect([...after].sort()).toEqual([...before, ...written.flat()].sort());
  });

  it('tells what each referrer is, where the registry says so', async () => {
    const referrers = await client.listReferrers(world.repository, world.digest);
    // This registry with the API gives every referrer the type of its configuration, whatever the specification says.
    const kinds = kind === 'referrers' ? ['unknown'] : ['bundle'];
    expect([...new Set(referrers.map(classifyReferrer))]).toEqual(kinds);
  });

  it('moves a tag and moves it back', async () => {
    const { repository, digest } = world;
    const image = await client.readManifest(repository, digest);
    const { bytes, mediaType } = image ?? EMPTY_INDEX;
    expect(await client.moveTag({ repository, tag: 'v1', bytes, mediaType })).toEqual({
      digest,
      previous: undefined,
    });
    expect(await client.moveTag({ repository, tag: 'v1', ...EMPTY_INDEX })).toEqual({
      digest: EMPTY_INDEX.digest,
      previous: digest,
    });
    expect(await client.moveTag({ repository, tag: 'v1', bytes, mediaType })).toEqual({
      digest,
      previous: EMPTY_INDEX.digest,
    });
    const parsed = parseManifest(bytes, mediaType);
    expect(parsed.ok && parsed.manifest.mediaType).toBe(MEDIA_TYPE.ociManifest);
  });

  it('says whether pushing is allowed, and keeps blobs', async () => {
    const { repository } = world;
    await client.probePush(repository);
    const digest = await client.ensureBlob(repository, EMPTY_INDEX.bytes);
    expect(await client.hasBlob(repository, digest)).toBe(true);
    const read = await client.readBlob({ repository, digest, maxBytes: 1000 });
    expect(Buffer.from(read ?? []).equals(EMPTY_INDEX.bytes)).toBe(true);
  });
});

describe('a registry that demands tokens', () => {
  let tools: RegistryTools;

  beforeAll(async () => {
    tools = await findRegistryTools();
  }, SETUP_TIMEOUT_MS);

  it('lets those push who may, and tells the others apart', async () => {
    const grant = (repository: string): readonly string[] =>
      repository === 'octo-org/app' ? ['pull', 'push'] : [];
    const auth = await startTokenAuth({ users: [{ username: 'ann', password: 'pa:ss', grant }] });
    const registry = await startRegistry({
      tools,
      kind: 'distribution',
      auth,
    });
    try {
      const own = { registry: registry.host, path: 'octo-org/app' };
      const ann = makeRealClient(async () => ({ username: 'ann', password: 'pa:ss' }));
      await ann.probePush(own);
      await ann.moveTag({ repository: own, tag: 'v1', ...EMPTY_INDEX });
      expect(auth.requests.length).toBe(1);
      expect(await codeOf(ann.probePush({ ...own, path: 'other/app' }))).toBe('REGISTRY_DENIED');
      expect(await codeOf(makeRealClient().probePush(own))).toBe('REGISTRY_UNAUTHORIZED');
      const wrong = makeRealClient(async () => ({ username: 'ann', password: 'wrong' }));
      expect(await codeOf(wrong.probePush(own))).toBe('REGISTRY_UNAUTHORIZED');
    } finally {
      await Promise.all([registry.stop(), auth.stop()]);
    }
  });
});
