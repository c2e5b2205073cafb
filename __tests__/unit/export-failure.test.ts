import { describe, expect, it } from '@jest/globals';
import { findSwallowed } from '../../src/tools/export-failure.ts';
import { readFixture } from '../support/recorded.ts';

describe('an export that failed and left the exit code at 0', () => {
  it.each<[string, RegExp | undefined]>([
    ['cache-ignored', /./],
    ['cache-written', undefined],
    ['cache-warm', undefined],
  ])('is found in what BuildKit said: %s', (fixture, problem) => {
    const stderr = readFixture(`buildx-0.36/${fixture}.stderr.txt`);
    const found = findSwallowed(stderr);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(problem);
  });

  it('is not a cache that could not be read', () => {
    const lines = ['#5 importing cache manifest from r.io/a:cache', '#5 ERROR: r.io/a:cache: 500'];
    expect(findSwallowed(lines.join('\n'))).toBeUndefined();
    const both = [...lines, '#9 exporting cache to registry', '#9 ERROR: denied'];
    expect(findSwallowed(both.join('\n'))).toBe('denied');
  });

  it('is not what a step printed', () => {
    expect(findSwallowed('#7 0.123 #9 ERROR: of its own')).toBeUndefined();
  });
});
