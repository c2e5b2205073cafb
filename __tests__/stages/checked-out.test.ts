import { describe, expect, it } from '@jest/globals';
import { readCheckedOut } from '../../src/stages/facts/foreign-head.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { SHA } from '../support/make-facts.ts';
import { makePlanOf } from '../support/make-plan.ts';

const ROOT = '/home/runner/work/app/app';
const OTHER = '9'.repeat(40);
const origin = (url: string) => `[remote "origin"]\n\turl = ${url}\n`;
const OWN = origin('https://github.com/octo-org/app');

/** What a folder of the workspace is at, by files below `.git` of the workspace. */
function read(git: Readonly<Record<string, string>>, folder = ROOT): Promise<string | undefined> {
  const files = Object.entries(git).map(([name, text]) => [`${ROOT}/.git/${name}`, `${text}\n`]);
  const host = makeFakeHost({
    env: { GITHUB_REPOSITORY: 'octo-org/app', GITHUB_WORKSPACE: ROOT },
    files: { [`${ROOT}/sub/Dockerfile`]: 'FROM scratch', ...Object.fromEntries(files) },
  });
  return readCheckedOut(host, folder);
}

describe('the commit that is checked out', () => {
  it.each<[string, string | undefined, Record<string, string>, string]>([
    ['a commit', OTHER, { HEAD: OTHER, config: OWN }, ROOT],
    ['of a folder below', OTHER, { HEAD: OTHER, config: OWN }, `${ROOT}/sub`],
    ['a branch', SHA, { HEAD: 'ref: refs/heads/a/b', 'refs/heads/a/b': SHA, config: OWN }, ROOT],
    ['a branch without a commit', undefined, { HEAD: 'ref: refs/heads/a', config: OWN }, ROOT],
    [
      'of another repository',
      undefined,
      { HEAD: OTHER, config: origin('https://github.com/a/b') },
      ROOT,
    ],
    ['of none', undefined, {}, ROOT],
  ])('%s is %s', async (_, sha, git, folder) => {
    expect(await read(git, folder)).toBe(sha);
  });
});

describe('a checkout of another commit than the run is for', () => {
  const notices = async (given: Parameters<typeof makePlanOf>[0]) =>
    (await makePlanOf(given)).notices.filter((line) => line.includes(OTHER));

  it('is told where something is released', async () => {
    const facts = { checkedOut: OTHER };
    expect(await notices({ facts })).toHaveLength(1);
    expect(await notices({ facts, inputs: { push: 'false' } })).toEqual([]);
    expect(await notices({ facts: { ...facts, eventName: 'pull_request' } })).toEqual([]);
    expect(await notices({ facts: { ...facts, sha: OTHER } })).toEqual([]);
  });
});
