import { describe, expect, it } from '@jest/globals';
import {
  type ActWorld,
  describeRun,
  makeDockerfile,
  readExample,
  useActWorld,
} from '../support/act-world.ts';

const useWorld = useActWorld();
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** Runs an example, expects success, and returns the tags that it moved. */
async function release(world: ActWorld, name: string, files: Record<string, string> = {}) {
  const before = await world.readTags();
  const run = await world.run({ workflows: { [name]: readExample(name) }, run: name, files });
  expect(run.exitCode === 0 ? '' : describeRun(run)).toBe('');
  const after = await world.readTags();
  const moved = [...after].filter(([tag, digest]) => before.get(tag) !== digest);
  const lost = [...before.keys()].filter((tag) => !after.has(tag));
  expect(lost).toEqual([]);
  return { run, moved: new Map(moved) };
}

/** Each tag names an index of its own with both platforms, signed and attested. */
async function expectImages(
  world: ActWorld,
  { run, moved }: Awaited<ReturnType<typeof release>>,
  tags: readonly string[],
): Promise<void> {
  expect([...moved.keys()].sort()).toEqual([...tags].sort());
  expect(new Set(moved.values()).size).toBe(tags.length);
  for (const [tag, digest] of moved) {
    const name = tag.slice(0, tag.lastIndexOf(':'));
    expect(await world.findFaults({ run, name, digest, platforms: PLATFORMS })).toEqual([]);
  }
}

describe('native legs, without a job that merges', () => {
  it('matrix.yml makes one image of two legs; one of them publishes it', async () => {
    const world = useWorld();
    const released = await release(world, 'matrix.yml');
    await expectImages(world, released, ['octo-org/app:main']);
    const published = released.run.jobs.map(
      ({ outputs }) => Object.values(outputs)[0]?.['published'] ?? '',
    );
    expect(published.sort()).toEqual(['', 'true']);
  });

  it('matrix-images.yml makes two images of four legs', async () => {
    const world = useWorld();
    const file = makeDockerfile(world.lab);
    const files = { 'api/Dockerfile': file, 'web/Dockerfile': file };
    const released = await release(world, 'matrix-images.yml', files);
    expect(released.run.jobs).toHaveLength(4);
    await expectImages(world, released, ['octo-org/app/api:main', 'octo-org/app/web:main']);
  });

  it('variants.yml keeps two variants of one name apart', async () => {
    const world = useWorld();
    const file = makeDockerfile(world.lab);
    const files = {
      'Dockerfile.debian': file,
      'Dockerfile.alpine': file.replace('plain', 'small'),
    };
    const released = await release(world, 'variants.yml', files);
    await expectImages(world, released, ['octo-org/app:main-debian', 'octo-org/app:main-alpine']);
  });

  it('a leg that fails leaves no tag', async () => {
    const world = useWorld();
    const before = await world.readTags();
    const file = `${makeDockerfile(world.lab)}RUN test "$TARGETPLATFORM" = linux/amd64\n`;
    const run = await world.run({
      workflows: { 'matrix.yml': readExample('matrix.yml') },
      run: 'matrix.yml',
      files: { Dockerfile: file },
    });
    const results = run.jobs.map(({ matrix, result }) => [matrix['platform'], result]);
    expect(Object.fromEntries(results)).toEqual({
      'linux/amd64': 'success',
      'linux/arm64': 'failure',
    });
    expect(await world.readTags()).toEqual(before);
  });
});
