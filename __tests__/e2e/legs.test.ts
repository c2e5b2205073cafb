import { describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import {
  findFaults,
  findPublisher,
  listIndexes,
  makeLegs,
  useLegs,
  withContexts,
} from '../support/e2e-legs.ts';

describe.each([
  ['without the referrers API', 'distribution'],
  ['with the referrers API', 'referrers'],
] as const)('legs of a matrix, to a registry %s', (_title, kind) => {
  const world = useLegs({ registry: kind });

  it('that end at the same time: one of them publishes', async () => {
    const { runAll } = world();
    const legs = await withContexts(world(), makeLegs(world(), { name: 'octo/app' }));
    const runs = await runAll(legs);
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
    const { outputs } = findPublisher(runs).main;
    const image = { name: 'octo/app', tags: ['latest'], digest: outputs['digest'], legs: runs };
    expect(await findFaults(world(), image)).toEqual([]);
    expect(await listIndexes(world(), 'octo/app')).toEqual([outputs['digest']]);
    expect(Object.keys(JSON.parse(outputs['digests'] ?? ''))).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  it('of two images and of two variants of one, in one matrix', async () => {
    const { runAll } = world();
    const runId = makeRunId();
    const images = [
      { name: 'octo/one', tag: 'latest', inputs: {} },
      { name: 'octo/two', tag: 'latest', inputs: {} },
      {
        name: 'octo/one',
        tag: 'latest-alpine',
        inputs: { flavor: 'suffix=-alpine,onlatest=true' },
      },
    ];
    const jobs = images.map(({ name, inputs }) =>
      makeLegs(world(), { runId, name, inputs: { tags: 'type=raw,value=latest', ...inputs } }),
    );
    const runs = await runAll(await withContexts(world(), jobs.flat()));
    expect(runs.flatMap(({ error }) => error ?? [])).toEqual([]);
    for (const [at, { name, tag }] of images.entries()) {
      const legs = runs.slice(2 * at, 2 * at + 2);
      const { outputs } = findPublisher(legs).main;
      expect(outputs['tags']).toMatch(new RegExp(`/${name}:${tag}$`));
    }
  });
});
