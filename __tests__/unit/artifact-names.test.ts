import { describe, expect, it } from '@jest/globals';
import {
  formatLegArtifact,
  formatMergeArtifact,
  formatReleaseArtifact,
  LEG_PREFIX,
  type LegArtifact,
  parseLegArtifact,
} from '../../src/plan/artifact-names.ts';
import { GROUP } from '../support/make-candidate.ts';

const LEGS: readonly LegArtifact[] = [
  { group: GROUP, platform: 'linux/amd64', attempt: 1, phase: 'start' },
  { group: GROUP, platform: 'linux/arm/v7', attempt: 12, phase: 'done' },
  { group: GROUP, platform: 'linux/arm64/v8.1', attempt: 1, phase: 'done' },
  { group: 'ffffffffffffffff', platform: 'all', attempt: 999_999, phase: 'done' },
];

describe("a leg's artifact", () => {
  it.each(LEGS)('is called by a name that says all of %j', (leg) => {
    const name = formatLegArtifact(leg);
    expect(name.startsWith(`${LEG_PREFIX}${leg.group}.`)).toBe(true);
    expect(parseLegArtifact(name)).toEqual(leg);
  });

  it('has a name that the artifact service takes', () => {
    // @actions/artifact path-and-artifact-name-validation.ts
    for (const leg of LEGS) expect(formatLegArtifact(leg)).not.toMatch(/["<>|*?:\\/\r\n]/);
  });

  it.each([
    ['a report', 'coverage'],
    ['a leg of no group', 'bsa-leg.linux-amd64.1.done'],
    ['a group that is too short', 'bsa-leg.0123456789abcde.linux-amd64.1.done'],
    ['a group in capitals', 'bsa-leg.0123456789ABCDEF.linux-amd64.1.done'],
    ['attempt 0', `bsa-leg.${GROUP}.linux-amd64.0.done`],
    ['an attempt that is no number', `bsa-leg.${GROUP}.linux-amd64.x.done`],
    ['an attempt beyond all', `bsa-leg.${GROUP}.linux-amd64.1234567.done`],
    ['another phase', `bsa-leg.${GROUP}.linux-amd64.1.gone`],
    ['a second turn, which is taken off before', `bsa-leg.${GROUP}.linux-amd64.1.done.2`],
    ['something before it', `x-bsa-leg.${GROUP}.linux-amd64.1.done`],
    ['a claim', formatMergeArtifact({ group: GROUP, children: GROUP, attempt: 1, generation: 1 })],
  ])('is not what %s is called', (_, name) => {
    expect(parseLegArtifact(name)).toBeUndefined();
  });
});

describe('a claim', () => {
  it('has another name for another group, set, attempt and generation', () => {
    const claim = { group: GROUP, children: GROUP, attempt: 1, generation: 1 };
    const others = [
      claim,
      { ...claim, group: 'ffffffffffffffff' },
      { ...claim, children: 'ffffffffffffffff' },
      { ...claim, attempt: 2 },
      { ...claim, generation: 2 },
      { ...claim, attempt: 11, generation: 1 },
      { ...claim, attempt: 1, generation: 11 },
    ];
    const names = others.flatMap((one) => [formatMergeArtifact(one), formatReleaseArtifact(one)]);
    expect(new Set(names).size).toBe(names.length);
  });
});
