import { describe, expect, it } from '@jest/globals';
import type { CacheSpec } from '../../src/plan/cache-spec.ts';
import type { RegistryReader } from '../../src/registry/client.ts';
import { computeDigest } from '../../src/registry/content.ts';
import { measurePlaces, type PlaceSize } from '../../src/stages/end-cache.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';
import { makeDigest } from '../support/make-digest.ts';

const OCI = 'application/vnd.oci.image';
const blob = (size: number) => ({
  mediaType: `${OCI}.layer.v1.tar+gzip`,
  digest: makeDigest(String(size)),
  size,
});
/** As BuildKit writes it with `image-manifest=true`, and without. */
const MANIFESTS = {
  image: {
    ...{ schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json` },
    config: { ...blob(10), mediaType: 'application/vnd.buildkit.cacheconfig.v0' },
    layers: [blob(100), blob(1000)],
  },
  index: {
    ...{ schemaVersion: 2, mediaType: `${OCI}.index.v1+json` },
    manifests: [blob(100), blob(1000)],
  },
};

interface Question {
  readonly kind?: keyof typeof MANIFESTS;
  readonly cache?: CacheSpec;
  readonly isOurs?: boolean;
  readonly failure?: Error;
}

const CACHE = makeCache({ to: makePlaces('r.io/a:cache', 'type=gha,scope=x') });

async function measure({
  kind = 'image',
  cache = CACHE,
  isOurs = true,
  failure,
}: Question): Promise<readonly PlaceSize[]> {
  const bytes = new TextEncoder().encode(JSON.stringify(MANIFESTS[kind]));
  const digest = computeDigest(bytes);
  const registry: Pick<RegistryReader, 'readManifest'> = {
    readManifest: async () => {
      if (failure !== undefined) throw failure;
      return { bytes, digest, mediaType: MANIFESTS[kind].mediaType };
    },
  };
  const written = isOurs ? [digest] : [makeDigest('other')];
  const host = makeFakeHost();
  const sizes = await measurePlaces(host, { cache, written, registry: registry as RegistryReader });
  expect(host.lines.filter((line) => /^(warning|notice)/.test(line))).toEqual([]);
  return sizes;
}

describe('the size of a cache in a registry', () => {
  it.each<[string, Question, number[]]>([
    ['is that of all its layers', {}, [1110]],
    ['is that of what an index names', { kind: 'index' }, [1100]],
    ['is not told of what another run put there since', { isOurs: false }, []],
    ['is not told where the registry does not answer', { failure: new Error('no') }, []],
    ['is not asked of another backend', { cache: makeCache({ to: makePlaces('type=gha') }) }, []],
  ])('%s', async (_, question, sizes) => {
    expect((await measure(question)).map(({ bytes }) => bytes)).toEqual(sizes);
  });
});
