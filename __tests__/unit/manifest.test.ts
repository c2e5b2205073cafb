import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type ImageIndex,
  type ImageManifest,
  listAttestationManifests,
  listPlatformManifests,
  listPredicateLayers,
  MAX_MANIFEST_BYTES,
  MEDIA_TYPE,
  parseConfigPlatform,
  parseManifest,
} from '../../src/image/manifest.ts';
import { formatPlatform } from '../../src/image/platform.ts';

const read = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/manifests/${name}.json`, import.meta.url));
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function parseIndex(bytes: Uint8Array): ImageIndex {
  const parsed = parseManifest(bytes);
  if (!parsed.ok || parsed.manifest.kind !== 'index') throw new Error('not an index');
  return parsed.manifest;
}

function parseImage(bytes: Uint8Array): ImageManifest {
  const parsed = parseManifest(bytes);
  if (!parsed.ok || parsed.manifest.kind !== 'image') throw new Error('not an image');
  return parsed.manifest;
}

const DESCRIPTOR = {
  mediaType: MEDIA_TYPE.ociManifest,
  digest: `sha256:${'a'.repeat(64)}`,
  size: 7,
};
const INDEX = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [DESCRIPTOR] };
const IMAGE = {
  schemaVersion: 2,
  mediaType: MEDIA_TYPE.ociManifest,
  config: DESCRIPTOR,
  layers: [DESCRIPTOR],
};

describe('what BuildKit pushes', () => {
  const index = parseIndex(read('buildkit-index'));

  it('has one manifest per platform', () => {
    const platforms = listPlatformManifests(index);
    expect(platforms.map(({ platform }) => formatPlatform(platform))).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/arm/v7',
    ]);
    expect(platforms.map(({ descriptor }) => descriptor.sizeBytes)).toEqual([476, 476, 476]);
  });

  it('has an attestation manifest for each of them', () => {
    const platforms = listPlatformManifests(index).map(({ descriptor }) => descriptor.digest);
    expect(listAttestationManifests(index).map(({ describes }) => describes)).toEqual(platforms);
  });

  it('names its subject, its artifact type and its predicates in the attestation manifest', () => {
    const manifest = parseImage(read('buildkit-attestation'));
    expect(manifest.artifactType).toBe(MEDIA_TYPE.attestationManifest);
    expect(manifest.subject?.digest).toBe(listPlatformManifests(index)[0]?.descriptor.digest);
    expect(listPredicateLayers(manifest).map(({ predicateType }) => predicateType)).toEqual([
      'https://slsa.dev/provenance/v1',
    ]);
  });

  it('states the platform in the configuration too', () => {
    expect(parseConfigPlatform(read('buildkit-config'))).toEqual({
      os: 'linux',
      architecture: 'amd64',
    });
    expect(listPredicateLayers(parseImage(read('buildkit-platform')))).toEqual([]);
  });

  it('may be a Docker manifest list', () => {
    const list = parseIndex(read('docker-list'));
    expect(list.mediaType).toBe(MEDIA_TYPE.dockerList);
    expect(listPlatformManifests(list)).toHaveLength(2);
    expect(listAttestationManifests(list)).toEqual([]);
  });
});

describe('parseManifest', () => {
  it.each([
    ['an index', INDEX, MEDIA_TYPE.ociIndex],
    ['an image', IMAGE, MEDIA_TYPE.ociManifest],
    ['a content type with parameters', INDEX, `${MEDIA_TYPE.ociIndex}; charset=utf-8`],
    [
      'an index without a media type of its own',
      { ...INDEX, mediaType: undefined },
      MEDIA_TYPE.ociIndex,
    ],
    ["an empty index as Go's encoder writes it", { ...INDEX, manifests: null }, undefined],
  ])('takes %s', (_what, value, contentType) => {
    expect(parseManifest(encode(value), contentType).ok).toBe(true);
  });

  it.each([
    ['both lists', { ...INDEX, layers: [] }],
    ['neither list', { schemaVersion: 2 }],
    ['schema 1', { schemaVersion: 1, name: 'a', tag: 'b', fsLayers: [], history: [] }],
    ['no schema version', { manifests: [] }],
    ['a media type that contradicts the content', { ...INDEX, mediaType: MEDIA_TYPE.ociManifest }],
    ['an unknown media type', { ...INDEX, mediaType: 'text/html' }],
    ['manifests that are no list', { ...INDEX, manifests: {} }],
    ['a descriptor that is no object', { ...INDEX, manifests: ['x'] }],
    [
      'a digest of another algorithm',
      { ...INDEX, manifests: [{ ...DESCRIPTOR, digest: 'md5:abc' }] },
    ],
    [
      'a digest with a path in it',
      { ...INDEX, manifests: [{ ...DESCRIPTOR, digest: `sha256:../${'a'.repeat(61)}` }] },
    ],
    ['a negative size', { ...INDEX, manifests: [{ ...DESCRIPTOR, size: -1 }] }],
    ['a size beyond integers', { ...INDEX, manifests: [{ ...DESCRIPTOR, size: 1e300 }] }],
    [
      'an annotation that is no text',
      { ...INDEX, manifests: [{ ...DESCRIPTOR, annotations: { a: 1 } }] },
    ],
    [
      'a platform that is no object',
      { ...INDEX, manifests: [{ ...DESCRIPTOR, platform: 'linux/amd64' }] },
    ],
    [
      'too many descriptors',
      { ...INDEX, manifests: Array.from({ length: 5001 }, () => DESCRIPTOR) },
    ],
    ['an array', []],
    ['null', null],
  ])('refuses %s', (_what, value) => {
    expect(parseManifest(encode(value))).toMatchObject({ ok: false, reason: expect.any(String) });
  });

  it('refuses what the registry calls by another name', () => {
    expect(parseManifest(encode(INDEX), MEDIA_TYPE.ociManifest).ok).toBe(false);
  });

  it.each([
    ['HTML', new TextEncoder().encode('<html></html>')],
    ['nothing', new Uint8Array()],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['more than 4 MiB', new Uint8Array(MAX_MANIFEST_BYTES + 1)],
    ['brackets without end', new TextEncoder().encode('['.repeat(100_000))],
  ])('refuses %s', (_what, bytes) => {
    expect(parseManifest(bytes).ok).toBe(false);
  });

  it('keeps an annotation named __proto__ an annotation', () => {
    const text = JSON.stringify({ ...INDEX, annotations: { x: 'y' } }).replace(
      '"x"',
      '"__proto__"',
    );
    const { annotations } = parseIndex(new TextEncoder().encode(text));
    expect(Object.keys(annotations)).toEqual(['__proto__']);
  });
});

describe('listAttestationManifests', () => {
  it('leaves out what describes nothing in the index', () => {
    const annotations = {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': `sha256:${'b'.repeat(64)}`,
    };
    const index = parseIndex(encode({ ...INDEX, manifests: [{ ...DESCRIPTOR, annotations }] }));
    expect(listAttestationManifests(index)).toEqual([]);
  });
});
