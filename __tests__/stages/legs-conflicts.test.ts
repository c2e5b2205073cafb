import { afterAll, describe, expect, it } from '@jest/globals';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import { type Job, startLegsWorld, stopLegsWorlds } from '../support/legs-world.ts';

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

describe('jobs of a matrix that each make a whole image', () => {
  /** Two platforms under one tag, as by `platforms: ${{ matrix.platform }}`. */
  const inputs = (platform: string, more = {}) => ({
    ...{ platforms: platform, matrix: JSON.stringify({ platform }), 'job-total': '2' },
    ...more,
  });

  it('are refused when they want one tag, before the build', async () => {
    const world = await startLegsWorld();
    const [first, second] = await Promise.all([
      world.build({ inputs: inputs('linux/amd64'), buildMs: 200 }),
      world.build({ inputs: inputs('linux/arm64') }),
    ]);
    expect([first.codes(), second.codes()]).toContainEqual(['TAG_CONFLICT']);
    expect(Math.min(first.builds(), second.builds())).toBe(0);
    expectNothing(world, first, second);
  });

  it('are refused before a tag is moved, when the other came later', async () => {
    const world = await startLegsWorld();
    const others: Job[] = [];
    const job = await world.build({
      inputs: inputs('linux/amd64'),
      duringBuild: async () => {
        others.push(await world.build({ inputs: inputs('linux/arm64') }));
      },
    });
    expect(others.map((one) => one.codes())).toEqual([['TAG_CONFLICT']]);
    expect(job.codes()).toEqual(['TAG_CONFLICT']);
    expect([world.tags(), job.output('published')]).toEqual([{}, 'false']);
  });

  it.each([
    ['have tags of their own', { tags: 'type=raw,value=amd64' }, { tags: 'type=raw,value=arm64' }],
    ['hand them over for later', { publish: 'off' }, { publish: 'off' }],
  ])('are none when they %s', async (_, one, other) => {
    const world = await startLegsWorld();
    const first = await world.build({ inputs: inputs('linux/amd64', one) });
    const second = await world.build({ inputs: inputs('linux/arm64', other) });
    expect([...first.codes(), ...second.codes()]).toEqual([]);
  });

  it('are not compared where there are more than 20: each would read what all others say', async () => {
    const world = await startLegsWorld();
    const job = await world.build({ inputs: inputs('linux/amd64', { 'job-total': '21' }) });
    expect([job.codes(), world.artifacts.texts().size]).toEqual([[], 0]);
  });

  it('are none when they make the same image, as beside tests in a matrix', async () => {
    const world = await startLegsWorld();
    const same = (version: string) => ({
      inputs: { matrix: JSON.stringify({ version }), 'job-total': '2' },
    });
    expectPublished(world, await world.build(same('1')));
    expectPublished(world, await world.build(same('2')));
  });

  it('are none where one job does it twice: the second is meant', async () => {
    const world = await startLegsWorld();
    const inOneJob = { jobId: 'the-job' };
    await world.build({ ...inOneJob, inputs: inputs('linux/amd64') });
    const second = await world.build({
      ...inOneJob,
      inputs: inputs('linux/amd64', { target: 'alpine' }),
    });
    expect([second.codes(), second.output('published')]).toEqual([[], 'true']);
  });

  it('are none where the artifact service is down', async () => {
    const world = await startLegsWorld();
    world.artifacts.isDown = true;
    const job = await world.build({ inputs: inputs('linux/amd64') });
    expect([job.codes(), job.output('published')]).toEqual([[], 'true']);
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
