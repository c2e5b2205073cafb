import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CASES, type Case, START } from '../support/failing-stages.ts';
import { startWorld, stopWorlds, type World } from '../support/fake-world.ts';
import { readStderr } from '../support/recorded.ts';

afterAll(stopWorlds);

async function runCase({ faults = [], ...options }: Case): Promise<World> {
  const world = await startWorld(options);
  world.registry.faults.push(...faults);
  await world.run();
  return world;
}

describe.each(CASES)('a run that fails at $name', (one) => {
  let world: World;
  beforeAll(async () => {
    world = await runCase(one);
  });

  it('ends with one error that says why and what to do', () => {
    const { host } = world;
    const errors = host.lines.filter((line) => line.startsWith('error: '));
    expect(errors).toEqual([expect.stringContaining(`[${one.code}]`)]);
    expect(errors[0]).not.toMatch(/\n\s+at /);
    expect(errors[0]).not.toContain('defect');
    expect(host.failed()).toBe(true);
    expect(host.unscripted).toEqual([]);
  });

  it('does nothing that should come after', () => {
    const { host, tags } = world;
    expect(
      host.events.filter((event) => one.never.test(event) && !/blobs\/uploads/.test(event)),
    ).toEqual(
      host.events.filter(
        (event) =>
          one.never.test(event) && /manifests\/v1/.test(event) && one.code === 'TAG_NOT_MOVED',
      ),
    );
    if (one.done !== undefined)
      expect(host.events.some((event) => one.done?.test(event))).toBe(true);
    expect(tags()).toEqual([]);
  });

  it('tells later steps that nothing was published', () => {
    const { host } = world;
    const outputs = Object.fromEntries(host.outputs);
    expect(outputs).toMatchObject({
      published: 'false',
      verified: 'false',
      tags: '',
      'verify-commands': one.code === 'TAG_NOT_MOVED' ? expect.anything() : '',
    });
  });

  it('has a summary once there is a plan', () => {
    const { host } = world;
    const hasPlan = one.never !== START;
    expect(host.summaries).toHaveLength(hasPlan ? 1 : 0);
    if (!hasPlan) return;
    expect(host.summaries[0]).toContain('❌');
    expect(host.summaries[0]).toContain(one.code);
    expect(host.summaries[0]).toContain('No tag was created or moved');
  });

  it('leaves no token behind', () => {
    const { host } = world;
    const tokens = host.masked.filter((value) => value.startsWith('eyJ'));
    const kept = [...host.stored.values()].map((content) => Buffer.from(content).toString());
    const seen = [...kept, ...host.lines, ...host.summaries, ...host.outputs.values()].join('\n');
    for (const token of tokens) expect(seen).not.toContain(token);
  });
});

describe('a run that fails at the second tag', () => {
  it('says which tag was moved and which was not', async () => {
    const world = await startWorld();
    world.registry.faults.push({ match: /^PUT .*manifests\/latest/, times: 1000, status: 403 });
    await world.run();
    const { host } = world;
    expect(world.tags()).toEqual(['v1.2.3']);
    expect(host.outputs.get('tags')).toBe(`${world.image}:v1.2.3`);
    expect(host.outputs.get('published')).toBe('false');
    expect(host.summaries[0]).toContain(`Moved before the failure`);
    expect(host.summaries[0]).toContain(`${world.image}:v1.2.3`);
  });
});

describe('a cache that cannot be written', () => {
  it.each([
    ['refused', 1, 'cache-refused'],
    ['refused and ignored', 0, 'cache-ignored'],
  ])('%s is one warning, and the image is published', async (_, exitCode, fixture) => {
    const { stderr } = readStderr(`buildx-0.36/${fixture}.stderr.txt`);
    const world = await startWorld({
      inputs: { 'cache-to': 'type=gha,scope=app,mode=max' },
      commands: [{ when: /^buildx build .*cacheonly/, answer: { exitCode, stderr } }],
    });
    await world.run();
    expect(world.host.failed()).toBe(false);
    expect(world.tags()).toEqual(['v1.2.3', 'latest']);
    expect(world.host.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(1);
  });
});

describe('where outputs cannot be written, as on a disk that is full', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  const runFull = async (options: Case | undefined): Promise<World> => {
    const { faults = [], ...more } = options ?? {};
    const world = await startWorld(more);
    world.registry.faults.push(...faults);
    const setOutput = (): never => {
      throw full;
    };
    Object.assign(world.host, { setOutput });
    await world.run();
    return world;
  };
  const errorsOf = ({ host }: World): string[] =>
    host.lines.filter((line) => line.startsWith('error: '));

  it('a run that failed before still says why', async () => {
    const [first] = CASES;
    const world = await runFull(first);
    expect(errorsOf(world)).toEqual([expect.stringContaining(`[${first?.code}]`)]);
    expect(world.host.failed()).toBe(true);
  });

  it('a run that succeeded fails, and calls it no defect', async () => {
    const world = await runFull(undefined);
    expect(errorsOf(world)).toEqual([expect.stringContaining('[MACHINE_FAILED]')]);
    expect(errorsOf(world).join('')).not.toContain('defect');
    expect(world.host.failed()).toBe(true);
  });
});
