import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { assembleIndex, type IndexPart } from '../../src/image/assemble.ts';
import {
  type Descriptor,
  type ImageIndex,
  listAttestationManifests,
  listPlatformManifests,
  MEDIA_TYPE,
  parseConfigPlatform,
  parseManifest,
} from '../../src/image/manifest.ts';
import { formatPlatform } from '../../src/image/platform.ts';
import { makeDigest } from '../support/make-digest.ts';
import { INDEX, readRecordedImage } from '../support/recorded.ts';

const read = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/manifests/${name}.json`, import.meta.url));
const recorded = (): Buffer => {
  const found = readRecordedImage().find(({ digest }) => digest === INDEX);
  if (found === undefined) throw new Error('no index was recorded');
  return found.bytes;
};

function parseIndex(bytes: Uint8Array): ImageIndex {
  const parsed = parseManifest(bytes);
  if (!parsed.ok || parsed.manifest.kind !== 'index') throw new Error('not an index');
  return parsed.manifest;
}

function splitIndex(index: ImageIndex): IndexPart[] {
  const attestations = listAttestationManifests(index);
  return listPlatformManifests(index).map(({ platform, descriptor }) => ({
    platform,
    manifest: descriptor,
    attestations: attestations
      .filter(({ describes }) => describes === descriptor.digest)
      .map((one) => one.descriptor),
  }));
}

function makePart(name: string, more: Partial<Descriptor> = {}): IndexPart {
  const [os = '', architecture = '', variant] = name.split('/');
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const mediaType = MEDIA_TYPE.ociManifest;
  const manifest = { mediaType, digest: makeDigest(name), sizeBytes: 7, annotations: {}, ...more };
  return { platform, manifest, attestations: [] };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const assemble = (parts: readonly IndexPart[], annotations = {}): string =>
  text(assembleIndex({ parts, annotations }).bytes);
const codeOf = (parts: readonly IndexPart[]): string => {
  try {
    assemble(parts);
    return 'assembled';
  } catch (error) {
    return errorCode(error);
  }
};

describe("the children of an index of BuildKit's", () => {
  it.each([
    ['two platforms with SBOM and provenance', recorded],
    ["Docker's media types", () => read('docker-list')],
  ])('give that index, byte for byte: %s', (_what, given) => {
    const { bytes, mediaType } = assembleIndex({
      parts: splitIndex(parseIndex(given())).reverse(),
      annotations: {},
    });
    expect(text(bytes)).toBe(given().toString());
    expect(mediaType).toBe(parseIndex(given()).mediaType);
  });

  it('give the same descriptors, sorted, where its platforms were not', () => {
    const given = parseIndex(read('buildkit-index'));
    const made = parseIndex(Buffer.from(assemble(splitIndex(given))));
    const names = listPlatformManifests(made).map(({ platform }) => formatPlatform(platform));
    expect(names).toEqual(['linux/amd64', 'linux/arm/v7', 'linux/arm64']);
    expect(new Set(made.manifests)).toEqual(new Set(given.manifests));
    const platforms = listPlatformManifests(made).map(({ descriptor }) => descriptor.digest);
    expect(listAttestationManifests(made).map(({ describes }) => describes)).toEqual(platforms);
  });
});

describe('an assembled index', () => {
  const PARTS = ['linux/arm64', 'windows/amd64', 'linux/amd64', 'linux/arm/v6', 'linux/arm/v7'];

  it('does not depend on the order of anything', () => {
    const parts = PARTS.map((name) => makePart(name));
    const once = assemble(parts, { b: '2', a: '1' });
    for (let shift = 1; shift < parts.length; shift++) {
      const turned = [...parts.slice(shift), ...parts.slice(0, shift)];
      expect(assemble(turned, { a: '1', b: '2' })).toBe(once);
    }
    expect(Object.keys(JSON.parse(once).annotations)).toEqual(['a', 'b']);
  });

  it('spells one platform in one way', () => {
    expect(assemble([makePart('linux/arm64/v8', { digest: makeDigest('x') })])).toBe(
      assemble([makePart('linux/arm64', { digest: makeDigest('x') })]),
    );
  });

  it('keeps what descriptors say besides', () => {
    const platform = {
      os: 'windows',
      architecture: 'amd64',
      osVersion: '10.0.20348.2402',
      osFeatures: ['win32k'],
    };
    const part = makePart('windows/amd64', {
      platform,
      artifactType: 'application/vnd.example',
      annotations: { z: '1', 'org.example': 'two' },
    });
    const [entry] = JSON.parse(assemble([part])).manifests;
    expect(entry.platform).toEqual({
      architecture: 'amd64',
      os: 'windows',
      'os.version': '10.0.20348.2402',
      'os.features': ['win32k'],
    });
    expect(Object.keys(entry.annotations)).toEqual(['org.example', 'z']);
    const [again] = parseIndex(Buffer.from(assemble([part]))).manifests;
    expect(again).toEqual(part.manifest);
    const fromConfig = makePart('windows/amd64');
    const written = assemble([{ ...fromConfig, platform }]);
    expect(parseIndex(Buffer.from(written)).manifests[0]?.platform).toEqual(platform);
  });

  it("is OCI's with annotations, and where one child is", () => {
    const docker = { mediaType: MEDIA_TYPE.dockerManifest };
    const both = [makePart('linux/amd64', docker), makePart('linux/arm64', docker)];
    const typeOf = (parts: readonly IndexPart[], annotations = {}): string =>
      assembleIndex({ parts, annotations }).mediaType;
    expect(typeOf(both)).toBe(MEDIA_TYPE.dockerList);
    expect(typeOf(both, { a: 'b' })).toBe(MEDIA_TYPE.ociIndex);
    expect(typeOf([...both, makePart('linux/386')])).toBe(MEDIA_TYPE.ociIndex);
  });

  it.each<[string, readonly IndexPart[]]>([
    ['no platform', []],
    ['a platform twice', [makePart('linux/arm64'), makePart('linux/arm64/v8')]],
    [
      'a manifest that is listed for another platform',
      [makePart('linux/arm64', { platform: { os: 'linux', architecture: 'amd64' } })],
    ],
    [
      'attestations about something else',
      [{ ...makePart('linux/arm64'), attestations: [makePart('linux/amd64').manifest] }],
    ],
  ])('is not made of %s', (_what, parts) => {
    expect(codeOf(parts)).toBe('BUILD_RESULT_INVALID');
  });
});

describe('the platform of a configuration', () => {
  it.each([
    [
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.1', 'os.features': ['a', 1, ''] },
      { os: 'windows', architecture: 'amd64', osVersion: '10.0.1', osFeatures: ['a'] },
    ],
    [
      { os: 'linux', architecture: 'arm64', variant: 'v8', 'os.version': 3 },
      { os: 'linux', architecture: 'arm64' },
    ],
    [
      { os: 'linux', architecture: 'arm' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ],
    [{ os: 'linux' }, undefined],
    [[], undefined],
  ])('%j is %j', (config, platform) => {
    expect(parseConfigPlatform(Buffer.from(JSON.stringify(config)))).toEqual(platform);
  });
});
