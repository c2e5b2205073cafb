import { afterAll, describe, expect, it } from '@jest/globals';
import { PUBLISH_OUTPUTS } from '../../src/outputs.ts';
import { expectNothing } from '../support/legs-expect.ts';
import { findViolations } from '../support/legs-invariants.ts';
import {
  type Job,
  type JobOptions,
  type LegsWorld,
  startLegsWorld,
  stopLegsWorlds,
} from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

const OFF = { publish: 'off' };
const ALPINE = { target: 'alpine', flavor: 'suffix=-alpine,onlatest=true' };

const buildLegs = (world: LegsWorld): Promise<Job[]> =>
  Promise.all(
    ['linux/amd64', 'linux/arm64'].map((platform) => world.leg(platform, { inputs: OFF })),
  );

describe('several images', () => {
  const buildBoth = async (world: LegsWorld) => ({
    legs: await buildLegs(world),
    alpine: await world.build({ inputs: { ...OFF, ...ALPINE } }),
  });

  it('are published by one step, each told in `result`', async () => {
    const world = await startLegsWorld();
    const { legs, alpine } = await buildBoth(world);
    const job = await world.publish();
    expect(job.codes()).toEqual([]);
    expect(findViolations(world)).toEqual([]);
    const result = JSON.parse(job.output('result'));
    expect(result).toHaveLength(2);
    expect(result).toMatchObject([
      { group: legs[0]?.output('group'), published: 'true', verified: 'true' },
      { group: alpine.output('group'), digest: alpine.output('digest'), published: 'true' },
    ]);
    expect(result.flatMap(({ tags }: { tags: string[] }) => tags)).toHaveLength(4);
    expect(job.output('digest')).toBe(result[0].digest);
    expect(job.host.summaries).toHaveLength(2);
  });

  it('set every output once', async () => {
    const world = await startLegsWorld();
    await buildBoth(world);
    const { host } = await world.publish();
    const set = host.events.flatMap((event) => /^output (.*)/.exec(event)?.[1] ?? []);
    expect(set.sort()).toEqual(PUBLISH_OUTPUTS.map(({ name }) => name).sort());
  });

  it('can be published one by one', async () => {
    const world = await startLegsWorld();
    const { alpine } = await buildBoth(world);
    const job = await world.publish({ inputs: { group: alpine.output('group') } });
    expect(job.codes()).toEqual([]);
    expect(Object.values(world.tags())).toEqual([alpine.output('digest'), alpine.output('digest')]);
  });

  it('that want the same tag are refused before any is moved', async () => {
    const world = await startLegsWorld();
    await world.build({ inputs: OFF });
    await world.build({ inputs: { ...OFF, target: 'alpine' } });
    const job = await world.publish();
    expect(job.codes()).toEqual(['TAG_CONFLICT']);
    expectNothing(world, job);
  });

  it('of which the second fails are no success, and told one by one', async () => {
    const world = await startLegsWorld();
    const { alpine } = await buildBoth(world);
    world.registry.content.manifests.delete(`octo-org/app@${alpine.output('digest')}`);
    const job = await world.publish();
    expect(job.codes()).toEqual(['LEG_VANISHED']);
    expect(job.output('published') + job.output('verified')).toBe('falsefalse');
    expect(findViolations(world)).toEqual([]);
    const result: readonly { readonly published: string }[] = JSON.parse(job.output('result'));
    expect(result.map(({ published }) => published)).toEqual(['true', 'false']);
  });
});

describe('nothing to publish', () => {
  it.each<[string, JobOptions]>([
    ['when no job handed anything over', {}],
    ['of a group that nobody built', { inputs: { group: 'f'.repeat(16) } }],
  ])('is told %s', async (_, options) => {
    const world = await startLegsWorld();
    if (options.inputs !== undefined) await world.build({ inputs: OFF });
    const job = await world.publish(options);
    expect(job.codes()).toEqual(['CANDIDATES_MISSING']);
    expectNothing(world, job);
  });

  it('without the permission to sign', async () => {
    const world = await startLegsWorld();
    await world.build({ inputs: OFF });
    const job = await world.publish({
      env: { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' },
    });
    expect(job.codes()).toEqual(['OIDC_PERMISSION_MISSING']);
    expectNothing(world, job);
  });
});
