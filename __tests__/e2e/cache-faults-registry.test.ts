/** A build cache in a registry that is out of order costs one warning and a limited time, never the build. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import {
  BROKEN,
  buildInSpite,
  GARBAGE,
  HANG,
  LIMIT_SECONDS,
} from '../support/cache-fault-scene.ts';
import { useWorld } from '../support/e2e-world.ts';

const MANIFEST = /^(GET|HEAD) \/v2\/.*manifests\/buildcache-/;
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
});
