import { describe, expect, it } from '@jest/globals';
import { computeDigest } from '../../src/registry/content.ts';
import { spareImages } from '../../src/stages/cache/spare-images.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const CACHE_CONFIG = 'application/vnd.buildkit.cacheconfig.v0';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

async function spare(manifest: object | undefined) {
  const bytes = new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, ...manifest }));
  const content = { digest: computeDigest(bytes), mediaType: INDEX, bytes };
  const readManifest = async () => (manifest === undefined ? undefined : content);
  const host = makeFakeHost();
  const cache = makeCache({ to: makePlaces('type=registry,ref=r.io/a/b:name', 'type=gha') });
  const { to } = await spareImages(host, { cache, registry: { readManifest } });
  return { left: to.map(({ backend }) => backend), warnings: host.lines };
}

describe('the name that a cache is written to', () => {
  const blob = { mediaType: CACHE_CONFIG, digest: `sha256:${'0'.repeat(64)}`, size: 1 };
  it.each<[string, object | undefined]>([
    ['nothing', undefined],
    ['a cache as an image manifest', { mediaType: MANIFEST, config: blob, layers: [] }],
    ['a cache as a list', { mediaType: INDEX, manifests: [blob] }],
  ])('is written where it has %s', async (_, manifest) => {
    expect(await spare(manifest)).toEqual({ left: ['registry', 'gha'], warnings: [] });
  });

  it.each([
    ['an index', { mediaType: INDEX, manifests: [] }],
    [
      'a manifest',
      {
        mediaType: MANIFEST,
        config: { ...blob, mediaType: 'application/vnd.oci.image.config.v1+json' },
        layers: [],
      },
    ],
  ])('is left alone where it has %s of an image, with one warning', async (_, manifest) => {
    const { left, warnings } = await spare(manifest);
    expect(left).toEqual(['gha']);
    expect(warnings).toEqual([expect.stringContaining('an image has that name')]);
  });
});
