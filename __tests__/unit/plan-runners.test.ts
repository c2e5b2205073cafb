import { describe, expect, it } from '@jest/globals';
import { readInputs } from '../../src/inputs/parse.ts';
import { formatMatrix, planLegs } from '../../src/plan/runners.ts';
import { makeInputEnv } from '../support/make-inputs.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const WORKFLOW = {
  'workflow-ref': 'org/build-sign-action/.github/workflows/build-sign.yml@refs/tags/v1',
  'workflow-sha': '0123456789abcdef0123456789abcdef01234567',
};

/** Runner of each platform, by comma. */
function choose(platforms: string, runners: string): readonly unknown[] {
  const { inputs } = readInputs(makeInputEnv({ platforms, runners }));
  return planLegs({ inputs, problems: [] }).map(({ runner }) => runner);
}

describe('legs', () => {
  it.each([
    ['what GitHub hosts', 'linux/amd64', '', ['ubuntu-24.04']],
    ['native arm64', 'linux/arm64', '', ['ubuntu-24.04-arm']],
    ['arm on arm64', 'linux/arm/v6,linux/arm/v7', '', ['ubuntu-24.04-arm', 'ubuntu-24.04-arm']],
    ['emulation of the rest', 'linux/s390x', '', ['ubuntu-24.04']],
    ['one platform', 'linux/amd64,linux/arm64', '{"linux/arm64":"a"}', ['ubuntu-24.04', 'a']],
    ['a variant that is the default', 'linux/arm64', '{"linux/arm64/v8":"a"}', ['a']],
    ['a platform with its default variant', 'linux/arm64/v8', '{"linux/arm64":"a"}', ['a']],
    ['all variants', 'linux/arm/v6,linux/arm/v7', '{"linux/arm":"a"}', ['a', 'a']],
    ['one variant', 'linux/arm/v6,linux/arm', '{"linux/arm/v7":"a"}', ['ubuntu-24.04-arm', 'a']],
    [
      'a variant before its platform',
      'linux/arm/v6',
      '{"linux/arm":"a","linux/arm/v6":"b"}',
      ['b'],
    ],
    ['an alias', 'linux/aarch64', '{"Linux/AARCH64":"a"}', ['a']],
    ['a system', 'linux/riscv64', '{"linux":"a","default":"b"}', ['a']],
    ['a default before what GitHub hosts', 'linux/arm64', '{"default":"a"}', ['a']],
    ['no prefix within a name', 'linux/arm64', '{"linux/arm":"a"}', ['ubuntu-24.04-arm']],
    ['labels', 'linux/amd64', '{"default":["self-hosted","big"]}', [['self-hosted', 'big']]],
    ['a group', 'linux/amd64', '{"default":{"group":"g"}}', [{ group: 'g' }]],
    [
      'a group with labels',
      'linux/amd64',
      '{"default":{"group":"g","labels":["l"]}}',
      [{ group: 'g', labels: ['l'] }],
    ],
    ['where the workflow plans is no platform', 'linux/amd64', '{"control":"a"}', ['ubuntu-24.04']],
  ])('take %s', (_what, platforms, runners, expected) => {
    expect(choose(platforms, runners)).toEqual(expected);
  });

  it('become the include of a matrix, numbered in the order of the platforms', async () => {
    const { legs } = await makePlanOf({ inputs: { platforms: 'linux/arm64,linux/amd64' } });
    expect(JSON.parse(formatMatrix(legs))).toEqual({
      include: [
        { platform: 'linux/arm64', runner: 'ubuntu-24.04-arm', index: 0 },
        { platform: 'linux/amd64', runner: 'ubuntu-24.04', index: 1 },
      ],
    });
  });
});

describe('runners', () => {
  it.each([
    ['no JSON', 'ubuntu'],
    ['a list', '["ubuntu"]'],
    ['null', 'null'],
    ['an unknown system', '{"linus":"a"}'],
    ['an unknown platform', '{"linux/amd46":"a"}'],
    ['an empty label', '{"default":""}'],
    ['a label of several lines', '{"default":"a\\nb"}'],
    ['no labels', '{"default":[]}'],
    ['labels that are no text', '{"default":[1]}'],
    ['a group without a name', '{"default":{"labels":"a"}}'],
    ['a misspelt key', '{"default":{"group":"g","label":"a"}}'],
    ['one platform twice', '{"linux/arm64":"a","linux/arm64/v8":"b"}'],
  ])('refuse %s', async (_what, runners) => {
    expect(await findBlamed({ inputs: { runners } })).toEqual(['runners']);
  });

  it('tell all that is wrong at once', async () => {
    const runners = '{"linus":"a","linux/amd64":1,"default":"c"}';
    expect(await findBlamed({ inputs: { runners } })).toEqual(['runners', 'runners']);
  });
});

describe('the reusable workflow', () => {
  const variants = ['amd64', 'amd64/v2', 'amd64/v3', 'amd64/v4', 'arm64', 'arm64/v9', 'arm/v5'];
  const others = ['arm/v6', 'arm/v7', 'arm/v8', '386', 'ppc64le', 's390x', 'riscv64', 'loong64'];
  const more = ['mips64le', 'mips64', 'mipsle', 'mips', 'ppc64', 'sparc64'];
  const all = [...variants, ...others, ...more].map((name) => `linux/${name}`);

  it('has an output for each of 20 legs', async () => {
    const platforms = all.slice(0, 20).join();
    expect(await findBlamed({ inputs: { ...WORKFLOW, platforms } })).toEqual([]);
  });

  it('refuses one more; a matrix of the user takes it', async () => {
    const platforms = all.join();
    expect(await findBlamed({ inputs: { ...WORKFLOW, platforms } })).toEqual(['platforms']);
    expect(await findBlamed({ inputs: { platforms } })).toEqual([]);
  });
});
