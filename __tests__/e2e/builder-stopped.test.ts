import { describe, expect, it } from '@jest/globals';
import { runDocker } from '../support/e2e-docker.ts';
import { recordPrograms } from '../support/e2e-programs.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

describe('a registry that refuses the push while the builder boots', () => {
  // Before its container is there, while it starts, and when it is about to be ready.
  it.each([50, 300, 900])(
    'after %d ms ends the boot: no process, container or volume is left behind the failed step',
    async (delayMs) => {
      const { lab, runWith, registry } = world();
      const { env, homeDir, cosign, read } = await recordPrograms(lab);
      const action = {
        kind: 'status',
        status: 403,
        body: '{"errors":[{"code":"DENIED"}]}',
      } as const;
      const failed = await runWith(
        { registry: [{ match: /^POST .*\/blobs\/uploads/, action, delayMs }] },
        {
          ...{ env, homeDir },
          inputs: {
            ...BARE,
            images: `${registry.host}/octo/refused-${delayMs}`,
            'cosign-version': cosign,
          },
        },
      );
      expect(failed.error?.code).toBe('REGISTRY_DENIED');
      expect(failed.main.groups).not.toContain('Build');
      const [, builder = ''] =
        /"builder":"(build-sign-[0-9a-f]{12})"/.exec(failed.main.state['run'] ?? '') ?? [];
      const starts = await read();
      const booted = starts.filter((one) => one.startsWith('buildx create'));
      expect(booted.length).toBeLessThanOrEqual(1);
      if (delayMs > 100) expect(booted).toHaveLength(1);
      const docker = (...args: string[]): Promise<string> =>
        runDocker(lab, ...args, '--quiet', '--filter', `name=${builder || 'build-sign-none'}`);
      expect(`${await docker('ps', '--all')}${await docker('volume', 'ls')}`).toBe('');
      expect(failed.orphans).toEqual([]);
    },
  );
});
