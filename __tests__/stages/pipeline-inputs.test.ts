import { afterAll, describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/host/host.ts';
import { startWorld, stopWorlds, type World } from '../support/fake-world.ts';

afterAll(stopWorlds);

async function runWorld(...options: Parameters<typeof startWorld>): Promise<World> {
  const world = await startWorld(...options);
  await world.run();
  expect(world.host.unscripted).toEqual([]);
  return world;
}

const builds = ({ host }: World): readonly Command[] =>
  host.commands.filter(({ args }) => args[0] === 'build');
const errors = ({ host }: World): readonly string[] =>
  host.lines.filter((line) => line.startsWith('error: '));

describe('load', () => {
  const BOTH = { push: 'true', load: 'true' };

  it('with a push comes before the tags, for one platform, out of the builder', async () => {
    const inputs = { ...BOTH, 'no-cache': 'true', 'no-cache-filters': 'app', pull: 'true' };
    const world = await runWorld({ inputs });
    const { host, image } = world;
    expect(errors(world)).toEqual([]);
    expect(host.outputs.get('published')).toBe('true');
    expect(host.lines).toContain('Load linux/amd64 into the engine');
    const loaded = builds(world).find(({ args }) => args.includes('--load'))?.args ?? [];
    expect(loaded).toEqual(
      expect.arrayContaining([
        '--load',
        '--platform=linux/amd64',
        `--tag=${image}:latest`,
        '--attest=type=sbom,disabled=true',
      ]),
    );
    expect(loaded.join('\n')).not.toMatch(/no-cache|--pull|--annotation|--metadata-file/);
    const moved = host.events.findIndex((event) => /^PUT .*manifests\/v1/.test(event));
    const built = host.events.flatMap((event, at) => (event === 'run buildx build' ? [at] : []));
    expect(moved).toBeGreaterThan(built[1] ?? Number.NaN);
  });

  it('that fails beside a push fails the step, and no tag is moved', async () => {
    const world = await runWorld({
      inputs: BOTH,
      commands: [{ when: /--load/, answer: { exitCode: 1, stderr: 'ERROR: no space' } }],
    });
    expect(world.host.failed()).toBe(true);
    expect(errors(world)).toEqual([expect.stringContaining('[BUILD_FAILED]')]);
    expect(world.tags()).toEqual([]);
    expect(Object.fromEntries(world.host.outputs)).toMatchObject({ published: 'false', tags: '' });
  });

  it('for an engine that takes none of the platforms fails before anything is built', async () => {
    const world = await runWorld({
      inputs: { ...BOTH, platforms: 'linux/arm64,linux/s390x', emulation: 'off' },
    });
    expect(errors(world)).toEqual([expect.stringContaining('[ENVIRONMENT_UNSUPPORTED]')]);
    expect(builds(world)).toEqual([]);
    expect(world.tags()).toEqual([]);
  });

  it('alone says which of several platforms it takes', async () => {
    const { host } = await runWorld({ inputs: { load: 'true' } });
    expect(host.lines.filter((line) => line.includes('only the engine'))).toHaveLength(1);
    const one = await runWorld({ inputs: { load: 'true', platforms: 'linux/amd64' } });
    expect(one.host.lines.filter((line) => line.includes('only the engine'))).toEqual([]);
  });
});

describe('outputs', () => {
  const UNSIGNED = { outputs: 'type=local,dest=out', sign: 'false' };
  const WRITTEN = { 'cache-to': 'type=gha,scope=app,mode=max' };

  it('are made once, by the build that pushes', async () => {
    const inputs = { ...UNSIGNED, ...WRITTEN, push: 'true', load: 'true' };
    const world = await runWorld({ inputs });
    const made = builds(world).map(({ args }) => args.includes('--output=type=local,dest=out'));
    expect(made).toEqual([true, false, false]);
    expect(world.host.outputs.get('published')).toBe('true');
  });

  it('are made without a push too', async () => {
    const world = await runWorld({
      inputs: { ...UNSIGNED, push: 'false' },
      commands: [
        {
          when: /^buildx build .*type=local/,
          answer: ({ args }, { stored }) => {
            const [, file = ''] = /--metadata-file=(\S+)/.exec(args.join(' ')) ?? [];
            stored.set(file, '{}');
            return {};
          },
        },
      ],
    });
    expect(errors(world)).toEqual([]);
    expect(builds(world)).toHaveLength(1);
  });
});

describe('secrets of three kinds', () => {
  it('reach every solve by file, are masked, and leave nothing but what was there', async () => {
    const values = { given: 'hunter-given', file: 'hunter-file', variable: 'hunter-variable' };
    const world = await runWorld({
      inputs: {
        'cache-to': 'type=gha,scope=app,mode=max',
        secrets: `a=${values.given}`,
        'secret-files': 'b=/mine/secret',
        'secret-envs': 'c=DEPLOY_KEY',
      },
      env: { DEPLOY_KEY: values.variable },
      files: { '/mine/secret': values.file },
    });
    const { host } = world;
    expect(errors(world)).toEqual([]);
    expect(builds(world)).toHaveLength(2);
    for (const { args, env } of builds(world)) {
      const handed = args.filter((arg) => arg.startsWith('--secret='));
      expect(handed.map((arg) => arg.slice(0, '--secret=id=a,src='.length)).sort()).toEqual(
        ['a', 'b', 'c'].map((id) => `--secret=id=${id},src=`),
      );
      expect(handed).toContain('--secret=id=b,src=/mine/secret');
      expect(args.join('\n')).not.toContain('hunter');
      expect(Object.values(env).join('\n')).not.toContain('hunter');
    }
    expect(host.masked).toEqual(expect.arrayContaining(Object.values(values)));
    const kept = [...host.stored].filter(([, text]) => Buffer.from(text).includes('hunter'));
    expect(kept.map(([path]) => path)).toEqual(['/mine/secret']);
  });
});

describe('call', () => {
  const evaluate = (answer: { exitCode?: number; stdout?: string; stderr?: string }) =>
    runWorld({
      inputs: { call: 'check', push: 'true' },
      env: { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' },
      commands: [{ when: /^buildx build .*--call=check/, answer }],
    });

  it('prints what it finds out, and does nothing else', async () => {
    const world = await evaluate({ stdout: 'Check complete' });
    const { host } = world;
    expect(host.failed()).toBe(false);
    expect(host.lines).toContain('| Check complete');
    expect(host.events.filter((event) => /^(PUT|POST) |cosign/.test(event))).toEqual([]);
    expect(builds(world)[0]?.args.join('\n')).not.toMatch(/--(output|platform|attest|cache)/);
    expect(host.summaries[0]).toContain('Evaluated');
    expect(Object.fromEntries(host.outputs)).toMatchObject({ digest: '', published: 'false' });
  });

  it.each([
    ['CHECK_FAILED', { exitCode: 1, stdout: 'WARNING: casing' }],
    ['BUILD_FAILED', { exitCode: 1, stderr: 'ERROR: no such frontend' }],
  ])('fails with %s', async (code, answer) => {
    const world = await evaluate(answer);
    expect(errors(world)).toEqual([expect.stringContaining(`[${code}]`)]);
    expect(world.host.failed()).toBe(true);
  });
});

describe('annotations', () => {
  it('reach the build that pushes, templates filled in', async () => {
    const world = await runWorld({ inputs: { annotations: 'index:org.example.tag={{tag}}' } });
    expect(errors(world)).toEqual([]);
    expect(builds(world)[0]?.args).toContain('--annotation=index:org.example.tag=v1.2.3');
  });
});
