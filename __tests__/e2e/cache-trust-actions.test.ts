/** GitHub's cache, signed and verified by BuildKit itself: the unchanged daemon, but for whose root it trusts. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeRootedBuildKit, type RootedBuildKit } from '../../lab/provision/rooted-buildkit.ts';
import { forgeIndex, MAIN, plantEntries } from '../support/cache-robber.ts';
import { readLayers } from '../support/e2e-layers.ts';
import { type CaseRequest, type CheckedRun, NATIVE, useWorld } from '../support/e2e-world.ts';

const EVIL = 'refs/heads/evil';
const TAG = 'refs/tags/v1.2.3';

describe("GitHub's cache in runs that sign", () => {
  let rooted: RootedBuildKit | undefined;
  // Before the world closes, with which the engine may end.
  afterAll(async () => rooted?.stop());
  const world = useWorld();
  let workspace = '';

  beforeAll(async () => {
    const { lab } = world();
    const { engine, tools, images } = lab;
    const trustedRootFile = lab.trust.trustedRoot;
    rooted = await makeRootedBuildKit({
      engine,
      tools,
      buildkit: images.buildkit,
      trustedRootFile,
    });
    workspace = await lab.makeWorkspace();
  });

  /** A push of one ref, on a builder that has nothing. */
  const push = (ref: string, more: Partial<CaseRequest> = {}): Promise<CheckedRun> =>
    world().run({
      workspace,
      github: { ref, ...more.github },
      inputs: {
        platforms: NATIVE,
        sbom: 'false',
        provenance: 'false',
        cache: 'gha',
        'cache-trust': 'signed',
        images: `${world().registry.host}/octo/trusted`,
        tags: 'type=raw,value=edge',
        'allow-downgrade': 'true',
        'driver-opts': `image=${rooted?.image}\nnetwork=host`,
        ...more.inputs,
      },
      // Where the cache is written, its index is signed as well.
      logEntries: more.logEntries ?? 2,
    });
  const ratioOf = ({ main }: CheckedRun): number =>
    JSON.parse(main.outputs['cache-hits'] ?? '{}').ratio;
  const layersOf = (run: CheckedRun): Promise<readonly string[]> =>
    readLayers(run, world().registry, 'octo/trusted');

  it('is signed by a push, and read by the next one and by a release', async () => {
    const first = await push(MAIN);
    expect(first.warnings).toEqual([]);
    expect(ratioOf(first)).toBe(0);
    const { cache } = world().lab;
    const keys = cache.entries().map(({ key }) => key);
    expect(keys).toContainEqual(expect.stringMatching(/^index-.*-sig#1$/));
    expect(keys).toContainEqual(expect.stringMatching(/^buildkit-blob-1-sha256:\w+-sig$/));
    const second = await push(MAIN);
    expect(second.text).toContain('verifying signature of cache index');
    expect(ratioOf(second)).toBe(1);
    const release = await push(TAG, { logEntries: 1 });
    expect(release.warnings).toEqual([]);
    expect(release.text).toMatch(/signed by this workflow on refs\/heads\/main/);
    expect(ratioOf(release)).toBe(1);
    expect(await layersOf(release)).toEqual(await layersOf(first));
  });

  it('is not read where another ref signed it and somebody put it before the default branch', async () => {
    const { cache } = world().lab;
    await cache.removeEntries(() => true);
    const evil = await push(EVIL);
    expect(evil.warnings).toEqual([]);
    expect(await plantEntries(cache, EVIL)).toBeGreaterThan(3);
    const release = await push(TAG, { logEntries: 1 });
    expect(release.text).toMatch(/signature verification failed: .*refs\/heads\/evil/);
    expect(ratioOf(release)).toBe(0);
    expect(await layersOf(release)).not.toEqual(await layersOf(evil));
  });

  it('is not read where another workflow of the default branch signed it', async () => {
    const { cache } = world().lab;
    await cache.removeEntries(() => true);
    const other = await push(MAIN, { github: { workflowFile: '.github/workflows/other.yml' } });
    expect(other.warnings).toEqual([]);
    const release = await push(TAG, { logEntries: 1 });
    expect(release.text).toMatch(/signature verification failed: .*other\.yml/);
    expect(ratioOf(release)).toBe(0);
    expect(await layersOf(release)).not.toEqual(await layersOf(other));
  });

  it('is not read where its index was changed, or has no signature', async () => {
    const { cache } = world().lab;
    await cache.removeEntries(() => true);
    await push(MAIN);
    expect(await forgeIndex(cache, (text) => `${text} `)).toBe(true);
    const release = await push(TAG, { logEntries: 1 });
    expect(release.text).toContain('missing signature for github actions cache');
    expect(ratioOf(release)).toBe(0);
  });
});
