import { expect } from '@jest/globals';
import { findViolations } from './legs-invariants.ts';
import type { Job, LegsWorld } from './legs-world.ts';

/** Nothing is published, and no output says so. */
export function expectNothing(world: LegsWorld, ...jobs: readonly Job[]): void {
  expect(world.tags()).toEqual({});
  expect(jobs.filter((job) => /true/.test(job.output('published')))).toEqual([]);
  expect(jobs.map((job) => job.output('digest') + job.output('tags'))).toEqual(jobs.map(() => ''));
}

export function expectPublished(world: LegsWorld, job: Job): void {
  expect(job.codes()).toEqual([]);
  expect(job.output('published')).toBe('true');
  expect(findViolations(world)).toEqual([]);
  expect(new Set(Object.values(world.tags()))).toEqual(new Set([job.output('digest')]));
}
