import { describe, expect, it } from '@jest/globals';
import { parseBuildFailure } from '../../src/tools/build-failure.ts';
import { readFixture } from '../support/recorded.ts';

const read = (name: string) =>
  parseBuildFailure(readFixture(`tool-output/buildx-${name}.txt`).split('\n'));

describe('parseBuildFailure', () => {
  it('has what the step printed, and its line of the Dockerfile', () => {
    const failure = read('step-failed-arm64');
    expect(failure?.source).toEqual({
      line: 3,
      text: 'RUN if [ "$TARGETARCH" = arm64 ]; then echo "only arm" >&2; exit 7; fi',
    });
    expect(failure?.lines[0]).toBe('------');
    expect(failure?.lines).toContain('0.289 only arm');
    expect(failure?.lines.at(-1)).toBe('--------------------');
  });

  it.each([
    ['copy-absent', 2],
    ['secret-absent', 3],
    ['dockerfile-invalid', 1],
  ])('has the place of %s', (name, line) => {
    expect(read(name)?.source?.line).toBe(line);
  });

  it.each(['builder-absent', 'context-absent', 'version'])('has nothing of %s', (name) => {
    expect(read(name)).toBeUndefined();
  });

  it('is not misled by what a step prints', () => {
    const printed = ['------', ' > [1/1] RUN', 'Dockerfile:9', '--------------------'];
    const lines = ['#4 [1/1] RUN false', ...printed.map((text) => `#4 0.1 ${text}`), '#4 ERROR: x'];
    expect(parseBuildFailure(lines)).toBeUndefined();
  });

  it('keeps the end of much, harmless and without secrets', () => {
    const many = Array.from({ length: 90 }, (_, at) => `0.${at} line ${at}`);
    const failure = parseBuildFailure([
      ...['------', ' > [2/2] RUN make:', ...many, '0.95 ::set-output name=x::y', '------'],
      ...['0.96 Authorization: Bearer abcdefghijklmnop', 'ERROR: failed to build'],
    ]);
    expect(failure?.lines).toHaveLength(40);
    expect(failure?.lines.join('\n')).not.toContain('abcdefghijklmnop');
    expect(failure?.lines).toContain('0.89 line 89');
    expect(failure?.source).toBeUndefined();
  });
});
