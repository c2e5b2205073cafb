import { describe, expect, it } from '@jest/globals';
import { formatPlatform } from '../../src/image/platform.ts';
import type { Plan } from '../../src/plan/types.ts';
import { makeGroupId } from '../../src/stages/legs/announce.ts';
import { makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, type Given, IMAGE, makePlanOf } from '../support/make-plan.ts';

const matrix = (value: unknown): InputTexts => ({ matrix: JSON.stringify(value) });

const describeLeg = ({ leg, build }: Plan): unknown => ({
  leg: leg === undefined ? undefined : formatPlatform(leg.platform),
  whole: leg?.platforms.map(formatPlatform),
  built: build.platforms.map(formatPlatform),
});
const isLegOf = (leg: string, whole: readonly string[] = ['linux/amd64', 'linux/arm64']) => ({
  leg,
  whole,
  built: [leg],
});
const isWhole = (built: readonly string[] = ['linux/amd64', 'linux/arm64']) => ({
  leg: undefined,
  whole: undefined,
  built,
});

describe('a leg', () => {
  it.each<[string, InputTexts, object]>([
    ['by the input', { platform: 'linux/arm64' }, isLegOf('linux/arm64')],
    [
      'by the input, whatever the matrix has',
      { platform: 'linux/arm64', ...matrix({ platform: 'linux/amd64' }) },
      isLegOf('linux/arm64'),
    ],
    ['by the key `platform`', matrix({ platform: 'linux/arm64' }), isLegOf('linux/arm64')],
    [
      'by the key `platform` before others',
      matrix({ target: 'linux/amd64', platform: 'linux/arm64' }),
      isLegOf('linux/arm64'),
    ],
    ['by another key', matrix({ arch: 'linux/arm64', os: 'ubuntu' }), isLegOf('linux/arm64')],
    [
      'by a key of an object',
      matrix({ build: { platform: 'linux/arm64', runner: 'ubuntu-24.04-arm' } }),
      isLegOf('linux/arm64'),
    ],
    [
      'by the other key, where `platform` is no platform of a container',
      matrix({ platform: 'ubuntu', arch: 'linux/arm64' }),
      isLegOf('linux/arm64'),
    ],
    [
      'by two keys that mean the same',
      matrix({ a: 'linux/arm64', b: 'linux/arm64/v8' }),
      isLegOf('linux/arm64'),
    ],
    ['by another spelling', { platform: 'linux/arm64/v8' }, isLegOf('linux/arm64')],
    [
      'by another spelling in `platforms`',
      { platforms: 'linux/amd64,linux/arm64/v8', platform: 'linux/arm64' },
      isLegOf('linux/arm64'),
    ],
    [
      'among several, sorted whatever their order',
      { platforms: 'linux/arm/v7,linux/arm64,linux/amd64', platform: 'linux/arm64' },
      isLegOf('linux/arm64', ['linux/amd64', 'linux/arm/v7', 'linux/arm64']),
    ],
  ])('is named %s', async (_, inputs, expected) => {
    expect(describeLeg(await makePlanOf({ inputs }))).toEqual(expected);
  });

  it.each<[string, InputTexts, object]>([
    ['there is no matrix', {}, isWhole()],
    ['the matrix is null, as outside of one', matrix(null), isWhole()],
    ['the matrix names none', matrix({ runner: 'ubuntu', node: 24, beta: true }), isWhole()],
    ['the matrix is not JSON', { matrix: 'object' }, isWhole()],
    [
      'the matrix names one that is not built, by another key',
      matrix({ base: 'linux/s390x' }),
      isWhole(),
    ],
    [
      'a list of the matrix holds one',
      matrix({ platforms: ['linux/amd64', 'linux/arm64'] }),
      isWhole(),
    ],
    [
      'there is one platform, and it is that one',
      { platforms: 'linux/arm64', platform: 'linux/arm64' },
      isWhole(['linux/arm64']),
    ],
    [
      'each leg names its own platform as the whole set',
      { platforms: 'linux/arm64', ...matrix({ platform: 'linux/arm64' }) },
      isWhole(['linux/arm64']),
    ],
  ])('is not one when %s', async (_, inputs, expected) => {
    expect(describeLeg(await makePlanOf({ inputs }))).toEqual(expected);
  });

  it('is not guessed where the matrix names several, and that is said', async () => {
    const plan = await makePlanOf({ inputs: matrix({ from: 'linux/amd64', to: 'linux/arm64' }) });
    expect(describeLeg(plan)).toEqual(isWhole());
    expect(plan.notices.filter((text) => /linux\/amd64, linux\/arm64/.test(text))).toHaveLength(1);
  });

  it.each<[string, InputTexts]>([
    ['the input', { platform: 'linux/s390x' }],
    ['the key `platform`', matrix({ platform: 'linux/s390x' })],
    ['the input, with one platform', { platforms: 'linux/amd64', platform: 'linux/arm64' }],
    ['the input, by what is no platform', { platform: 'arm64' }],
  ])('of a platform that is not built is refused: %s', async (_, inputs) => {
    expect(await findBlamed({ inputs })).toEqual(['platform']);
  });

  it('has a cache of its own, the same in every run', async () => {
    const of = async (inputs: InputTexts) =>
      (await makePlanOf({ inputs: { 'cache-trust': 'any', ...inputs } })).cache.from
        .map(({ scope }) => scope)
        .join();
    const [amd, arm, whole] = [
      await of({ platform: 'linux/amd64' }),
      await of({ platform: 'linux/arm64' }),
      await of({}),
    ];
    expect(new Set([amd, arm, whole]).size).toBe(3);
    expect(await of(matrix({ platform: 'linux/arm64', runner: 'other' }))).toBe(arm);
  });
});

const BASE: InputTexts = {
  platform: 'linux/amd64',
  images: `${IMAGE}\nquay.io/octo/app`,
  tags: 'type=semver,pattern={{version}}\ntype=raw,value=a\ntype=raw,value=b',
  'build-args': 'A=1\nB=2',
  'build-contexts': 'one=https://example.com/1.git\ntwo=https://example.com/2.git',
  secrets: 'npm=1\npip=2',
  platforms: 'linux/amd64,linux/arm64',
};

async function groupOf(inputs: InputTexts, facts: Given['facts'] = {}): Promise<string> {
  return makeGroupId(await makePlanOf({ inputs: { ...BASE, ...inputs }, facts }));
}

describe('the group', () => {
  it('is 16 hexadecimal characters', async () => {
    expect(await groupOf({})).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each<[string, InputTexts]>([
    ['platform', { platform: 'linux/arm64' }],
    ['matrix', matrix({ platform: 'linux/amd64', runner: 'x', index: 3 })],
    ['order of platforms', { platforms: 'linux/arm64,linux/amd64' }],
    ['spelling of platforms', { platforms: 'linux/x86_64,linux/arm64/v8' }],
    ['order of images', { images: `quay.io/octo/app\n${IMAGE}` }],
    [
      'order of tags',
      { tags: 'type=raw,value=b\ntype=raw,value=a\ntype=semver,pattern={{version}}' },
    ],
    ['order of build arguments', { 'build-args': 'B=2\nA=1' }],
    [
      'order of contexts',
      { 'build-contexts': 'two=https://example.com/2.git\none=https://example.com/1.git' },
    ],
    ['order of secrets', { secrets: 'pip=2\nnpm=1' }],
    ['value of a secret', { secrets: 'npm=3\npip=4' }],
    ['driver', { driver: 'docker-container', emulation: 'off' }],
    ['cache', { cache: 'off' }],
    ['labels', { labels: 'built-on=this-runner' }],
    ['publication', { publish: 'off' }],
  ])('does not depend on the %s', async (_, inputs) => {
    expect(await groupOf(inputs)).toBe(await groupOf({}));
  });

  it.each<[string, InputTexts]>([
    ['tags', { tags: 'type=raw,value=a' }],
    ['suffix of the tags', { flavor: 'suffix=-alpine' }],
    ['images', { images: IMAGE }],
    ['target', { target: 'debug' }],
    ['file', { file: 'other.Dockerfile' }],
    ['context', { context: 'https://github.com/octo-org/other.git' }],
    ['further contexts', { 'build-contexts': 'one=https://example.com/3.git' }],
    ['build arguments', { 'build-args': 'A=1\nB=3' }],
    ['secret ids', { secrets: 'npm=1' }],
    ['whole set of platforms', { platforms: 'linux/amd64,linux/arm64,linux/arm/v7' }],
    ['name of the group', { group: 'app' }],
  ])('is another one for other %s', async (_, inputs) => {
    expect(await groupOf(inputs)).not.toBe(await groupOf({}));
  });

  it('is the same before and after midnight, whatever tags have a date', async () => {
    const tags = "type=raw,value=nightly-{{date 'YYYYMMDD-HHmmss'}}\ntype=schedule";
    const at = (time: string, commitTime: string | undefined) =>
      groupOf(
        { tags },
        {
          eventName: 'schedule',
          names: makeNamesFacts({
            eventName: 'schedule',
            ref: 'refs/heads/main',
            runTime: new Date(time),
            ...(commitTime === undefined ? {} : { commitTime: new Date(commitTime) }),
          }),
        },
      );
    for (const commit of [undefined, '2025-12-24T12:00:00Z']) {
      const [before, after] = ['2026-01-01T23:59:59Z', '2026-01-02T00:00:01Z'];
      expect(await at(before, commit)).toBe(await at(after, commit));
    }
  });

  it('is the same however long after each other legs start, whatever inputs have the time', async () => {
    const now = "{{date 'HHmmss'}}";
    const at = (time: string) =>
      groupOf(
        {
          'build-args': `BUILT=${now}`,
          'build-contexts': `one=https://example.com/1.git#${now}`,
        },
        { names: makeNamesFacts({ runTime: new Date(time) }) },
      );
    expect(await at('2026-01-01T12:00:00Z')).toBe(await at('2026-01-01T12:00:01Z'));
  });

  it('is what its name says, whatever else the inputs are', async () => {
    const named = await groupOf({ group: 'app' });
    expect(await groupOf({ group: 'app', target: 'debug', tags: 'type=raw,value=z' })).toBe(named);
    expect(await groupOf({ group: 'app-alpine' })).not.toBe(named);
  });

  it('is by full references, where there are no images', async () => {
    const references = { images: '', push: 'true' };
    const of = (tags: string) => groupOf({ ...references, tags });
    expect(await of(`${IMAGE}:a,${IMAGE}:b`)).toBe(await of(`${IMAGE}:b,${IMAGE}:a`));
    expect(await of(`${IMAGE}:a`)).not.toBe(await of(`${IMAGE}:b`));
  });
});
