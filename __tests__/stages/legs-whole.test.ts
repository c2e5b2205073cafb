import { afterAll, describe, expect, it } from '@jest/globals';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import { type Job, startLegsWorld, stopLegsWorlds } from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

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

  it('are none where each has a version of its own, which decides who has what they share', async () => {
    const world = await startLegsWorld();
    const version = (value: string) => ({
      inputs: {
        matrix: JSON.stringify({ version: value }),
        'job-total': '2',
        tags: `type=semver,pattern={{version}},value=${value}`,
      },
    });
    const first = await world.build(version('2.0.0'));
    const second = await world.build(version('1.0.0'));
    expect([...first.codes(), ...second.codes()]).toEqual([]);
    expect(Object.keys(world.tags()).sort()).toEqual([
      expect.stringMatching(/:1\.0\.0$/),
      expect.stringMatching(/:2\.0\.0$/),
      expect.stringMatching(/:latest$/),
    ]);
  });

  it('are none where the artifact service is down', async () => {
    const world = await startLegsWorld();
    world.artifacts.isDown = true;
    const job = await world.build({ inputs: inputs('linux/amd64') });
    expect([job.codes(), job.output('published')]).toEqual([[], 'true']);
  });
});

describe('jobs that each make a whole image, and no matrix', () => {
  const notices = ({ host }: Job): readonly string[] =>
    host.lines.filter((line) => /^notice: .* another image of this run/.test(line));

  it('are told that the last one has the tag', async () => {
    const world = await startLegsWorld();
    const first = await world.build({ inputs: { platforms: 'linux/amd64' } });
    const second = await world.build({ inputs: { platforms: 'linux/arm64' } });
    expect([...first.codes(), ...second.codes(), ...notices(first)]).toEqual([]);
    const told = notices(second);
    expect(told).toHaveLength(Object.keys(world.tags()).length);
    for (const line of told) expect(line).toContain(first.output('digest'));
  });

  it('are told nothing in another run, or where it is the same image', async () => {
    const world = await startLegsWorld();
    const earlier = await world.build({ seed: 'same' });
    const again = await world.build({ seed: 'same' });
    const rerun = await world.build({ attempt: 2 });
    expect([earlier, again, rerun].flatMap((job) => [...job.codes(), ...notices(job)])).toEqual([]);
  });

  it('and legs that put their image together again are told nothing either', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    await world.leg('linux/arm64');
    const first = await world.leg('linux/amd64', { attempt: 2 });
    const last = await world.leg('linux/arm64', { attempt: 2 });
    expect([first.output('published'), last.output('published')]).toEqual(['true', 'true']);
    expect([...notices(first), ...notices(last)]).toEqual([]);
  });
});
