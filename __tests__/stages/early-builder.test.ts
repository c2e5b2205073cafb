/** A builder that boots while GitHub has not answered yet: what the names are made of comes seconds later. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { readInputs } from '../../src/inputs/parse.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { startEarly } from '../../src/stages/setup/early-builder.ts';
import { parseState } from '../../src/state.ts';
import { makeEndlessBoot } from '../support/endless-boot.ts';
import { readFlag } from '../support/fake-cosign.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { startWorld, stopWorlds, type World, type WorldOptions } from '../support/fake-world.ts';
import { makeOwnBuilder } from '../support/make-own-builder.ts';

afterAll(stopWorlds);

const REPOSITORY = {
  ...{ name: 'app', visibility: 'public', default_branch: 'main' },
  html_url: 'https://github.com/octo-org/app',
};
const COMMIT = { commit: { committer: { date: '2020-02-02T00:00:00Z' } } };
const HERE = { when: /^docker image inspect /, answer: { stdout: 'sha256:0' } };
/** Something that ends when the test says so. */
const makeGate = () => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
};

interface Slow extends WorldOptions {
  readonly repository?: unknown;
  /** What the fake engine did by the time at which GitHub answers. */
  readonly until?: RegExp;
}

/** A run whose commit GitHub tells only after it has waited in vain for something to happen, or has seen it. */
async function runSlowly({ repository = REPOSITORY, until, ...options }: Slow): Promise<World> {
  const gate = makeGate();
  const world = await startWorld({
    ...options,
    env: { GITHUB_RUN_ID: '77' },
    inputs: { 'github-token': 'ghs_x', ...options.inputs },
    files: { '/event.json': JSON.stringify({ repository }), ...options.files },
    commands: [...(options.commands ?? [HERE]), { when: /^git /, answer: { exitCode: 128 } }],
    github: {
      repository: REPOSITORY,
      ...{ commit: gate.passed.then(() => COMMIT) },
      ...options.github,
    },
  });
  const { host } = world;
  const repeat: World['host']['clock']['repeat'] = (ms, work) => {
    if (ms === 50) setImmediate(work);
    return () => undefined;
  };
  Object.assign(host, { clock: { ...host.clock, repeat } });
  const running = world.run();
  for (let turn = 0; turn < 100; turn++) {
    if (until !== undefined && at(world, until) !== -1) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  host.events.push('GitHub answers');
  gate.open();
  await running;
  return world;
}

const at = ({ host }: World, event: RegExp): number =>
  host.events.findIndex((one) => event.test(one));
const count = ({ host }: World, verb: string): number =>
  host.commands.filter(({ tool, args }) => tool === 'buildx' && args[0] === verb).length;
const ANSWER = /^GitHub answers/;
const CREATE = /^run buildx create/;
/** A path that no run takes. */
const NEVER = /^never/;
const stateOf = ({ host }: World) => parseState(host.state.get('run') ?? '');

describe('while GitHub is asked for the commit', () => {
  it('the builder boots, and is the one that builds', async () => {
    const world = await runSlowly({ until: CREATE });
    expect(world.host.failed()).toBe(false);
    expect(at(world, CREATE)).toBeLessThan(at(world, ANSWER));
    expect([count(world, 'create'), count(world, 'rm')]).toEqual([1, 0]);
    const { builder = '' } = stateOf(world) ?? {};
    const build = world.host.commands.find(({ args }) => args[0] === 'build');
    expect(build?.args).toContain(`--builder=${builder}`);
    expect(world.host.unscripted).toEqual([]);
  });

  it('it is not spoken of before the plan, and the engine is asked once', async () => {
    const { host } = await runSlowly({ until: CREATE });
    const lines = host.lines.join('\n');
    expect(lines.indexOf('booted build-sign-')).toBeGreaterThan(lines.indexOf('Builder: done'));
    expect(lines.indexOf('Builder: done')).toBeGreaterThan(lines.indexOf('Plan'));
    expect(host.commands.filter(({ args }) => args[0] === 'info')).toHaveLength(1);
  });

  it('the job is asked for its identity once, where the builder has to know it', async () => {
    // BuildKit trusts the public Sigstore alone, whose roots cosign fetches.
    const inputs = { cache: 'gha', 'trusted-root': '', 'signing-config': '' };
    const create: ScriptedCommand = {
      when: /^cosign \S+ create/,
      answer: (command, { stored }) => {
        stored.set(readFlag(command, 'out'), '{"rekorTlogUrls":[{}]}');
        return {};
      },
    };
    const world = await runSlowly({ until: CREATE, inputs, commands: [HERE, create] });
    expect(world.host.failed()).toBe(false);
    expect(at(world, CREATE)).toBeLessThan(at(world, ANSWER));
    const { stored, requests } = world.host;
    const config = [...stored].find(([path]) => path.endsWith('/buildkitd.toml'))?.[1] ?? '';
    expect(String(config)).toContain('sourceRepositoryURI');
    expect(requests.filter(({ url }) => url.includes('audience=sigstore'))).toHaveLength(1);
  });

  it.each<[string, Slow]>([
    ['whose image is not here: nothing is pulled yet', { commands: [] }],
    ['that is to stay', { inputs: { 'keep-builder': 'true' } }],
    ['that an input names', { inputs: { builder: 'mine' } }],
    ['of another machine', { inputs: { driver: 'remote', endpoint: 'tcp://10.0.0.1:1234' } }],
    ['whose visibility GitHub has to tell as well', { repository: { name: 'app' } }],
    ['of a run with bad input', { inputs: { 'build-args': 'x' } }],
    ['of a dry run', { inputs: { 'dry-run': 'true' } }],
  ])('no builder boots %s', async (_, options) => {
    const world = await runSlowly({ ...options, until: NEVER });
    const booted = at(world, CREATE);
    if (booted !== -1) expect(booted).toBeGreaterThan(at(world, ANSWER));
  });
});

describe('a builder that has booted for nothing', () => {
  const CONTEXTS = { 'build-contexts': "docs=./docs-{{commit_date 'YYYY'}}" };
  /** Of the time at which it runs, and not of the commit. */
  const files = { './docs-2026/x': '' };

  it('is removed before the run ends, which the whole plan refuses', async () => {
    const world = await runSlowly({
      until: CREATE,
      inputs: CONTEXTS,
      files,
    });
    expect(world.host.failed()).toBe(true);
    expect(at(world, CREATE)).toBeLessThan(at(world, ANSWER));
    expect(at(world, /^run buildx rm/)).toBeGreaterThan(at(world, ANSWER));
    expect(stateOf(world)?.builder).toBeUndefined();
    expect(world.host.lines.join('\n')).not.toMatch(/^booted|Builder: /m);
  });

  it('is ended where it boots still', async () => {
    const boots = makeEndlessBoot();
    const world = await runSlowly({
      until: CREATE,
      commands: [HERE, boots.command],
      inputs: CONTEXTS,
      files,
    });
    expect([world.host.failed(), boots.isEnded(), count(world, 'create')]).toEqual([true, true, 1]);
    expect(at(world, /^run buildx rm/)).toBeGreaterThan(at(world, ANSWER));
    // The engine may still be making it.
    expect(stateOf(world)?.builder).toMatch(/^build-sign-/);
  });

  it('is removed where the plan wants another', async () => {
    const { host } = await startWorld({
      files: { '/event.json': JSON.stringify({ repository: REPOSITORY }) },
      commands: [HERE, { when: /^git /, answer: { exitCode: 128 } }],
    });
    const folder = await openRunFolder(host);
    const early = startEarly(host, { parsed: readInputs(host.env), folder });
    const settle = async () => ({ own: makeOwnBuilder(), tls: [] });
    expect(await early.take(settle, () => undefined)).toBeUndefined();
    const made = host.commands.filter(({ args }) => ['create', 'rm'].includes(args[0] ?? ''));
    expect(made.map(({ args }) => args[0])).toEqual(['create', 'rm']);
    await early.drop();
    expect(host.commands.filter(({ args }) => args[0] === 'rm')).toHaveLength(1);
  });

  it('a failure of the early boot is none of the run', async () => {
    let tries = 0;
    const fails = {
      when: /^buildx create /,
      answer: () => {
        tries += 1;
        return tries <= 3 ? { exitCode: 1, stderr: 'no such luck' } : {};
      },
    };
    const world = await runSlowly({ until: CREATE, commands: [HERE, fails] });
    expect(world.host.failed()).toBe(false);
    expect(count(world, 'create')).toBe(4);
    const told = world.host.lines.filter((line) => !line.startsWith('debug: '));
    expect(told.join('\n')).not.toContain('no such luck');
  });
});
