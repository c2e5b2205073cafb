import { describe, expect, it } from '@jest/globals';
import type { InputProblem } from '../../src/errors.ts';
import { orderTags, parseFullReferences } from '../../src/plan/destinations.ts';
import { makePlanOf } from '../support/make-plan.ts';

function parse(text: string) {
  const problems: InputProblem[] = [];
  const destinations = parseFullReferences(text, problems).map(({ repository, tags }) => [
    `${repository.registry}/${repository.path}`,
    ...tags.map(({ name }) => name),
  ]);
  return { destinations, problems };
}

describe('parseFullReferences', () => {
  it.each([
    ['', []],
    ['octo/app', [['docker.io/octo/app', 'latest']]],
    ['octo/app:1.2.3', [['docker.io/octo/app', '1.2.3']]],
    ['a.io/x:1,a.io/x:1', [['a.io/x', '1']]],
    ['a.io/Org/X:RC1', [['a.io/org/x', 'RC1']]],
    ['localhost:5000/X', [['localhost:5000/x', 'latest']]],
    ['a.io/x:latest\na.io/x:main\na.io/x:1.2.3', [['a.io/x', '1.2.3', 'main', 'latest']]],
    [
      'a.io/x:1\nb.io/x:1\na.io/x:2',
      [
        ['a.io/x', '1', '2'],
        ['b.io/x', '1'],
      ],
    ],
    [
      'a.io/x:latest,index.docker.io/x:latest',
      [
        ['a.io/x', 'latest'],
        ['docker.io/library/x', 'latest'],
      ],
    ],
  ])('%j', (text, destinations) => {
    expect(parse(text)).toEqual({ destinations, problems: [] });
  });

  it.each([
    ['a.io/Org/X:RC1', 1],
    ['a.io/org/x:RC1', 0],
  ])('says in whose letters %s is published', async (tags, count) => {
    const { notices } = await makePlanOf({ inputs: { images: '', tags, push: 'true' } });
    expect(notices.filter((notice) => notice.includes('a.io/org/x:RC1'))).toHaveLength(count);
  });

  it('says once of each tag rule that it needs `images`', () => {
    const { destinations, problems } = parse('type=semver,pattern={{version}}\na.io/x:1\ntype=sha');
    expect(destinations).toEqual([['a.io/x', '1']]);
    expect(problems.map(({ value, problem }) => [value, problem.includes('`images`')])).toEqual([
      ['type=semver,pattern={{version}}', true],
      ['type=sha', true],
    ]);
  });

  it.each([
    'a.io/x@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    'a.io/x:1@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    'a.io/x:',
    'https://a.io/x:1',
    'a.io/x:sha256-0000000000000000000000000000000000000000000000000000000000000000.sig',
    '"a.io/x:1',
  ])('refuses %s', (text) => {
    expect(parse(text).problems.map(({ input }) => input)).toEqual(['tags']);
  });

  it('tells all that is wrong and keeps what is right', () => {
    const { destinations, problems } = parse('a.io/-a:1,a.io/x:1,b.io/b$:2');
    expect(destinations).toEqual([['a.io/x', '1']]);
    expect(problems).toHaveLength(2);
  });
});

describe('the order of tags', () => {
  it('is immutable, floating, latest, each in the order given', () => {
    const tags = [
      { name: 'latest', kind: 'floating' },
      { name: '1', kind: 'floating' },
      { name: '1.2.3', kind: 'immutable' },
      { name: 'main', kind: 'floating' },
      { name: 'sha-0123abc', kind: 'immutable' },
    ] as const;
    const ordered = orderTags(tags).map(({ name }) => name);
    expect(ordered).toEqual(['1.2.3', 'sha-0123abc', '1', 'main', 'latest']);
  });

  it('is the same for tags made by rules', async () => {
    const tags = 'type=semver,pattern={{major}}\ntype=sha\ntype=semver,pattern={{version}}';
    const { destinations } = await makePlanOf({ inputs: { tags } });
    expect(destinations[0]?.tags.map(({ name }) => name)).toEqual([
      '1.2.3',
      'sha-5f1d1d8',
      '1',
      'latest',
    ]);
  });
});
