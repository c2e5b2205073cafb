import { describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import {
  findFaults,
  findPublisher,
  formatOutputs,
  LEGS,
  listIndexes,
  makeLegs,
  makePublishing,
  useLegs,
  withContexts,
} from '../support/e2e-legs.ts';
import { readTags } from '../support/e2e-registry.ts';
import type { CheckedRun } from '../support/e2e-world.ts';

describe.each([
  ['without the referrers API', 'distribution', true],
  ['with the referrers API', 'referrers', false],
] as const)('legs of a matrix, to a registry %s', (_title, kind, isHidden) => {
  const world = useLegs({ registry: kind });
  const runId = makeRunId();

  async function expectImage(
    name: string,
    { publisher, legs }: { publisher: CheckedRun; legs: readonly CheckedRun[] },
    tags = ['latest'],
  ): Promise<void> {
    const { digest } = publisher.main.outputs;
    expect(await findFaults(world(), { name, tags, digest, legs })).toEqual([]);
    expect(Object.keys(JSON.parse(publisher.main.outputs['digests'] ?? ''))).toEqual(LEGS);
  }

  it('that end at the same time: one of them publishes', async () => {
    const name = 'octo/app';
    const legs = await withContexts(world(), makeLegs(world(), { runId, name }));
    const runs = await world().runAll(legs);
    expect(runs.flatMap(({ error, warnings }) => [error, ...warnings])).toEqual([
      undefined,
      undefined,
    ]);
    const publisher = findPublisher(runs);
    await expectImage(name, { publisher, legs: runs });
    expect(await listIndexes(world(), name)).toEqual([publisher.main.outputs['digest']]);
  });

  // GitHub hides artifacts of earlier attempts then, and nothing may depend on it.
  it(`that are all run again, earlier artifacts ${isHidden ? 'hidden' : 'shown'}: the new image is published`, async () => {
    const { lab, runAll } = world();
    if (isHidden) await lab.cache.artifacts.remove(() => true);
    const again = makeLegs(world(), { runId, attempt: 2, name: 'octo/app' });
    const runs = await runAll(await withContexts(world(), again, { greeting: 'again' }));
    expect(runs.flatMap(({ error }) => error ?? [])).toEqual([]);
    await expectImage('octo/app', { publisher: findPublisher(runs), legs: runs });
    expect(await listIndexes(world(), 'octo/app')).toHaveLength(2);
  });

  it('of two images and of two variants of one, in one matrix', async () => {
    const images = [
      { name: 'octo/one', tag: 'v1', suffix: '' },
      { name: 'octo/two', tag: 'v1', suffix: '' },
      { name: 'octo/one', tag: 'v1-alpine', suffix: '-alpine' },
    ];
    const id = makeRunId();
    const jobs = images.map(({ name, suffix }) => {
      const flavor = `latest=false\nsuffix=${suffix}`;
      return makeLegs(world(), { runId: id, name, inputs: { tags: 'type=raw,value=v1', flavor } });
    });
    const runs = await world().runAll(await withContexts(world(), jobs.flat()));
    expect(runs.flatMap(({ error }) => error ?? [])).toEqual([]);
    const publishers = images.map((_image, at) => findPublisher(runs.slice(2 * at, 2 * at + 2)));
    expect(publishers.map(({ main }) => main.outputs['tags'])).toEqual(
      images.map(({ name, tag }) => `${world().registry.host}/${name}:${tag}`),
    );
    const tags = [...(await readTags(world().registry)).keys()];
    expect(tags.filter((tag) => /^octo\/(one|two):/.test(tag)).sort()).toEqual([
      'octo/one:v1',
      'octo/one:v1-alpine',
      'octo/two:v1',
    ]);
    expect(await listIndexes(world(), 'octo/one')).toHaveLength(2);
    expect(await listIndexes(world(), 'octo/two')).toHaveLength(1);
  });

  it('that fail are run again alone, and no tag is moved before', async () => {
    const { runAll, run, makeContext, registry } = world();
    const id = makeRunId();
    const inputs = { 'keep-alive': 'on' };
    const [amd64, arm64] = makeLegs(world(), { runId: id, name: 'octo/failed', inputs });
    if (amd64 === undefined || arm64 === undefined) throw new Error('There are no legs');
    const workspace = await makeContext();
    const broken = await makeContext({ greeting: undefined });
    const [first, failed] = await runAll([
      { ...amd64, workspace },
      { ...arm64, workspace: broken },
    ]);
    expect(first?.error).toBeUndefined();
    expect(failed?.error?.code).toBe('BUILD_FAILED');
    const kept = [...(await readTags(registry)).keys()].filter((tag) => /^octo\/failed/.test(tag));
    expect(kept).toEqual([expect.stringMatching(/:bsa-keep\./)]);
    const publisher = await run({ ...arm64, workspace, github: { runId: id, runAttempt: '2' } });
    expect(publisher.main.outputs['published']).toBe('true');
    if (first !== undefined)
      await expectImage('octo/failed', { publisher, legs: [first, publisher] });
    expect(await listIndexes(world(), 'octo/failed')).toHaveLength(1);
  });

  it('that are published later, by the artifacts of the run', async () => {
    const { runAll, run, registry } = world();
    const inputs = { publish: 'off', 'keep-alive': 'on' };
    const name = 'octo/later';
    const legs = makeLegs(world(), { name, inputs, more: { wanted: 'candidate' } });
    const built = await runAll(await withContexts(world(), legs));
    expect(built.flatMap(({ error }) => error ?? [])).toEqual([]);
    const tags = [...(await readTags(registry)).keys()].filter((tag) => tag.startsWith(name));
    expect(tags.filter((tag) => tag.includes(':bsa-keep.'))).toHaveLength(2);
    const publisher = await run(makePublishing(legs));
    expect(publisher.error).toBeUndefined();
    await expectImage(name, { publisher, legs: built });
  });

  it('that may not sign are published by a job that may, from their outputs', async () => {
    const { runAll, run } = world();
    const inputs = { publish: 'off', sign: 'false' };
    const name = 'octo/outputs';
    const more = { wanted: 'candidate', identity: 'without' } as const;
    const legs = makeLegs(world(), { name, inputs, more });
    const built = await runAll(await withContexts(world(), legs));
    expect(built.flatMap(({ error }) => error ?? [])).toEqual([]);
    const publisher = await run(makePublishing(legs, { candidates: formatOutputs(built) }));
    expect(publisher.error).toBeUndefined();
    await expectImage(name, { publisher, legs: built });
  });
});
