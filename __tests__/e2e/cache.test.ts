import { describe, expect, it } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { readSteps } from '../support/e2e-build-log.ts';
import { readManifest } from '../support/e2e-registry.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

describe('the Actions cache', () => {
  const world = useWorld();

  /** What each platform of an image is made of. */
  async function readLayers(run: CheckedRun, name: string): Promise<readonly string[]> {
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const manifests = await Promise.all(
      Object.values(digests).map((digest) => readManifest(world().registry, name, digest)),
    );
    return manifests.flatMap((manifest) => (manifest?.layers ?? []).map(({ digest }) => digest));
  }

  it.each<[string, string, string]>([
    ['an SBOM', 'scanned', 'true'],
    ['nothing else', 'plain', 'false'],
  ])('gives every step of both platforms to a new builder, with %s', async (_title, name, sbom) => {
    const { lab, run, registry } = world();
    const request = {
      inputs: {
        images: `${registry.host}/octo/${name}`,
        ...(sbom === 'false' ? { sbom, provenance: 'false' } : {}),
      },
      workspace: await lab.makeWorkspace(),
    };
    const first = await run(request);
    expect(first.warnings).toEqual([]);
    expect([...readSteps(first.text).values()]).toContain('done');
    expect(lab.cache.entries().length).toBeGreaterThan(0);
    const second = await run(request);
    expect(second.warnings).toEqual([]);
    // The sample's RUN writes something else each time, on each platform.
    expect(await readLayers(second, `octo/${name}`)).toEqual(
      await readLayers(first, `octo/${name}`),
    );
    // For an SBOM the layers are fetched while the build goes on, and BuildKit calls that work done.
    if (sbom === 'true') return;
    expect(new Set(readSteps(second.text).values())).toEqual(new Set(['cached']));
  });

  it.each<[string, FaultAction]>([
    ['errors', { kind: 'status', status: 500, body: '{"code":"internal","msg":"oops"}' }],
    ['limits', { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '{}' }],
    ['silence', { kind: 'hang' }],
    ['resets', { kind: 'reset' }],
  ])('answering with %s costs a warning and some seconds', async (name, action) => {
    const { runWith, registry } = world();
    const images = `${registry.host}/octo/without-${name}`;
    const released = await runWith(
      { cache: [{ match: /./, action }] },
      { inputs: { ...BARE, cache: 'gha', images } },
    );
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([expect.stringContaining('Actions cache')]);
    expect(released.main.durationMs).toBeLessThan(30_000);
  });

  it.each<[string, FaultAction, string]>([
    ['errors', { kind: 'status', status: 500, body: '{"code":"internal","msg":"oops"}' }, 'off'],
    // For layers and for cache mounts, of which the sample has one.
    ['resets', { kind: 'reset' }, 'auto'],
  ])(
    'that answers with %s after the first request costs a warning',
    async (name, action, mounts) => {
      const { runWith, registry } = world();
      const images = `${registry.host}/octo/later-${name}`;
      const released = await runWith(
        { cache: [{ match: /./, action, skip: 1 }] },
        { inputs: { ...BARE, cache: 'gha', 'cache-mounts': mounts, images } },
      );
      expect(released.error).toBeUndefined();
      expect(released.warnings).toEqual([
        expect.stringMatching(/^(Built without the Actions cache|What cache mounts held)/),
      ]);
    },
  );
});
