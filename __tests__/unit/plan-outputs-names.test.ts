import { describe, expect, it } from '@jest/globals';
import { formatRepository } from '../../src/image/reference.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, IMAGE, makePlanOf } from '../support/make-plan.ts';

const FULL = { images: '', tags: 'octo/app:1', push: 'true' };

describe('a name in `outputs: type=image`', () => {
  it.each<[InputTexts, string[]]>([
    [{ outputs: 'type=image,name=target,annotation-index.a=b c' }, [IMAGE]],
    [{ ...FULL, outputs: 'type=image,name=x,annotation-index.a=b c' }, ['docker.io/octo/app']],
    [{ ...FULL, push: 'false', outputs: 'type=image,name=x,annotation-index.a=b c' }, []],
  ])('gives way to the tags, as in buildx: %j', async (inputs, names) => {
    const { build, destinations } = await makePlanOf({ inputs });
    expect(build.imageAttributes).toEqual({ 'annotation-index.a': 'b c' });
    expect(destinations.map(({ repository }) => formatRepository(repository))).toEqual(names);
  });

  it('saves no attribute from being looked at', async () => {
    const outputs = `type=image,name=${IMAGE},compression=lzma`;
    expect(await findBlamed({ inputs: { outputs } })).toEqual(['outputs']);
  });
});

describe('a layout in a folder, beside a push', () => {
  const layout = 'type=oci,dest=out,tar=false';

  it.each<[InputTexts, string]>([
    [{ outputs: layout }, `${layout},name=${IMAGE}`],
    [{ outputs: `${layout},name=x` }, `${layout},name=${IMAGE}`],
    [
      { images: `${IMAGE}\nr.example/app`, outputs: layout },
      `${layout},"name=${IMAGE},r.example/app"`,
    ],
    [
      { outputs: `type=image,compression=zstd\n${layout}` },
      `type=oci,compression=zstd,dest=out,tar=false,name=${IMAGE}`,
    ],
  ])('holds the very image that is pushed: %j', async (inputs, output) => {
    expect((await makePlanOf({ inputs })).build.exports).toEqual([output]);
  });

  it('cannot hold another one', async () => {
    const outputs = `${layout},compression=zstd`;
    expect(await findBlamed({ inputs: { outputs } })).toEqual(['outputs']);
    expect(await findBlamed({ inputs: { outputs, push: 'false' } })).toEqual([]);
  });
});
