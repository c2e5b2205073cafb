import { describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import type { Repository } from '../../src/image/reference.ts';
import type { ManifestHead } from '../../src/registry/manifests.ts';
import { chooseGenerator, usesOwnGenerator } from '../../src/stages/build/generator.ts';
import { rankSources } from '../../src/stages/tools/image-source.ts';
import { findImage } from '../../src/stages/tools/pull-image.ts';
import { listSources } from '../../src/tools/image-sources.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makeRealClient } from '../support/registry-world.ts';

const HEAD: ManifestHead = {
  digest: undefined,
  mediaType: undefined,
  sizeBytes: undefined,
  pullsLeft: undefined,
};
type Answer = Partial<ManifestHead> | 'missing' | 'throttled' | 'silent';

/** A registry client whose registries answer like this. */
const answering = (answers: Readonly<Record<string, Answer>>) => ({
  probeManifest: async ({ registry }: Repository): Promise<ManifestHead | undefined> => {
    const answer = answers[registry] ?? {};
    if (answer === 'missing') return undefined;
    if (answer === 'silent') return new Promise(() => undefined);
    if (answer === 'throttled') throw new ActionError('REGISTRY_THROTTLED', 'toomanyrequests');
    return { ...HEAD, ...answer };
  },
});
const [HUB, COPY] = ['docker.io', 'mirror.gcr.io'];

describe('where an image can be had', () => {
  it.each(Object.entries(IMAGES))('%s: from Docker Hub and from its copy', (_, image) => {
    const [first, second] = listSources(image);
    expect(first).toBe(image);
    expect(second).toBe(image.replace('docker.io/', 'mirror.gcr.io/'));
  });

  it.each([
    ['a tag alone, which a copy may have older', 'docker.io/moby/buildkit:v0.32.2'],
    ['another registry', `ghcr.io/o/i@sha256:${'a'.repeat(64)}`],
    ['no reference', 'Not A Reference'],
  ])('%s: from nowhere else', (_, image) => {
    expect(listSources(image)).toEqual([image]);
  });

  it('an official image has its whole name there', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(listSources(`alpine@${digest}`)[1]).toBe(`mirror.gcr.io/library/alpine@${digest}`);
  });
});

describe('which registry is asked first', () => {
  const sources = listSources(IMAGES.sbomScanner);
  const rank = async (answers: Record<string, Answer>) => {
    const said: string[] = [];
    const host = makeFakeHost();
    // Answers that never come are waited for until the limit, which is at once.
    const clock = {
      ...host.clock,
      repeat: (_: number, work: () => Promise<void>) => {
        const timer = setTimeout(() => void work(), 20);
        return () => clearTimeout(timer);
      },
    };
    const ranked = await rankSources(
      { clock },
      { sources, registry: answering(answers), say: (line) => said.push(line) },
    );
    return { first: ranked[0]?.split('/')[0], count: ranked.length, said };
  };

  it.each<[string, Record<string, Answer>, string]>([
    ['both have it', {}, HUB],
    ['pulls are left', { [HUB]: { pullsLeft: 50 } }, HUB],
    ['few pulls are left', { [HUB]: { pullsLeft: 4 } }, COPY],
    ['no pulls are left', { [HUB]: { pullsLeft: 0 } }, COPY],
    ['it refuses', { [HUB]: 'throttled' }, COPY],
    ['it says nothing', { [HUB]: 'silent' }, COPY],
    ['it does not have it', { [HUB]: 'missing' }, COPY],
    ['the copy is gone too', { [HUB]: 'throttled', [COPY]: 'missing' }, HUB],
    ['the copy is gone', { [COPY]: 'missing' }, HUB],
  ])('%s', async (_, answers, first) => {
    expect(await rank(answers)).toMatchObject({ first, count: 2 });
  });

  it('is told with the reason, and not when nobody answers', async () => {
    expect((await rank({ [HUB]: { pullsLeft: 0 } })).said.join()).toContain('0 pulls are left');
    expect((await rank({ [HUB]: 'throttled', [COPY]: 'throttled' })).said).toEqual([]);
  });
});

describe('the SBOM generator', () => {
  const attests = [
    'type=provenance,mode=max',
    `type=sbom,generator=${IMAGES.sbomScanner}`,
  ] as const;

  it('of a build is taken from a registry that lets it be pulled', async () => {
    const build = makeBuildSpec({ attests: [...attests] });
    const registry = answering({ [HUB]: { pullsLeft: 0 } });
    const host = makeFakeHost();
    const chosen = await chooseGenerator(host, {
      build,
      registry: { brief: { ...makeRealClient().brief, ...registry } },
      say: () => undefined,
    });
    expect(chosen).toEqual({
      ...build,
      attests: [attests[0], attests[1].replace('docker.io', 'mirror.gcr.io')],
    });
    expect(host.lines.filter((line) => line.startsWith('warning: '))).toEqual([
      expect.stringMatching(
        /generator comes from mirror\.gcr\.io\S+: docker\.io\S+: 0 pulls are left/,
      ),
    ]);
  });

  it.each<[readonly string[], boolean]>([
    [attests, true],
    [['type=sbom,generator=example.com/mine'], false],
    [['type=sbom'], false],
    [[], false],
  ])('of %j is ours: %s', (given, expected) => {
    expect(usesOwnGenerator({ attests: given })).toBe(expected);
  });
});

it('an image that the engine has is found under whichever name', async () => {
  const host = makeFakeHost({
    commands: [
      { when: /^docker image inspect .*mirror\.gcr\.io/, answer: { stdout: 'sha256:1' } },
      { when: /^docker image inspect /, answer: { exitCode: 1 } },
    ],
  });
  const sources = listSources(IMAGES.binfmt);
  expect(await findImage(host, { sources, env: {} })).toBe(sources[1]);
});
