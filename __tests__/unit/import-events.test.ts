import { describe, expect, it } from '@jest/globals';
import { followImportEvents } from '../../src/tools/import-events.ts';
import { readFixture } from '../support/recorded.ts';

describe('caches that are read, by the events of BuildKit', () => {
  it('are told apart: one that was not there is done with, one that is silent is not', () => {
    const events = followImportEvents();
    const seen = new Set<string>();
    for (const line of readFixture('buildx-0.36/imports.jsonl').split('\n')) {
      events.read(line);
      seen.add(`${events.started()}: ${events.pending().join(' ')}`);
    }
    expect([...seen]).toEqual([
      '0: ',
      '1: 127.0.0.1:5001/a/b:cache',
      '2: 127.0.0.1:5001/a/b:cache 127.0.0.1:5000/a/b:cache',
      '2: 127.0.0.1:5001/a/b:cache',
    ]);
  });

  it('are read by each machine of a builder, under one name and one digest', () => {
    const events = followImportEvents();
    const tell = (started: string, more = ''): void =>
      events.read(
        `{"vertexes":[{"digest":"sha256:a","name":"importing cache manifest from gha:1","started":"${started}"${more}}]}`,
      );
    tell('1');
    tell('2');
    tell('1', ',"completed":"3"');
    expect([events.started(), events.pending()]).toEqual([2, ['gha:1']]);
    tell('2', ',"completed":"3"');
    expect([events.started(), events.pending()]).toEqual([2, []]);
  });

  it.each([
    '',
    '{"vertexes":[{"name":"importing cache manifest from x"}]}',
    'ERROR: no',
    '{"vertexes":',
    '[]',
    '{"vertexes":{}}',
    '{"vertexes":[null]}',
    '{"vertexes":[{"name":"[1/2] RUN importing cache manifest from x"}]}',
  ])('%s is none', (line) => {
    const events = followImportEvents();
    events.read(line);
    expect([events.started(), events.pending()]).toEqual([0, []]);
  });
});
