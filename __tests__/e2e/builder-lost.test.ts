import { describe, expect, it } from '@jest/globals';
import { runDocker } from '../support/e2e-docker.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();

describe('a builder that ends in the middle of a build', () => {
  // As by the kernel for want of memory, and as by an engine that is started anew.
  it.each([['kill'], ['restart', '--time=1']])(
    '%s: builds once more, with what it has, and the image is published',
    async (...command) => {
      const { lab, run, registry } = world();
      const [name] = command;
      const containers = new Set<string>();
      const acts: Promise<string>[] = [];
      const released = await run({
        inputs: { ...BARE, images: `${registry.host}/octo/lost-${name}` },
        workspace: await makeWorkspace(lab, [`RUN echo ${name}`, 'RUN sleep 6']),
        onLine: ({ text }) => {
          const [, builder] = /^#0 building with "(build-sign-\w+)"/.exec(text) ?? [];
          if (builder !== undefined) containers.add(`buildx_buildkit_${builder}0`);
          if (acts.length > 0 || !/^#\d+ .*RUN sleep/.test(text)) return;
          for (const container of containers) acts.push(runDocker(lab, ...command, container));
        },
      });
      await Promise.all(acts);
      expect(acts).toHaveLength(1);
      expect(released.warnings).toEqual([
        expect.stringContaining('The builder ended in the middle of the build'),
      ]);
      expect(released.text).toMatch(/RUN echo \w+\n#\d+ CACHED/);
    },
  );
});
