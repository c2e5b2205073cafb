import { describe, expect, it } from '@jest/globals';
import {
  addLine,
  failCache,
  parseLibraryLine,
  readRestored,
  readSaved,
  SILENCE,
} from '../../src/tools/actions-cache.ts';

const CONFLICT =
  'Failed to CreateCacheEntry: Received non-retryable error: Failed request: (409) Conflict: cache entry with the same key, version, and scope already exists';

describe('what @actions/cache says', () => {
  it.each([
    ['::add-mask::a%25b', { command: 'add-mask', value: 'a%b' }],
    ['::warning file=x::Failed to save: y', { command: 'warning', value: 'Failed to save: y' }],
    ['Cache hit for: k', { command: undefined, value: 'Cache hit for: k' }],
    ['says ::debug::x', { command: undefined, value: 'says ::debug::x' }],
  ])('%s', (line, parsed) => {
    expect(parseLibraryLine(line)).toEqual(parsed);
  });

  it.each([
    [
      'the cause of a refusal, which a debug line alone tells',
      [
        '::debug::File Size: 145',
        `::debug::Failed to reserve cache: Error: ${CONFLICT}`,
        'Failed to save: Unable to reserve cache with key k, another job may be creating this cache.',
      ],
      {
        cause: CONFLICT,
        problem: 'Unable to reserve cache with key k, another job may be creating this cache.',
        sizeBytes: 145,
      },
    ],
    [
      'an outage',
      ['::error::Failed to restore: Failed to GetCacheEntryDownloadURL: Failed request: (500)'],
      { problem: 'Failed to GetCacheEntryDownloadURL: Failed request: (500)' },
    ],
    ['a size', ['Cache Size: ~3 MB (3000123 B)'], { sizeBytes: 3000123 }],
    ['nothing of it', ['Cache hit for: k', '::debug::Body: {}'], {}],
  ])('%s', (_, lines, talk) => {
    expect(lines.reduce(addLine, SILENCE)).toEqual({ ...SILENCE, ...talk });
  });
});

describe('what came of it', () => {
  it.each([
    [CONFLICT, { outcome: 'exists' }],
    ['cache write denied: read-only', { reason: 'denied' }],
    ['Failed to CreateCacheEntry: Rate limited: Failed request: (429)', { reason: 'throttled' }],
    ['Failed request: (401) Unauthorized', { reason: 'denied' }],
    ['/usr/bin/tar failed with error: exit code 2', { reason: 'archive' }],
    ['Unable to make request: ECONNRESET', { reason: 'other' }],
  ])('a save: %s', (problem, result) => {
    expect(readSaved({ outcome: 'failed', problem })).toMatchObject(result);
  });

  it('a restore', () => {
    const restored = { outcome: 'restored', key: 'k', sizeBytes: 1 } as const;
    expect(readRestored(restored)).toEqual(restored);
    expect(readRestored({ outcome: 'missing' })).toEqual({ outcome: 'missing' });
    expect(readRestored({ outcome: 'strange', problem: 'links' })).toMatchObject({
      reason: 'archive',
    });
  });

  it('is one line without signatures', () => {
    expect(failCache('other', 'GET https://x/y?se=1&sig=abc%2F&x=1 failed\nat z').problem).toBe(
      'GET https://x/y?se=1&sig=***&x=1 failed',
    );
  });
});
