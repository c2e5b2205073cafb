import { describe, expect, it } from '@jest/globals';
import { LEAN, useWorld } from '../support/e2e-world.ts';

describe('a release', () => {
  const world = useWorld({ registry: 'distribution', rekor: 'v1' });

  it('x', async () => {
    const { run, registry } = world();
    const released = await run({
      inputs: { ...LEAN, images: `${registry.host}/octo/happy` },
      github: { ref: 'refs/tags/v1.2.3' },
    });
    expect(released.main.exitCode).toBe(0);
  });
});
