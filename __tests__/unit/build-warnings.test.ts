import { describe, expect, it } from '@jest/globals';
import { parseBuildWarnings } from '../../src/tools/build-warnings.ts';
import { readFixture } from '../support/recorded.ts';

const metadata = readFixture('buildx-0.36/warnings.metadata.json');

describe('parseBuildWarnings', () => {
  it('reads what BuildKit found, each once for all platforms', () => {
    const warnings = parseBuildWarnings(metadata);
    expect(warnings.map(({ line, message }) => [line, message.split(':')[0]])).toEqual([
      [1, 'FromAsCasing'],
      [2, 'MaintainerDeprecated'],
      [3, 'LegacyKeyValueFormat'],
    ]);
    expect(warnings[1]).toEqual({
      title:
        'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
      message:
        'MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label\nhttps://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/',
      filename: 'Dockerfile',
      text: readFixture('buildx-0.36/warnings.Dockerfile'),
      line: 2,
    });
  });

  it('tells the same finding twice only where it stands twice', () => {
    const parsed = JSON.parse(metadata) as { 'buildx.build.warnings': unknown[] };
    const list = parsed['buildx.build.warnings'];
    const twice = JSON.stringify({ 'buildx.build.warnings': [...list, ...list] });
    expect(parseBuildWarnings(twice)).toEqual(parseBuildWarnings(metadata));
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"buildx.build.warnings":7}',
    '{"buildx.build.warnings":[null,7,{},{"short":7,"detail":[],"sourceInfo":{}}]}',
    '{"buildx.build.warnings":[{"short":"eA==","detail":["eA=="],"sourceInfo":{"filename":7,"data":"eA=="}}]}',
  ])('finds none in %s', (text) => {
    expect(parseBuildWarnings(text)).toEqual([]);
  });
});
