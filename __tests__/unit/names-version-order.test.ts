import { describe, expect, it } from '@jest/globals';
import { compareWithLabel, isLabelOf, type LineVersion } from '../../src/names/version-order.ts';

const versionOf = (text: string, more: Partial<LineVersion> = {}): LineVersion => ({
  scheme: 'semver',
  text,
  prefix: '',
  suffix: '',
  ...more,
});
const signOf = async (own: LineVersion, label: string) => {
  const found = await compareWithLabel(own, label);
  return found === undefined ? undefined : Math.sign(found);
};
const alpine = { suffix: '-alpine' };
const python = { scheme: 'pep440' } as const;

describe('a label against our version', () => {
  it.each<[string, string, Partial<LineVersion>, number | undefined]>([
    ['1.0.5', '2.0.0', {}, 1],
    ['2.0.0', '1.0.5', {}, -1],
    ['1.2.1', '1.2.1', {}, 0],
    ['1.9.0', '1.10.0', {}, 1],
    ['1.2.3', 'v1.2.4', {}, 1],
    ['2026.01.02', '2026.01.10', {}, 1],
    // A pre-release is lower than its release, and higher than the release before.
    ['2.0.0', '2.0.0-rc.1', {}, -1],
    ['2.0.0-rc.2', '2.0.0-rc.10', {}, 1],
    ['2.0.0-rc.1', '1.9.9', {}, -1],
    // What the flavor puts around the version is no part of it.
    ['1.2.3', '1.2.4-alpine', alpine, 1],
    ['1.2.3', '1.2.3-alpine', alpine, 0],
    ['1.2.3', '1.2.3-rc.1-alpine', alpine, -1],
    ['1.2.3', '1.2.4', alpine, 1],
    ['1.2.3', 'app-1.2.4', { prefix: 'app-' }, 1],
    // Parts only.
    ['1.2', '1.10', {}, 1],
    ['1.2', '1.2', {}, undefined],
    ['1', '2', {}, 1],
    ['1.2.3', '2', {}, undefined],
    ['1.2', '2.0.0', {}, undefined],
    ['1.2.3', '20260102', {}, undefined],
    ['1.2.3', 'main', {}, undefined],
    ['1.2.3', '', {}, undefined],
    ['1.2.3', 'sha-860c190', {}, undefined],
    ['1.2', `${'9'.repeat(400)}.0`, {}, undefined],
    // PEP 440 orders otherwise than semver.
    ['1.0', '1.0.post1', python, 1],
    ['1.0', '1.0rc1', python, -1],
    ['1.0.1', '1.0', python, -1],
    ['1.0', '1!0.1', python, 1],
    ['1.0', 'main', python, undefined],
  ])('%s ← %j (%j): %p', async (text, label, more, expected) => {
    expect(await signOf(versionOf(text, more), label)).toBe(expected);
  });
});

describe('a label of the image that is released', () => {
  it.each<[string, string, LineVersion['scheme'], boolean]>([
    ['1.2.3', '1.2.3', 'semver', true],
    ['v1.2.3', '1.2.3', 'semver', true],
    ['1.2', '1.2.3', 'semver', true],
    ['1', '1.2.3', 'semver', true],
    ['1.3', '1.2.3', 'semver', false],
    ['20260102', '1.2.3', 'semver', false],
    ['1.2.3-build5', '1.2.3', 'semver', false],
    ['main', '1.2.3', 'semver', false],
    ['1.2.3', '1.2.3', 'pep440', true],
    ['1.2', '1.2.3', 'pep440', false],
    ['24.04', '1.2.3', 'semver', false],
  ])('%s of %s (%s): %p', async (text, full, scheme, expected) => {
    expect(await isLabelOf({ scheme, text }, full)).toBe(expected);
  });
});
