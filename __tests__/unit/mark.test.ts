import { describe, expect, it } from '@jest/globals';
import { formatMark, type Mark, parseMark, parseProcessStat } from '../../src/tools/mark.ts';

const MARK: Mark = {
  runId: '123',
  runAttempt: 2,
  job: 'release',
  createdAtMs: 1_767_000_000_000,
  owner: { machine: 'boot-id@host', pid: 42, startedAt: '9876543' },
};

describe('a mark', () => {
  it.each<[string, Mark]>([
    ['of a job', MARK],
    ['without an owner', { ...MARK, owner: undefined }],
    ['of a job with an odd name', { ...MARK, job: 'a b=c,"d' }],
    [
      'of a machine with an odd name',
      { ...MARK, owner: { machine: 'x y', pid: 1, startedAt: '2' } },
    ],
  ])('%s is read as it was written', (_title, mark) => {
    const text = formatMark(mark);
    expect(text).not.toMatch(/[",\n]/);
    expect(parseMark(text)).toEqual(mark);
  });

  it.each(['', 'x', 'created=', 'created=-1 attempt=1', 'created=1e9 attempt=1', 'created=5'])(
    'is not %j',
    (text) => {
      expect(parseMark(text)).toBeUndefined();
    },
  );

  it.each([
    'machine=a pid=1',
    'machine=a started=1',
    'pid=1 started=1',
    'machine=%E0%A4 pid=1 started=1',
  ])('has no owner by %j', (text) => {
    expect(parseMark(`created=1 attempt=1 ${text}`)).toMatchObject({ owner: undefined });
  });
});

describe('a process', () => {
  const REST = '17 18 19 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 0 0';
  it.each([
    [`42 (node) S ${REST}`, 17],
    [`42 (a ) b) (c) R ${REST}`, 17],
  ])('%j has a parent and a start', (text, parent) => {
    expect(parseProcessStat(text)).toEqual({ parent, startedAt: '123456' });
  });

  it.each(['', '42 (node) S', 'x'])('is not %j', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });
});
