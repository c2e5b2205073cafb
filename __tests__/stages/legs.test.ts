import { afterAll, describe, expect, it } from '@jest/globals';
import { findPartialClaims, findViolations } from '../support/legs-invariants.ts';
import { type Job, type LegsWorld, startLegsWorld, stopLegsWorlds } from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;
const isPublished = (job: Job): boolean => job.output('published') === 'true';

/** Exactly one of the jobs published, the others say nothing of the whole, and what has a tag is whole. */
function expectOneImage(
  world: LegsWorld,
  jobs: readonly Job[],
  platforms: readonly string[] = PLATFORMS,
): Job {
  expect(jobs.flatMap((job) => job.codes())).toEqual([]);
  const [publisher, ...more] = jobs.filter(isPublished);
  expect(more).toEqual([]);
  if (publisher === undefined) throw new Error('nobody published');
  const others = jobs.filter((job) => job !== publisher);
  expect(others.map(findPartialClaims)).toEqual(others.map(() => []));
  expect(findViolations(world, { platforms })).toEqual([]);
  expect(Object.keys(JSON.parse(publisher.output('digests')))).toEqual(platforms);
  const moved = publisher.output('tags').split('\n');
  expect(moved.map((tag) => world.tags()[tag.slice(world.registry.name.length + 1)])).toEqual(
    moved.map(() => publisher.output('digest')),
  );
  return publisher;
}

/** How often each tag was written. */
const countMoves = ({ registry }: LegsWorld): number[] =>
  [...registry.content.tags]
    .filter(([key]) => !/:sha256-[0-9a-f]{64}$/.test(key))
    .map(([, moves]) => moves.length);

describe('two legs, one after the other', () => {
  it('make one image, which the last one publishes', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    expect(world.tags()).toEqual({});
    const second = await world.leg('linux/arm64');
    expect(expectOneImage(world, [first, second])).toBe(second);
    expect(Object.keys(world.tags())).toEqual(['octo-org/app:v1.2.3', 'octo-org/app:latest']);
    expect(countMoves(world)).toEqual([1, 1]);
  });

  it('tell what becomes of them', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    const second = await world.leg('linux/arm64');
    expect(first.host.lines).toContainEqual(expect.stringMatching(/still missing: linux\/arm64/));
    expect(first.host.summaries.join()).toContain('linux/amd64 of');
    expect(second.host.lines).toContainEqual(expect.stringMatching(/^All legs are there/));
    expect(second.host.summaries.join()).toContain('legs for linux/amd64, linux/arm64');
    expect(first.output('group')).toBe(second.output('group'));
  });

  it('build each its own platform, and share nothing of the cache', async () => {
    const world = await startLegsWorld();
    const inputs = { cache: 'gha', 'cache-trust': 'any' };
    const jobs = [
      await world.leg('linux/amd64', { inputs }),
      await world.leg('linux/arm64', { inputs }),
    ];
    const args = jobs.map(({ host }) =>
      host.commands.filter((one) => one.args[0] === 'build').flatMap((one) => one.args),
    );
    expect(args.map((each) => each.filter((arg) => arg.startsWith('--platform=')))).toEqual([
      ['--platform=linux/amd64'],
      ['--platform=linux/arm64'],
    ]);
    const scopes = args.map((each) => /scope=([^,]+)/.exec(each.join('\n'))?.[1]);
    expect(new Set(scopes).size).toBe(2);
  });

  it('without attestations are bare manifests, put together all the same', async () => {
    const world = await startLegsWorld();
    const inputs = { sbom: 'false', provenance: 'false' };
    const first = await world.leg('linux/amd64', { inputs });
    const second = await world.leg('linux/arm64', { inputs });
    expect(findViolations(world, { attested: [] })).toEqual([]);
    expect(findPartialClaims(first)).toEqual([]);
    expect(second.output('imageid')).toBe(second.output('digest'));
    expect(isPublished(second)).toBe(true);
  });

  it('without signatures make an image that is said to have none', async () => {
    const world = await startLegsWorld();
    const inputs = { sign: 'false' };
    await world.leg('linux/amd64', { inputs });
    const second = await world.leg('linux/arm64', { inputs });
    expect(second.codes()).toEqual([]);
    expect(isPublished(second)).toBe(true);
    expect(second.output('verified')).toBe('false');
    expect(second.host.summaries.join()).toContain('without a signature');
  });

  it('carry annotations for the index, whichever leg publishes', async () => {
    const digests = await Promise.all(
      [PLATFORMS, [...PLATFORMS].reverse()].map(async (order) => {
        const world = await startLegsWorld();
        const inputs = { annotations: 'index:a=1', images: `${world.registry.name}/octo-org/app` };
        for (const platform of order) await world.leg(platform, { inputs, seed: platform });
        const [digest] = Object.values(world.tags());
        const bytes = world.registry.content.manifests.get(`octo-org/app@${digest}`)?.bytes;
        expect(JSON.parse(bytes?.toString() ?? '').annotations).toEqual({ a: '1' });
        return digest;
      }),
    );
    expect(new Set(digests).size).toBe(1);
  });
});

describe('legs that end at the same time', () => {
  it.each(Array.from({ length: 20 }, (_, turn) => turn))(
    'are published by exactly one of them, turn %i',
    async (turn) => {
      const world = await startLegsWorld({ referrersApi: turn % 2 === 1 });
      const delays = [turn % 5, (turn * 7) % 5];
      const jobs = await Promise.all(
        PLATFORMS.map((platform, at) => world.leg(platform, { buildMs: delays[at] ?? 0 })),
      );
      expectOneImage(world, jobs);
      expect(countMoves(world)).toEqual([1, 1]);
    },
  );

  it('may be three', async () => {
    const world = await startLegsWorld();
    const platforms = ['linux/amd64', 'linux/arm/v7', 'linux/arm64'];
    const inputs = { platforms: platforms.join() };
    const jobs = await Promise.all(platforms.map((platform) => world.leg(platform, { inputs })));
    expectOneImage(world, jobs, platforms);
  });

  it('find each other though the list of artifacts lags behind', async () => {
    const world = await startLegsWorld();
    world.artifacts.listLagCalls = 2;
    expectOneImage(world, await Promise.all(PLATFORMS.map((platform) => world.leg(platform))));
  });
});

describe('several images in one run', () => {
  it('of a matrix of images and platforms are each put together', async () => {
    const world = await startLegsWorld();
    const images = ['one', 'two'].map((name) => `${world.registry.name}/octo-org/${name}`);
    const jobs = await Promise.all(
      images.flatMap((images_) =>
        PLATFORMS.map((platform) => world.leg(platform, { inputs: { images: images_ } })),
      ),
    );
    expect(jobs.flatMap((job) => job.codes())).toEqual([]);
    expect(jobs.filter(isPublished)).toHaveLength(2);
    expect(findViolations(world)).toEqual([]);
    expect(Object.keys(world.tags()).sort()).toEqual([
      'octo-org/one:latest',
      'octo-org/one:v1.2.3',
      'octo-org/two:latest',
      'octo-org/two:v1.2.3',
    ]);
  });

  it('may be two variants of one name', async () => {
    const world = await startLegsWorld();
    const variants = [{}, { target: 'alpine', flavor: 'suffix=-alpine,onlatest=true' }];
    const jobs = await Promise.all(
      variants.flatMap((inputs) => PLATFORMS.map((platform) => world.leg(platform, { inputs }))),
    );
    expect(jobs.flatMap((job) => job.codes())).toEqual([]);
    expect(new Set(jobs.map((job) => job.output('group'))).size).toBe(2);
    expect(findViolations(world)).toEqual([]);
    const tags = world.tags();
    expect(Object.keys(tags)).toHaveLength(4);
    expect(tags['octo-org/app:v1.2.3']).not.toBe(tags['octo-org/app:v1.2.3-alpine']);
  });

  it('in several repositories have everything in each', async () => {
    const world = await startLegsWorld();
    const images = `${world.image}\n${world.registry.name}/octo-org/mirror`;
    const jobs = await Promise.all(
      PLATFORMS.map((platform) => world.leg(platform, { inputs: { images } })),
    );
    expectOneImage(world, jobs);
    expect(Object.keys(world.tags())).toHaveLength(4);
  });

  it('around midnight are one image still', async () => {
    const world = await startLegsWorld();
    const inputs = { tags: "type=raw,value={{date 'YYYYMMDD'}}" };
    const at = (time: string) => ({ inputs, now: new Date(time) });
    const first = await world.leg('linux/amd64', at('2026-01-01T23:59:00Z'));
    const second = await world.leg('linux/arm64', at('2026-01-02T00:01:00Z'));
    expectOneImage(world, [first, second]);
    expect(Object.keys(world.tags())).toEqual(['octo-org/app:20260102']);
  });
});
