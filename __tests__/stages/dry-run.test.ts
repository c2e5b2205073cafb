import { afterAll, describe, expect, it } from '@jest/globals';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';

afterAll(stopWorlds);

const NOTHING = {
  ACTIONS_ID_TOKEN_REQUEST_URL: '',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: '',
  ACTIONS_RUNTIME_TOKEN: '',
  GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
};

/** A dry run in a job that has neither checkout nor identity. */
async function rehearse({ inputs, ...options }: WorldOptions = {}): Promise<World> {
  const world = await startWorld({
    env: NOTHING,
    inputs: { 'dry-run': 'true', ...inputs },
    ...options,
  });
  world.host.stored.delete('./Dockerfile');
  await world.run();
  return world;
}

const print = ({ host }: World): string =>
  host.lines.map((line) => line.replace(/^\| /, '')).join('\n');

describe('a dry run', () => {
  it.each<[string, WorldOptions]>([
    ['of a release', {}],
    ['of a release that is loaded too', { inputs: { load: 'true', push: 'true' } }],
    ['of a build', { inputs: { push: 'false' } }],
    ['of an evaluation', { inputs: { call: 'check' } }],
    ['of a leg', { inputs: { platform: 'linux/arm64' } }],
    ['in a folder that is not there', { inputs: { 'working-directory': 'source' } }],
    ['with a trusted root that is not there', { inputs: { 'trusted-root': '/no.json' } }],
    ['without its secrets', { inputs: { secrets: 'npm=', username: 'me', password: '' } }],
  ])('%s runs nothing, asks nobody, and succeeds', async (_, options) => {
    const { host } = await rehearse(options);
    expect({ commands: host.commands, requests: host.requests }).toEqual({
      commands: [],
      requests: [],
    });
    expect([host.failed(), host.unscripted]).toEqual([false, []]);
    expect(host.outputs.get('version')).toBe('v1.2.3');
  });

  it('fails for what is wrong with the inputs, and for nothing else', async () => {
    const { host } = await rehearse({ inputs: { platforms: 'linux/amd65x/y/z', sign: 'maybe' } });
    expect(host.failed()).toBe(true);
    const [error = ''] = host.lines.filter((line) => line.startsWith('error: [INPUT_INVALID]'));
    expect(error).toContain('sign');
    expect(error).not.toMatch(/id-token|Dockerfile/);
  });

  it('says what the job lacks, without a warning', async () => {
    const world = await rehearse({ inputs: { secrets: 'npm=' } });
    const [summary = ''] = world.host.summaries;
    for (const text of [print(world), summary]) {
      expect(text).toContain('id-token: write');
      expect(text).toContain('./Dockerfile');
      expect(text).toContain('`npm` is empty');
    }
    expect(world.host.lines.filter((line) => /^(warning|error)/.test(line))).toEqual([]);
  });

  it('says what a run needs of its job', async () => {
    const text = print(await rehearse({ inputs: { images: 'ghcr.io/octo-org/app' } }));
    expect(text).toMatch(/^permissions +contents: read, packages: write, id-token: write$/m);
    expect(text).toMatch(/^push access +ghcr\.io\/octo-org\/app/m);
  });

  it('has the names in its summary, as a table', async () => {
    const { host, image } = await rehearse({ inputs: { labels: 'a=x|y' } });
    const [summary = ''] = host.summaries;
    expect(summary).toContain(`| tag |\n| --- |\n| \`${image}:v1.2.3\` |`);
    expect(summary).toContain('| `org.opencontainers.image.version` | `v1.2.3` |');
    expect(summary).toContain('| `a` | `x\\|y` |');
  });

  it('shows no secret', async () => {
    const inputs = { secrets: 'npm=hunter2', 'build-args': 'API_TOKEN=hunter3' };
    const { host } = await rehearse({ inputs });
    const told = [...host.lines, ...host.summaries, ...host.outputs.values()].join('\n');
    expect(told).toContain('API_TOKEN=***');
    expect(told).not.toContain('hunter');
  });
});

describe('the printed commands', () => {
  const SHARED = { 'build-args': 'A=b c', secrets: 'npm=x', annotations: 'index:k=v' };

  /** What a command line is when line breaks are taken out: comparable with the arguments of a run. */
  const listPrinted = (world: World, start: string): string[] =>
    print(world)
      .replaceAll(' \\\n  ', ' ')
      .split('\n')
      .filter((line) => line.startsWith(start));
  const count = (world: World, pattern: RegExp): number =>
    world.host.commands.filter(({ tool, args }) => pattern.test(`${tool} ${args[0] ?? ''}`)).length;

  it('are those of a run, as many and with the same flags', async () => {
    const dry = await rehearse({ inputs: SHARED, env: {} });
    const real = await startWorld({ inputs: SHARED });
    await real.run();
    expect(real.host.failed()).toBe(false);
    const [build = ''] = listPrinted(dry, 'docker buildx build');
    const ran = real.host.commands.find(({ args }) => args[0] === 'build');
    const flags = (words: readonly string[]): string[] =>
      words.flatMap((word) => /^'?(--[\w-]+)/.exec(word)?.[1] ?? []);
    expect(flags(build.split(' '))).toEqual(flags(ran?.args ?? []));
    expect(build).toContain("'--build-arg=A=b c'");
    expect(listPrinted(dry, 'cosign sign ')).toHaveLength(count(real, /^cosign sign$/));
    expect(listPrinted(dry, 'cosign attest ')).toHaveLength(count(real, /^cosign attest$/));
    const verify = real.host.outputs.get('verify-commands')?.split('\n') ?? [];
    expect(listPrinted(dry, 'cosign verify-attestation')).toHaveLength(verify.length);
  });

  it('are no signatures for what is not signed', async () => {
    const dry = await rehearse({ inputs: { sign: 'false' } });
    expect(listPrinted(dry, 'cosign')).toEqual([]);
    expect(listPrinted(dry, 'docker buildx build')).not.toEqual([]);
  });

  it('are one evaluation for `call`', async () => {
    const dry = await rehearse({ inputs: { call: 'check' } });
    expect(listPrinted(dry, 'docker buildx build')).toEqual([
      expect.stringContaining('--call=check'),
    ]);
  });

  it('end no line of the log as a command of the runner', async () => {
    const { host } = await rehearse({ inputs: { labels: '"a=b\n::set-output name=x::y"' } });
    expect(host.lines.filter((line) => line.startsWith('::'))).toEqual([]);
  });
});
