import { afterAll, describe, expect, it } from '@jest/globals';
import type { Artifacts } from '../../src/host/host.ts';
import { answerCosign } from '../support/fake-cosign.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { afterClaim, makeGate, meet } from '../support/legs-doors.ts';
import { expectNothing, expectPublished } from '../support/legs-expect.ts';
import { findPartialClaims, findViolations } from '../support/legs-invariants.ts';
import { startLegsWorld, stopLegsWorlds } from '../support/legs-world.ts';
import { readStderr } from '../support/recorded.ts';

afterAll(stopLegsWorlds);

const FAILING: ScriptedCommand = {
  when: /^buildx build .*type=image/,
  answer: { exitCode: 1, stderr: 'ERROR: failed to solve: exit code: 1' },
};

describe('a leg that fails', () => {
  it('leaves no tag', async () => {
    const world = await startLegsWorld();
    const jobs = await Promise.all([
      world.leg('linux/amd64'),
      world.leg('linux/arm64', { commands: [FAILING] }),
    ]);
    expect(jobs[1]?.codes()).toEqual(['BUILD_FAILED']);
    expectNothing(world, ...jobs);
  });

  it('publishes the image when it is run again', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    await world.leg('linux/arm64', { commands: [FAILING] });
    const again = await world.leg('linux/arm64', { attempt: 2 });
    expectPublished(world, again);
    expect(findPartialClaims(first)).toEqual([]);
  });

  it('may be the first of two', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64', { commands: [FAILING] });
    const second = await world.leg('linux/arm64');
    expect(second.codes()).toEqual([]);
    expectNothing(world, second);
    expectPublished(world, await world.leg('linux/amd64', { attempt: 2 }));
  });
});

describe('all legs run again', () => {
  it('publish what they built then, whether the artifacts of before are there or not', async () => {
    for (const isKept of [true, false]) {
      const world = await startLegsWorld();
      await world.leg('linux/amd64');
      await world.leg('linux/arm64');
      const before = Object.values(world.tags());
      const hide = (door: Artifacts): Artifacts => ({
        ...door,
        list: async (prefix) =>
          (await door.list(prefix)).filter(({ name }) => isKept || /\.2(\.|$)/.test(name)),
      });
      const jobs = await Promise.all([
        world.leg('linux/amd64', { attempt: 2, artifacts: hide }),
        world.leg('linux/arm64', { attempt: 2, artifacts: hide }),
      ]);
      const publisher = jobs.find((job) => job.output('published') === 'true');
      if (publisher === undefined) throw new Error('nobody published');
      expectPublished(world, publisher);
      expect(Object.values(world.tags())).not.toEqual(before);
    }
  });

  it('do not mix with what one of them built before it failed', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    await world.leg('linux/arm64', { commands: [FAILING] });
    await world.leg('linux/amd64', { attempt: 2, commands: [FAILING] });
    const other = await world.leg('linux/arm64', { attempt: 2 });
    expect(other.codes()).toEqual([]);
    expectNothing(world, other);
    expectPublished(world, await world.leg('linux/amd64', { attempt: 3 }));
  });
});

describe('a merge that fails', () => {
  it('because of the registry leaves no tag, and is done by the leg that is run again', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    const fault = { match: /^PUT .*\/manifests\/sha256:/, times: 1000, status: 500 };
    const job = await world.leg('linux/arm64', {
      artifacts: afterClaim(() => world.registry.faults.push(fault)),
    });
    expect(job.codes()).toHaveLength(1);
    expect(job.codes()[0]).toMatch(/^REGISTRY_/);
    expectNothing(world, job);
    expect(
      [...world.artifacts.texts().keys()].filter((name) => /released$/.test(name)),
    ).toHaveLength(1);
    world.registry.faults.splice(0);
    expectPublished(world, await world.leg('linux/arm64', { attempt: 2 }));
  });

  it('because of Sigstore is done by the step that is run again in its job', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    let isDown = false;
    const cosign: ScriptedCommand = {
      when: /^cosign sign /,
      answer: (command, host) =>
        isDown
          ? readStderr('cosign-3.1.3/sign-fulcio-500.stderr.txt')
          : answerCosign(command, host),
    };
    const options = { jobId: 'the-job', seed: 'the-same', commands: [cosign] };
    const job = await world.leg('linux/arm64', {
      ...options,
      artifacts: afterClaim(() => {
        isDown = true;
      }),
    });
    expect(job.codes()).toHaveLength(1);
    expectNothing(world, job);
    isDown = false;
    const again = await world.leg('linux/arm64', options);
    expectPublished(world, again);
    expect(again.host.lines.join('\n')).toContain('Taking over the merge');
  });

  it('between two tags says which were moved, and moves the rest when it is run again', async () => {
    const world = await startLegsWorld();
    await world.leg('linux/amd64');
    world.registry.faults.push({ match: /^PUT .*\/manifests\/latest/, times: 1000, status: 500 });
    const job = await world.leg('linux/arm64');
    expect(job.codes()).toEqual(['TAG_NOT_MOVED']);
    expect(job.output('published')).toBe('false');
    expect(findViolations(world)).toEqual([]);
    world.registry.faults.splice(0);
    expectPublished(world, await world.leg('linux/arm64', { attempt: 2 }));
  });

  it('is done by the other leg, if that one comes to claim it later', async () => {
    const world = await startLegsWorld();
    const gate = meet(makeGate(2));
    const fault = { match: /^PUT .*\/manifests\/sha256:/, times: 1000, status: 500 };
    const failing = afterClaim(() => world.registry.faults.push(fault));
    const first = world.leg('linux/amd64', { artifacts: (door) => failing(gate(door)) });
    const second = world.leg('linux/arm64', {
      artifacts: (door) => ({
        ...gate(door),
        create: async (name, text) => {
          if (name.startsWith('bsa-merge.')) {
            await first;
            world.registry.faults.splice(0);
          }
          return gate(door).create(name, text);
        },
      }),
    });
    expect((await first).codes()).toHaveLength(1);
    expectPublished(world, await second);
    expect((await second).host.lines.join('\n')).toContain('Taking over the merge');
  });

  it('because its leg died with the claim unfinished is taken over by the other', async () => {
    const world = await startLegsWorld();
    world.artifacts.breakNextCreate('bsa-merge.');
    const gate = meet(makeGate(2));
    const jobs = await Promise.all(
      ['linux/amd64', 'linux/arm64'].map((platform) => world.leg(platform, { artifacts: gate })),
    );
    const [dead] = jobs.filter((job) => job.codes().length > 0);
    expect(dead?.codes()).toEqual(['ARTIFACTS_UNAVAILABLE']);
    const [other] = jobs.filter((job) => job !== dead);
    if (other === undefined) throw new Error('both failed');
    expectPublished(world, other);
  });

  it('is not done twice while the one that claimed it goes on', async () => {
    const world = await startLegsWorld();
    const gate = meet(makeGate(2));
    const jobs = await Promise.all(
      ['linux/amd64', 'linux/arm64'].map((platform) => world.leg(platform, { artifacts: gate })),
    );
    const claims = [...world.artifacts.texts().keys()].filter((name) => /^bsa-merge/.test(name));
    expect(claims).toHaveLength(1);
    const [partial] = jobs.filter((job) => job.output('published') === '');
    expect(partial?.host.summaries.join()).toContain('another leg publishes');
    expect(partial?.host.lines.join('\n')).toContain('another one is publishing');
  });
});

describe('a leg whose digest has vanished', () => {
  it('is told in one sentence', async () => {
    const world = await startLegsWorld();
    const first = await world.leg('linux/amd64');
    const { digest } = JSON.parse(first.output('candidate')).candidate;
    world.registry.content.manifests.delete(`octo-org/app@${digest}`);
    const job = await world.leg('linux/arm64');
    expect(job.codes()).toEqual(['LEG_VANISHED']);
    expectNothing(world, job);
  });
});
