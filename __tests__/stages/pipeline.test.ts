import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { OUTPUTS } from '../../src/outputs.ts';
import { parseState } from '../../src/state.ts';
import { IDENTITY } from '../support/fake-cosign.ts';
import { startWorld, stopWorlds, type World } from '../support/fake-world.ts';
import { INDEX, METADATA, readRecordedImage } from '../support/recorded.ts';

afterAll(stopWorlds);

const at = ({ host }: World, match: RegExp): number =>
  host.events.findIndex((event) => match.test(event));
const lastAt = ({ host }: World, match: RegExp): number =>
  host.events.findLastIndex((event) => match.test(event));
const isIn = (world: World, match: RegExp): boolean => at(world, match) >= 0;

async function runWorld(...options: Parameters<typeof startWorld>): Promise<World> {
  const world = await startWorld(...options);
  await world.run();
  expect(world.host.unscripted).toEqual([]);
  return world;
}

describe('a run with everything on', () => {
  let world: World;
  beforeAll(async () => {
    world = await runWorld({ inputs: { 'cache-to': 'type=gha,scope=app,mode=max' } });
  });

  it('succeeds and says so', () => {
    const { host } = world;
    expect(host.failed()).toBe(false);
    expect(host.lines.filter((line) => /^(error|warning): /.test(line))).toEqual([]);
    expect(host.summaries).toHaveLength(1);
    expect(host.summaries[0]).toContain('published, signed and verified');
  });

  it('sets every output once', () => {
    const { host, image } = world;
    const names = host.events.flatMap((event) => /^output (.*)/.exec(event)?.[1] ?? []);
    expect(names.sort()).toEqual(OUTPUTS.map(({ name }) => name).sort());
    expect(Object.fromEntries(host.outputs)).toMatchObject({
      digest: INDEX,
      tags: `${image}:v1.2.3\n${image}:latest`,
      image: `${image}@${INDEX}`,
      imageid: INDEX,
      metadata: JSON.stringify(JSON.parse(METADATA)),
      published: 'true',
      verified: 'true',
      'signer-identity': IDENTITY,
    });
    expect(Object.keys(JSON.parse(host.outputs.get('digests') ?? ''))).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    expect(Object.keys(JSON.parse(host.outputs.get('timings') ?? ''))).toEqual(
      expect.arrayContaining(['Set-up', 'Build', 'Sign', 'Verify', 'Publish']),
    );
  });

  it('gives a command for each thing that was verified and that users look for', () => {
    const { host } = world;
    const commands = (host.outputs.get('verify-commands') ?? '').split('\n');
    expect(commands).toHaveLength(5);
    expect(commands[0]).toContain(`@${INDEX}`);
    expect(
      commands.filter((command) => !command.includes(`--certificate-identity=${IDENTITY}`)),
    ).toEqual([]);
  });

  it('moves both tags to what was built', () => {
    const { registry, tags } = world;
    expect(tags()).toEqual(['v1.2.3', 'latest']);
    const moved = ['v1.2.3', 'latest'].map(
      (tag) => registry.content.tags.get(`octo-org/app:${tag}`)?.at(-1)?.digest,
    );
    expect(moved).toEqual([INDEX, INDEX]);
  });

  it('remembers the folder and the builder before it makes them', () => {
    expect(at(world, /^state$/)).toBeLessThan(at(world, /^run buildx create/));
    const state = parseState(world.host.state.get('run') ?? '');
    const created = world.host.commands.find(({ args }) => args[0] === 'create');
    expect(created?.args).toContain(`--name=${state?.builder}`);
  });

  it('probes the registry and asks for the identity before it builds', () => {
    const build = at(world, /^run buildx build/);
    expect(at(world, /^POST .*blobs\/uploads/)).toBeLessThan(build);
    expect(at(world, /^GET \/token/)).toBeLessThan(build);
    expect(world.host.masked.some((value) => value.startsWith('eyJ'))).toBe(true);
  });

  it('uploads nothing before every bundle is made and checked', () => {
    const checked = lastAt(world, /^run cosign verify-blob-attestation/);
    expect(lastAt(world, /^run cosign (sign|attest)/)).toBeLessThan(at(world, /^PUT .*manifests/));
    expect(checked).toBeLessThan(at(world, /^PUT .*manifests/));
  });

  it('lists the signatures of the children before that of the index', () => {
    const index = at(world, new RegExp(`^PUT .*manifests/${INDEX.replace(':', '-')}`));
    const children = lastAt(world, new RegExp(`^PUT .*manifests/sha256-(?!${INDEX.slice(7)})`));
    expect(children).toBeGreaterThan(0);
    expect(children).toBeLessThan(index);
  });

  it('verifies after attaching, moves tags after verifying, and reports after that', () => {
    const verified = lastAt(world, /^run cosign verify-attestation/);
    const version = at(world, /^PUT .*manifests\/v1\.2\.3/);
    expect(lastAt(world, /^PUT .*manifests\/sha256-/)).toBeLessThan(verified);
    expect(verified).toBeLessThan(version);
    expect(version).toBeLessThan(at(world, /^PUT .*manifests\/latest/));
    expect(at(world, /^output /)).toBeGreaterThan(lastAt(world, /^(PUT|run) /));
  });

  it('leaves no token on disk and shows none', () => {
    const { host } = world;
    const token = host.masked.find((value) => value.startsWith('eyJ')) ?? 'none';
    const kept = [...host.stored].filter(([, content]) => Buffer.from(content).includes(token));
    const shown = [...host.lines, ...host.outputs.values(), ...host.summaries].join('\n');
    const args = host.commands.flatMap((command) => command.args).join('\n');
    expect(kept).toEqual([]);
    expect(shown).not.toContain(token);
    expect(args).not.toContain(token);
  });

  it('writes the cache beside signing, without a word of secrets to it', () => {
    const { host } = world;
    const [build, cache] = host.commands.filter(({ args }) => args[0] === 'build');
    expect(build?.args.join('\n')).not.toContain('--cache-to');
    expect(cache?.args.join('\n')).toContain('--cache-to=type=gha');
    expect(cache?.args).toContain('--output=type=cacheonly');
  });
});

describe('what is turned off', () => {
  it.each([
    [{ sbom: 'false' }, 3, ['no SBOM']],
    [{ provenance: 'false' }, 3, ['no provenance']],
    [{ provenance: 'false', sbom: 'false' }, 1, ['no SBOM', 'no provenance']],
  ])('%j is not made, not expected, and said in the summary', async (inputs, commands, missing) => {
    const { host } = await runWorld({ inputs });
    expect(host.failed()).toBe(false);
    for (const text of missing) expect(host.summaries[0]).toContain(text);
    expect((host.outputs.get('verify-commands') ?? '').split('\n')).toHaveLength(commands);
  });

  it('signing: the image is published, and said to be without a signature', async () => {
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' };
    const world = await runWorld({ inputs: { sign: 'false' }, env });
    expect(world.host.failed()).toBe(false);
    expect(isIn(world, /cosign/)).toBe(false);
    expect(world.tags()).toEqual(['v1.2.3', 'latest']);
    expect(world.host.summaries[0]).toContain('without a signature');
    expect(Object.fromEntries(world.host.outputs)).toMatchObject({
      published: 'true',
      verified: 'false',
      'signer-identity': '',
      'verify-commands': '',
    });
  });

  it('everything: a bare image and a summary that says what it lacks', async () => {
    const inputs = {
      sign: 'false',
      sbom: 'false',
      provenance: 'false',
      cache: 'off',
      emulation: 'off',
    };
    const { host } = await runWorld({ inputs });
    expect(host.failed()).toBe(false);
    const text = host.summaries[0] ?? '';
    for (const missing of ['no signature', 'no SBOM', 'no provenance'])
      expect(text).toContain(missing);
  });

  it('pushing: built, and nothing else', async () => {
    const world = await runWorld({ inputs: { push: 'false' } });
    expect(world.host.failed()).toBe(false);
    expect(isIn(world, /^(PUT|POST) |cosign/)).toBe(false);
    expect(Object.fromEntries(world.host.outputs)).toMatchObject({
      digest: '',
      published: 'false',
      tags: '',
    });
    expect(world.host.summaries[0]).toContain('not pushed');
  });

  it('pushing, by loading into the engine', async () => {
    const world = await runWorld({ inputs: { load: 'true' } });
    expect(world.host.failed()).toBe(false);
    expect(isIn(world, /^(PUT|POST) |cosign/)).toBe(false);
    expect(world.host.outputs.get('tags')).toBe(`${world.image}:v1.2.3\n${world.image}:latest`);
    const build = world.host.commands.find(({ args }) => args[0] === 'build');
    expect(build?.args).toContain('--platform=linux/amd64');
  });

  it('everything but the plan', async () => {
    const world = await runWorld({ inputs: { 'dry-run': 'true' } });
    expect(world.host.failed()).toBe(false);
    expect(isIn(world, /^(run|PUT|POST|GET) ?/)).toBe(false);
    expect(world.host.summaries[0]).toMatch(/dry run/i);
  });
});

describe('cancelled', () => {
  it.each([
    ['while it builds', /^buildx build .*type=image/],
    ['while it signs', /^cosign sign/],
    ['while it verifies', /^cosign verify-attestation/],
  ])('%s, it stops, moves no tag, and says so', async (_, when) => {
    const world = await runWorld({
      commands: [
        {
          when,
          answer: (_command, host) => {
            host.cancel(new ActionError('CANCELLED', 'The job was cancelled (SIGINT)'));
            return { exitCode: undefined, signal: 'SIGINT' };
          },
        },
      ],
    });
    expect(world.host.failed()).toBe(true);
    expect(world.host.lines.filter((line) => line.startsWith('error: '))).toEqual([
      expect.stringContaining('[CANCELLED]'),
    ]);
    expect(world.tags()).toEqual([]);
  });
});

describe('several repositories', () => {
  it('each get every signature and every tag', async () => {
    const images = (name: string): string => `${name}/octo-org/app\n${name}/octo-org/mirror`;
    const world = await startWorld({ env: {} });
    const { name, content } = world.registry;
    const { host } = world;
    Object.assign(host.env, { INPUT_IMAGES: images(name) });
    await world.run();
    expect(host.failed()).toBe(false);
    const keys = [...content.tags.keys()];
    const of = (path: string): string[] =>
      keys.filter((key) => key.startsWith(`${path}:`)).map((key) => key.slice(path.length));
    expect(of('octo-org/mirror').sort()).toEqual(of('octo-org/app').sort());
    const manifests = readRecordedImage().filter(({ mediaType }) => mediaType !== undefined);
    expect(of('octo-org/app')).toHaveLength(manifests.length + 2);
  });
});
