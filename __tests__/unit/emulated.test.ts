import { describe, expect, it } from '@jest/globals';
import { type Platform, parsePlatform } from '../../src/image/platform.ts';
import { describeSteps, formatEmulated, isNative, listEmulated } from '../../src/plan/emulated.ts';
import { findEmulated } from '../../src/plan/find-emulated.ts';
import { DOCKERFILES } from '../support/dockerfiles.ts';
import type { DockerfileCase } from '../support/dockerfiles-stages.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function platformOf(text: string): Platform {
  const parsed = parsePlatform(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.platform;
}

function find({ text, target, buildArgs = [], contexts = [] }: DockerfileCase, machine = AMD64) {
  const build = { target, buildArgs, contexts, platforms: [AMD64, ARM64] };
  return findEmulated({ text, build, machine });
}

describe('what a build emulates', () => {
  it.each(
    DOCKERFILES.filter(({ emulated }) => emulated !== 'install').map(
      (one): [string, DockerfileCase] => [one.name, one],
    ),
  )('%s', (_, one) => {
    const { steps, doubts } = find(one);
    expect(doubts).toEqual([]);
    expect(steps.map(({ line }) => line)).toEqual(one.emulated);
    expect(steps.every(({ platform }) => platform.architecture === 'arm64')).toBe(true);
  });

  it.each(
    DOCKERFILES.filter(({ emulated }) => emulated === 'install').map(
      (one): [string, DockerfileCase] => [one.name, one],
    ),
  )('cannot be told: %s', (_, one) => {
    const emulated = find(one);
    expect(emulated.doubts.length).toBeGreaterThan(0);
    const wanted = { platforms: [AMD64, ARM64], machine: AMD64 };
    expect(listEmulated(emulated, wanted)).toEqual([ARM64]);
  });

  it('is a table that is large enough', () => {
    expect(DOCKERFILES.length).toBeGreaterThanOrEqual(40);
    expect(DOCKERFILES.filter(({ isBuilt }) => isBuilt).length).toBeGreaterThanOrEqual(10);
  });

  it('depends on the machine', () => {
    const text = 'FROM --platform=linux/amd64 base\nRUN true';
    const one = { name: '', text, emulated: [] };
    expect(find(one, ARM64).steps.map(({ platform }) => platform)).toEqual([AMD64]);
    expect(find(one, AMD64).steps).toEqual([]);
  });

  it('has the images whose ONBUILD would add to it', () => {
    const text = 'FROM --platform=$BUILDPLATFORM go AS b\nFROM app\nCOPY --from=b / /';
    const bases = find({ name: '', text, emulated: [] }).bases;
    expect(bases).toEqual([{ image: 'app', line: 2, platform: ARM64 }]);
  });

  it('has the image that a build context is', () => {
    const { bases } = find({
      name: '',
      text: 'FROM app',
      emulated: [],
      contexts: ['app=docker-image://ghcr.io/octo/app:1'],
    });
    expect(bases.map(({ image }) => image)).toEqual(['ghcr.io/octo/app:1']);
  });
});

describe('a machine runs by itself', () => {
  it.each([
    ['linux/amd64', 'linux/amd64', true],
    ['linux/amd64/v3', 'linux/amd64', true],
    ['linux/386', 'linux/amd64', true],
    ['linux/386', 'linux/arm64', false],
    ['linux/arm64', 'linux/amd64', false],
    // Some arm64 processors have no 32-bit mode; the kernel is asked.
    ['linux/arm/v7', 'linux/arm64', false],
    ['linux/arm/v6', 'linux/arm/v7', true],
    ['windows/amd64', 'linux/amd64', false],
  ])('%s on %s: %s', (platform, machine, native) => {
    expect(isNative(platformOf(platform), platformOf(machine))).toBe(native);
  });
});

describe('what is told of it', () => {
  const step = (line: number) => ({ line, text: 'make', stage: 'build', platform: ARM64 });
  it.each([
    [[7], [], '1 step, line 7'],
    [[7, 9], [], '2 steps, lines 7, 9'],
    [
      [7],
      ['the Dockerfile is not here'],
      '1 step, line 7, perhaps more (the Dockerfile is not here)',
    ],
    [[], ['x'], 'no step that is known, perhaps more (x)'],
  ])('%j %j', (lines, doubts, text) => {
    expect(formatEmulated({ steps: lines.map(step), doubts, bases: [] })).toBe(text);
  });

  it('names each step with its line and platform', () => {
    expect(describeSteps([step(7)], 'app/Dockerfile')).toEqual([
      'app/Dockerfile:7 RUN make (linux/arm64)',
    ]);
  });
});
