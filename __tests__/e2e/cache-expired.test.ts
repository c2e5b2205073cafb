/** Addresses of cached layers that are over when BuildKit comes to them: Azure's emulator says so, not the lab. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AzureBlobs, startAzureBlobs } from '../../lab/services/azure-blobs.ts';
import { buildInSpite } from '../support/cache-fault-scene.ts';
import { readManifest } from '../support/e2e-registry.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { type CheckedRun, useWorld } from '../support/e2e-world.ts';

const LONG_MS = 60_000;
const OVER_MS = -60_000;

describe('a layer in the Actions cache', () => {
  let azure: AzureBlobs;
  const world = useWorld({
    cache: {
      blobs: {
        sign: (...given) => azure.sign(...given),
        handle: (...given) => azure.handle(...given),
        size: (blob) => azure.size(blob),
        remove: (blob) => azure.remove(blob),
      },
    },
  });
  let workspace = '';

  beforeAll(async () => {
    azure = await startAzureBlobs();
    workspace = await makeWorkspace(world().lab, [
      'RUN echo cached > /cached',
      'ARG V',
      'RUN echo $V > /v',
    ]);
    const full = await build('1', { 'cache-to': 'type=gha,scope=expired,mode=max' });
    expect(full.warnings).toEqual([]);
  });
  afterAll(() => azure?.stop());

  async function build(v: string, inputs: Record<string, string>): Promise<CheckedRun> {
    const run = await buildInSpite(world(), {
      ...{ name: `expired-${v}`, workspace },
      inputs: { 'build-args': `V=${v}`, 'cache-mounts': 'off', ...inputs },
    });
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const [digest = ''] = Object.values(digests);
    const manifest = await readManifest(world().registry, `octo/expired-${v}`, digest);
    expect(manifest?.layers?.length).toBeGreaterThan(2);
    return run;
  }

  const FROM = { 'cache-from': 'type=gha,scope=expired' };
  const isLayer = (blob: string): boolean =>
    world()
      .lab.cache.entries()
      .some(({ id, key }) => String(id) === blob && key.startsWith('buildkit-blob-'));
  const askedForLayers = (): string[] =>
    world()
      .lab.cache.calls.filter(({ method, result }) => /Download/.test(method) && result === 'hit')
      .flatMap(({ key }) => (key.startsWith('buildkit-blob-') ? [key] : []));

  it('whose address is over when it is read is asked for once more, and nobody notices', async () => {
    const signed = new Set<string>();
    azure.setLifetime((blob) => {
      if (!isLayer(blob) || signed.has(blob)) return LONG_MS;
      signed.add(blob);
      return OVER_MS;
    });
    const before = askedForLayers().length;
    const run = await build('2', FROM);
    expect(run.warnings).toEqual([]);
    const asked = askedForLayers().slice(before);
    expect(signed.size).toBeGreaterThan(0);
    expect(asked.length).toBeGreaterThan(new Set(asked).size);
  });

  it('of which every address is over does not fail the build: one warning', async () => {
    azure.setLifetime((blob) => (isLayer(blob) ? OVER_MS : LONG_MS));
    const run = await build('3', FROM);
    expect(run.warnings).toEqual([expect.stringMatching(/^Built without a cache: /)]);
    expect(run.text).toContain('with new addresses');
  });
});
