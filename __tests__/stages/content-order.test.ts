import { afterEach, describe, expect, it } from '@jest/globals';
import type { TagLine } from '../../src/names/lines.ts';
import { makeContentOrder } from '../../src/stages/publishing/content-order.ts';
import { type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { type Labelled, makeStated, pushLabelled } from '../support/labelled-image.ts';
import { makeDigest } from '../support/make-digest.ts';
import { setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';

afterEach(tearDownRegistries);

const OURS = 'a'.repeat(40);
const THEIRS = 'b'.repeat(40);
const SOURCE = 'https://github.com/octo-org/app';
const VERSION: TagLine = {
  source: SOURCE,
  version: { scheme: 'semver', text: '1.2.3', prefix: '', suffix: '' },
};
const BRANCH: TagLine = { source: SOURCE, revision: OURS };

async function makeScene(options: FakeHostOptions = {}, hasToken = true) {
  const scene = await setUpRegistry();
  const host = makeFakeHost(options);
  const access = { token: hasToken ? 'token' : undefined, repository: 'octo-org/app' };
  const order = makeContentOrder(host, { registry: scene.client, access });
  const rank = async (line: TagLine, image: Labelled) => {
    const { digest } = await pushLabelled(scene.client, scene.repository, image);
    return (await order.compare(line, scene.repository, digest)).rank;
  };
  return { ...scene, host, order, rank };
}

const newer = makeStated({ version: '2.0.0', revision: THEIRS });
const older = makeStated({ version: '1.0.0', revision: THEIRS });

describe('a version line, where the tag names', () => {
  it.each<[string, Labelled, string]>([
    ['labels of a higher version', { labels: newer }, 'later'],
    ['labels of a lower version', { labels: older }, 'earlier'],
    ['the same version', { labels: makeStated({ version: '1.2.3' }) }, 'unknown'],
    ['annotations of the index', { labels: older, indexAnnotations: newer }, 'later'],
    ['annotations of the manifest', { labels: older, manifestAnnotations: newer }, 'later'],
    ['a bare manifest with labels', { labels: newer, isBare: true }, 'later'],
    ['a bare manifest without labels', { isBare: true }, 'unknown'],
    ['an image without labels', {}, 'unknown'],
    ['a branch', { labels: makeStated({ version: 'main' }) }, 'unknown'],
    [
      'a version that came with the base image',
      { labels: { 'org.opencontainers.image.version': '24.04' } },
      'unknown',
    ],
    [
      'an image of another source',
      { labels: makeStated({ version: '24.4.0', source: 'https://github.com/base/image' }) },
      'unknown',
    ],
    [
      'the same source in other letters',
      { labels: makeStated({ version: '2.0.0', source: 'https://github.com/Octo-Org/App.git' }) },
      'later',
    ],
    [
      'a label that is no text',
      { labels: { ...newer, 'org.opencontainers.image.source': '' } },
      'unknown',
    ],
  ])('%s', async (_title, image, expected) => {
    const { rank, host } = await makeScene();
    expect(await rank(VERSION, image)).toBe(expected);
    expect(host.lines).toEqual([]);
  });

  it('an image, which is read once for all tags', async () => {
    const { order, client, repository, registry } = await makeScene();
    const { digest } = await pushLabelled(client, repository, { labels: newer });
    const before = registry.requests.length;
    const lines = ['1.2.3', '3.0.0'].map((text) => ({
      source: SOURCE,
      version: { scheme: 'semver' as const, text, prefix: '', suffix: '' },
    }));
    expect(order.known(VERSION, repository, digest)).toBeUndefined();
    const found = await Promise.all(lines.map((line) => order.compare(line, repository, digest)));
    expect(found.map(({ rank }) => rank)).toEqual(['later', 'earlier']);
    expect(order.known(VERSION, repository, digest)?.reason).toEqual({
      kind: 'version',
      named: '2.0.0',
      own: '1.2.3',
    });
    expect(registry.requests.length - before).toBe(3);
  });

  it('something in a registry that does not answer, which is asked once', async () => {
    const { order, client, repository, registry, host } = await makeScene();
    const { digest } = await pushLabelled(client, repository, { labels: newer });
    registry.faults.push({ match: /\/manifests\/sha256/, status: 503, times: 100 });
    const before = registry.requests.length;
    for (const one of [digest, makeDigest('another')])
      expect((await order.compare(VERSION, repository, one)).rank).toBe('unknown');
    expect(registry.requests.length - before).toBe(1);
    expect(host.lines.map((line) => line.split(':')[0])).toEqual(['debug']);
  });
});

/** git says of `older` that it is an ancestor of `newer`, and no to anything else. */
const gitKnows = (older: string, newer: string): readonly ScriptedCommand[] => [
  {
    when: /^git .*merge-base --is-ancestor/,
    answer: ({ args }) => ({ exitCode: args.at(-2) === older && args.at(-1) === newer ? 0 : 1 }),
  },
];
const GIT_KNOWS_NOTHING: readonly ScriptedCommand[] = [
  { when: /^git /, answer: { exitCode: 128 } },
];

describe('a branch line', () => {
  const image = { labels: newer };

  it.each([
    [OURS, THEIRS, 'later'],
    [THEIRS, OURS, 'earlier'],
  ])('goes by the checkout: %s is an ancestor of %s', async (older, newer, expected) => {
    const { rank, host } = await makeScene({ commands: gitKnows(older, newer) });
    expect(await rank(BRANCH, image)).toBe(expected);
    expect(host.events).not.toContain('GitHub compare');
  });

  it.each([
    ['ahead', 'later'],
    ['behind', 'earlier'],
    ['diverged', 'unknown'],
    ['identical', 'unknown'],
  ])('goes by GitHub where the history is not there: %s is %s', async (status, expected) => {
    const { rank } = await makeScene({
      commands: GIT_KNOWS_NOTHING,
      github: { compare: { status } },
    });
    expect(await rank(BRANCH, image)).toBe(expected);
  });

  it.each<[string, FakeHostOptions, boolean]>([
    ['without a token', { commands: GIT_KNOWS_NOTHING }, false],
    [
      'when GitHub does not answer',
      { commands: GIT_KNOWS_NOTHING, github: { compare: new Error('503') } },
      true,
    ],
  ])('is open %s', async (_title, options, hasToken) => {
    const { rank, host } = await makeScene(options, hasToken);
    expect(await rank(BRANCH, image)).toBe('unknown');
    expect(host.lines.every((line) => line.startsWith('debug: '))).toBe(true);
  });

  it.each(['--upload-pack=x', 'HEAD', 'main', `${THEIRS}^`, ''])(
    'asks nobody about %j',
    async (revision) => {
      const { rank, host } = await makeScene();
      expect(await rank(BRANCH, { labels: makeStated({ revision }) })).toBe('unknown');
      expect(host.events).toEqual([]);
    },
  );
});

describe('the latest release', () => {
  it.each<[string, unknown, string | undefined]>([
    ['is what GitHub says', { tag_name: 'v2.0.0' }, 'v2.0.0'],
    ['may be none', null, 'no release'],
    ['may be unknown', new Error('503'), undefined],
  ])('%s', async (_title, latestRelease, expected) => {
    const { order, host } = await makeScene({ github: { latestRelease } });
    expect(await order.findLatestRelease()).toBe(expected);
    await order.findLatestRelease();
    expect(host.events).toEqual(['GitHub latestRelease']);
  });
});
