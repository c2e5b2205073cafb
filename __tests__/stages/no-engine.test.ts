import { afterAll, describe, expect, it } from '@jest/globals';
import { endPreflight } from '../../src/stages/setup/preflight.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';
import { readFixture } from '../support/recorded.ts';

afterAll(stopWorlds);

const NONE = {
  when: /^docker info/,
  answer: { exitCode: 1, stdout: readFixture('docker-info/unreachable.json') },
};
/** Another one has to be fetched. */
const OLD = { when: /^buildx version/, answer: { stdout: 'github.com/docker/buildx v0.10.0 abc' } };

async function runWithout(
  options: WorldOptions,
  prepare: (world: World) => void = () => undefined,
): Promise<World> {
  const world = await startWorld({ ...options, commands: [NONE, OLD] });
  prepare(world);
  await world.run();
  return world;
}

const errorsOf = ({ host }: World): string[] =>
  host.lines.filter((line) => line.startsWith('error: '));

describe('where no engine answers', () => {
  it.each<[string, WorldOptions['inputs']]>([
    ['buildx', {}],
    ['a chosen buildx', { 'buildx-version': '0.36.1' }],
    ['the latest buildx', { 'buildx-version': 'latest' }],
    ['buildx for a container', { driver: 'docker-container' }],
    ['cosign', { 'cosign-version': '3.1.3' }],
  ])('that is the error, and %s is not fetched', async (_, inputs = {}) => {
    const world = await runWithout({ inputs });
    expect(errorsOf(world)).toEqual([expect.stringContaining('[ENGINE_UNREACHABLE]')]);
    expect(world.host.unscripted).toEqual([]);
  });

  it('a push that would be refused is told as well', async () => {
    const world = await runWithout({}, ({ registry }) =>
      registry.faults.push({ match: /blobs\/uploads/, times: 1000, status: 403 }),
    );
    expect(errorsOf(world).join()).toMatch(/No container engine answers.*permission to push/s);
    expect(world.host.unscripted).toEqual([]);
  });

  it('a builder elsewhere gets its buildx all the same', async () => {
    const world = await runWithout({
      inputs: { driver: 'remote', endpoint: 'tcp://buildkitd.example:1234' },
    });
    expect(world.host.unscripted).toEqual(
      expect.arrayContaining([
        expect.stringContaining('download https://github.com/docker/buildx'),
      ]),
    );
    expect(errorsOf(world).join()).not.toContain('No container engine');
  });

  it('nobody waits long for a registry that does not answer', async () => {
    const fake = makeFakeHost();
    const waited: number[] = [];
    const repeat: typeof fake.clock.repeat = (ms, work) => {
      waited.push(ms);
      setImmediate(work);
      return () => undefined;
    };
    const silent = new Promise<void>(() => undefined);
    const clock = { ...fake.clock, repeat };
    await endPreflight({ clock }, { preflight: silent, engine: Promise.reject(new Error('none')) });
    expect(waited).toEqual([2000]);
  });
});
