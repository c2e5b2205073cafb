import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import { parseDigest } from '../../src/image/digest.ts';
import type { Platform } from '../../src/image/platform.ts';
import { PROVENANCE_V1, SPDX } from '../../src/plan/attestations.ts';
import type { AttestationSpec } from '../../src/plan/types.ts';
import { type BuiltImage, describeImage } from '../../src/stages/image/describe.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeDigest } from '../support/make-digest.ts';
import { INDEX, type RecordedContent, readRecordedImage } from '../support/recorded.ts';
import { setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const ARM64: Platform = { os: 'linux', architecture: 'arm64' };
const RECORDED = readRecordedImage();

type Content = readonly RecordedContent[];
interface Given {
  readonly content?: Content;
  readonly digest?: string;
  readonly platforms?: readonly Platform[];
  readonly attestations?: readonly AttestationSpec[];
}

/** Puts an image into a registry and looks at it. */
async function look({
  content = RECORDED,
  digest = INDEX,
  platforms = [AMD64, ARM64],
  attestations = [SPDX, PROVENANCE_V1],
}: Given) {
  const { registry, client, repository } = await setUpRegistry();
  for (const { digest: name, bytes, mediaType } of content) {
    const key = `${repository.path}@${name}`;
    if (mediaType === undefined) registry.content.blobs.set(key, bytes);
    else registry.content.manifests.set(key, { mediaType, bytes });
  }
  const host = makeFakeHost();
  const top = parseDigest(digest);
  if (top === undefined) throw new Error(`${digest} is no digest`);
  const looking = describeImage(host, {
    registry: client,
    repository,
    digest: top,
    platforms,
    attestations,
    folder: '/run/predicates',
  });
  return { host, looking };
}

const codeOf = async (given: Given): Promise<string> =>
  (await look(given)).looking.then(() => 'described', errorCode);

/** The image with some of its documents changed, and all digests that follow from it. */
function change(edit: (text: string) => string): { content: Content; digest: string } {
  const renamed = new Map<string, string>();
  const rename = (text: string): string =>
    [...renamed].reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const rank = ({ digest, mediaType }: RecordedContent): number =>
    digest === INDEX ? 3 : mediaType === undefined ? 0 : 1;
  const ordered = [...RECORDED].sort((left, right) => rank(left) - rank(right));
  const content = ordered.map(({ digest, bytes, mediaType }) => {
    const text = bytes.toString();
    // What only names another document by its digest changes its size with nobody's help.
    const edited = Buffer.from(edit(rename(text)));
    const now = makeDigest(edited);
    renamed.set(digest, now);
    return { digest: now, bytes: edited, mediaType };
  });
  return { content, digest: renamed.get(INDEX) ?? '' };
}

describe('an image with attestations', () => {
  it('has a subject for each manifest, the index last', async () => {
    const image: BuiltImage = await (await look({})).looking;
    expect(image.subjects.map(({ kind, platform }) => [kind, platform])).toEqual([
      ['platform', 'linux/amd64'],
      ['platform', 'linux/arm64'],
      ['attestation-manifest', 'linux/amd64'],
      ['attestation-manifest', 'linux/arm64'],
      ['index', undefined],
    ]);
    expect(image.digest).toBe(INDEX);
    expect(makeDigest(image.bytes)).toBe(INDEX);
  });

  it('has the predicates that the plan promises, of each platform, in files of their own', async () => {
    const { host, looking } = await look({});
    const { predicates } = await looking;
    expect(predicates.map(({ spec, subject }) => [spec.kind, subject.platform])).toEqual([
      ['spdx', 'linux/amd64'],
      ['provenance', 'linux/amd64'],
      ['spdx', 'linux/arm64'],
      ['provenance', 'linux/arm64'],
    ]);
    expect(new Set(predicates.map(({ file }) => file)).size).toBe(4);
    const [spdx, provenance] = predicates.map(({ file }) =>
      JSON.parse(String(host.stored.get(file))),
    );
    expect(spdx).toMatchObject({ SPDXID: 'SPDXRef-DOCUMENT' });
    expect(provenance).toHaveProperty('buildDefinition');
  });

  it('may have more than the plan wants', async () => {
    const { predicates } = await (await look({ attestations: [SPDX] })).looking;
    expect(predicates).toHaveLength(2);
    expect((await (await look({ attestations: [] })).looking).predicates).toEqual([]);
  });
});

describe('an image of one manifest', () => {
  const index = RECORDED.find(({ digest }) => digest === INDEX)?.bytes.toString() ?? '{}';
  const digest: string = JSON.parse(index).manifests[0].digest;

  it('is its own and only subject', async () => {
    const { subjects } = await (await look({ digest, platforms: [AMD64], attestations: [] }))
      .looking;
    expect(subjects).toEqual([
      expect.objectContaining({ kind: 'platform', platform: 'linux/amd64', digest }),
    ]);
  });

  it('has no attestations where some were promised', async () => {
    expect(await codeOf({ digest, platforms: [AMD64] })).toBe('PREDICATE_MISSING');
  });
});

describe('an image that is not what was asked for', () => {
  it.each<[string, Given, string]>([
    [
      'lacks a platform',
      { platforms: [AMD64, ARM64, { os: 'linux', architecture: 's390x' }] },
      'BUILD_RESULT_INVALID',
    ],
    [
      'has other attestations',
      { attestations: [{ ...SPDX, predicateType: 'https://cyclonedx.org/bom' }] },
      'PREDICATE_MISSING',
    ],
    ['is not there', { digest: makeDigest('nothing') }, 'BUILD_RESULT_INVALID'],
    [
      'has lost a statement',
      { content: RECORDED.filter(({ mediaType }) => mediaType !== undefined) },
      'BUILD_RESULT_INVALID',
    ],
    [
      'is no manifest',
      change((text) =>
        text.includes('"manifests"') ? text.replace('"manifests"', '"others"') : text,
      ),
      'BUILD_RESULT_INVALID',
    ],
    [
      'has a statement of another type than its annotation says',
      change((text) =>
        text.replace(
          '"predicateType":"https://spdx.dev/Document"',
          '"predicateType":"https://spdx.dev/Documemt"',
        ),
      ),
      'BUILD_RESULT_INVALID',
    ],
    [
      'has a statement without a predicate',
      change((text) => text.replace('"predicate":{', '"predicatf":{')),
      'BUILD_RESULT_INVALID',
    ],
  ])('%s', async (_, given, code) => {
    expect(await codeOf(given)).toBe(code);
  });

  it('has two provenances, one of which a frontend of the user’s may have added', async () => {
    const sizes = new Map<number, number>();
    const changed = change((text) => {
      if (text.includes('"manifests"'))
        return [...sizes].reduce(
          (all, [from, to]) => all.replace(new RegExp(`("size": ?)${from}\\b`, 'g'), `$1${to}`),
          text,
        );
      if (!text.includes('in-toto.io/predicate-type')) return text;
      const manifest = JSON.parse(text);
      const twice = JSON.stringify({
        ...manifest,
        layers: [...manifest.layers, manifest.layers.at(-1)],
      });
      sizes.set(Buffer.byteLength(text), Buffer.byteLength(twice));
      return twice;
    });
    const content = changed.content;
    const last = content.find(({ bytes }) =>
      bytes.toString().includes('in-toto.io/predicate-type'),
    );
    expect(JSON.parse(last?.bytes.toString() ?? '{}').layers.at(-1).annotations).toEqual({
      'in-toto.io/predicate-type': PROVENANCE_V1.predicateType,
    });
    expect(await codeOf(changed)).toBe('PROVENANCE_UNTRUE');
  });

  it('has no layers, of which BuildKit records less: it says so, and how to go on', async () => {
    const isPlatform = (text: string): boolean => text.includes('image.config.v1+json');
    const empty = change((text) =>
      isPlatform(text)
        ? // As BuildKit 0.32 writes it for `FROM scratch` alone.
          JSON.stringify({ ...JSON.parse(text), layers: null })
        : text.replaceAll('https://spdx.dev/Document', 'https://example.com/other'),
    );
    const failure: unknown = await (await look(empty)).looking.catch((error: unknown) => error);
    expect(errorCode(failure)).toBe('PREDICATE_MISSING');
    expect(String(failure)).toMatch(/no layers/);
    expect(failure instanceof ActionError ? failure.hint : '').toContain('`sbom: false`');
    const { subjects } = await (await look({ ...empty, attestations: [] })).looking;
    expect(subjects.at(-1)?.kind).toBe('index');
  });

  it('has statements about something else', async () => {
    const about = /("subject":\[.*?"sha256":")([0-9a-f]{64})/s;
    const changed = change((text) =>
      text.includes('"_type"')
        ? text.replace(about, (_, before: string) => before + 'f'.repeat(64))
        : text,
    );
    expect(changed.digest).not.toBe(INDEX);
    expect(await codeOf(changed)).toBe('BUILD_RESULT_INVALID');
  });
});
