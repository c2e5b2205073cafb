/** What a build does when GitHub's cache is limited, refuses or is silent as it is written. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { buildInSpite, HANG, LIMIT_SECONDS } from '../support/cache-fault-scene.ts';
import { useWorld } from '../support/e2e-world.ts';

describe("GitHub's cache, when it is written", () => {
  const world = useWorld();
  let workspace = '';
  /** What a run takes whose cache is in order. */
  let usualMs = 0;
  const inputs = { cache: 'gha' };

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    const full = await buildInSpite(world(), {
      ...{ name: 'usual', workspace },
      inputs: { ...inputs, 'cache-scope': 'usual' },
    });
    expect(full.warnings).toEqual([]);
    usualMs = full.main.durationMs;
  });

  it.each<[string, FaultAction]>([
    ['limits', { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '{}' }],
    ['a refusal', { kind: 'status', status: 403, body: '{"code":"permission_denied","msg":"no"}' }],
    ['silence', HANG],
  ])('answers with %s', async (_, action) => {
    const faults = { cache: [{ match: /Create/, action }] };
    const run = await buildInSpite(world(), { name: 'written-gha', inputs, workspace, faults });
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + LIMIT_SECONDS * 1000 + 10_000);
  });
});
