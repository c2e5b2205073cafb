import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionError, errorCode } from '../../src/errors.ts';
import { classifyTag } from '../../src/names/classify.ts';
import type { Destination } from '../../src/plan/types.ts';
import { moveTags, type PublishedTag } from '../../src/stages/publishing/publish.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeImage } from '../support/make-subjects.ts';
import { EMPTY_INDEX, setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const IMAGE = makeImage({
  digest: EMPTY_INDEX.digest,
  bytes: EMPTY_INDEX.bytes,
  mediaType: EMPTY_INDEX.mediaType,
});

async function makeScene(paths = ['org/app'], names = ['1.2.3', '1', 'latest']) {
  const scene = await setUpRegistry();
  const tags = names.map((name) => ({ name, kind: classifyTag(name) }));
  const destinations: Destination[] = paths.map((path) => ({
    repository: { registry: scene.registry.name, path },
    tags,
  }));
  const moved: PublishedTag[] = [];
  const host = makeFakeHost();
  const publication = { destinations, image: IMAGE, moved, kept: [], order: undefined };
  const move = () => moveTags(host, { registry: scene.client, ...publication });
  return { ...scene, host, moved, move };
}

describe('tags', () => {
  it('are moved one after the other in the order of the plan, repository by repository', async () => {
    const { registry, move, moved } = await makeScene(['org/app', 'org/mirror']);
    await move();
    const puts = registry.requests
      .filter((line) => line.startsWith('PUT'))
      .map((line) => line.replace(/^PUT \/v2\//, ''));
    expect(puts).toEqual([
      'org/app/manifests/1.2.3',
      'org/app/manifests/1',
      'org/app/manifests/latest',
      'org/mirror/manifests/1.2.3',
      'org/mirror/manifests/1',
      'org/mirror/manifests/latest',
    ]);
    expect(moved.map(({ previous }) => previous)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of versions that name something else come first, so that an immutable one is refused before any other moves', async () => {
    const paths = ['org/app', 'org/mirror'];
    const { registry, move, moved, client } = await makeScene(paths, ['1.2.3', '1.2.4', 'latest']);
    for (const tag of ['1.2.4', 'latest'])
      await client.moveTag({
        repository: { registry: registry.name, path: 'org/mirror' },
        tag,
        mediaType: EMPTY_INDEX.mediaType,
        bytes: new TextEncoder().encode(
          JSON.stringify({ schemaVersion: 2, mediaType: EMPTY_INDEX.mediaType, manifests: [{}] }),
        ),
      });
    registry.faults.push({ match: /^PUT .*manifests\/1\.2\.4$/, times: 100, status: 400 });
    const error: unknown = await move().catch((thrown: unknown) => thrown);
    if (!(error instanceof ActionError)) throw new Error('no ActionError');
    expect(error.message).toContain('org/mirror:1.2.4 ');
    expect(error.hint).toContain('No tag was moved.');
    expect(moved).toEqual([]);
  });

  it('that are there are told with what they named before', async () => {
    const { move, moved, host, repository, client } = await makeScene(['org/app'], ['latest']);
    const old = new TextEncoder().encode(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: EMPTY_INDEX.mediaType,
        manifests: [],
        annotations: { a: 'b' },
      }),
    );
    const { digest } = await client.moveTag({
      repository,
      tag: 'latest',
      mediaType: EMPTY_INDEX.mediaType,
      bytes: old,
    });
    await move();
    expect(moved[0]?.previous).toBe(digest);
    expect(host.lines[0]).toContain(`was ${digest}`);
  });

  it('stay where they are when the run is cancelled', async () => {
    const { move, moved, host, registry } = await makeScene();
    const cancelled = new ActionError('CANCELLED', 'cancelled');
    registry.faults.push({
      match: /^PUT .*manifests\/1$/,
      after: () => host.cancel(cancelled),
      status: 201,
    });
    await expect(move().then(() => 'moved', errorCode)).resolves.not.toBe('moved');
    expect(registry.requests.filter((line) => /^PUT .*latest/.test(line))).toEqual([]);
    expect(moved.map(({ reference }) => reference.split(':').at(-1))).not.toContain('latest');
  });

  it('that a registry refuses are told with those that were moved and those that were not', async () => {
    const { move, registry } = await makeScene();
    registry.faults.push({ match: /^PUT .*manifests\/1$/, times: 100, status: 403 });
    const error: unknown = await move().catch((thrown: unknown) => thrown);
    if (!(error instanceof ActionError)) throw new Error('no ActionError');
    expect(error.code).toBe('TAG_NOT_MOVED');
    expect(error.message).toContain(':1 ');
    expect(error.hint).toMatch(/Moved before: \S+:1\.2\.3\./);
    expect(error.hint).toMatch(/Not touched: the one after it\./);
  });
});
