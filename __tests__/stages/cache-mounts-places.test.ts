import { describe, expect, it } from '@jest/globals';
import { completeMounts } from '../../src/stages/mounts/find-mounts.ts';
import { makeReader } from '../support/emulation-scene.ts';
import { makeCacheStore } from '../support/fake-cache.ts';
import type { FakeHost } from '../support/fake-host.ts';
import { fillCache, listTools, listWarnings, openMounts } from '../support/mount-scene.ts';

const listPlatforms = ({ commands }: FakeHost): (string | undefined)[] =>
  commands
    .filter(({ args }) => args[0] === 'build')
    .map(({ args }) => args.find((arg) => arg.startsWith('--platform='))?.slice(11));

describe('a builder of several machines', () => {
  const nodes = [
    '- endpoint: tcp://a.example:1234\n  platforms: linux/amd64,linux/386',
    '- endpoint: tcp://b.example:1234\n  platforms: linux/arm64',
  ].join('\n');
  const platforms = 'linux/amd64,linux/386,linux/arm64';
  const inputs = { driver: 'remote', nodes, platforms };
  /** Before the build they have nothing. */
  const commands = [{ when: /^buildx du/, times: 1, answer: {} }];
  const tar = (platform: string): string => `mounts-linux-${platform}.tar`;

  it('has what each of them held kept by itself, and brought back to it', async () => {
    const cache = makeCacheStore();
    const key = await fillCache(cache, { inputs, commands });
    const files = ['amd64', 'arm64'].map(tar);
    expect([...(cache.entries.get(key)?.keys() ?? [])].sort()).toEqual([...files, 'mounts.json']);
    const { host, restore } = await openMounts({ cache, inputs, usage: {} });
    expect(await restore()).toMatchObject({ outcome: 'restored', key });
    expect(listPlatforms(host)).toEqual(['linux/amd64', 'linux/arm64']);
    for (const name of files)
      expect(host.stored.get(`/run/mounts/${name}.Dockerfile`)).toContain(`ADD ${name} /`);
  });

  it('gets nothing that one machine held, when it was one before', async () => {
    const cache = makeCacheStore();
    const key = await fillCache(cache, { inputs, commands });
    const content = new Map(cache.entries.get(key));
    content.set('mounts.tar', 'x');
    for (const name of ['amd64'].map(tar)) content.delete(name);
    cache.entries.set(key, content);
    const { host, restore } = await openMounts({ cache, inputs, usage: {} });
    await restore();
    expect(listPlatforms(host)).toEqual(['linux/arm64']);
  });

  it('is one where buildx says so of a builder of somebody else', async () => {
    const endpoint = 'Endpoint: tcp://x\n';
    for (const [stdout, kept] of [
      [endpoint, [undefined]],
      [endpoint + endpoint, ['linux/amd64', 'linux/arm64']],
    ] as const) {
      const scene = {
        inputs: { builder: 'theirs', platforms: 'linux/amd64,linux/arm64' },
        commands: [{ when: /^buildx inspect/, answer: { stdout } }],
        usage: {},
      };
      const { host, restore, keep } = await openMounts({ ...scene, cache: makeCacheStore() });
      const restored = await restore();
      const usage = { '//root/.npm': '50MB' };
      const used = await openMounts({ ...scene, usage, cache: makeCacheStore() });
      await used.keep(restored);
      expect(await keep(restored)).toMatchObject({ outcome: 'skipped' });
      expect([listPlatforms(host), listPlatforms(used.host)]).toEqual([[], kept]);
    }
  });
});

describe('an image without `cp`', () => {
  const STEP = 'RUN --mount=type=cache,target=/c x';
  const files = { 'app/Dockerfile': `FROM lean AS a\n${STEP}\nFROM full\nCOPY --from=a / /` };
  const usage = { '//c': '50MB' };
  const answerIn = (useful: RegExp, stderr: string) => ({
    when: /^buildx build/,
    answer: ({ args }: { args: readonly string[] }, { stored }: FakeHost) => {
      const file = args.find((arg) => arg.startsWith('--file='))?.slice(7) ?? '';
      if (!useful.test(String(stored.get(file)))) return { exitCode: 1, stderr };
      const dest = args.find((arg) => arg.startsWith('--output=type=tar,dest='))?.slice(23);
      if (dest !== undefined) stored.set(dest, 'x'.repeat(1e6));
      return {};
    },
  });

  it.each([
    ['runc run failed: exec: "cp": executable file not found in $PATH', 2, /full AS copy/],
    ['no match for platform in manifest: not found', 3, /moby\/buildkit.* AS copy/],
  ])('is passed over: %s', async (stderr, count, useful) => {
    const commands = [answerIn(useful, `ERROR: failed to solve: ${stderr}`)];
    const { host, restore, keep } = await openMounts({
      ...{ cache: makeCacheStore(), files, usage, commands },
    });
    expect(await keep(await restore())).toMatchObject({ outcome: 'saved' });
    expect(listTools(host).filter((one) => one === 'build')).toHaveLength(count);
    expect(listWarnings(host)).toEqual([]);
  });

  it('is not looked for where it is another failure', async () => {
    const commands = [answerIn(/never/, 'ERROR: cp: write error: No space left on device')];
    const { host, restore, keep } = await openMounts({
      ...{ cache: makeCacheStore(), usage, commands },
      files: { 'app/Dockerfile': `FROM full\n${STEP}` },
    });
    expect(await keep(await restore())).toEqual({ outcome: 'failed' });
    expect(listTools(host).filter((one) => one === 'build')).toHaveLength(1);
    expect(listWarnings(host)).toHaveLength(1);
  });
});

describe('a mount of which an image tells the rest', () => {
  const text =
    'FROM maven:3\nRUN --mount=type=cache,target=$M2/repo --mount=type=cache,target=/c x';

  async function complete(config: unknown) {
    const { host, plan } = await openMounts({
      cache: makeCacheStore(),
      files: { 'app/Dockerfile': text },
    });
    const said: string[] = [];
    const registry = makeReader(config);
    const mounts = await completeMounts(host, { plan, registry, say: (line) => said.push(line) });
    return { plan, said, ids: mounts.map(({ id }) => id) };
  }

  it('is kept when it does', async () => {
    const { plan, said, ids } = await complete({ config: { Env: ['A=b', 'M2=/root/.m2'] } });
    expect(plan.mounts.mounts.map(({ id }) => id)).toEqual(['/c']);
    expect(ids).toEqual(['/root/.m2/repo', '/c']);
    expect(said).toEqual(['line 2: /root/.m2/repo']);
  });

  it('is what BuildKit makes of a variable that nobody sets', async () => {
    expect((await complete({ config: {} })).ids).toEqual(['/repo', '/c']);
  });

  it('is told when nobody knows it', async () => {
    const { said, ids } = await complete(undefined);
    expect(ids).toEqual(['/c']);
    expect(said).toEqual(['line 2 not kept: its target is not known before the build']);
  });
});
