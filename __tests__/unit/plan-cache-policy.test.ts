import { describe, expect, it } from '@jest/globals';
import { makeCachePolicies, planCacheTrustConfig } from '../../src/plan/cache-policy.ts';
import type { CachePlace } from '../../src/plan/cache-spec.ts';
import {
  type CacheProof,
  type CacheTrust,
  findProof,
  isCacheVerified,
  mayReadCache,
} from '../../src/plan/cache-trust.ts';
import { ANY_TRUST, makeCache, makePlaces } from '../support/make-cache.ts';
import { makePolicy } from '../support/make-subjects.ts';

describe('what vouches for a cache', () => {
  const signed: CacheTrust = {
    ...ANY_TRUST,
    level: 'signed',
    actionsCache: { kind: 'signed', ref: 'refs/heads/main' },
    verifiesRegistry: true,
  };
  const plain: CacheTrust = { ...ANY_TRUST, level: 'ref' };
  const place = (text: string, of: CachePlace['of'] = 'own'): CachePlace => {
    const [made] = makePlaces(text);
    if (made === undefined) throw new Error(`${text} is no place`);
    return { ...made, of };
  };

  it.each<[string, CachePlace['of'], CacheTrust, CacheProof, boolean]>([
    ['type=gha', 'own', signed, 'buildkit', true],
    ['type=gha', 'own', plain, 'github', true],
    ['type=gha', 'own', { ...plain, level: 'signed' }, 'github', false],
    ['type=gha', 'own', { ...plain, actionsCache: { kind: 'beside' } }, 'github', true],
    ['type=registry,ref=ghcr.io/o/c', 'given', signed, 'cosign', true],
    ['type=registry,ref=ghcr.io/o/c', 'given', plain, 'none', false],
    ['type=local,dest=/c', 'own', plain, 'github', true],
    ['type=local,dest=/c', 'own', signed, 'github', false],
    ['type=local,dest=/c', 'given', plain, 'none', false],
    ['type=local,dest=/c', 'given', ANY_TRUST, 'none', true],
    ['type=s3,bucket=b,region=r,name=n', 'own', plain, 'none', false],
    [
      'type=azblob,name=n,account_url=https://a.blob.core.windows.net',
      'own',
      signed,
      'none',
      false,
    ],
  ])('%s (%s)', (text, of, trust, proof, isRead) => {
    expect(findProof(place(text, of), trust)).toBe(proof);
    expect(mayReadCache(place(text, of), trust)).toBe(isRead);
  });

  it('is enough for the highest level where a signature does for all', () => {
    const from = [place('type=gha'), place('type=registry,ref=ghcr.io/o/c')];
    expect(isCacheVerified(makeCache({ from, trust: signed }))).toBe(true);
    expect(
      isCacheVerified(makeCache({ from: [...from, place('type=local,dest=/c')], trust: signed })),
    ).toBe(false);
    expect(isCacheVerified(makeCache({ from: [], trust: ANY_TRUST }))).toBe(true);
  });
});

describe("BuildKit's configuration", () => {
  const identity = 'https://github.com/octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3';
  const policy = makePolicy({ identity, ref: 'refs/tags/v1.2.3', repository: 'octo-org/app' });
  const facts = {
    serverUrl: 'https://github.com',
    repository: 'octo-org/app',
    runnerEnvironment: 'github-hosted',
  };
  const actionsCache = { kind: 'signed', ref: 'refs/heads/main' } as const;

  it('names workflow, repository, ref and kind of runner', () => {
    expect(planCacheTrustConfig({ actionsCache }, { policy, facts })).toMatchObject({
      cache: {
        gha: {
          sign: { command: ['sh', '-c', expect.stringContaining('/ask')] },
          verify: {
            required: true,
            policy: {
              timestampThreshold: 1,
              tlogThreshold: 1,
              issuer: policy.issuer,
              subjectAlternativeName:
                'https://github.com/octo-org/app/.github/workflows/release.yml@refs/heads/main',
              sourceRepositoryURI: 'https://github.com/octo-org/app',
              sourceRepositoryRef: 'refs/heads/main',
              runnerEnvironment: 'github-hosted',
            },
          },
        },
      },
    });
  });

  it('takes a machine of the user only where the run has one', () => {
    const config = planCacheTrustConfig(
      { actionsCache },
      { policy, facts: { ...facts, runnerEnvironment: 'self-hosted' } },
    );
    expect(JSON.stringify(config)).not.toContain('runnerEnvironment');
  });

  it('keeps the identity of a workflow of another repository', () => {
    const shared =
      'https://github.com/build-sign-action/build-sign-action/.github/workflows/build-sign.yml@refs/tags/v1';
    const [one] = makeCachePolicies({ refs: ['refs/heads/main'] }, { ...policy, identity: shared });
    expect(one).toMatchObject({
      identity: shared,
      ref: 'refs/heads/main',
      sha: undefined,
      trigger: undefined,
    });
  });

  it('has no signatures for a pull request, and nothing where nothing was decided', () => {
    expect(
      planCacheTrustConfig({ actionsCache: { kind: 'beside' } }, { policy: undefined, facts }),
    ).toEqual({
      cache: { gha: { sign: { command: [] }, verify: { required: false } } },
    });
    expect(planCacheTrustConfig({ actionsCache: undefined }, { policy, facts })).toBeUndefined();
    expect(planCacheTrustConfig({ actionsCache }, { policy: undefined, facts })).toBeUndefined();
  });
});
