/** Jobs of one run that write the same cache, and what later runs are told of the steps that they were spared. */
import { describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

describe('two jobs of one run', () => {
  const world = useWorld();

  interface Job {
    readonly job: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly runId: string;
    readonly workspace: string;
  }

  async function build({ job, inputs, ...facts }: Job): Promise<CheckedRun> {
    const { run, registry } = world();
    const done = await run({
      ...{ workspace: facts.workspace, github: { runId: facts.runId, job } },
      inputs: {
        ...{ ...BARE, cache: 'auto', 'cache-mounts': 'off', sign: 'false' },
        images: `${registry.host}/octo/${job}`,
        ...inputs,
      },
    });
    expect(done.error).toBeUndefined();
    return done;
  }

  it.each<[string, Record<string, string>, Record<string, string>, RegExp | undefined]>([
    [
      'are told when they give their caches one name',
      { 'cache-to': 'type=gha,scope=shared' },
      { 'cache-to': 'type=gha,scope=shared' },
      /jobs `release` and `debug` of this run .*`gha`, scope `shared`.*`scope` of its own/,
    ],
    [
      'are told nothing when they give them two',
      { 'cache-scope': 'one' },
      { 'cache-scope': 'two' },
      undefined,
    ],
  ])('%s', async (_, one, other, text) => {
    const workspace = await makeWorkspace(world().lab, ['RUN sleep 2']);
    const shared = { runId: makeRunId(), workspace };
    const first = await build({ ...shared, job: 'release', inputs: one });
    const second = await build({ ...shared, job: 'debug', inputs: other });
    expect(first.warnings).toEqual([]);
    expect(second.warnings).toEqual(text === undefined ? [] : [expect.stringMatching(text)]);
  });

  it.each(['gha', 'registry'])(
    'later are told what the %s cache spared them, and its size',
    async (cache) => {
      const workspace = await makeWorkspace(world().lab, ['RUN sleep 2']);
      const request = { job: `spared-${cache}`, inputs: { cache }, workspace };
      const first = await build({ ...request, runId: makeRunId() });
      const second = await build({ ...request, runId: makeRunId() });
      expect([...first.warnings, ...second.warnings]).toEqual([]);
      expect(first.main.summary).not.toContain('when they were built');
      expect(second.main.summary).toMatch(/100 % of 1 step .*, which took [23]\.\d s when they/);
      const { savedSeconds } = JSON.parse(second.main.outputs['cache-hits'] ?? '{}');
      expect(savedSeconds).toBeGreaterThanOrEqual(2);
      if (cache === 'registry')
        expect(second.main.summary).toMatch(/\| cache size \| `\S+buildcache-\S+` \d+\.\d MB/);
    },
  );
});
