import { afterAll, describe, expect, it } from '@jest/globals';
import { OUTPUTS } from '../../src/outputs.ts';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';
import { readFixture } from '../support/recorded.ts';

afterAll(stopWorlds);

async function runWorld(options: WorldOptions): Promise<World> {
  const world = await startWorld(options);
  await world.run();
  expect(world.host.unscripted).toEqual([]);
  return world;
}

const output = ({ host }: World, name: string): string => host.outputs.get(name) ?? 'not set';
const bakeFile = (world: World, name: string): unknown =>
  JSON.parse(String(world.host.stored.get(output(world, name))));
const DRY = { 'dry-run': 'true' };

describe('the outputs of docker/metadata-action', () => {
  it('are there without anything being built, and for later steps in variables too', async () => {
    const world = await runWorld({ inputs: { ...DRY, tags: 'type=semver,pattern={{version}}' } });
    const { image, host } = world;
    expect(host.commands).toEqual([]);
    expect(Object.fromEntries(host.outputs)).toMatchObject({
      version: '1.2.3',
      tags: `${image}:1.2.3\n${image}:latest`,
      'tag-names': '1.2.3\nlatest',
      digest: '',
      published: 'false',
    });
    expect(output(world, 'labels')).toContain('org.opencontainers.image.version=1.2.3');
    expect(output(world, 'annotations')).toContain(
      'manifest:org.opencontainers.image.version=1.2.3',
    );
    expect(JSON.parse(output(world, 'json'))).toMatchObject({ 'tag-names': ['1.2.3', 'latest'] });
    const args = { DOCKER_META_VERSION: '1.2.3' };
    expect(bakeFile(world, 'bake-file')).toMatchObject({
      target: { 'docker-metadata-action': { args, tags: [`${image}:1.2.3`, `${image}:latest`] } },
    });
    expect(host.exported.get('DOCKER_METADATA_OUTPUT_VERSION')).toBe('1.2.3');
    expect(host.exported.get('DOCKER_METADATA_OUTPUT_TAG_NAMES')).toBe('1.2.3\nlatest');
    expect(host.exported.get('DOCKER_METADATA_OUTPUT_BAKE_FILE')).toBe(output(world, 'bake-file'));
  });

  it('are there for a pull request, which publishes nothing', async () => {
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' };
    const head = { repo: { full_name: 'octo-org/app' } };
    const event = { number: 7, pull_request: { number: 7, head }, repository: { private: false } };
    const files = { '/event.json': JSON.stringify(event) };
    const commands = [{ when: /^git /, answer: { stdout: '2026-01-01T00:00:00Z' } }];
    const dry = await runWorld({ env, files, commands, inputs: DRY });
    expect(output(dry, 'tags')).toBe(`${dry.image}:pr-7`);
    const built = await runWorld({ env, files, commands });
    expect(output(built, 'tags')).toBe('');
    expect(JSON.parse(output(built, 'json'))).toMatchObject({ tags: [`${built.image}:pr-7`] });
  });

  it('are there beside those of a build, and hold what was published', async () => {
    const world = await runWorld({ inputs: { 'sep-tags': ',' } });
    const { image, host } = world;
    expect(output(world, 'published')).toBe('true');
    expect(output(world, 'tags')).toBe(`${image}:v1.2.3,${image}:latest`);
    expect(output(world, 'tag-names')).toBe('v1.2.3,latest');
    expect([...host.exported]).toEqual([]);
  });

  it('are there after a failure, but for the tags', async () => {
    const world = await runWorld({
      commands: [{ when: /^buildx build/, answer: { exitCode: 1, stderr: 'ERROR: no' } }],
    });
    expect(world.host.failed()).toBe(true);
    expect([output(world, 'version'), output(world, 'tags')]).toEqual(['v1.2.3', '']);
  });

  it('are those that were given, without images', async () => {
    const world = await runWorld({
      inputs: {
        ...DRY,
        images: '',
        tags: 'ghcr.io/a/b:1,c/d:1',
        labels: 'a=1',
        annotations: 'b=2',
      },
    });
    expect(Object.fromEntries(world.host.outputs)).toMatchObject({
      version: 'v1.2.3',
      tags: 'ghcr.io/a/b:1\ndocker.io/c/d:1',
      'tag-names': '1',
      labels: 'a=1',
      annotations: 'b=2',
    });
    expect(bakeFile(world, 'bake-file-labels')).toEqual({
      target: { 'docker-metadata-action': { labels: { a: '1' } } },
    });
  });

  it('are set, all of them and nothing else, whatever happens', async () => {
    const names = OUTPUTS.map(({ name }) => name).sort();
    for (const inputs of [DRY, { tags: 'type=nonsense' }]) {
      const { host } = await runWorld({ inputs });
      expect([...host.outputs.keys()].sort()).toEqual(names);
    }
  });

  it('have the separators and the target that are asked for', async () => {
    const inputs = { ...DRY, 'sep-tags': ' ', 'sep-labels': ';', 'sep-annotations': '|' };
    const world = await runWorld({ inputs: { ...inputs, 'bake-target': 'mine' } });
    expect(output(world, 'tag-names')).toBe('v1.2.3 latest');
    expect(output(world, 'labels')).not.toContain('\n');
    expect(output(world, 'annotations').split('|')).toHaveLength(8);
    expect(bakeFile(world, 'bake-file-tags')).toHaveProperty('target.mine.tags');
  });
});

describe('switches', () => {
  it.each<[string, WorldOptions['inputs'], number]>([
    ['false', DRY, 0],
    ['true', {}, 10],
  ])('DOCKER_METADATA_SET_OUTPUT_ENV=%s, with %j: %i variables', async (value, inputs, count) => {
    const env = { DOCKER_METADATA_SET_OUTPUT_ENV: value };
    const { host } = await runWorld({ env, ...(inputs === undefined ? {} : { inputs }) });
    expect(host.exported.size).toBe(count);
  });

  it('DOCKER_BUILD_SUMMARY=false leaves no summary, and the outputs alone', async () => {
    const world = await runWorld({ env: { DOCKER_BUILD_SUMMARY: 'false' } });
    expect(world.host.summaries).toEqual([]);
    expect(output(world, 'published')).toBe('true');
  });

  it('of buildx reach the build', async () => {
    const { host } = await runWorld({ env: { BUILDX_METADATA_PROVENANCE: 'disabled' } });
    const build = host.commands.find(({ args }) => args[0] === 'build');
    expect(build?.env).toMatchObject({
      BUILDX_METADATA_PROVENANCE: 'disabled',
      BUILDX_METADATA_WARNINGS: 'true',
    });
  });
});

describe('what BuildKit finds wrong with the Dockerfile', () => {
  const run = async (files: Record<string, string>, env: Record<string, string> = {}) => {
    const world = await runWorld({
      env,
      files,
      inputs: { push: 'false' },
      commands: [
        {
          when: /^buildx build /,
          answer: ({ args }, { stored }) => {
            const [, file = ''] = /--metadata-file=(\S+)/.exec(args.join(' ')) ?? [];
            stored.set(file, readFixture('buildx-0.36/warnings.metadata.json'));
            return {};
          },
        },
      ],
    });
    expect(world.host.failed()).toBe(false);
    return world.host.lines.filter((line) => /^warning: .*\[/.test(line));
  };
  const dockerfile = readFixture('buildx-0.36/warnings.Dockerfile');

  it('is shown where it stands', async () => {
    expect(await run({ './Dockerfile': dockerfile })).toEqual([
      expect.stringMatching(/^warning: Dockerfile:1 \[.*\] FromAsCasing: /),
      expect.stringMatching(/^warning: Dockerfile:2 \[.*\] MaintainerDeprecated: /),
      expect.stringMatching(/^warning: Dockerfile:3 \[.*\] LegacyKeyValueFormat: /),
    ]);
  });

  it('is not shown in a file that says something else', async () => {
    const lines = await run({ './Dockerfile': 'FROM scratch\n' });
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('Dockerfile:');
  });

  it('is not shown where that is turned off', async () => {
    const env = { DOCKER_BUILD_CHECKS_ANNOTATIONS: 'false' };
    expect(await run({ './Dockerfile': dockerfile }, env)).toEqual([]);
  });
});

describe('tags of platforms', () => {
  it('name the manifests that are signed, and are published with the others', async () => {
    const world = await runWorld({
      inputs: { 'platform-tags': 'true', tags: 'type=ref,event=tag' },
    });
    const { content } = world.registry;
    expect([...world.tags()].sort()).toEqual([
      ...['latest', 'latest-amd64', 'latest-arm64', 'v1.2.3', 'v1.2.3-amd64', 'v1.2.3-arm64'],
    ]);
    const digestOf = (tag: string) => content.tags.get(`octo-org/app:${tag}`)?.at(-1)?.digest;
    const digests: Record<string, string> = JSON.parse(output(world, 'digests'));
    expect(digestOf('v1.2.3')).toBe(output(world, 'digest'));
    expect(digestOf('v1.2.3-amd64')).toBe(digests['linux/amd64']);
    expect(digestOf('latest-arm64')).toBe(digests['linux/arm64']);
    expect(output(world, 'tags')).toContain(`${world.image}:v1.2.3-amd64\n`);
    const dry = await runWorld({ inputs: { ...DRY, 'platform-tags': 'true' } });
    expect(output(dry, 'tags').split('\n')).toHaveLength(6);
  });
});
