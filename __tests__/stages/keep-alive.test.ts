import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import type { Digest } from '../../src/image/digest.ts';
import type { Platform } from '../../src/image/platform.ts';
import { formatRepository } from '../../src/image/reference.ts';
import { makeKeepTag } from '../../src/plan/keep-alive.ts';
import { dropKeepAlive, dropKept, keepAlive, readLeg } from '../../src/stages/legs/keep-alive.ts';
import type { FakeDeletes } from '../support/fake-registry-content.ts';
import { readTag } from '../support/fake-registry-content.ts';
import { makeCandidate } from '../support/make-candidate.ts';
import { readSignedImage, type SignedImage } from '../support/recorded-bundles.ts';
import { setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const ARM64: Platform = { os: 'linux', architecture: 'arm64' };
const RUN = { runId: '100', group: 'abc' };
const LEGS = [
  { platform: AMD64, image: readSignedImage('run-99') },
  { platform: ARM64, image: readSignedImage('run-100') },
];
const TOP = readSignedImage('run-101');
const tagOf = (platform: Platform, attempt = 1): string =>
  makeKeepTag({ ...RUN, attempt, platform });

/** Two legs that were pushed and kept, and the image that was made of them. */
async function makeScene(deletes: FakeDeletes) {
  const scene = await setUpRegistry({ deletes });
  const { client, repository, host } = scene;
  const put = ({ digest, bytes, mediaType }: SignedImage): Promise<Digest> =>
    client.putManifest({ repository, reference: digest, bytes, mediaType });
  for (const { platform, image } of LEGS) {
    await put(image);
    const keep = { tag: tagOf(platform), repositories: [repository], reason: '' };
    await keepAlive(host, { registry: client, keep, image });
  }
  await put(TOP);
  const drop = (): Promise<void> =>
    dropKeepAlive(host, {
      ...RUN,
      registry: client,
      repositories: [repository],
      legs: LEGS.map(({ platform, image }) => ({ platform, attempt: 1, digest: image.digest })),
      image: TOP,
    });
  const named = (): (string | undefined)[] =>
    LEGS.map(({ platform }) =>
      readTag(scene.registry.content, { path: repository.path, reference: tagOf(platform) }),
    );
  const isThere = (digest: string): boolean =>
    scene.registry.content.manifests.has(`${repository.path}@${digest}`);
  const notices = (): string[] => host.lines.filter((line) => line.startsWith('notice: '));
  const warnings = (): string[] => host.lines.filter((line) => line.startsWith('warning: '));
  return { ...scene, drop, named, isThere, notices, warnings };
}

describe('a leg that is kept', () => {
  it('has a tag of its own until the image is published', async () => {
    const { drop, named, isThere, notices, warnings } = await makeScene('tags');
    expect(named()).toEqual(LEGS.map(({ image }) => image.digest));
    await drop();
    expect(named()).toEqual([undefined, undefined]);
    for (const { image } of LEGS) expect(isThere(image.digest)).toBe(true);
    expect([notices(), warnings()]).toEqual([[], []]);
  });

  it.each<FakeDeletes>(['none', 'manifests'])(
    'leaves tags on the published image where %s can be deleted, and says so once',
    async (deletes) => {
      const { drop, named, isThere, notices, warnings } = await makeScene(deletes);
      await drop();
      expect(named()).toEqual([TOP.digest, TOP.digest]);
      for (const { image } of LEGS) expect(isThere(image.digest)).toBe(true);
      expect(notices()).toHaveLength(1);
      expect(notices()[0]).toContain(tagOf(AMD64));
      expect(notices()[0]).toContain(tagOf(ARM64));
      expect(warnings()).toEqual([]);
    },
  );

  it('is put back by a registry that deletes what the tag names', async () => {
    const { drop, named, isThere } = await makeScene('tags-with-manifests');
    await drop();
    expect(named()).toEqual([undefined, undefined]);
    for (const { image } of LEGS) expect(isThere(image.digest)).toBe(true);
  });

  it('may have lost its tag', async () => {
    const { drop, named, notices, warnings, client, repository } = await makeScene('tags');
    await client.deleteTag(repository, tagOf(AMD64));
    await drop();
    expect(named()).toEqual([undefined, undefined]);
    expect([notices(), warnings()]).toEqual([[], []]);
  });

  it('keeps no tag where a registry does not know the path for deleting', async () => {
    const { drop, named, registry, notices } = await makeScene('none');
    registry.faults.push({ match: /^DELETE/, status: 404, times: 2 });
    await drop();
    expect(named()).toEqual([TOP.digest, TOP.digest]);
    expect(notices()).toHaveLength(1);
  });

  it('leaves no tag of an attempt that another one took the place of', async () => {
    const { named, warnings, client, repository, host, registry, isThere } =
      await makeScene('tags');
    const again = makeKeepTag({ ...RUN, attempt: 2, platform: ARM64 });
    await client.moveTag({ ...TOP, repository, tag: again });
    const candidates = LEGS.map(({ platform, image }, at) =>
      makeCandidate({
        ...RUN,
        platform,
        attempt: at + 1,
        digest: at === 0 ? image.digest : TOP.digest,
        keepAlive: [formatRepository(repository)],
      }),
    );
    const destinations = [{ repository, tags: [] }];
    await dropKept(host, { registry: client, destinations, candidates, image: TOP });
    expect(named()).toEqual([undefined, undefined]);
    const { path } = repository;
    expect(readTag(registry.content, { path, reference: again })).toBeUndefined();
    for (const { image } of LEGS) expect(isThere(image.digest)).toBe(true);
    expect(warnings()).toEqual([]);
  });

  it('does not fail the release, whatever the registry does', async () => {
    const { drop, registry, warnings, named } = await makeScene('tags');
    registry.faults.push({
      match: new RegExp(`^DELETE .*${tagOf(AMD64)}`),
      status: 500,
      times: 99,
    });
    await drop();
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain(tagOf(AMD64));
    expect(named()).toEqual([LEGS[0]?.image.digest, undefined]);
  });

  it('that cannot be tagged is a warning', async () => {
    const { client, repository, host, registry, warnings } = await makeScene('tags');
    registry.faults.push({ match: /^PUT .*bsa-keep/, status: 403, times: 99 });
    const keep = { tag: tagOf(AMD64, 2), repositories: [repository], reason: '' };
    await keepAlive(host, { registry: client, keep, image: TOP });
    expect(warnings()).toHaveLength(1);
  });

  it('ends with the run that is cancelled', async () => {
    const { client, repository, host } = await makeScene('tags');
    const registry = {
      ...client,
      moveTag: () => Promise.reject(new ActionError('CANCELLED', 'cancelled')),
    };
    const keep = { tag: tagOf(AMD64, 2), repositories: [repository], reason: '' };
    await expect(keepAlive(host, { registry, keep, image: TOP })).rejects.toThrow('cancelled');
  });
});

describe('what a leg pushed', () => {
  it('is read by its digest', async () => {
    const { client, repository } = await makeScene('tags');
    const { manifest } = await readLeg(client, { repository, digest: TOP.digest, platform: AMD64 });
    expect(manifest.kind).toBe('index');
  });

  it('may have vanished, which is said in one sentence', async () => {
    const { client, repository } = await makeScene('tags');
    await client.deleteManifest(repository, TOP.digest);
    const error: unknown = await readLeg(client, {
      repository,
      digest: TOP.digest,
      platform: ARM64,
    }).catch((thrown: unknown) => thrown);
    if (!(error instanceof ActionError)) throw new Error('no ActionError');
    expect(error.code).toBe('LEG_VANISHED');
    for (const part of ['linux/arm64', TOP.digest, repository.registry, 'keep-alive'])
      expect(error.message).toContain(part);
    expect(error.message).toMatch(/^[^\n]*\.$/);
  });
});
