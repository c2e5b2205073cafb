import { describe, expect, it } from '@jest/globals';
import { makeKeptConfig, noteKept, planKept } from '../../src/plan/kept-builder.ts';
import type { Facts } from '../../src/plan/types.ts';
import { KEPT_NAME, parseState } from '../../src/state.ts';
import { makeFacts, makeNamesFacts } from '../support/make-facts.ts';

const ASKED = { keepBuilder: 'main', keepBuilderMaxBytes: 1000 };
const OWN: Partial<Facts> = {
  ...{ runnerEnvironment: 'self-hosted', repository: 'octo/app', eventName: 'push' },
  ...{ untrusted: false, foreignHead: false, ref: 'refs/heads/main' },
  names: makeNamesFacts({
    repository: { name: 'app', htmlUrl: 'https://github.com/octo/app', defaultBranch: 'main' },
  }),
};
const plan = (facts: Partial<Facts>): string | undefined =>
  planKept(ASKED, makeFacts({ ...OWN, ...facts }))?.name;

describe('a builder that is kept', () => {
  it.each<[string, Partial<Facts>, string | undefined]>([
    ['the default branch', {}, 'release'],
    ['a release', { ref: 'refs/tags/v1' }, 'release'],
    ['a protected branch', { ref: 'refs/heads/stable', refProtected: true }, 'release'],
    ['another branch', { ref: 'refs/heads/topic' }, 'branch'],
    ['a pull request', { eventName: 'pull_request', ref: 'refs/pull/1/merge' }, 'pull-request'],
    ['a branch, where nobody knows the default one', { names: makeNamesFacts() }, 'branch'],
    ['a merge queue', { eventName: 'merge_group' }, undefined],
    ['a fork', { eventName: 'pull_request', untrusted: true }, undefined],
    ['a stranger’s code', { eventName: 'pull_request_target', foreignHead: true }, undefined],
    ['a machine of GitHub', { runnerEnvironment: 'github-hosted' }, undefined],
    ['a runner that says nothing', { runnerEnvironment: undefined }, 'release'],
  ])('for %s', (_, facts, share) => {
    const name = share === undefined ? undefined : `build-sign-kept.main.${share}.octo.app`;
    expect(plan(facts)).toBe(name);
    const notes = noteKept(ASKED, makeFacts({ ...OWN, ...facts }));
    expect(notes).toHaveLength(share === undefined ? 1 : 0);
    if (name !== undefined) expect(name).toMatch(KEPT_NAME);
  });

  it('is of one repository, whatever its name', () => {
    const names = ['octo/app', 'octo/app.x', 'octo-app/x', 'octo/x', 'oct/o.app'];
    expect(new Set(names.map((repository) => plan({ repository }))).size).toBe(names.length);
  });

  it('is not planned, and not spoken of, unless somebody asks', () => {
    const none = { ...ASKED, keepBuilder: undefined };
    expect(planKept(none, makeFacts(OWN))).toBeUndefined();
    expect(noteKept(none, makeFacts({ runnerEnvironment: 'github-hosted' }))).toEqual([]);
  });

  it('has a bound that BuildKit knows', () => {
    expect(makeKeptConfig({ name: 'x', maxBytes: 1000 })).toEqual({
      worker: { oci: { gc: true, maxUsedSpace: 1000, reservedSpace: 100 } },
    });
  });

  it.each<[unknown, boolean]>([
    [{ name: 'build-sign-kept.main.release.octo.app', maxBytes: 1 }, true],
    [{ name: 'build-sign-kept.main.release.octo.app', maxBytes: 0 }, false],
    [{ name: 'build-sign-kept.main.release.octo.app' }, false],
    [{ name: 'theirs', maxBytes: 1 }, false],
    [{ name: 'build-sign-kept.main.release.octo.app --all', maxBytes: 1 }, false],
    ['x', false],
  ])('as the state says it: %j, %s', (kept, isTaken) => {
    const state = parseState(JSON.stringify({ v: 1, folder: '/t/x', kept }));
    expect(state?.kept).toEqual(isTaken ? kept : undefined);
    expect(state === undefined).toBe(!isTaken);
  });
});
