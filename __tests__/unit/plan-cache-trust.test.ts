import { describe, expect, it } from '@jest/globals';
import { type CacheTrust, formatTrust } from '../../src/plan/cache-trust.ts';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

const REPOSITORY = {
  name: 'app',
  htmlUrl: 'https://github.com/octo-org/app',
  defaultBranch: 'main',
};
/** Facts of a run of one ref. */
const onRef = (ref: string, more: Partial<Facts> = {}): Partial<Facts> => ({
  ref,
  names: makeNamesFacts({ ref, repository: REPOSITORY }),
  ...more,
});
const MAIN = onRef('refs/heads/main');
const FEATURE = onRef('refs/heads/feature');
const PROTECTED = onRef('refs/heads/release/1.x', { refProtected: true });
const TAG = onRef('refs/tags/v1.2.3');
const PULL: Partial<Facts> = {
  eventName: 'pull_request',
  ref: 'refs/pull/7/merge',
  oidcAvailable: false,
  names: makeNamesFacts({
    eventName: 'pull_request',
    ref: 'refs/pull/7/merge',
    repository: REPOSITORY,
    pullRequest: { number: 7, baseRef: 'main' },
  }),
};
const OWN_SIGSTORE = {
  inputs: { 'trusted-root': 'root.json', 'signing-config': 'config.json' },
  paths: { trustedRoot: 'file', signingConfig: 'file' },
} as const;

const trustOf = async (facts: Partial<Facts>, inputs: InputTexts = {}): Promise<CacheTrust> =>
  (await makePlanOf({ facts, inputs })).cache.trust;

describe('whose caches a run reads', () => {
  it.each<[string, Partial<Facts>, InputTexts, Partial<CacheTrust>]>([
    [
      'a tag: what the default branch signed',
      TAG,
      {},
      { level: 'signed', actionsCache: { kind: 'signed', ref: 'refs/heads/main' } },
    ],
    [
      'the default branch: what it signed itself',
      MAIN,
      {},
      { level: 'ref', actionsCache: { kind: 'signed', ref: 'refs/heads/main' } },
    ],
    [
      'a branch that nobody protects: what branches signed',
      FEATURE,
      {},
      { level: 'ref', actionsCache: { kind: 'signed', ref: 'refs/heads/*' } },
    ],
    [
      'a protected branch: what it signed itself',
      PROTECTED,
      {},
      { level: 'ref', actionsCache: { kind: 'signed', ref: 'refs/heads/release/1.x' } },
    ],
    [
      'a pull request: all of its base, beside what is signed',
      PULL,
      {},
      { level: 'any', actionsCache: { kind: 'beside' }, verifiesRegistry: false },
    ],
    [
      'a pull request of a private repository: all of its base',
      { ...PULL, visibility: 'private' },
      {},
      { level: 'any', actionsCache: undefined },
    ],
    [
      'a push without signing: all',
      TAG,
      { sign: 'false' },
      { level: 'any', actionsCache: undefined },
    ],
    [
      'what `any` says: all',
      TAG,
      { 'cache-trust': 'any' },
      { level: 'any', actionsCache: undefined },
    ],
    [
      'what `ref` says: what GitHub keeps apart',
      TAG,
      { 'cache-trust': 'ref' },
      { level: 'ref', actionsCache: undefined, verifiesRegistry: true },
    ],
    [
      'what `signed` says, on a branch',
      MAIN,
      { 'cache-trust': 'signed' },
      { level: 'signed', actionsCache: { kind: 'signed', ref: 'refs/heads/main' } },
    ],
  ])('%s', async (_what, facts, inputs, expected) => {
    expect(await trustOf(facts, inputs)).toMatchObject(expected);
  });

  it.each<[string, Partial<Facts>, InputTexts]>([
    [
      'a private repository, whose signatures stand in no log',
      { ...TAG, visibility: 'private' },
      {},
    ],
    ['a builder that was there before', TAG, { builder: 'mine' }],
    ['steps that may do anything', TAG, { allow: 'security.insecure' }],
    [
      'an unknown default branch',
      { ...TAG, names: makeNamesFacts({ ref: 'refs/tags/v1.2.3' }) },
      {},
    ],
  ])('a release with %s reads nothing from GitHub', async (_what, facts, inputs) => {
    const { cache } = await makePlanOf({ facts, inputs });
    expect(cache.from).toEqual([]);
    expect(cache.trust.refused).toEqual([expect.stringContaining("GitHub's cache bsa.")]);
  });

  it('a release with a Sigstore of its own reads nothing from GitHub, unless it says that BuildKit knows it', async () => {
    const { inputs, paths } = OWN_SIGSTORE;
    const facts = {
      ...TAG,
      paths: { context: 'directory', dockerfile: 'file', named: {}, ...paths },
    } as Partial<Facts>;
    expect((await makePlanOf({ facts, inputs })).cache.from).toEqual([]);
    const told = await makePlanOf({ facts, inputs: { ...inputs, 'cache-trust': 'signed' } });
    expect(told.cache.from).toHaveLength(1);
    expect(told.cache.trust.actionsCache).toEqual({ kind: 'signed', ref: 'refs/heads/main' });
  });

  it('a branch reads what GitHub keeps apart where BuildKit cannot verify', async () => {
    const { cache } = await makePlanOf({ facts: { ...MAIN, visibility: 'private' } });
    expect(cache.from).toHaveLength(1);
    expect(cache.trust).toMatchObject({ level: 'ref', actionsCache: undefined, refused: [] });
  });

  it('what is written stays planned', async () => {
    const { cache } = await makePlanOf({
      facts: { ...MAIN, visibility: 'private' },
      inputs: { 'cache-trust': 'signed' },
    });
    expect([cache.from.length, cache.to.length]).toEqual([0, 1]);
  });
});

describe('scopes', () => {
  const scopesOf = ({ cache }: Plan) =>
    [cache.from, cache.to].map((side) => side.map(({ scope }) => scope));

  it('a protected branch has its own, which its pull requests read first after their own', async () => {
    const [from = [], to = []] = scopesOf(await makePlanOf({ facts: PROTECTED }));
    expect(from).toEqual([expect.stringMatching(/\.b-release__1_\.x$/)]);
    expect(to).toEqual(from);
    const names = makeNamesFacts({
      eventName: 'pull_request',
      ref: 'refs/pull/7/merge',
      repository: REPOSITORY,
      pullRequest: { number: 7, baseRef: 'release/1.x' },
    });
    const [read = [], written = []] = scopesOf(await makePlanOf({ facts: { ...PULL, names } }));
    expect(read).toContain(from[0]);
    expect(written).not.toContain(from[0]);
  });

  it('other refs share one, which GitHub keeps apart', async () => {
    const all = await Promise.all([MAIN, FEATURE, TAG, PULL].map((facts) => makePlanOf({ facts })));
    expect(new Set(all.flatMap(({ cache }) => cache.from.map(({ scope }) => scope))).size).toBe(1);
  });
});

describe('the plan as it is printed', () => {
  it('says whose caches count and what is not read', async () => {
    const inputs = {
      'cache-from': 'type=s3,bucket=b,region=r,name=n\ntype=registry,ref=ghcr.io/o/c:x',
    };
    const { cache } = await makePlanOf({ facts: TAG, inputs });
    expect(formatTrust(cache.trust)).toBe(
      "only what is signed (a release is signed); checked: GitHub's by BuildKit, registries by cosign; signed by this workflow on refs/heads/main; not read: S3 cache n: nothing says who wrote it",
    );
  });
});
