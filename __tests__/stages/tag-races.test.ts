/** Runs that publish at the same time, in real time, against a real HTTP registry. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Repository } from '../../src/image/reference.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import type { FakeRegistryOptions } from '../support/fake-registry.ts';
import { readTag } from '../support/fake-registry-content.ts';
import { makeGate } from '../support/gates.ts';
import { readSignedImage, type SignedBy } from '../support/recorded-bundles.ts';
import { setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';
import {
  makePublishingRun,
  makeRealTimeHost,
  type PublishingRun,
  pushSigned,
} from '../support/signed-scene.ts';

afterEach(tearDownRegistries);

const KINDS: readonly FakeRegistryOptions[] = [{ referrersApi: false }, { referrersApi: true }];
const REPETITIONS = 20;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const someMs = (maxMs: number): Promise<void> => sleep(Math.random() * maxMs);

async function makeScene(options: FakeRegistryOptions) {
  const { registry } = await setUpRegistry({ ...options, nowMs: () => performance.now() });
  const place = (at: number): Repository => ({ registry: registry.name, path: `org/app-${at}` });
  const named = ({ path }: Repository, tag = 'latest') =>
    readTag(registry.content, { path, reference: tag });
  const start = (
    by: SignedBy,
    repository: Repository,
    pass?: (line: string) => Promise<void>,
  ): PublishingRun =>
    makePublishingRun(by, { repository, tags: ['latest'], host: makeRealTimeHost(pass) });
  return { registry, place, named, start };
}

/** An image of run 99 under the tag, before anybody else comes. */
async function publishFirst(client: RegistryClient, repository: Repository): Promise<void> {
  const image = await pushSigned(client, repository, 'run-99');
  await client.moveTag({ ...image, repository, tag: 'latest' });
}

/** In repositories of their own, as many at once as leave each run its share of one thread. */
async function repeat(atOnce: number, work: (at: number) => Promise<void>): Promise<void> {
  for (let at = 0; at < REPETITIONS; at += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, more) => work(at + more)));
}

const NEWEST = readSignedImage('run-101').digest;

describe.each(KINDS)('two runs that publish under one tag, with %j', (options) => {
  it('leave it to the later one, whoever is ready first', async () => {
    const { place, named, start } = await makeScene(options);
    await repeat(10, async (at) => {
      const repository = place(at);
      const runs = (['run-100', 'run-101'] as const).map((by) =>
        start(by, repository, () => someMs(6)),
      );
      const [older, newer] = runs;
      if (older === undefined || newer === undefined) throw new Error('no runs');
      if (at % 2 === 0) await publishFirst(older.client, repository);
      await Promise.all(runs.map((run) => run.push()));
      await Promise.all(
        runs.map(async (run) => {
          await someMs(40);
          await run.move();
          await run.settle();
        }),
      );
      expect(named(repository)).toBe(NEWEST);
      expect(newer.kept).toEqual([]);
      expect(newer.moved.map(({ reference }) => reference)).toEqual([
        `${repository.registry}/${repository.path}:latest`,
      ]);
    });
  });

  it('leave it to the later one, though the older one writes last', async () => {
    const { place, named, start } = await makeScene(options);
    await repeat(20, async (at) => {
      const repository = place(at);
      const gate = makeGate(/^PUT .*manifests\/latest/);
      const [older, newer] = [
        start('run-100', repository, gate.pass),
        start('run-101', repository),
      ];
      await publishFirst(newer.client, repository);
      await Promise.all([older.push(), newer.push()]);
      const slow = older.move();
      await gate.reached;
      await newer.move();
      gate.open();
      await slow;
      expect(named(repository)).toBe(readSignedImage('run-100').digest);
      await Promise.all([newer.settle(), older.settle()]);
      expect(named(repository)).toBe(NEWEST);
      expect(newer.kept).toEqual([]);
      expect(newer.host.lines.join('\n')).toContain('once more');
    });
  });

  it('leave it to the later one, though a third one follows the older one', async () => {
    const { place, named, start } = await makeScene(options);
    const repository = place(0);
    const write = /^PUT .*manifests\/latest/;
    const gates = { older: makeGate(write), third: makeGate(write) };
    const older = start('run-100', repository, gates.older.pass);
    const third = start('run-100-again', repository, gates.third.pass);
    const newer = start('run-101', repository);
    await Promise.all([older, third, newer].map((run) => run.push()));
    const first = older.move();
    await gates.older.reached;
    await newer.move();
    gates.older.open();
    await first;
    // It looks while the tag is as the older one left it, and writes when the newest one has corrected that.
    const second = third.move();
    await gates.third.reached;
    const settling = newer.settle();
    while (named(repository) !== NEWEST) await sleep(5);
    gates.third.open();
    await second;
    await Promise.all([settling, third.settle(), older.settle()]);
    expect(named(repository)).toBe(NEWEST);
    expect(newer.kept).toEqual([]);
  });
});

describe.each(KINDS)('an older run, with %j', (options) => {
  it('finds out in its second look that it was overtaken', async () => {
    const { place, named, start } = await makeScene(options);
    const repository = place(0);
    const [older, newer] = [start('run-100', repository), start('run-101', repository)];
    await Promise.all([older.push(), newer.push()]);
    await older.move();
    await newer.move();
    await older.settle();
    expect(named(repository)).toBe(NEWEST);
    expect(older.moved).toEqual([]);
    expect(older.kept.map(({ digest }) => digest)).toEqual([NEWEST]);
  });

  it('leaves a tag that was deleted meanwhile', async () => {
    const { place, named, start } = await makeScene({ ...options, deletes: 'tags' });
    const repository = place(0);
    const run = start('run-100', repository);
    await run.push();
    await run.move();
    await run.client.deleteTag(repository, 'latest');
    await run.settle();
    expect(named(repository)).toBeUndefined();
    expect(run.moved).toHaveLength(1);
  });
});
