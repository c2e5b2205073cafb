import { describe, expect, it } from '@jest/globals';
import { parseAttributes, parseList, splitPair } from '../../src/inputs/lists.ts';

describe('parseList', () => {
  const split = { comma: 'split' } as const;
  const keep = { comma: 'keep' } as const;

  it.each([
    ['', split, []],
    ['a,b', split, ['a', 'b']],
    ['a, b\n c ,,\n\n d', split, ['a', 'b', 'c', 'd']],
    ['a\r\nb', split, ['a', 'b']],
    ['# not this\na', split, ['a']],
    ['a # part of it', split, ['a # part of it']],
    ['#a', { ...split, comments: false }, ['#a']],
    ['A=1,2', keep, ['A=1,2']],
    ['A=1,2\nB=3', keep, ['A=1,2', 'B=3']],
    ['"A=first\nsecond"', keep, ['A=first\nsecond']],
    ['"A=say ""hi"""', keep, ['A=say "hi"']],
    ['A="quoted inside"', keep, ['A="quoted inside"']],
    ['A={"json":"kept"}', keep, ['A={"json":"kept"}']],
  ])('%j %j', (text, grammar, entries) => {
    expect(parseList(text, grammar)).toEqual(entries);
  });

  it('reads a text without quotes as the library does', () => {
    const letters = ['a', '#', ',', ' ', '\n', '=', '\t', 'ö', '\n#', ',,'];
    const random = makeRandom(7);
    for (let turn = 0; turn < 300; turn++) {
      const text = Array.from({ length: random(12) }, () => letters[random(letters.length)]).join(
        '',
      );
      for (const comma of ['split', 'keep'] as const)
        for (const comments of [true, false]) {
          // A quoted entry, which is a record of its own, has the library read all of it.
          const [, ...entries] = parseList(`"q"\n${text}`, { comma, comments });
          expect([text, parseList(text, { comma, comments })]).toEqual([text, entries]);
        }
    }
  });

  it('throws for a quote that is never closed', () => {
    expect(() => parseList('"a\nb', keep)).toThrow();
  });
});

describe('splitPair', () => {
  it.each([
    ['a=b', { key: 'a', value: 'b' }],
    ['a=', { key: 'a', value: '' }],
    ['a=b=c', { key: 'a', value: 'b=c' }],
    ['a = b', { key: 'a', value: ' b' }],
    ['a', undefined],
    ['=b', undefined],
    ['', undefined],
  ])('%j', (entry, pair) => {
    expect(splitPair(entry)).toEqual(pair);
  });
});

describe('parseAttributes', () => {
  it.each([
    ['mode=max', { mode: 'max' }],
    ['Mode=max, version=v1', { mode: 'max', version: 'v1' }],
    ['"builder-id=a,b",mode=min', { 'builder-id': 'a,b', mode: 'min' }],
    ['max', undefined],
    ['mode=max,disabled', undefined],
  ])('%j', (text, attributes) => {
    expect(parseAttributes(text)).toEqual(attributes);
  });
});

/** The same numbers for the same seed, below a bound. */
function makeRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % bound;
  };
}
