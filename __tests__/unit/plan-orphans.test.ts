import { describe, expect, it } from '@jest/globals';
import { isOrphan, OWN_CONTAINER } from '../../src/plan/orphans.ts';
import type { Mark } from '../../src/tools/mark.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_767_000_000_000;
const MARK: Mark = { runId: '1', runAttempt: 1, job: 'a', createdAtMs: NOW_MS, owner: undefined };

describe('an orphan', () => {
  it.each<[string, number, boolean | undefined, boolean]>([
    ['of a job that runs', 1000, true, false],
    ['of a job that is gone, too young', 5.9, false, false],
    ['of a job that is gone', 6, false, true],
    ['of a job elsewhere, too young', 6 * 24 - 1, undefined, false],
    ['of a job elsewhere', 6 * 24, undefined, true],
    ['from the future', -5, false, false],
  ])('%s, %d hours old, alive: %j', (_title, hours, isAlive, expected) => {
    const mark = { ...MARK, createdAtMs: NOW_MS - hours * HOUR_MS };
    expect(isOrphan(mark, { nowMs: NOW_MS, isAlive })).toBe(expected);
  });

  it('is nothing without a mark', () => {
    expect(isOrphan(undefined, { nowMs: NOW_MS, isAlive: false })).toBe(false);
  });

  it.each([
    ['buildx_buildkit_build-sign-0123456789ab0', true],
    ['buildx_buildkit_build-sign-0123456789ab12', true],
    ['buildx_buildkit_build-sign-0123456789ab-arm', true],
    ['buildx_buildkit_build-sign-0123456789ab', false],
    ['buildx_buildkit_build-sign-mine0', false],
    ['buildx_buildkit_builder-0123456789ab0', false],
    ['my-buildx_buildkit_build-sign-0123456789ab0', false],
    ['buildx_buildkit_build-sign-0123456789ab0 --all', false],
  ])('by its name: %s, %j', (name, expected) => {
    expect(OWN_CONTAINER.test(name)).toBe(expected);
  });
});
