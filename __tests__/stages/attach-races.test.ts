/** Runs that attach signatures and publish in one repository at the same time, in real time. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Digest } from '../../src/image/digest.ts';
import type { Repository } from '../../src/image/reference.ts';
import { makeRegistryClient, type RegistryClient } from '../../src/registry/client.ts';
import { attachAll, keepAttached } from '../../src/stages/signing/attach.ts';
import type { Bundle } from '../../src/stages/signing/sign.ts';
import type { FakeRegistryOptions } from '../support/fake-registry.ts';
import { readTag } from '../support/fake-registry-content.ts';
import { makeDigest } from '../support/make-digest.ts';
import { AMD64, makeSubject } from '../support/make-subjects.ts';
import { setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';
import { makePublishingRun, makeRealTimeHost } from '../support/signed-scene.ts';

afterEach(tearDownRegistries);

const KINDS: readonly FakeRegistryOptions[] = [{ referrersApi: false }, { referrersApi: true }];
const REPETITIONS = 20;
const TYPES = ['https://example.com/a', 'https://example.com/b'];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function makeClient(): { client: RegistryClient; host: ReturnType<typeof makeRealTimeHost> } {
  const host = makeRealTimeHost(() => sleep(Math.random() * 6));
  const client = makeRegistryClient({
    host,
    credentials: async () => undefined,
    poll: { baseDelayMs: 20, totalMs: 2000 },
  });
  return { client, host };
}

/** Two signatures of each subject, unlike those of any other writer. */
function makeBundles(writer: string, subjects: readonly Bundle['subject'][]): Bundle[] {
  return subjects.flatMap((subject) =>
    TYPES.map((predicateType) => ({
      subject,
      predicateType,
      bytes: new TextEncoder().encode(`${writer} ${subject.digest} ${predicateType}`),
    })),
  );
}

/** What a run does with its bundles: attach, verify (which takes its time), and look once more before the tags. */
async function attachAsRun(
  writer: string,
  repository: Repository,
  subjects: readonly Bundle['subject'][],
): Promise<Digest[]> {
  const { client, host } = makeClient();
  await sleep(Math.random() * 20);
  const attached = await attachAll(host, {
    registry: client,
    repositories: [repository],
    bundles: makeBundles(writer, subjects),
    createdAt: new Date(),
  });
  await sleep(150);
  await keepAttached(client, attached);
  return attached.flatMap(({ referrers }) => referrers.map(({ digest }) => digest));
}

describe.each(KINDS)('with %j', (options) => {
  it('two runs that attach to one shared platform manifest lose nothing', async () => {
    const { registry } = await setUpRegistry({ ...options, nowMs: () => performance.now() });
    const repetition = async (at: number): Promise<void> => {
      const repository = { registry: registry.name, path: `org/app-${at}` };
      const own = ['one', 'two'].map((name) => ({
        ...makeSubject('index'),
        digest: makeDigest(name),
      }));
      const written = await Promise.all(
        own.map((index, writer) => attachAsRun(`${writer}`, repository, [AMD64, index])),
      );
      const { client } = makeClient();
      const listed = await Promise.all(
        [AMD64, ...own].map(({ digest }) => client.listReferrers(repository, digest)),
      );
      const found = listed.flat().map(({ digest }) => digest);
      expect(found.sort()).toEqual(written.flat().sort());
    };
    await Promise.all(Array.from({ length: REPETITIONS }, (_, at) => repetition(at)));
  });

  it('two images that are published in one repository at once have their own tags and signatures', async () => {
    const { registry } = await setUpRegistry({ ...options, nowMs: () => performance.now() });
    const repetition = async (at: number): Promise<void> => {
      const repository = { registry: registry.name, path: `org/app-${at}` };
      const images = [
        { by: 'run-100', tags: ['latest', 'debian'] },
        { by: 'run-101', tags: ['alpine', '1-alpine'] },
      ] as const;
      const published = await Promise.all(
        images.map(async ({ by, tags }) => {
          const host = makeRealTimeHost(() => sleep(Math.random() * 6));
          const run = makePublishingRun(by, { repository, tags, host });
          const image = await run.push();
          await run.move();
          await run.settle();
          expect(run.kept).toEqual([]);
          return { image, tags, client: run.client };
        }),
      );
      for (const { image, tags, client } of published) {
        for (const reference of tags)
          expect(readTag(registry.content, { path: repository.path, reference })).toBe(
            image.digest,
          );
        expect(await client.listReferrers(repository, image.digest)).toHaveLength(1);
      }
    };
    await Promise.all(Array.from({ length: REPETITIONS }, (_, at) => repetition(at)));
  });
});
