import { describe, expect, it } from '@jest/globals';
import { findSimilar } from '../../src/names/typos.ts';
import { name } from '../support/names-given.ts';

const tags = [
  'latest',
  'type=semver,pattern={{major}}',
  'type=semver,pattern={{version}}',
  'type=sha',
];
const release = { ref: 'refs/tags/v1.2.3' };

async function tagsOf(images: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const names = await name({ images, tags: tags.join('\n'), facts: release });
  expect(names.problems).toEqual([]);
  return Object.fromEntries(
    names.destinations.map(({ repository, tags: own }) => [
      repository.path,
      own.map((tag) => tag.name),
    ]),
  );
}

describe('tags= of an image', () => {
  it.each<[string, readonly string[]]>([
    ['', ['1.2.3', 'sha-860c190', '1', 'latest']],
    [',tags=immutable', ['1.2.3', 'sha-860c190']],
    [',tags=floating', ['1', 'latest']],
    [',tags=latest', ['latest']],
    [',tags=1*', ['1.2.3', '1']],
    [',tags=1.?.3', ['1.2.3']],
    [',tags=1.2', []],
    [',tags=immutable,tags=latest', ['1.2.3', 'sha-860c190', 'latest']],
    [',tags=!sha-*', ['1.2.3', '1', 'latest']],
    [',tags=immutable,tags=!sha-*', ['1.2.3']],
    [',tags=!immutable,tags=!latest', ['1']],
    [',enable=true,tags=latest', ['latest']],
  ])('%j', async (attributes, expected) => {
    const all = await tagsOf(`acme/whole\nname=acme/some${attributes}`);
    expect(all['acme/whole']).toHaveLength(4);
    expect(all['acme/some'] ?? []).toEqual(expected);
  });

  it('counts for every name of its line, and lines of one image add up', async () => {
    const images = 'acme/a,acme/b,tags=latest\nname=acme/a,tags=1';
    expect(await tagsOf(images)).toEqual({ 'acme/a': ['1', 'latest'], 'acme/b': ['latest'] });
  });

  it('counts in the outputs, and says what is left out', async () => {
    const images = 'acme/a\nname=ghcr.io/acme/b,tags=nightly';
    const names = await name({ images, tags: 'x', facts: release });
    expect(names.tags).toEqual(['acme/a:x']);
    expect(JSON.parse(names.json)).toMatchObject({ tags: ['acme/a:x'] });
    expect(names.images).toHaveLength(2);
    expect(names.notices.filter((notice) => notice.includes('ghcr.io/acme/b'))).toHaveLength(1);
  });

  it.each(['a b', 'ghcr.io/x:1', '!', '(a|b)', 'a,tags=b/c'])(
    '%j is a problem',
    async (pattern) => {
      const { problems } = await name({ images: `name=acme/a,tags=${pattern}` });
      expect(problems.map(({ input }) => input)).toEqual(['images']);
    },
  );
});

describe('findSimilar', () => {
  const known = ['version', 'is_default_branch', 'tag', 'sha', 'meta.tags'];

  it.each([
    ['verison', 'version'],
    ['versio', 'version'],
    ['versionn', 'version'],
    ['varsion', 'version'],
    ['VERSION', 'version'],
    ['isDefaultBranch', 'is_default_branch'],
    ['Tag', 'tag'],
    ['meta.tag', 'meta.tags'],
    ['tags', undefined],
    ['sh', undefined],
    ['shar', undefined],
    ['name', undefined],
    ['revision', undefined],
    ['', undefined],
  ])('%s: %s', (word, expected) => {
    expect(findSimilar(word, known)).toBe(expected);
  });
});
