import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { formatReferrersTag } from '../../src/image/reference.ts';
import { classifyReferrer } from '../../src/registry/referrers.ts';
import { setTag } from '../support/fake-registry-content.ts';
import {
  asDigest,
  codeOf,
  countRequests,
  EMPTY_INDEX,
  type RegistryScene,
  setUpRegistry,
  tearDownRegistries,
} from '../support/registry-scene.ts';

const SUBJECT = asDigest(`sha256:${'5'.repeat(64)}`);
const TAG = formatReferrersTag(SUBJECT);
const INDEX_HEADERS = { 'content-type': MEDIA_TYPE.ociIndex };

afterEach(tearDownRegistries);

const list = ({
  client,
  repository,
}: RegistryScene): Promise<readonly { digest: string; artifactType?: string }[]> =>
  client.listReferrers(repository, SUBJECT);

function makeEntries(count: number, offset = 0): object[] {
  return Array.from({ length: count }, (_, at) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: `sha256:${(at + offset).toString(16).padStart(64, '0')}`,
    size: 100,
    artifactType: MEDIA_TYPE.bundle,
    annotations: { 'dev.sigstore.bundle.predicateType': 'https://spdx.dev/Document' },
  }));
}

const makeIndex = (manifests: object[]): string =>
  JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests });

function tagIndex(
  { registry }: RegistryScene,
  text: string,
  mediaType: string = MEDIA_TYPE.ociIndex,
): void {
  setTag(
    registry.content,
    { path: 'org/app', reference: TAG },
    { mediaType, bytes: Buffer.from(text) },
  );
}

describe('where the registry has the referrers API', () => {
  it('lists what it says, and nothing when there is nothing', async () => {
    const scene = await setUpRegistry({ referrersApi: true });
    expect(await list(scene)).toEqual([]);
    scene.registry.faults.push({
      match: /referrers/,
      status: 200,
      headers: INDEX_HEADERS,
      body: makeIndex(makeEntries(2)),
    });
    expect(await list(scene)).toHaveLength(2);
    expect(countRequests(scene, /manifests/)).toBe(0);
  });

  it('follows the pages', async () => {
    const scene = await setUpRegistry({ referrersApi: true });
    const next = `/v2/org/app/referrers/${SUBJECT}?page=2`;
    scene.registry.faults.push(
      { match: /page=2/, status: 200, headers: INDEX_HEADERS, body: makeIndex(makeEntries(3, 10)) },
      {
        match: /referrers/,
        status: 200,
        headers: { ...INDEX_HEADERS, link: `<${next}>; rel="next"` },
        body: makeIndex(makeEntries(2)),
      },
    );
    expect(await list(scene)).toHaveLength(5);
  });

  it('does not follow them to another host', async () => {
    const [scene, other] = [await setUpRegistry({ referrersApi: true }), await setUpRegistry()];
    const headers = { ...INDEX_HEADERS, link: `<http://${other.registry.name}/x>; rel="next"` };
    const body = makeIndex([]);
    scene.registry.faults.push({ match: /referrers/, times: 9, status: 200, headers, body });
    expect(await codeOf(list(scene))).toBe('REGISTRY_CORRUPT');
    expect(other.registry.requests).toEqual([]);
  });

  it.each([
    ['more than 200 at once', makeIndex(makeEntries(201)), {}],
    [
      'pages without end',
      makeIndex([]),
      { link: `</v2/org/app/referrers/${SUBJECT}?more>; rel=next` },
    ],
  ])('refuses %s', async (_what, body, headers) => {
    const scene = await setUpRegistry({ referrersApi: true });
    scene.registry.faults.push({
      match: /referrers/,
      times: 99,
      status: 200,
      headers: { ...INDEX_HEADERS, ...headers },
      body,
    });
    expect(await codeOf(list(scene))).toBe('REGISTRY_REFUSED');
  });

  it.each([
    [500, 'REGISTRY_UNREACHABLE'],
    [429, 'REGISTRY_THROTTLED'],
    [401, 'REGISTRY_UNAUTHORIZED'],
    [403, 'REGISTRY_DENIED'],
    [405, 'REGISTRY_REFUSED'],
  ])('an answer %i is never "none"', async (status, code) => {
    const scene = await setUpRegistry({ referrersApi: true });
    scene.registry.faults.push({ match: /referrers/, times: 99, status });
    expect(await codeOf(list(scene))).toBe(code);
    expect(countRequests(scene, /manifests/)).toBe(0);
  });

  it('garbage is not a list', async () => {
    const scene = await setUpRegistry({ referrersApi: true });
    scene.registry.faults.push({
      match: /referrers/,
      times: 9,
      status: 200,
      headers: INDEX_HEADERS,
      body: '{"manifests":',
    });
    expect(await codeOf(list(scene))).toBe('REGISTRY_CORRUPT');
  });
});

describe('where it does not', () => {
  it('reads the tag', async () => {
    const scene = await setUpRegistry();
    expect(await list(scene)).toEqual([]);
    tagIndex(scene, makeIndex(makeEntries(3)));
    expect(await list(scene)).toHaveLength(3);
  });

  it.each([400, 406])('and says so with %i, as go-containerregistry takes it', async (status) => {
    const scene = await setUpRegistry();
    tagIndex(scene, makeIndex(makeEntries(1)));
    scene.registry.faults.push({ match: /referrers/, status });
    expect(await list(scene)).toHaveLength(1);
  });

  it('and answers unknown paths with its web page', async () => {
    const scene = await setUpRegistry();
    tagIndex(scene, makeIndex(makeEntries(1)));
    scene.registry.faults.push({
      match: /referrers/,
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>',
    });
    expect(await list(scene)).toHaveLength(1);
  });

  it.each([
    [500, 'REGISTRY_UNREACHABLE'],
    [403, 'REGISTRY_DENIED'],
    [401, 'REGISTRY_UNAUTHORIZED'],
  ])('a tag that answers %i is never "none"', async (status, code) => {
    const scene = await setUpRegistry();
    scene.registry.faults.push({ match: /manifests/, times: 99, status });
    expect(await codeOf(list(scene))).toBe(code);
  });

  it.each([
    [
      'an image manifest',
      readFileSync(
        new URL('../fixtures/manifests/buildkit-platform.json', import.meta.url),
        'utf8',
      ),
      MEDIA_TYPE.ociManifest,
    ],
    [
      'a Docker manifest list',
      readFileSync(new URL('../fixtures/manifests/docker-list.json', import.meta.url), 'utf8'),
      MEDIA_TYPE.dockerList,
    ],
    [
      'schema 1',
      '{"schemaVersion":1}',
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
    ],
    ['no JSON', 'x', MEDIA_TYPE.ociIndex],
    [
      '4 MiB of entries',
      makeIndex([{ annotations: { x: 'y'.repeat(4 * 1024 * 1024) } }]),
      MEDIA_TYPE.ociIndex,
    ],
  ])('a tag that holds %s is an error of its own', async (_what, text, mediaType) => {
    const scene = await setUpRegistry();
    tagIndex(scene, text, mediaType);
    expect(await codeOf(list(scene))).toBe('REGISTRY_CORRUPT');
  });
});

describe('classifyReferrer', () => {
  it.each([
    [MEDIA_TYPE.bundle, 'bundle'],
    [MEDIA_TYPE.attestationManifest, 'attestation-manifest'],
    [MEDIA_TYPE.ociEmpty, 'unknown'],
    [undefined, 'unknown'],
    ['application/vnd.example', 'other'],
  ])('%s is %s', (artifactType, kind) => {
    const descriptor = {
      mediaType: MEDIA_TYPE.ociManifest,
      digest: EMPTY_INDEX.digest,
      sizeBytes: 1,
      annotations: {},
    };
    expect(
      classifyReferrer(artifactType === undefined ? descriptor : { ...descriptor, artifactType }),
    ).toBe(kind);
  });
});

describe('whether there is a referrers API', () => {
  it.each<
    [string, boolean | undefined, { status: number; body?: string; html?: boolean } | undefined]
  >([
    ['an empty list', true, undefined],
    ['404', false, { status: 404 }],
    [
      'a repository that is not there yet',
      undefined,
      { status: 404, body: '{"errors":[{"code":"NAME_UNKNOWN"}]}' },
    ],
    ['a web page', false, { status: 200, body: '<html>', html: true }],
  ])('is told by %s', async (_, expected, answer) => {
    const scene = await setUpRegistry({ referrersApi: true });
    if (answer !== undefined)
      scene.registry.faults.push({
        match: /referrers/,
        status: answer.status,
        body: answer.body ?? '',
        headers: { 'content-type': answer.html === true ? 'text/html' : 'application/json' },
      });
    expect(await scene.client.brief.hasReferrersApi(scene.repository)).toBe(expected);
  });
});
