import { afterEach, describe, expect, it } from '@jest/globals';
import type { TagLine } from '../../src/names/lines.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import { TAG_RANKS, type TagRank } from '../../src/registry/tags.ts';
import { chooseOrder } from '../../src/stages/publishing/tag-choice.ts';
import { type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import { readTag } from '../support/fake-registry-content.ts';
import { PATH, startWorld, stopWorlds, type WorldOptions } from '../support/fake-world.ts';
import { makeStated, pushLabelled } from '../support/labelled-image.ts';
import { makeDigest } from '../support/make-digest.ts';
import { SHA } from '../support/make-facts.ts';
import { INDEX } from '../support/recorded.ts';

afterEach(stopWorlds);

const VERSION: TagLine = {
  source: 'x',
  version: { scheme: 'semver', text: '1.0.0', prefix: '', suffix: '' },
};
const BRANCH: TagLine = { source: 'x', revision: SHA };
const PLACE = { registry: 'r.example', path: 'org/app' };

async function choose(line: TagLine, own: TagRank, run: TagRank): Promise<(TagRank | undefined)[]> {
  const digest = makeDigest('image');
  const order = chooseOrder(
    {
      content: {
        known: () => ({ rank: own }),
        compare: async () => ({ rank: own }),
        findLatestRelease: async () => undefined,
      },
      order: {
        known: () => run,
        compare: async () => run,
        findRun: () => undefined,
        isOfThisRun: () => false,
        noteGap: () => undefined,
        longestGapMs: () => 0,
      },
    },
    line,
  );
  return [order?.known(PLACE, digest), await order?.compare(PLACE, digest)];
}

describe('an image that is what its labels say, of a run', () => {
  const table: Record<string, Record<TagRank, Record<TagRank, TagRank>>> = {
    version: {
      later: { later: 'later', earlier: 'later', unknown: 'later' },
      earlier: { later: 'earlier', earlier: 'earlier', unknown: 'earlier' },
      unknown: { later: 'later', earlier: 'earlier', unknown: 'unknown' },
    },
    branch: {
      later: { later: 'later', earlier: 'later', unknown: 'later' },
      earlier: { later: 'later', earlier: 'earlier', unknown: 'earlier' },
      unknown: { later: 'later', earlier: 'earlier', unknown: 'unknown' },
    },
  };
  const rows = Object.entries(table).flatMap(([kind, byContent]) =>
    TAG_RANKS.flatMap((own) =>
      TAG_RANKS.map((run) => [kind, own, run, byContent[own][run]] as const),
    ),
  );

  it.each(rows)('for a %s: %s by content and %s by run is %s', async (kind, own, run, expected) => {
    const line = kind === 'version' ? VERSION : BRANCH;
    expect(await choose(line, own, run)).toEqual([expected, expected]);
  });
});

const VERSIONS = 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}';
const BASE = { 'github-token': 'token', tags: VERSIONS };

/** Releases v1.2.3, or builds the default branch, where each of `tags` names an image that states something. */
async function release(
  stated: Readonly<Record<string, string>>,
  options: WorldOptions & { tags?: readonly string[] } = {},
) {
  const world = await startWorld({ ...options, inputs: { ...BASE, ...options.inputs } });
  const client = makeRegistryClient({
    host: makeFakeHost({ network: 'real' }),
    credentials: async () => undefined,
  });
  const repository = { registry: world.registry.name, path: PATH };
  const before = await pushLabelled(client, repository, { labels: makeStated(stated) });
  for (const tag of options.tags ?? ['latest', '1'])
    await client.moveTag({ ...before, repository, tag });
  await world.run();
  const named = (reference: string): string => {
    const digest = readTag(world.registry.content, { path: PATH, reference });
    return digest === INDEX ? 'ours' : digest === before.digest ? 'theirs' : String(digest);
  };
  const notices = world.host.lines.filter((line) => line.startsWith('notice: '));
  return { ...world, named, notices, summary: world.host.summaries.join('\n') };
}

describe('a release of v1.2.3', () => {
  it.each(['auto', 'false'])(
    'after a higher one takes its own tag only (sign: %s)',
    async (sign) => {
      const { host, named, notices, summary, image } = await release(
        { version: '2.0.0' },
        { inputs: { sign } },
      );
      expect(host.failed()).toBe(false);
      expect([named('1.2.3'), named('1'), named('latest')]).toEqual(['ours', 'theirs', 'theirs']);
      expect(host.outputs.get('tags')).toBe(`${image}:1.2.3`);
      expect(host.outputs.get('published')).toBe('true');
      const kept = notices.filter((line) => line.includes('2.0.0'));
      expect(kept).toHaveLength(2);
      expect(kept.every((line) => line.includes('allow-downgrade'))).toBe(true);
      expect(summary).toContain('2.0.0');
      expect(host.unscripted).toEqual([]);
    },
  );

  it('after a lower one takes all', async () => {
    const { named, notices } = await release({ version: '1.2.2' });
    expect([named('1.2.3'), named('1'), named('latest')]).toEqual(['ours', 'ours', 'ours']);
    expect(notices).toEqual([]);
  });

  it('takes all that is allowed to go back', async () => {
    const { named } = await release(
      { version: '2.0.0' },
      { inputs: { 'allow-downgrade': 'true' } },
    );
    expect([named('1'), named('latest')]).toEqual(['ours', 'ours']);
  });
});

const withRelease = (latestRelease: unknown): FakeHostOptions['github'] => ({ latestRelease });

describe('with latest=release', () => {
  it.each<[string, unknown, string, string]>([
    ['is ours', { tag_name: 'v1.2.3' }, '1.2.2', 'ours'],
    ['is another', { tag_name: 'v1.3.0' }, '1.2.2', 'theirs'],
    ['is missing', null, '1.2.2', 'theirs'],
    ['is not told, and the version is higher', new Error('503'), '1.2.2', 'ours'],
    ['is not told, and the version is lower', new Error('503'), '1.2.4', 'theirs'],
  ])('where the release %s', async (_title, latest, version, expected) => {
    const github = withRelease(latest);
    const { named, host } = await release(
      { version },
      { inputs: { flavor: 'latest=release' }, ...(github === undefined ? {} : { github }) },
    );
    expect(host.failed()).toBe(false);
    expect(named('latest')).toBe(expected);
  });
});

describe('a push to a branch', () => {
  const env = { GITHUB_REF: 'refs/heads/main' };
  const revision = 'b'.repeat(40);
  const git = (older: string) => [
    {
      when: /^git .*--is-ancestor/,
      answer: ({ args }: { args: readonly string[] }) => ({
        exitCode: args.at(-2) === older ? 0 : 1,
      }),
    },
  ];

  it.each([
    ['an older commit', revision, 'ours'],
    ['a newer commit', SHA, 'theirs'],
  ])('over %s', async (_title, older, expected) => {
    const { named, host, notices } = await release(
      { revision },
      { env, inputs: { tags: 'type=ref,event=branch' }, commands: git(older), tags: ['main'] },
    );
    expect(host.failed()).toBe(false);
    expect(named('main')).toBe(expected);
    expect(notices.filter((line) => line.includes(revision.slice(0, 12)))).toHaveLength(
      expected === 'ours' ? 0 : 1,
    );
    expect(host.outputs.get('published')).toBe(String(expected === 'ours'));
    expect(host.unscripted).toEqual([]);
  });
});
