import { describe, expect, it } from '@jest/globals';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, IMAGE, makePlanOf } from '../support/make-plan.ts';

const ARM: InputTexts = { platform: 'linux/arm64' };

/** Annotations of the plan, less those that the event gives. */
async function split(annotations: string, inputs: InputTexts = ARM) {
  const { build, indexAnnotations } = await makePlanOf({ inputs: { ...inputs, annotations } });
  const isOwn = (entry: string): boolean => !entry.includes('org.opencontainers.image.');
  return {
    build: build.annotations.filter(isOwn),
    index: indexAnnotations.filter(isOwn),
  };
}

describe('annotations of a leg', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['manifest:a=1', ['manifest:a=1'], []],
    ['index:a=1', [], ['a=1']],
    ['index,manifest:a=1', ['manifest:a=1'], ['a=1']],
    [
      'manifest,index,manifest-descriptor:a=1',
      ['manifest:a=1', 'manifest-descriptor:a=1'],
      ['a=1'],
    ],
    ['index-descriptor:a=1', [], []],
    ['manifest[linux/arm64]:a=1', ['manifest:a=1'], []],
    ['manifest[linux/arm64/v8]:a=1', ['manifest:a=1'], []],
    ['manifest[linux/amd64]:a=1', [], []],
    ['manifest[linux/amd64],index:a=1', [], ['a=1']],
    ['manifest-descriptor[linux/arm64],manifest[linux/amd64]:a=1', ['manifest-descriptor:a=1'], []],
    ['index:a=b=c:d', [], ['a=b=c:d']],
    ['index:a=', [], ['a=']],
  ])('%s stand where they belong', async (given, build, index) => {
    expect(await split(given)).toEqual({ build, index });
  });

  it('without a level stand where those of a whole build do', async () => {
    const leg = await split('a=1');
    const whole = await split('a=1', {});
    expect(leg.build).toEqual(whole.build);
    expect(leg.index).toEqual([]);
  });

  it('of a whole build are left as they are', async () => {
    expect(await split('index,manifest[linux/amd64]:a=1', {})).toEqual({
      build: ['index:a=1', 'manifest[linux/amd64]:a=1'],
      index: [],
    });
  });

  it('without `images` stand where they belong as well', async () => {
    const references = { ...ARM, images: '', push: 'true', tags: `${IMAGE}:v1` };
    const given = 'manifest[linux/arm64],index,manifest-descriptor:a=1\nindex-descriptor:b=2';
    expect(await split(given, references)).toEqual({
      build: ['manifest,manifest-descriptor:a=1'],
      index: ['a=1'],
    });
  });

  it('for a platform that no leg builds are refused', async () => {
    expect(
      await findBlamed({ inputs: { ...ARM, annotations: 'manifest[linux/s390x]:a=1' } }),
    ).toEqual(['annotations']);
  });

  it('may stand on the index, though no attestation makes a leg one', async () => {
    const bare = { ...ARM, sbom: 'false', provenance: 'false' };
    expect(await split('index:a=1', bare)).toEqual({ build: [], index: ['a=1'] });
  });
});
