import { afterAll, describe, expect, it } from '@jest/globals';
import { parseState } from '../../src/state.ts';
import { makeEndlessBoot } from '../support/endless-boot.ts';
import type { Fault } from '../support/fake-registry.ts';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';

afterAll(stopWorlds);

const deny: Fault = { match: /blobs\/uploads/, times: 1000, status: 403 };
const HERE = { when: /^docker image inspect /, answer: { stdout: 'sha256:0' } };
const at = ({ host }: World, event: RegExp): number =>
  host.events.findIndex((one) => event.test(one));

async function runWith(options: WorldOptions, faults: readonly Fault[] = []): Promise<World> {
  const world = await startWorld(options);
  world.registry.faults.push(...faults);
  await world.run();
  return world;
}

describe('a builder whose image is here', () => {
  it('boots while the registry is still being asked', async () => {
    const world = await runWith({ commands: [HERE] });
    expect(world.host.failed()).toBe(false);
    const boots = at(world, /^run buildx create/);
    const asks = at(world, /^POST \/v2\/.*\/blobs\/uploads\//);
    const build = at(world, /^run buildx build/);
    expect(boots).toBeGreaterThan(-1);
    expect(boots).toBeLessThan(build);
    expect(asks).toBeGreaterThan(-1);
    expect(asks).toBeLessThan(build);
  });

  it('is known to the post step, and nothing is built, when preflight says no', async () => {
    const world = await runWith({ commands: [HERE] }, [deny]);
    expect(world.host.failed()).toBe(true);
    const { builder } = parseState(world.host.state.get('run') ?? '') ?? {};
    const created = world.host.commands.find(({ args }) => args[0] === 'create');
    expect(created?.args).toContain(`--name=${builder}`);
    expect(at(world, /^run buildx build/)).toBe(-1);
  });

  it('is ended at once when preflight says no, which is then the one failure', async () => {
    const boots = makeEndlessBoot();
    const { host } = await runWith({ commands: [HERE, boots.command] }, [deny]);
    expect(boots.isEnded()).toBe(true);
    const errors = host.lines.filter((line) => line.startsWith('error: '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('REGISTRY_DENIED');
    expect(host.commands.filter(({ args }) => args[0] === 'create')).toHaveLength(1);
  });
});

describe('a builder whose image has to be pulled', () => {
  it('waits for preflight, and is not begun when that says no', async () => {
    const world = await runWith({}, [deny]);
    expect(world.host.failed()).toBe(true);
    expect(at(world, /^run buildx create/)).toBe(-1);
    expect(world.host.unscripted).toEqual([]);
  });

  it('is asked for in both registries before, which is no pull', async () => {
    const { host } = await runWith({}, [deny]);
    const hosts = host.requests.map(({ method, url }) => `${method} ${new URL(url).host}`);
    expect(hosts).toEqual(
      expect.arrayContaining(['HEAD registry-1.docker.io', 'HEAD mirror.gcr.io']),
    );
    expect(host.requests.filter(({ url }) => /docker\.io.*blobs/.test(url))).toEqual([]);
  });
});

it('nothing is begun in a dry run, and nothing where the inputs are wrong', async () => {
  for (const inputs of [
    { 'dry-run': 'true' },
    { 'build-args': 'x', platforms: 'no/such/one/at-all' },
  ]) {
    const { host } = await runWith({ commands: [HERE], inputs });
    expect(host.events.filter((one) => /^run (docker (run|pull)|buildx)/.test(one))).toEqual([]);
  }
});

it('failures of several tracks are told together', async () => {
  const lies = { when: /^cosign version/, answer: { stdout: 'no version' } };
  const { host } = await runWith({ commands: [lies] }, [deny]);
  const errors = host.lines.filter((line) => line.startsWith('error: ')).join('\n');
  expect(errors).toContain('/opt/cosign');
  expect(errors).toMatch(/denied|refused|not allowed|403/i);
});
