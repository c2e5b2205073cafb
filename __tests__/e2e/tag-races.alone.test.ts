/** Runs that publish at the same time, each with a client of its own, on real registries and with what cosign signed. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { REGISTRY_KINDS, type Registry, startRegistry } from '../../lab/services/registry.ts';
import { closeConnections } from '../../src/host/http.ts';
import type { Repository } from '../../src/image/reference.ts';
import { readSignedImage, type SignedBy } from '../support/recorded-bundles.ts';
import { findRegistryTools } from '../support/registry-world.ts';
import { makePublishingRun, makeRealTimeHost, pushSigned } from '../support/signed-scene.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;
const REPETITIONS = 20;

jest.setTimeout(120_000);
afterAll(closeConnections);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const startRun = (by: SignedBy, repository: Repository, tags = ['latest']) =>
  makePublishingRun(by, { repository, tags, host: makeRealTimeHost() });

describe.each(REGISTRY_KINDS)('on the %s registry', (kind) => {
  let registry: Registry;

  beforeAll(async () => {
    registry = await startRegistry({ tools: await findRegistryTools(), kind });
  }, SETUP_TIMEOUT_MS);

  afterAll(() => registry.stop());

  const place = (name: string): Repository => ({ registry: registry.host, path: `races/${name}` });

  it(`two runs leave a tag to the later one, ${REPETITIONS} times`, async () => {
    for (let at = 0; at < REPETITIONS; at++) {
      const repository = place(`tag-${at}`);
      const [older, newer] = [startRun('run-100', repository), startRun('run-101', repository)];
      const first = await pushSigned(newer.client, repository, 'run-99');
      if (at % 2 === 0) await newer.client.moveTag({ ...first, repository, tag: 'latest' });
      await Promise.all([older.push(), newer.push()]);
      const publish = async (run: typeof older): Promise<void> => {
        await sleep(Math.random() * 12);
        await run.move();
        await run.settle();
      };
      await Promise.all([publish(older), publish(newer)]);
      const named = await newer.client.readManifest(repository, 'latest');
      expect(named?.digest).toBe(readSignedImage('run-101').digest);
      expect(newer.kept).toEqual([]);
    }
  });

  it(`a run that writes last is corrected by the later one, ${REPETITIONS} times`, async () => {
    const repetition = async (at: number): Promise<void> => {
      const repository = place(`late-${at}`);
      const newer = startRun('run-101', repository);
      const older = await pushSigned(newer.client, repository, 'run-100');
      await newer.push();
      await newer.move();
      // As one that had looked before: it writes without looking.
      await newer.client.putManifest({ ...older, repository, reference: 'latest' });
      await newer.settle();
      const named = await newer.client.readManifest(repository, 'latest');
      expect(named?.digest).toBe(readSignedImage('run-101').digest);
    };
    for (let at = 0; at < REPETITIONS; at += 5)
      await Promise.all([0, 1, 2, 3, 4].map((more) => repetition(at + more)));
  });

  it(`two images in one repository keep their tags and signatures, ${REPETITIONS} times`, async () => {
    for (let at = 0; at < REPETITIONS; at++) {
      const repository = place(`two-${at}`);
      const runs = [
        { by: 'run-100', tag: 'debian' },
        { by: 'run-101', tag: 'alpine' },
      ] as const;
      await Promise.all(
        runs.map(async ({ by, tag }) => {
          const run = startRun(by, repository, [tag]);
          await run.push();
          await run.move();
          await run.settle();
        }),
      );
      const { client } = startRun('run-99', repository);
      for (const { by, tag } of runs) {
        const { digest } = readSignedImage(by);
        expect((await client.readManifest(repository, tag))?.digest).toBe(digest);
        expect(await client.listReferrers(repository, digest)).toHaveLength(1);
      }
    }
  });
});
