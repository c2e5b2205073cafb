import { afterAll, describe, expect, it } from '@jest/globals';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import { startLegsWorld, stopLegsWorlds } from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

describe('a leg that is there twice', () => {
  it('is refused before it is built, and the first one goes on', async () => {
    const world = await startLegsWorld();
    const [first, second] = await Promise.all([
      world.leg('linux/amd64', { buildMs: 30 }),
      world.leg('linux/amd64', { buildMs: 30 }),
    ]);
    const refused = first.codes().length > 0 ? first : second;
    expect(refused.codes()).toEqual(['LEG_DUPLICATE']);
    expect(refused.builds()).toBe(0);
    expectPublished(world, await world.leg('linux/arm64'));
  });

  it.each([
    ['by its job', { jobId: 'the-job' }],
    ['by its matrix, where the runner names no job', { jobId: undefined }],
  ])('may be a step that is run again: known %s', async (_, job) => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64', { ...job, seed: 'one' });
    const again = await world.leg('linux/amd64', { ...job, seed: 'two' });
    expect(again.codes()).toEqual([]);
    const other = await world.leg('linux/arm64');
    expectPublished(world, other);
    const [name] = Object.keys(world.tags());
    const index = world.registry.content.manifests
      .get(`octo-org/app@${world.tags()[name ?? '']}`)
      ?.bytes.toString();
    const { candidate } = JSON.parse(again.output('candidate'));
    const own = world.registry.content.manifests.get(`octo-org/app@${candidate.digest}`);
    expect(index).toContain(JSON.parse(own?.bytes.toString() ?? '').manifests[0].digest);
  });

  it('is told apart by the matrix, where the runner names no job', async () => {
    const world = await startLegsWorld();
    const leg = (runner: string) =>
      world.leg('linux/amd64', {
        jobId: undefined,
        inputs: { matrix: JSON.stringify({ platform: 'linux/amd64', runner }) },
      });
    await leg('a');
    expect((await leg('b')).codes()).toEqual(['LEG_DUPLICATE']);
  });

  it('is also one whose announcement nobody finished', async () => {
    const world = await startLegsWorld();
    const plan = await world.leg('linux/amd64', { inputs: { 'dry-run': 'true' } });
    world.artifacts.reserve(`bsa-leg.${plan.output('group')}.linux-amd64.1.start`);
    const job = await world.leg('linux/amd64');
    expect(job.codes()).toEqual(['LEG_DUPLICATE']);
    expect(job.builds()).toBe(0);
  });
});

describe('a tag that two images want', () => {
  const variants = [{}, { target: 'alpine' }] as const;

  it('is refused before the build', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64', { inputs: variants[0] });
    const second = await world.leg('linux/amd64', { inputs: variants[1] });
    expect(second.codes()).toEqual(['TAG_CONFLICT']);
    expect(second.builds()).toBe(0);
    expectNothing(world, first, second);
  });

  it('is refused before it is moved, when the other came later', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    const announce = () =>
      world.artifacts
        .door('other')
        .create(
          `bsa-leg.${'f'.repeat(16)}.linux-amd64.1.start`,
          JSON.stringify({ job: 'other', tags: [`${world.image}:latest`] }),
        );
    const job = await world.leg('linux/arm64', { duringBuild: announce });
    expect(job.codes()).toEqual(['TAG_CONFLICT']);
    expect(job.host.lines.join('\n')).toContain('Nothing was published');
    expectNothing(world, job);
  });

  it('is none when what another image wants is something else, or unreadable', async () => {
    const world = await startLegsWorld();
    const door = world.artifacts.door('other');
    const others = [
      JSON.stringify({ job: 'x', tags: [`${world.image}:other`] }),
      '{"tags":"latest"}',
      'no JSON',
      'null',
    ];
    for (const [at, text] of others.entries())
      await door.create(`bsa-leg.${String(at).repeat(16)}.linux-amd64.1.start`, text);
    await world.leg('linux/amd64');
    expectPublished(world, await world.leg('linux/arm64'));
  });
});

describe('the artifact service, when it is down,', () => {
  it('is found out before the build', async () => {
    const world = await startLegsWorld();
    world.artifacts.isDown = true;
    const job = await world.leg('linux/amd64');
    expect(job.codes()).toEqual(['ARTIFACTS_UNAVAILABLE']);
    expect(job.builds()).toBe(0);
    expectNothing(world, job);
  });

  it('after the build fails the leg, whose candidate is in its output', async () => {
    const world = await startLegsWorld();
    const job = await world.leg('linux/amd64', {
      duringBuild: () => {
        world.artifacts.isDown = true;
      },
    });
    expect(job.codes()).toEqual(['ARTIFACTS_UNAVAILABLE']);
    expect(JSON.parse(job.output('candidate'))).toHaveProperty('bundle');
    expectNothing(world, job);
  });

  it('is a warning where the candidate is handed on by an output', async () => {
    const world = await startLegsWorld();
    world.artifacts.isDown = true;
    const job = await world.leg('linux/amd64', { inputs: { publish: 'off' } });
    expect(job.codes()).toEqual([]);
    expect(job.host.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
    expect(JSON.parse(job.output('candidate'))).toHaveProperty('bundle');
  });

  it('is nothing to a step that builds the whole image', async () => {
    const world = await startLegsWorld();
    world.artifacts.isDown = true;
    expectPublished(world, await world.build());
  });
});
