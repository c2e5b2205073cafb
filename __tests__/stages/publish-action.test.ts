import { afterAll, describe, expect, it } from '@jest/globals';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import {
  type Job,
  type JobOptions,
  type LegsWorld,
  startLegsWorld,
  stopLegsWorlds,
} from '../support/legs-world.ts';

afterAll(stopLegsWorlds);

const OFF = { publish: 'off' };
const UNSIGNED: JobOptions = {
  inputs: { ...OFF, sign: 'false' },
  env: { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' },
};
const candidateOf = (job: Job): string => job.output('candidate');

const buildLegs = (world: LegsWorld, options: JobOptions = { inputs: OFF }): Promise<Job[]> =>
  Promise.all(['linux/amd64', 'linux/arm64'].map((platform) => world.leg(platform, options)));

/** Pushed, and nothing more: what the job says of itself is no go-ahead. */
function expectHeld(world: LegsWorld, ...jobs: readonly Job[]): void {
  expect(jobs.flatMap((job) => job.codes())).toEqual([]);
  expect(world.tags()).toEqual({});
  expect(jobs.map((job) => job.output('published'))).toEqual(jobs.map(() => 'false'));
  expect(jobs.map((job) => job.output('image'))).toEqual(
    jobs.map(() => expect.stringContaining('@sha256:')),
  );
}

describe('a whole image with `publish: off`', () => {
  it('is signed and verified, and can be pulled, before anybody publishes it', async () => {
    const world = await startLegsWorld();
    const job = await world.build({ inputs: OFF });
    expectHeld(world, job);
    expect(job.output('verified')).toBe('true');
    expect(job.output('verify-commands').split('\n')).toHaveLength(5);
    const summary = job.host.summaries.join();
    expect(summary).toContain('has no tag yet');
    expect(summary).toContain(`Planned tags: \`${world.image}:v1.2.3\``);
    expect(summary).toContain(job.output('image'));
  });

  it('gets its tags from a later job, as it is', async () => {
    const world = await startLegsWorld();
    const built = await world.build({ inputs: OFF });
    const job = await world.publish();
    expectPublished(world, job);
    expect(job.output('digest')).toBe(built.output('digest'));
    expect(job.output('verified')).toBe('true');
    expect(job.host.commands.filter(({ args }) => /^(sign|attest)$/.test(args[0] ?? ''))).toEqual(
      [],
    );
    expect(job.host.summaries.join()).toContain('is published, signed and verified');
  });

  it('leaves no summary where DOCKER_BUILD_SUMMARY says so, and the outputs alone', async () => {
    const world = await startLegsWorld();
    await world.build({ inputs: OFF });
    const job = await world.publish({ env: { DOCKER_BUILD_SUMMARY: 'false' } });
    expectPublished(world, job);
    expect(job.host.summaries).toEqual([]);
  });

  it('may be published twice', async () => {
    const world = await startLegsWorld();
    await world.build({ inputs: OFF });
    await world.publish();
    expectPublished(world, await world.publish({ attempt: 2 }));
  });
});

describe('legs with `publish: off`', () => {
  it.each<[string, (jobs: readonly Job[]) => string | undefined]>([
    ['from the artifacts of the run', () => undefined],
    ['from job outputs, one per line', (jobs) => jobs.map(candidateOf).join('\n')],
    [
      'from all outputs of a job',
      (jobs) =>
        JSON.stringify(
          Object.fromEntries([
            ...jobs.map((job, at) => [`leg-${at}`, candidateOf(job)]),
            ['digest', 'sha256:abc'],
          ]),
        ),
    ],
  ])('are put together by a later job: %s', async (_, hand) => {
    const world = await startLegsWorld();
    const legs = await buildLegs(world);
    expectHeld(world, ...legs);
    const candidates = hand(legs);
    const job = await world.publish(candidates === undefined ? {} : { candidates });
    expectPublished(world, job);
    expect(Object.keys(JSON.parse(job.output('digests')))).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('say of themselves what is true of a leg', async () => {
    const world = await startLegsWorld();
    const [leg] = await buildLegs(world);
    if (leg === undefined) throw new Error('no leg');
    expect(leg.host.summaries.join()).toContain('linux/amd64 of');
    const commands = leg.output('verify-commands').split('\n');
    const { 'linux/amd64': platform } = JSON.parse(leg.output('digests'));
    expect(commands.filter((command) => !command.includes(platform))).toEqual([]);
    expect(commands.join()).toContain('cosign/sign/v1');
    expect(leg.host.lines.join('\n')).not.toContain('last leg to finish publishes');
  });

  it('are missed when one is not there', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64', { inputs: OFF });
    const job = await world.publish();
    expect(job.codes()).toEqual(['INPUT_INVALID']);
    expect(job.host.lines.join('\n')).toContain('lack linux/arm64');
    expectNothing(world, job);
  });

  it('that failed when they ran again are not published as they were before', async () => {
    const world = await startLegsWorld();
    await buildLegs(world);
    const commands = [
      { when: /^buildx build .*type=image/, answer: { exitCode: 1, stderr: 'ERROR: x' } },
    ];
    await world.leg('linux/amd64', { inputs: OFF, attempt: 2, commands });
    const job = await world.publish({ attempt: 2 });
    expect(job.codes()).toEqual(['INPUT_INVALID']);
    expectNothing(world, job);
  });
});

describe('what nobody signed', () => {
  it('is signed by the job that publishes, when it comes by job outputs', async () => {
    const world = await startLegsWorld();
    const legs = await buildLegs(world, UNSIGNED);
    expectHeld(world, ...legs);
    const job = await world.publish({ candidates: legs.map(candidateOf).join('\n') });
    expectPublished(world, job);
    expect(job.host.lines.join('\n')).toContain('unsigned: signed here');
  });

  it('is signed as well when it is a whole image', async () => {
    const world = await startLegsWorld();
    const built = await world.build(UNSIGNED);
    const job = await world.publish({ candidates: candidateOf(built) });
    expectPublished(world, job);
    expect(job.output('digest')).toBe(built.output('digest'));
  });

  it('is refused from artifacts, which any job can write', async () => {
    const world = await startLegsWorld();
    await buildLegs(world, UNSIGNED);
    const job = await world.publish();
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expectNothing(world, job);
  });

  it('is published unsigned where that is asked for', async () => {
    const world = await startLegsWorld();
    await buildLegs(world, UNSIGNED);
    const job = await world.publish({ inputs: { sign: 'false' } });
    expect(job.codes()).toEqual([]);
    expect(Object.keys(world.tags())).toHaveLength(2);
    expect(job.output('verified')).toBe('false');
    expect(job.host.summaries.join()).toContain('without a signature');
  });
});

describe('a signed candidate', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['tags', { tags: [{ name: 'stable', kind: 'floating' }] }],
    ['repository', { name: '127.0.0.1:1/octo-org/other' }],
  ])('with other %s than were signed is refused', async (_, change) => {
    const world = await startLegsWorld();
    const document = JSON.parse(candidateOf(await world.build({ inputs: OFF })));
    const [image] = document.candidate.images;
    document.candidate.images = [
      {
        ...image,
        ...change,
        ...('name' in change ? { name: image.name.replace('app', 'other') } : {}),
      },
    ];
    const job = await world.publish({ candidates: JSON.stringify(document) });
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expectNothing(world, job);
  });

  it('of another run is refused', async () => {
    const world = await startLegsWorld();
    const built = await world.build({ inputs: OFF });
    const job = await world.publish({
      candidates: candidateOf(built),
      env: { GITHUB_RUN_ID: '78' },
    });
    expect(job.codes()).toEqual(['CANDIDATE_REJECTED']);
    expect(job.host.lines.join('\n')).toContain('another run (77)');
    expectNothing(world, job);
  });

  it('whose image has vanished is told in one sentence, without waiting for it', async () => {
    const world = await startLegsWorld();
    const built = await world.build({ inputs: OFF });
    world.registry.content.manifests.delete(`octo-org/app@${built.output('digest')}`);
    const job = await world.publish();
    expect(job.codes()).toEqual(['LEG_VANISHED']);
    expect(job.host.slept.filter((ms) => ms > 10_000)).toEqual([]);
    expectNothing(world, job);
  });

  it('whose signature in the registry is gone is not published', async () => {
    const world = await startLegsWorld();
    await world.build({ inputs: OFF });
    for (const key of [...world.registry.content.tags.keys()])
      world.registry.content.tags.delete(key);
    const job = await world.publish();
    expect(job.codes()).toEqual(['VERIFICATION_FAILED']);
    expect(world.tags()).toEqual({});
    expect(job.output('published') + job.output('verified')).toBe('falsefalse');
  });
});
