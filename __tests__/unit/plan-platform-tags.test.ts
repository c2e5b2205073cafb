import { describe, expect, it } from '@jest/globals';
import { type Candidate, formatCandidate, parseCandidate } from '../../src/plan/candidate.ts';
import type { Tag } from '../../src/plan/types.ts';
import { makeDigest } from '../support/make-digest.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findProblems, IMAGE, makePlanOf } from '../support/make-plan.ts';

const PLATFORMS = 'linux/amd64,linux/arm64/v8,linux/arm/v7';

async function planTags(inputs: InputTexts): Promise<readonly Tag[]> {
  const { destinations } = await makePlanOf({ inputs: { platforms: PLATFORMS, ...inputs } });
  return destinations[0]?.tags ?? [];
}

describe('tags of platforms', () => {
  it('are not made unless they are asked for', async () => {
    for (const inputs of [{}, { 'platform-tags': 'false' }])
      expect((await planTags(inputs)).map(({ name }) => name)).toEqual(['v1.2.3', 'latest']);
  });

  it('follow the tag that they are made of, and are of its kind', async () => {
    expect(await planTags({ 'platform-tags': 'true' })).toMatchObject([
      { name: 'v1.2.3', kind: 'immutable' },
      ...companions('v1.2.3', 'immutable'),
      { name: 'latest', kind: 'floating' },
      ...companions('latest', 'floating'),
    ]);
  });

  it.each([
    [
      '{{tag}}-{{os}}-{{arch}}',
      ['v1.2.3-linux-amd64', 'v1.2.3-linux-arm64', 'v1.2.3-linux-arm-v7'],
    ],
    ['{{ arch }}_{{tag}}', ['amd64_v1.2.3', 'arm64_v1.2.3', 'arm-v7_v1.2.3']],
  ])('are called as %s says', async (template, expected) => {
    const tags = await planTags({ 'platform-tags': template, flavor: 'latest=false' });
    expect(tags.slice(1).map(({ name }) => name)).toEqual(expected);
  });

  it('are made of references in tags too', async () => {
    const inputs = { images: '', tags: `${IMAGE}:x`, push: 'true', 'platform-tags': 'true' };
    expect((await planTags(inputs)).map(({ name }) => name)).toEqual([
      'x',
      'x-amd64',
      'x-arm64',
      'x-arm-v7',
    ]);
  });

  it('are no names for what is loaded or exported', async () => {
    const inputs = { 'platform-tags': 'true', load: 'true', push: 'true' };
    const { load, build } = await makePlanOf({
      inputs: { ...inputs, outputs: 'type=oci,dest=x.tar' },
    });
    expect(load?.tags).toEqual([`${IMAGE}:v1.2.3`, `${IMAGE}:latest`]);
    expect(build.exports.join()).not.toContain('amd64');
  });

  it.each<[string, InputTexts]>([
    ['two platforms would share one', { 'platform-tags': '{{tag}}-{{os}}' }],
    ['another tag has the name', { 'platform-tags': 'true', tags: 'x\nx-amd64' }],
    [
      'the tag of a platform of another tag has it',
      { 'platform-tags': '{{tag}}{{arch}}', tags: 'x\nxamd64', platforms: 'linux/amd64' },
    ],
    ['it is the same name', { 'platform-tags': '{{tag}}', platforms: 'linux/amd64' }],
    ['it is too long', { 'platform-tags': 'true', tags: 'x'.repeat(125) }],
    ['no registry takes it', { 'platform-tags': '-{{tag}}-{{arch}}' }],
    ['it has no tag in it', { 'platform-tags': '{{arch}}' }],
    ['it has something else in it', { 'platform-tags': '{{tag}}-{{sha}}' }],
    ['its braces do not fit', { 'platform-tags': '{{tag}-{{arch}}' }],
    ['it is no template', { 'platform-tags': 'yes' }],
  ])('are a problem where %s', async (_, inputs) => {
    const problems = await findProblems({ inputs: { platforms: PLATFORMS, ...inputs } });
    expect(new Set(problems.map(({ input }) => input))).toEqual(new Set(['platform-tags']));
  });

  it('survive being handed over', () => {
    const tags: readonly Tag[] = [{ name: 'x', kind: 'floating' }, ...companions('x', 'floating')];
    const candidate = makeCandidate(tags);
    const handed: unknown = JSON.parse(JSON.stringify(formatCandidate(candidate)));
    expect(parseCandidate(handed)?.destinations[0]?.tags).toEqual(tags);
  });

  it.each([
    7,
    null,
    {},
    { tag: 'x' },
    { tag: '-', platform: 'linux/amd64' },
    { tag: 'x', platform: 'amd' },
  ])('are not believed when they are said to be of %j', (of) => {
    const record = formatCandidate(makeCandidate([{ name: 'x', kind: 'floating' }]));
    const images = [{ name: IMAGE, tags: [{ name: 'x', kind: 'floating', of }] }];
    expect(parseCandidate({ ...record, images })).toBeUndefined();
  });
});

function companions(tag: string, kind: Tag['kind']): readonly Tag[] {
  return ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((platform) => ({
    name: `${tag}-${platform.replace('linux/', '').replace('/', '-')}`,
    kind,
    of: { tag, platform },
  }));
}

function makeCandidate(tags: readonly Tag[]): Candidate {
  return {
    group: '0123456789abcdef',
    runId: '1',
    attempt: 1,
    platform: undefined,
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    digest: makeDigest('x'),
    destinations: [{ repository: { registry: 'ghcr.io', path: 'octo-org/app' }, tags }],
    annotations: [],
    attestations: [],
    signed: true,
    keepAlive: [],
  };
}
