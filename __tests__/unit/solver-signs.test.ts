import { describe, expect, it } from '@jest/globals';
import { followSigns } from '../../src/tools/solver-signs.ts';
import { readFixture } from '../support/recorded.ts';

/** The lines before BuildKit has anything to plan: of a container that boots, and of a daemon elsewhere. */
const BEFORE = [
  '#0 building with "x" instance using remote driver',
  '#1 [internal] booting buildkit',
  '#1 pulling image moby/buildkit done',
  '#1 DONE 0.0s',
  '#2 [internal] waiting for connection',
  '#2 DONE 0.0s',
];

const isAlive = (lines: readonly string[]): boolean => {
  const signs = followSigns();
  for (const line of lines) signs.read(line);
  return signs.isAlive();
};

describe('whether BuildKit plans builds', () => {
  it.each<[string, boolean, string[]]>([
    ['nothing was said', false, []],
    ['there is a connection', false, []],
    ['a step has begun', false, ['#3 [internal] load build definition from Dockerfile']],
    ['a step says something', false, ['#3 [internal] load it', '#3 0.1 #3 DONE 0.0s']],
    ['a step has ended', true, ['#3 [internal] load it', '#3 DONE 0.0s']],
    ['a step came from the cache', true, ['#3 [internal] load it', '#3 CACHED']],
    ['a step failed', true, ['#3 [internal] load it', '#3 ERROR: no such file']],
  ])('%s: %s', (title, expected, lines) => {
    expect(isAlive([...(title === 'nothing was said' ? [] : BEFORE), ...lines])).toBe(expected);
  });

  it('is so in a recorded build', () => {
    const stderr = readFixture('buildx-0.36/push.stderr.txt');
    expect(isAlive(stderr.split('\n'))).toBe(true);
  });
});
