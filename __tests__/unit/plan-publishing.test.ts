import { describe, expect, it } from '@jest/globals';
import { errorCode, InputError } from '../../src/errors.ts';
import { formatPlatform } from '../../src/image/platform.ts';
import { SPDX } from '../../src/plan/attestations.ts';
import type { Candidate, CandidateDocument } from '../../src/plan/candidate.ts';
import { type PublishingPlan, planPublishing } from '../../src/plan/publishing.ts';
import type { Facts } from '../../src/plan/types.ts';
import { GROUP, makeCandidate, platformOf } from '../support/make-candidate.ts';
import { makeFacts } from '../support/make-facts.ts';
import { makeInputs } from '../support/make-inputs.ts';

const OTHER = 'f'.repeat(16);
const [FIRST] = makeCandidate().destinations;
if (FIRST === undefined) throw new Error('a candidate has an image');
const tagged = (name: string): Candidate['destinations'] => [
  { ...FIRST, tags: [{ name, kind: 'floating' }] },
];

const leg = (platform: string, more: Partial<Candidate> = {}): Candidate =>
  makeCandidate({ platform: platformOf(platform), ...more });
const whole = (more: Partial<Candidate> = {}): Candidate =>
  makeCandidate({ platform: undefined, ...more });
const [AMD, ARM] = [leg('linux/amd64'), leg('linux/arm64')] as const;
const both = (more: Partial<Candidate>): readonly Candidate[] => [
  leg('linux/amd64', more),
  leg('linux/arm64', more),
];

function plan(
  candidates: readonly Candidate[],
  facts: Partial<Facts> = {},
  inputs: Parameters<typeof makeInputs>[0] = {},
): PublishingPlan {
  const documents = candidates.map((candidate): CandidateDocument => ({ candidate, bundle: '{}' }));
  return planPublishing({
    inputs: makeInputs(inputs),
    facts: makeFacts(facts),
    documents,
    problems: [],
  });
}

const codeOf = (...given: Parameters<typeof plan>): string => {
  try {
    plan(...given);
    return 'planned';
  } catch (error) {
    return errorCode(error);
  }
};

const problemsOf = (candidates: readonly Candidate[]): readonly string[] => {
  try {
    plan(candidates);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ problem }) => problem);
    throw error;
  }
};

describe('what is published', () => {
  it('is one image of legs, in any order', () => {
    for (const candidates of [
      [AMD, ARM],
      [ARM, AMD],
    ]) {
      const { images } = plan(candidates);
      expect(images).toHaveLength(1);
      expect(images[0]).toMatchObject({ group: GROUP, signed: true });
      expect(images[0]?.platforms.map(formatPlatform)).toEqual(['linux/amd64', 'linux/arm64']);
    }
  });

  it('is one whole image', () => {
    expect(plan([whole()]).images).toHaveLength(1);
  });

  it('are several images, each with what is its own', () => {
    const { images } = plan([
      AMD,
      ARM,
      whole({ group: OTHER, destinations: tagged('alpine'), attestations: [SPDX] }),
    ]);
    expect(
      images.map(({ group, documents, attestations, destinations }) => ({
        group,
        legs: documents.length,
        attestations: attestations.length,
        tags: destinations.flatMap(({ tags }) => tags.map(({ name }) => name)),
      })),
    ).toEqual([
      { group: GROUP, legs: 2, attestations: 2, tags: ['v1.2.3', 'latest'] },
      { group: OTHER, legs: 1, attestations: 1, tags: ['alpine'] },
    ]);
  });

  it('is signed here, when one leg is not signed', () => {
    expect(plan([AMD, leg('linux/arm64', { signed: false })]).images[0]?.signed).toBe(false);
  });

  it('may have legs whose tags and annotations have another date', () => {
    const later = { destinations: tagged('20260102'), annotations: ['created=2026-01-02'] };
    expect(codeOf([AMD, leg('linux/arm64', later)])).toBe('planned');
  });
});

describe('what is not published', () => {
  it.each<[string, readonly Candidate[], RegExp]>([
    ['one leg of two', [AMD], /lack linux\/arm64 .*there is linux\/amd64/],
    ['the same leg twice, and not the other', [AMD, AMD], /lack linux\/arm64/],
    ['one leg twice', [AMD, ARM, ARM], /more .*: linux\/arm64$/],
    ['a whole image twice', [whole(), whole()], /more .*: the whole image$/],
    ['a whole image and its legs', [AMD, ARM, whole()], /more .*: the whole image$/],
    ['a whole image and one leg', [AMD, whole()], /lack linux\/arm64/],
    [
      'a leg that is none of the platforms',
      [AMD, ARM, leg('linux/arm/v7')],
      /more .*: linux\/arm\/v7$/,
    ],
    [
      'legs of other sets',
      [AMD, leg('linux/arm64', { platforms: [platformOf('linux/arm64')] })],
      /differ in platforms/,
    ],
    ['legs with other attestations', [AMD, leg('linux/arm64', { attestations: [] })], /differ/],
    [
      'legs of other images',
      [
        AMD,
        leg('linux/arm64', {
          destinations: [{ ...FIRST, repository: { ...FIRST.repository, path: 'octo-org/other' } }],
        }),
      ],
      /differ/,
    ],
  ])('is %s', (_, candidates, problem) => {
    expect(problemsOf(candidates)).toEqual([expect.stringMatching(problem)]);
  });

  it('is told for each image at once', () => {
    expect(problemsOf([AMD, leg('linux/arm64', { group: OTHER })])).toHaveLength(2);
  });

  it('are two images that want one tag', () => {
    expect(codeOf([AMD, ARM, ...both({ group: OTHER })])).toBe('TAG_CONFLICT');
    expect(codeOf([AMD, ARM, ...both({ group: OTHER, destinations: tagged('alpine') })])).toBe(
      'planned',
    );
  });

  it('is anything without an identity, unless it is to be unsigned', () => {
    const none = { oidcAvailable: false };
    expect(codeOf([AMD, ARM], none)).toBe('OIDC_PERMISSION_MISSING');
    expect(codeOf([AMD, ARM], none, { sign: false })).toBe('planned');
  });
});
