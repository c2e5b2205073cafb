import { describe, expect, it } from '@jest/globals';
import type { FaultAction } from '../../lab/services/fault-proxy.ts';
import { readSteps } from '../support/e2e-build-log.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

describe('the Actions cache', () => {
  const world = useWorld();

  it('gives every step of both platforms to a builder that is new', async () => {
    const { lab, run, registry } = world();
    const request = {
      inputs: { images: `${registry.host}/octo/cached` },
      workspace: await lab.makeWorkspace(),
    };
    const first = await run(request);
    expect(first.warnings).toEqual([]);
    expect(new Set(readSteps(first.text).values())).toEqual(new Set(['done']));
    expect(lab.cache.entries().length).toBeGreaterThan(0);
    const second = await run(request);
    console.log(
      second.text
        .split('\n')
        .filter((l) => !l.startsWith('::debug') && /^#|cache/.test(l))
        .join('\n'),
    );
    expect(second.warnings).toEqual([]);
    expect([...readSteps(second.text).keys()].sort()).toEqual(
      [...readSteps(first.text).keys()].sort(),
    );
    expect(new Set(readSteps(second.text).values())).toEqual(new Set(['cached']));
  });

  it.each<[string, FaultAction]>([
    ['errors', { kind: 'status', status: 500, body: '{"code":"internal","msg":"oops"}' }],
    [
      'too many requests',
      { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '{}' },
    ],
    ['silence', { kind: 'hang' }],
    ['resets', { kind: 'reset' }],
  ])('answering with %s costs one warning', async (name, action) => {
    const { runWith, registry } = world();
    const released = await runWith(
      { cache: [{ match: /./, action }] },
      {
        inputs: { ...BARE, cache: 'gha', images: `${registry.host}/octo/uncached-${name.length}` },
      },
    );
    console.log(
      name,
      released.main.durationMs,
      released.warnings,
      released.main.outputs['timings'],
    );
    expect(released.error).toBeUndefined();
    expect(released.warnings).toHaveLength(1);
    expect(released.main.durationMs).toBeLessThan(60_000);
  });
});
