import { describe, expect, it } from '@jest/globals';
import { CACHE_BACKENDS, type CacheBackend } from '../../src/inputs/cache-keys.ts';
import type { CacheSpec } from '../../src/plan/cache-spec.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeForkFacts, makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { IMAGE, makePlanOf } from '../support/make-plan.ts';

const SCOPE = 'bsa.ghcr_.io__octo-org__app.linux__amd64.linux__arm64';
const S3 = 'type=s3,bucket=b,region=eu-central-1';
const AZURE = 'type=azblob,account_url=https://a.blob.core.windows.net';

/** A push to a branch of a repository whose default branch is `main`. */
function onRef(ref: string, more: Partial<Facts> = {}): Partial<Facts> {
  return {
    ref,
    names: makeNamesFacts({ ref, repository: { name: 'app', defaultBranch: 'main' } }),
    ...more,
  };
}
const MAIN = onRef('refs/heads/main');
const PULL: Partial<Facts> = {
  eventName: 'pull_request',
  ref: 'refs/pull/7/merge',
  names: makeNamesFacts({
    eventName: 'pull_request',
    ref: 'refs/pull/7/merge',
    repository: { name: 'app', defaultBranch: 'main' },
    pullRequest: { number: 7, baseRef: 'v2' },
  }),
};

async function planOn(facts: Partial<Facts>, inputs: InputTexts = {}): Promise<CacheSpec> {
  // Which of these a signed run reads is another question: see plan-cache-trust.
  return (await makePlanOf({ inputs: { 'cache-trust': 'any', ...inputs }, facts })).cache;
}

describe('who reads and writes what', () => {
  const CACHES: Readonly<Record<CacheBackend, string>> = {
    gha: 'gha',
    registry: 'registry',
    local: 'local',
    s3: S3,
    azblob: AZURE,
    inline: 'inline',
  };
  const EVENTS: Readonly<Record<string, Partial<Facts>>> = {
    'the default branch': MAIN,
    'a protected branch': onRef('refs/heads/v2', { refProtected: true }),
    'another branch': onRef('refs/heads/feature/x'),
    'a pull request': PULL,
    'a fork': makeForkFacts(PULL),
    'a tag': onRef('refs/tags/v1.2.3'),
    'a merge queue': onRef('refs/heads/gh-readonly-queue/main/pr-1', { eventName: 'merge_group' }),
    pull_request_target: { ...PULL, eventName: 'pull_request_target', ref: 'refs/heads/main' },
    'no ref': onRef(''),
  };
  const WRITERS: Readonly<Record<CacheBackend, readonly string[]>> = {
    gha: [
      'the default branch',
      'a protected branch',
      'another branch',
      'a pull request',
      'a fork',
      'no ref',
    ],
    registry: ['the default branch', 'a protected branch', 'no ref'],
    local: ['the default branch', 'a protected branch', 'no ref'],
    s3: ['the default branch', 'a protected branch', 'another branch', 'no ref'],
    azblob: ['the default branch', 'a protected branch', 'another branch', 'no ref'],
    inline: Object.keys(EVENTS).filter((name) => name !== 'a fork'),
  };
  const rows = CACHE_BACKENDS.flatMap((backend) =>
    Object.keys(EVENTS).map((event) => [backend, event] as const),
  );

  it.each(rows)('%s in a run of %s', async (backend, event) => {
    const push = event === 'a fork' ? 'auto' : 'true';
    const inputs = { cache: CACHES[backend], push, tags: 'type=raw,value=edge' };
    const spec = await planOn(EVENTS[event] ?? {}, inputs);
    expect(spec.to).toHaveLength(WRITERS[backend].includes(event) ? 1 : 0);
    if (backend !== 'inline' || event !== 'a fork') expect(spec.from).not.toEqual([]);
    if (spec.kept !== undefined) expect(spec.kept.isWritten).toBe(spec.to.length === 1);
  });

  it.each<[string, string[]]>([
    ['the default branch', [SCOPE]],
    ['a protected branch', [`${SCOPE}.b-v2`, SCOPE]],
    ['another branch', [`${SCOPE}.b-feature__x`, SCOPE]],
    ['a pull request', [`${SCOPE}.b-v2`, SCOPE]],
    ['a tag', [SCOPE]],
  ])('%s reads its own line, then its base, then the default branch', async (event, names) => {
    const { from, to } = await planOn(EVENTS[event] ?? {}, { cache: S3 });
    expect(from.map(({ scope }) => scope)).toEqual(names);
    expect(to.every(({ scope }) => scope === names[0])).toBe(true);
  });

  it('in a registry has tags of its own, that no user gives and no verifier reads', async () => {
    const tags = new Set<string>();
    for (const target of ['a', 'b'])
      for (const platforms of ['linux/amd64', 'linux/arm64', 'linux/amd64,linux/arm64'])
        for (const event of Object.values(EVENTS)) {
          const { from, to } = await planOn(event, { cache: 'registry', target, platforms });
          for (const { attributes } of [...from, ...to]) tags.add(attributes['ref'] ?? '');
        }
    expect(tags.size).toBe(2 * 3 * 3);
    for (const tag of tags) {
      expect(tag).toMatch(/^ghcr\.io\/octo-org\/app:buildcache-[0-9a-f]{16}-[\w.-]+$/);
      expect(tag.length - IMAGE.length).toBeLessThanOrEqual(129);
    }
    const [written] = (await planOn(MAIN, { cache: 'registry' })).to;
    expect(written?.attributes).toMatchObject({
      'image-manifest': 'true',
      'oci-mediatypes': 'true',
    });
  });

  it('in a repository of its own', async () => {
    const { to } = await planOn(MAIN, { cache: 'type=registry,ref=r.io/a/cache' });
    expect(to[0]?.scope).toMatch(/^r\.io\/a\/cache:buildcache-/);
  });

  it('keeps a folder under a key of the run, found by its beginning', async () => {
    const { kept } = await planOn(MAIN, { cache: 'local' });
    expect(kept).toEqual({
      key: `layers.${SCOPE}.1-1`,
      restoreKeys: [`layers.${SCOPE}.`],
      isWritten: true,
    });
  });

  it('inline is looked for under the tags of its line', async () => {
    const { from } = await planOn(PULL, {
      cache: 'inline',
      push: 'true',
      tags: 'type=raw,value=edge',
    });
    expect(from.map(({ scope }) => scope)).toEqual(
      ['edge', 'v2', 'main', 'latest'].map((tag) => `${IMAGE}:${tag}`),
    );
  });
});
