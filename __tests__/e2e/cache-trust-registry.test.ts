/** Caches in a registry: signed after they were written, verified by cosign and read by digest. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readLayers } from '../support/e2e-layers.ts';
import { type CaseRequest, type CheckedRun, NATIVE, useWorld } from '../support/e2e-world.ts';

const MAIN = 'refs/heads/main';
const TAG = 'refs/tags/v1.2.3';
const NAME = 'octo/kept';

describe('a registry cache in runs that sign', () => {
  const world = useWorld();
  let workspace = '';
  let place = '';

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    place = `${world().registry.host}/octo/layers:buildcache-main`;
  });

  /** A push of one ref, on a builder that has nothing. */
  const push = (ref: string, more: Partial<CaseRequest> = {}): Promise<CheckedRun> =>
    world().run({
      workspace,
      github: { ref },
      // The signature of the image, and that of the cache.
      logEntries: more.logEntries ?? 2,
      inputs: {
        platforms: NATIVE,
        sbom: 'false',
        provenance: 'false',
        'cache-from': `type=registry,ref=${place}`,
        'cache-to': `type=registry,ref=${place},mode=max`,
        images: `${world().registry.host}/${NAME}`,
        tags: 'type=raw,value=edge',
        'allow-downgrade': 'true',
        ...more.inputs,
      },
    });
  const ratioOf = ({ main }: CheckedRun): number =>
    JSON.parse(main.outputs['cache-hits'] ?? '{}').ratio;
  const layersOf = (run: CheckedRun): Promise<readonly string[]> =>
    readLayers(run, world().registry, NAME);
  /** A release reads, and leaves the cache as it is. */
  const release = (): Promise<CheckedRun> =>
    push(TAG, { logEntries: 1, inputs: { 'cache-to': '' } });

  it('is signed by a push, and read by digest by the next one and by a release', async () => {
    const first = await push(MAIN);
    expect(first.warnings).toEqual([]);
    expect(first.notices).toEqual([]);
    expect(ratioOf(first)).toBe(0);
    const second = await push(MAIN);
    expect(second.text).toMatch(/octo\/layers@sha256:\w+: signed by this workflow, read by digest/);
    expect(ratioOf(second)).toBe(1);
    const third = await release();
    expect(third.notices).toEqual([]);
    expect(ratioOf(third)).toBe(1);
    expect(await layersOf(third)).toEqual(await layersOf(first));
  });

  it('is not read where somebody overwrote it: one notice, every step anew', async () => {
    const unsigned = { sign: 'false', 'cache-from': '' };
    const poison = await push(MAIN, { inputs: unsigned, wanted: 'published', logEntries: 0 });
    const third = await release();
    expect(third.notices).toEqual([
      expect.stringContaining('no signature by this workflow on refs/heads/main'),
    ]);
    expect(third.warnings).toEqual([]);
    expect(ratioOf(third)).toBe(0);
    expect(await layersOf(third)).not.toEqual(await layersOf(poison));
    const next = await push(MAIN);
    expect(next.notices).toHaveLength(1);
    expect(ratioOf(next)).toBe(0);
    expect(ratioOf(await release())).toBe(1);
  });

  it('is not read where another branch signed it', async () => {
    const evil = await push('refs/heads/evil', { inputs: { 'cache-from': '' } });
    expect(evil.warnings).toEqual([]);
    const third = await release();
    expect(third.notices).toHaveLength(1);
    expect(ratioOf(third)).toBe(0);
    expect(await layersOf(third)).not.toEqual(await layersOf(evil));
  });

  it('is read whoever wrote it where that is asked for', async () => {
    const third = await push(TAG, {
      logEntries: 1,
      // A repository of its own: the image is the very one that the other branch signed.
      inputs: {
        'cache-to': '',
        'cache-trust': 'any',
        images: `${world().registry.host}/octo/anyway`,
      },
    });
    expect(third.notices).toEqual([]);
    expect(ratioOf(third)).toBe(1);
  });
});
