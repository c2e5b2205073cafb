import { afterAll, describe, expect, it } from '@jest/globals';
import type { FakeRegistry, Fault } from '../support/fake-registry.ts';
import { digestOf } from '../support/fake-registry-content.ts';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';

afterAll(stopWorlds);

const INDEX = 'application/vnd.oci.image.index.v1+json';
const PULLS = /^run (docker run|buildx create|buildx build|buildx inspect)/;

/** An index of images that nobody pulls: their platforms are all that is asked for. */
function addIndex({ content }: FakeRegistry, name: string, platforms: readonly string[]): void {
  const manifests = platforms.map((text) => {
    const [os, architecture] = text.split('/');
    const digest = digestOf(Buffer.from(text));
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    return { mediaType, digest, size: 2, platform: { os, architecture } };
  });
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  const [path = '', tag = ''] = name.split(':');
  content.manifests.set(`${path}@${digestOf(bytes)}`, { mediaType: INDEX, bytes });
  content.tags.set(name, [{ atMs: 0, digest: digestOf(bytes) }]);
  expect(tag).not.toBe('');
}

async function runWith(
  options: WorldOptions,
  prepare: (world: World) => void = () => undefined,
): Promise<World> {
  const world = await startWorld(options);
  prepare(world);
  await world.run();
  return world;
}

const titles = ({ host }: World): string[] => host.lines.filter((line) => /^error/.test(line));
const pulls = ({ host }: World): string[] => host.events.filter((event) => PULLS.test(event));
const dockerfile = (world: World, text: string): void =>
  void world.host.stored.set('./Dockerfile', text.replaceAll('REGISTRY', world.registry.name));
/** Below this process; the engine of the tests calls its own `runner`, with 6.1.0. */
const machineOf = (kernel: string, hostname: string): Record<string, string> => ({
  '/proc/sys/kernel/osrelease': `${kernel}\n`,
  '/proc/sys/kernel/hostname': `${hostname}\n`,
});
const deny: Fault = { match: /blobs\/uploads/, times: 1000, status: 403 };

describe('the preflight', () => {
  it('names the line of a base image that lacks a platform, and starts nothing', async () => {
    const world = await runWith({}, (one) => {
      addIndex(one.registry, 'library/base:1', ['linux/amd64']);
      dockerfile(one, 'ARG V=1\nFROM REGISTRY/library/base:$V\n');
    });
    expect(titles(world).join()).toContain('BASE_PLATFORM_MISSING');
    expect(titles(world).join()).toContain('./Dockerfile:2');
    expect(pulls(world)).toEqual([]);
  });

  it.each<[string, string, WorldOptions]>([
    ['the platforms are there', 'FROM REGISTRY/library/base:2\n', {}],
    [
      'the platform is not built for',
      'FROM REGISTRY/library/base:1\n',
      { inputs: { platforms: 'linux/amd64' } },
    ],
    ['the stage is not reached', 'FROM REGISTRY/library/base:1 AS x\nFROM scratch\n', {}],
    [
      'the builder runs it',
      'FROM --platform=$BUILDPLATFORM REGISTRY/library/base:1 AS x\nFROM scratch\nCOPY --from=x / /\n',
      {},
    ],
    ['the registry does not know it', 'FROM REGISTRY/library/none:1\n', {}],
    ['the registry does not answer', 'FROM 127.0.0.1:1/library/base:1\n', {}],
    [
      'a context replaces it',
      'FROM REGISTRY/library/base:1 AS src\n',
      { inputs: { 'build-contexts': 'src=docker-image://x' } },
    ],
  ])('lets a build go on where %s', async (_, text, options) => {
    const world = await runWith(options, (one) => {
      addIndex(one.registry, 'library/base:1', ['linux/amd64']);
      addIndex(one.registry, 'library/base:2', ['linux/amd64', 'linux/arm64']);
      dockerfile(one, text);
    });
    expect(titles(world).filter((line) => line.includes('BASE_PLATFORM_MISSING'))).toEqual([]);
    expect(pulls(world)).not.toEqual([]);
  });

  it('tells what several checks found, at once', async () => {
    const world = await runWith({}, (one) => {
      one.registry.faults.push(deny);
      addIndex(one.registry, 'library/base:1', ['linux/amd64']);
      dockerfile(one, 'FROM REGISTRY/library/base:1\n');
    });
    const text = titles(world).join();
    expect(text).toContain('SETUP_FAILED');
    expect(text).toContain('library/base:1');
    expect(text).toContain('octo-org/app');
    expect(pulls(world)).toEqual([]);
  });

  it('starts nothing where pushing is denied', async () => {
    const world = await runWith({}, ({ registry }) => void registry.faults.push(deny));
    expect(titles(world).join()).toContain('REGISTRY_DENIED');
    expect(pulls(world)).toEqual([]);
  });

  it.each<[string, Record<string, number>, number]>([
    ['plenty', { '/var/lib/docker': 9e9, '/temp': 9e9 }, 0],
    ['little for images', { '/var/lib/docker': 1e9, '/temp': 9e9 }, 1],
    ['little for both', { '/var/lib/docker': 1e9, '/temp': 1e9 }, 1],
    ['an engine whose disk is not seen', { '/temp': 9e9 }, 0],
  ])('with %s on the disk: %j, %i warnings', async (_, freeBytes, count) => {
    const { host } = await runWith({ freeBytes, files: machineOf('6.1.0', 'runner') });
    expect(host.lines.filter((line) => /^warning: .*GiB/.test(line))).toHaveLength(count);
    expect(host.failed()).toBe(false);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['that a docker context leads to', machineOf('6.1.0', 'laptop'), { DOCKER_CONTEXT: 'builds' }],
    ['in a virtual machine', machineOf('6.8.0', 'runner'), {}],
    ['at an address', machineOf('6.8.0', 'laptop'), { DOCKER_HOST: 'tcp://builds:2376' }],
  ])(
    'says nothing of the disk of an engine %s: the path is another one here',
    async (_, files, env) => {
      const { host } = await runWith({ freeBytes: { '/var/lib/docker': 1e9 }, files, env });
      expect(host.lines.filter((line) => line.includes('GiB'))).toEqual([]);
      expect(host.failed()).toBe(false);
    },
  );

  it.each([
    ['1', 1],
    ['2', 0],
  ])('tells of a tag that is there in attempt %s: %i notices', async (attempt, count) => {
    const world = await runWith({ env: { GITHUB_RUN_ATTEMPT: attempt } }, ({ registry }) =>
      addIndex(registry, 'octo-org/app:v1.2.3', ['linux/amd64']),
    );
    const told = world.host.lines.filter((line) => /^notice: .*:v1\.2\.3/.test(line));
    expect(told).toHaveLength(count);
  });
});

describe('the list of signatures', () => {
  it.each<[string, WorldOptions, RegExp | undefined]>([
    ['the API', { registry: { referrersApi: true } }, /by the referrers API$/],
    ['tags', { registry: { referrersApi: false } }, /under tags `sha256-…`/],
    ['nothing', { inputs: { sign: 'false' } }, undefined],
  ])('is told to be kept by %s', async (_, options, told) => {
    const { host } = await runWith(options);
    const lines = host.lines.filter((line) => line.includes('signatures are listed'));
    expect(lines).toHaveLength(told === undefined ? 0 : 1);
    if (told !== undefined) expect(lines[0]).toMatch(told);
    expect(host.failed()).toBe(false);
  });
});

describe('a run whose inputs are wrong', () => {
  const WRONG = { 'sign-timeout': 'soon', load: 'perhaps' };
  const find = async (
    inputs: WorldOptions['inputs'],
    more: Omit<WorldOptions, 'inputs'> = {},
  ): Promise<World> =>
    runWith({ ...more, inputs: { ...WRONG, ...inputs } }, (one) => {
      one.registry.faults.push(deny);
      addIndex(one.registry, 'library/base:1', ['linux/amd64']);
      addIndex(one.registry, 'octo-org/app:v1.2.3', ['linux/amd64']);
      dockerfile(one, 'FROM REGISTRY/library/base:1\n');
    });

  it('tells with them what registry, engine, disk and permissions say, in one failure', async () => {
    const world = await find(
      { 'build-args': 'API_TOKEN=x' },
      {
        env: { ACTIONS_ID_TOKEN_REQUEST_URL: '' },
        commands: [{ when: /^docker info/, answer: { exitCode: 1, stderr: 'no daemon' } }],
        freeBytes: { '/temp': 1e9 },
      },
    );
    const { lines } = world.host;
    const [error = '', ...more] = titles(world);
    expect(more).toEqual([]);
    for (const told of [
      'SETUP_FAILED',
      'sign-timeout',
      'load',
      'id-token: write',
      'octo-org/app',
      './Dockerfile:1',
      'No container engine answers',
    ])
      expect(error).toContain(told);
    expect(lines.filter((line) => /^warning: .*GiB/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^warning: .*API_TOKEN/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => /^notice: .*:v1\.2\.3/.test(line))).toHaveLength(1);
    expect(pulls(world)).toEqual([]);
  });

  it.each<[string, WorldOptions['inputs'], RegExp]>([
    ['a Dockerfile that is not there', { file: 'nowhere' }, /Dockerfile:1/],
    ['a folder that is not there', { 'working-directory': 'nowhere' }, /Dockerfile/],
    ['half a login', { username: 'me' }, /octo-org\/app/],
    ['an unclear push', { push: 'perhaps' }, /octo-org\/app|id-token/],
  ])('asks nothing that %s would falsify', async (_, inputs, wrong) => {
    const world = await find(inputs, { env: { ACTIONS_ID_TOKEN_REQUEST_URL: '' } });
    expect(titles(world)).toHaveLength(1);
    const told = titles(world)
      .join()
      .split('\n')
      .filter((line) => !line.startsWith('  '));
    expect(told.join('\n')).not.toMatch(wrong);
  });

  it('asks nothing at all in a dry run', async () => {
    const world = await find({ 'dry-run': 'true' });
    expect(titles(world)).toEqual([expect.stringContaining('[INPUT_INVALID]')]);
    expect(world.host.events.filter((event) => /^(GET|HEAD|POST|run)/.test(event))).toEqual([]);
  });
});

describe('a run that may write nowhere', () => {
  it('is told so, whatever the registry says', async () => {
    const world = await runWith(
      { inputs: { push: 'true', sign: 'false' }, env: { GITHUB_ACTOR: 'dependabot[bot]' } },
      ({ registry }) => void registry.faults.push(deny),
    );
    expect(titles(world)).toEqual([expect.stringContaining('[UNTRUSTED_EVENT]')]);
    expect(pulls(world)).toEqual([]);
  });
});
