import { describe, expect, it } from '@jest/globals';
import type { ManifestHead } from '../../src/registry/manifests.ts';
import { orderImages } from '../../src/stages/builder/order-images.ts';
import { listSources } from '../../src/tools/image-sources.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';

const [HUB = '', COPY = ''] = listSources(IMAGES.buildkit);
const THERE: ManifestHead = {
  digest: undefined,
  mediaType: undefined,
  sizeBytes: undefined,
  pullsLeft: undefined,
};

/** An engine that has these images, and registries of which Docker Hub has no pulls left. */
function order(own: Parameters<typeof makeOwnBuilder>[0], has: readonly string[] = []) {
  const host = makeFakeHost({
    commands: [
      {
        when: /^docker image inspect /,
        answer: ({ args }) => ({ exitCode: has.includes(args.at(-1) ?? '') ? 0 : 1 }),
      },
    ],
  });
  const asked: string[] = [];
  const images = orderImages(host, makeOwnBuilder({ images: [HUB, COPY], ...own }), {
    env: {},
    registry: {
      probeManifest: async ({ registry }) => {
        asked.push(registry);
        return { ...THERE, pullsLeft: registry === 'docker.io' ? 0 : undefined };
      },
    },
    say: () => undefined,
  });
  return { host, asked, images };
}

const read = async ({ images }: ReturnType<typeof order>) => ({
  isLocal: await images.isLocal,
  images: (await images.own).images,
});

describe("BuildKit's image", () => {
  it.each([
    ['its own name', HUB, [HUB, COPY]],
    ["its copy's name", COPY, [COPY, HUB]],
  ])(
    'that the engine has under %s is booted from there, and no registry is asked',
    async (_, name, images) => {
      const ordered = order({}, [name]);
      expect(await read(ordered)).toEqual({ isLocal: true, images });
      expect(ordered.asked).toEqual([]);
    },
  );

  it('that it has not comes from the registry that lets it be pulled', async () => {
    expect(await read(order({}))).toEqual({ isLocal: false, images: [COPY, HUB] });
  });

  it.each<[string, boolean]>([
    ['image=mine:1', true],
    ['"image=mine:1"', true],
    ['network=host,image=mine:1', true],
    ['image=other:1', false],
  ])('that `%s` names is looked for under that name: %s', async (option, isLocal) => {
    const ordered = order({ nodes: [makeNode({ driverOpts: [option] })] }, ['mine:1']);
    expect(await read(ordered)).toEqual({ isLocal, images: [HUB, COPY] });
    expect(ordered.asked).toEqual([]);
  });

  it.each<[string, Parameters<typeof order>[0]]>([
    ['on another machine', { nodes: [makeNode({ endpoint: 'ssh://other' })] }],
    ['in a cluster', { driver: 'kubernetes' }],
  ])('%s is not looked for here', async (_, own) => {
    const ordered = order(own, [HUB]);
    expect((await read(ordered)).isLocal).toBe(false);
    expect(ordered.host.commands).toEqual([]);
  });
});
