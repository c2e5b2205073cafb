import { describe, expect, it } from '@jest/globals';
import type { BuilderSpec, OwnBuilder } from '../../src/plan/builder-spec.ts';
import { parseState } from '../../src/state.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { MARK_VARIABLE, parseMark } from '../../src/tools/mark.ts';
import { codeOf, count, ensure, type Setting } from '../support/builder-scene.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';

const OWN: BuilderSpec = {
  kind: 'own',
  own: makeOwnBuilder({
    nodes: [makeNode({ driverOpts: ['network=host'] })],
    images: [IMAGES.buildkit],
  }),
};
describe('a builder of our own', () => {
  it('is booted from the pinned image under a name of its own, which the post step knows before', async () => {
    const { host, ensuring } = await ensure(OWN, [
      {
        when: /^buildx create /,
        answer: ({ args }, { state }) => {
          expect(args).toContain(`--name=${parseState(state.get('run') ?? '')?.builder}`);
          return {};
        },
      },
    ]);
    const name = await ensuring;
    expect(name).toMatch(/^build-sign-[0-9a-f]{12}$/);
    const [created] = host.commands;
    expect(created?.args).toEqual(
      expect.arrayContaining([
        `--driver-opt=image=${IMAGES.buildkit}`,
        '--driver-opt=network=host',
        '--bootstrap',
      ]),
    );
    expect(parseState(host.state.get('run') ?? '')).toMatchObject({
      builder: name,
      buildx: '/opt/buildx',
    });
  });

  it('is tried three times, and what was left of each is removed', async () => {
    const fails: ScriptedCommand = {
      when: /^buildx create /,
      answer: { exitCode: 1, stderr: 'ERROR: boom' },
      times: 2,
    };
    const { host, said, ensuring } = await ensure(OWN, [
      fails,
      { when: /^buildx create /, answer: {} },
    ]);
    await ensuring;
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 3, rm: 2 });
    expect(said.filter((line) => line.includes('attempt'))).toHaveLength(2);
  });

  it('that never boots is an error', async () => {
    expect(await codeOf(OWN, [{ when: /^buildx create /, answer: { exitCode: 1 } }])).toBe(
      'BUILDER_FAILED',
    );
  });

  it('is not tried again when the run is cancelled', async () => {
    const { host, ensuring } = await ensure(OWN, [
      {
        when: /^buildx create /,
        answer: (_, job) => {
          job.cancel(new Error('cancelled'));
          return { exitCode: undefined };
        },
      },
    ]);
    await expect(ensuring).rejects.toThrow();
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 1, rm: 1 });
  });
});

describe('a builder on several machines', () => {
  const REMOTE: BuilderSpec = {
    kind: 'own',
    own: makeOwnBuilder({
      driver: 'remote',
      images: [],
      nodes: [
        makeNode({ endpoint: 'tcp://one:1', tls: ['cacert', 'cert', 'key'] }),
        makeNode({ endpoint: 'tcp://two:1', label: 'arm' }),
      ],
    }),
  };
  const boots: ScriptedCommand = { when: /^buildx create /, answer: {} };

  it('is put together node by node, with files for what the inputs hold as text', async () => {
    const tls = [{ cacert: 'CA', cert: 'CERT', key: 'KEY' }];
    const { host, ensuring } = await ensure(REMOTE, [boots], { tls });
    await ensuring;
    expect(count(host, 'create')).toBe(2);
    expect(host.commands[0]?.args).toContain('--driver-opt=key=/temp/build-sign-1/certs/0-key.pem');
    expect(host.stored.get('/temp/build-sign-1/certs/0-key.pem')).toBe('KEY\n');
    expect(host.masked).toEqual(['KEY']);
    expect(host.commands[1]?.args).toContain('--append');
  });

  it('is removed as a whole when one of them does not answer', async () => {
    const down = { exitCode: 1, stderr: 'ERROR: context deadline exceeded' };
    const { host, ensuring } = await ensure(REMOTE, [
      { when: /^buildx create .*tcp:\/\/two/, answer: down },
      boots,
    ]);
    await expect(ensuring).rejects.toMatchObject({ code: 'BUILDER_FAILED' });
    expect({ create: count(host, 'create'), rm: count(host, 'rm') }).toEqual({ create: 2, rm: 1 });
  });
});

describe('what a builder of ours is told', () => {
  const boots: ScriptedCommand = { when: /^buildx create /, answer: {} };
  const create = async (own: Partial<OwnBuilder>, setting: Setting = {}) => {
    const spec: BuilderSpec = { kind: 'own', own: makeOwnBuilder(own) };
    const { host, ensuring } = await ensure(spec, [boots], setting);
    await ensuring;
    return { host, args: host.commands[0]?.args ?? [] };
  };

  it('is which run and job it belongs to', async () => {
    const env = { GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2', GITHUB_JOB: 'release' };
    const { args } = await create({}, { env });
    const mark = args.find((arg) => arg.includes(`env.${MARK_VARIABLE}=`)) ?? '';
    expect(parseMark(mark.slice(mark.indexOf('=run') + 1))).toMatchObject({
      runId: '7',
      runAttempt: 2,
      job: 'release',
    });
  });

  it('are the proxies of the job', async () => {
    const { args } = await create({}, { env: { HTTPS_PROXY: 'http://proxy:3128' } });
    expect(args).toContain('--driver-opt=env.HTTPS_PROXY=http://proxy:3128');
  });

  it('is its configuration, as a file', async () => {
    const { host, args } = await create({ config: { debug: true } });
    expect(args).toContain('--buildkitd-config=/temp/build-sign-1/buildkitd.toml');
    expect(host.stored.get('/temp/build-sign-1/buildkitd.toml')).toBe('debug = true\n');
  });

  it('is where its image may be found: each place once, in order', async () => {
    const fails = { exitCode: 1, stderr: 'ERROR: no such host' };
    const images = ['one/a@sha256:1', 'two/a@sha256:1', 'three/a@sha256:1', 'four/a@sha256:1'];
    const { host, ensuring } = await ensure({ kind: 'own', own: makeOwnBuilder({ images }) }, [
      { when: /^buildx create /, answer: fails, times: 3 },
      boots,
    ]);
    await ensuring;
    const tried = host.commands.flatMap(({ args }) =>
      args.flatMap((arg) => /^--driver-opt=image=(.*)$/.exec(arg)?.[1] ?? []),
    );
    expect(tried).toEqual(images);
  });
});
