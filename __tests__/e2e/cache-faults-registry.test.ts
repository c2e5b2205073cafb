/** A build cache in a registry that is out of order costs one warning and a limited time, never the build. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultAction, FaultRule } from '../../lab/services/fault-proxy.ts';
import {
  BROKEN,
  buildInSpite,
  GARBAGE,
  GARBLED,
  HANG,
  LIMIT_SECONDS,
} from '../support/cache-fault-scene.ts';
import { readManifest } from '../support/e2e-registry.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { useWorld } from '../support/e2e-world.ts';

const MANIFEST = /^(GET|HEAD) \/v2\/.*manifests\/buildcache-/;
/** Of the cache below; the first that is read is its description. */
const BLOB = /^GET \/v2\/octo\/kept\/blobs\/sha256/;
const WRITTEN = /^PUT .*manifests\/buildcache-/;

describe('a build cache in a registry that is out of order', () => {
  const world = useWorld();
  let workspace = '';
  /** What a run takes whose cache is in order. */
  let usualMs = 0;
  const inputs = { cache: 'registry' };

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    const full = await buildInSpite(world(), { name: 'faults', inputs, workspace });
    expect(full.warnings).toEqual([]);
    usualMs = full.main.durationMs;
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
    ['garbage', GARBAGE],
  ])('answers a read with %s', async (_, action) => {
    const faults = { registry: [{ match: MANIFEST, action }] };
    const run = await buildInSpite(world(), { name: 'faults', inputs, workspace, faults });
    expect(run.warnings).toEqual([expect.stringContaining('the cache in the registry')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + 2 * LIMIT_SECONDS * 1000 + 10_000);
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
  ])('answers a write with %s', async (_, action) => {
    const faults = { registry: [{ match: WRITTEN, action }] };
    const run = await buildInSpite(world(), { name: 'written', inputs, workspace, faults });
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + LIMIT_SECONDS * 1000 + 10_000);
  });

  it.each<[string, FaultRule]>([
    ['a description', { match: BLOB, action: GARBLED, times: 1 }],
    ['a layer', { match: BLOB, action: GARBLED, skip: 1 }],
  ])('has %s that is not what its digest says', async (what, fault) => {
    const { lab, registry } = world();
    // The second build runs its last step, for which it needs the layers below.
    const wrong = await makeWorkspace(lab, [
      'RUN echo below > /below',
      'ARG V',
      'RUN echo $V > /v',
    ]);
    const ref = `type=registry,ref=${registry.host}/octo/kept`;
    const full = await buildInSpite(world(), {
      ...{ name: 'kept-first', workspace: wrong },
      inputs: { 'cache-to': `${ref}:buildcache-one,mode=max`, 'build-args': 'V=1' },
    });
    expect(full.warnings).toEqual([]);
    const name = `kept-${what.split(' ')[1]}`;
    const run = await buildInSpite(world(), {
      ...{ name, workspace: wrong, faults: { registry: [fault] } },
      inputs: { 'cache-from': `${ref}:buildcache-one`, 'build-args': 'V=2' },
    });
    expect(run.warnings).toEqual([expect.stringMatching(/^Built without (a|the) cache/)]);
    // What was pushed is whole: the registry checked each layer by its digest.
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const [digest = ''] = Object.values(digests);
    const manifest = await readManifest(registry, `octo/${name}`, digest);
    expect(manifest?.layers?.length).toBeGreaterThan(2);
    expect(run.main.durationMs).toBeLessThan(2 * full.main.durationMs + 10_000);
  });
});
