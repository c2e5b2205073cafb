import { describe, expect, it } from '@jest/globals';
import type { CachePlace } from '../../src/plan/cache-spec.ts';
import type { RegistryReader } from '../../src/registry/client.ts';
import { computeDigest } from '../../src/registry/content.ts';
import { measureCaches, type PlaceSize } from '../../src/stages/cache/cache-sizes.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { makeDigest } from '../support/make-digest.ts';
import { makePlanOf } from '../support/make-plan.ts';

const OCI = 'application/vnd.oci.image';
const MANIFEST = `${OCI}.manifest.v1+json`;
const blob = (size: number) => ({
  mediaType: `${OCI}.layer.v1.tar+gzip`,
  digest: makeDigest(String(size)),
  size,
});
/** As BuildKit writes it with `image-manifest=true`, and without. */
const MANIFESTS = {
  image: {
    ...{ schemaVersion: 2, mediaType: MANIFEST },
    config: { ...blob(10), mediaType: 'application/vnd.buildkit.cacheconfig.v0' },
    layers: [blob(100), blob(1000)],
  },
  index: {
    ...{ schemaVersion: 2, mediaType: `${OCI}.index.v1+json` },
    manifests: [blob(100), blob(1000)],
  },
};

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

interface Question {
  readonly to?: readonly CachePlace[];
  readonly registry?: Partial<RegistryReader>;
  readonly written?: readonly string[];
  readonly digest?: string;
}

async function measure({
  to = makePlaces('r.io/a:cache'),
  registry = {},
  written = [],
  digest,
}: Question): Promise<readonly PlaceSize[]> {
  const host = makeFakeHost();
  const plan = { ...(await makePlanOf()), cache: makeCache({ to }) };
  const sizes = await measureCaches(host, {
    plan,
    means: {
      ...{ buildx: { path: '', env: {} }, builder: 'b', folder: '/run', cacheKeys: {} },
      secrets: { secrets: [], secretFiles: [] },
    },
    signer: { signing: undefined, registry: { brief: registry } as never },
    cacheExport: { ok: true, seconds: 1, written: written as never },
    digest: digest as never,
  });
  expect(host.lines.filter((line) => /^(warning|notice)/.test(line))).toEqual([]);
  expect(host.unscripted).toEqual([]);
  return sizes;
}

describe('the size of a cache in a registry', () => {
  async function read(kind: keyof typeof MANIFESTS, more: { isOurs?: boolean; failure?: Error }) {
    const bytes = encode(MANIFESTS[kind]);
    const digest = computeDigest(bytes);
    const sizes = await measure({
      written: [more.isOurs === false ? makeDigest('other') : digest],
      registry: {
        readManifest: async () => {
          if (more.failure !== undefined) throw more.failure;
          return { bytes, digest, mediaType: MANIFESTS[kind].mediaType };
        },
      },
    });
    return sizes.map(({ bytes }) => bytes);
  }

  it.each<[string, keyof typeof MANIFESTS, Parameters<typeof read>[1], number[]]>([
    ['is that of all its layers', 'image', {}, [1110]],
    ['is that of what an index names', 'index', {}, [1100]],
    ['is not told of what another run put there since', 'image', { isOurs: false }, []],
    ['is not told where the registry does not answer', 'image', { failure: new Error('no') }, []],
  ])('%s', async (_, kind, more, sizes) => {
    expect(await read(kind, more)).toEqual(sizes);
  });

  it('is not asked of one that tells nothing', async () => {
    expect(await measure({ to: makePlaces('type=gha', 'type=local,dest=/cache') })).toEqual([]);
  });
});

describe('the size of an inline cache', () => {
  const INLINE: CachePlace = { backend: 'inline', scope: 'r.io/a', of: 'own', attributes: {} };
  const CACHE = { 'moby.buildkit.cache.v0': Buffer.from('x'.repeat(500)).toString('base64') };
  const blobs = new Map<string, { bytes: Uint8Array; mediaType: string }>();
  const store = (value: unknown, mediaType = ''): string => {
    const bytes = encode(value);
    const digest = computeDigest(bytes);
    blobs.set(digest, { bytes, mediaType });
    return digest;
  };
  const storeImage = (config: object): string => {
    const size = encode(config).length;
    return store(
      {
        ...{ schemaVersion: 2, mediaType: MANIFEST, layers: [] },
        config: { mediaType: `${OCI}.config.v1+json`, digest: store(config), size },
      },
      MANIFEST,
    );
  };
  const storeIndex = (...images: readonly string[]): string =>
    store(
      {
        ...{ schemaVersion: 2, mediaType: `${OCI}.index.v1+json` },
        manifests: images.map((digest, at) => ({
          ...{ mediaType: MANIFEST, digest, size: blobs.get(digest)?.bytes.length },
          platform: { os: 'linux', architecture: at === 0 ? 'amd64' : 'arm64' },
        })),
      },
      `${OCI}.index.v1+json`,
    );
  const registry: Partial<RegistryReader> = {
    readManifest: async (_, digest) => {
      const found = blobs.get(digest);
      return found && { ...found, digest: digest as never };
    },
    readBlob: async ({ digest }) => blobs.get(digest)?.bytes,
  };
  const other = { architecture: 'arm64', ...CACHE };

  it.each<[string, string, number[]]>([
    ['is what the configuration of the image holds', storeImage(CACHE), [500]],
    ['is that of all platforms', storeIndex(storeImage(CACHE), storeImage(other)), [1000]],
    [
      'is that of the platforms that have one',
      storeIndex(storeImage(CACHE), storeImage({})),
      [500],
    ],
    ['is not known where the image holds none', storeImage({}), []],
    ['is not known where the image is not there', makeDigest('none'), []],
  ])('%s', async (_, digest, sizes) => {
    const found = await measure({ to: [INLINE], registry, digest });
    expect(found).toEqual(sizes.map((bytes) => ({ scope: 'r.io/a', bytes })));
  });
});
