import { describe, expect, it } from '@jest/globals';
import { makeLabels } from '../../src/names/metadata.ts';

const PLAIN = [
  'b',
  'a.b',
  'ab',
  'a',
  'a.0',
  'a0',
  'a..b',
  '9',
  '.a',
  'org.a.title',
  'org.a1.title',
];

describe('labels', () => {
  it.each([
    ['letters, digits and dots', PLAIN],
    ['whatever else', [...PLAIN, 'A', 'a_b', 'a-b', 'B.a', 'é', 'org.A.title']],
  ])('of %s stand in the order of English', (_what, keys) => {
    const standard = new Map(keys.map((key) => [key, 'x']));
    const custom = {
      input: 'labels' as const,
      text: '',
      render: String,
      problems: [],
      warn: () => undefined,
    };
    const expected = keys.toSorted((left, right) => left.localeCompare(right, 'en'));
    expect(makeLabels(standard, custom)).toEqual(expected.map((key) => `${key}=x`));
  });
});
