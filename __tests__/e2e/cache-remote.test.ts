/** A cache that is silent, for a builder that this step has not started and cannot start anew. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeHome } from '../../lab/job.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { type FaultProxy, startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { expectLeftOut, GARBLED, HANG, writeOtherBuild } from '../support/cache-fault-scene.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import {
  BARE,
  type CaseRequest,
  type CheckedRun,
  type Faults,
  useWorld,
} from '../support/e2e-world.ts';

const LIMIT_SECONDS = 3;
/** What BuildKit reads first. */
const MANIFEST = /^(GET|HEAD) \/v2\/.*manifests\/buildcache-/;

describe('a silent cache, for a builder on another machine', () => {
  const world = useWorld();
  let daemon: Buildkitd;
  let workspace = '';

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
  });
  // One that has waited once waits for good.
  beforeEach(async () => {
    daemon = await startBuildkitd({ tools: world().lab.tools });
  });
  afterEach(() => daemon.stop());

  async function build(faults: Faults, more: Partial<CaseRequest> = {}): Promise<CheckedRun> {
    const { runWith, registry } = world();
    return runWith(faults, {
      workspace,
      ...more,
      docker: { dockerHost: 'unix:///nowhere/docker.sock' },
      inputs: {
        ...{ ...BARE, sign: 'false', cache: 'registry', 'cache-mounts': 'off' },
        ...{ driver: 'remote', endpoint: daemon.endpoint, 'driver-opts': '' },
        images: `${registry.host}/octo/silent`,
        'cache-timeout': `${LIMIT_SECONDS}s`,
        ...more.inputs,
      },
    });
  }

  /** Of somebody else, on the same machine. */
  const other = async (): Promise<unknown> =>
    daemon.build(await writeOtherBuild(await world().lab.makeWorkspace()));

  it('is left out before BuildKit waits for it', async () => {
    const run = await build({ registry: [{ match: MANIFEST, action: HANG }] });
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([
      expect.stringContaining('Built without the cache in the registry'),
    ]);
  });

  it('is left out where the builder itself gets no answer, and the builder waits for nothing', async () => {
    const registry = [{ match: MANIFEST, action: HANG, skip: 1 }];
    await expectLeftOut((faults) => build(faults), { faults: { registry }, other });
  });

  it.each<[string, Faults]>([
    // Preflight and the build have an answer.
    ['silent-later', { registry: [{ match: MANIFEST, action: HANG, skip: 2 }] }],
    [
      'silent-as-written',
      { registry: [{ match: /^PUT \/v2\/.*manifests\/buildcache-/, action: HANG }] },
    ],
  ])('that is %s is not written, and the builder waits for nothing', async (name, faults) => {
    const inputs = { images: `${world().registry.host}/octo/${name}` };
    const run = await build(faults, { inputs });
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
    expect(run.main.durationMs).toBeLessThan(LIMIT_SECONDS * 1000 + 15_000);
    await other();
  });

  it('that is silent for the second of two machines is not written, and neither waits for it', async () => {
    const { tools } = world().lab;
    const platforms = ['linux/amd64', 'linux/arm64'] as const;
    const second = await startBuildkitd({ tools, platform: platforms[1] });
    try {
      const nodes = [daemon, second].map(
        ({ endpoint }, at) => `- endpoint: ${endpoint}\n  platforms: ${platforms[at]}`,
      );
      const inputs = {
        ...{ images: `${world().registry.host}/octo/two`, endpoint: '' },
        ...{ nodes: nodes.join('\n'), platforms: platforms.join() },
      };
      // Preflight, then both machines for the build, and the first of them for what it writes.
      const late = { match: MANIFEST, action: HANG, skip: 4 };
      const run = await build({ registry: [late] }, { inputs });
      expect(run.error).toBeUndefined();
      expect(run.warnings).toEqual([expect.stringContaining('when it was read once more')]);
      await other();
      await second.build(await writeOtherBuild(await world().lab.makeWorkspace()));
    } finally {
      await second.stop();
    }
  });

  describe('that is no registry', () => {
    let silent: FaultProxy;
    beforeAll(async () => {
      silent = await startFaultProxy({ upstream: 'http://127.0.0.1:9' });
      silent.setRules([{ match: /./, action: HANG }]);
    });
    afterAll(() => silent.stop());

    it('is left out as well', async () => {
      const key = makeSecret();
      const bucket = `type=s3,bucket=b,region=r,endpoint_url=${silent.url},use_path_style=true`;
      const more = {
        inputs: { cache: bucket },
        env: { AWS_ACCESS_KEY_ID: 'lab', AWS_SECRET_ACCESS_KEY: key },
        canaries: [{ name: 'S3 key', value: key }],
      };
      await expectLeftOut(() => build({}, more), { other });
    });

    it('and whose key is handed over in a file is left out as well', async () => {
      const key = Buffer.from(makeSecret()).toString('base64');
      const more = {
        inputs: { cache: `type=azblob,account_url=${silent.url}/lab,account_name=lab` },
        env: { AZURE_STORAGE_KEY: key },
        canaries: [{ name: 'Azure key', value: key }],
      };
      await expectLeftOut(() => build({}, more));
      expect(silent.countRequests(/^\S+ \/lab\//)).toBeGreaterThan(0);
    });
  });

  it('that has answered just now is left out as the build begins, and the builder waits for nothing', async () => {
    const run = await build({ registry: [{ match: MANIFEST, action: HANG, skip: 1 }] });
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([expect.stringContaining('did not answer within 3 s')]);
    await other();
  });

  it('with wrong layers is left alone, and every step is run', async () => {
    const { lab, registry, run } = world();
    const lines = ['RUN echo below > /below', 'ARG V', 'RUN echo $V > /v'];
    const shared = { workspace: await makeWorkspace(lab, lines) };
    const ref = `type=registry,ref=${registry.host}/octo/wrong:buildcache-one`;
    const inputs = { ...BARE, sign: 'false', images: `${registry.host}/octo/wrong-layers` };
    const full = await run({
      ...shared,
      inputs: { ...inputs, 'cache-to': `${ref},mode=max`, 'build-args': 'V=1' },
    });
    expect(full.warnings).toEqual([]);
    // Its description is read first.
    const garbled = { match: /^GET \/v2\/octo\/wrong\/blobs\/sha256/, action: GARBLED, skip: 1 };
    const wrong = await build(
      { registry: [garbled] },
      {
        ...shared,
        inputs: { ...inputs, cache: '', 'cache-from': ref, 'build-args': 'V=2' },
      },
    );
    expect(wrong.error).toBeUndefined();
    expect(wrong.warnings).toEqual([expect.stringMatching(/^Built without a cache/)]);
  });
});

describe('a builder that somebody else has made', () => {
  // Before the world, whose own comes after it, and has the home.
  afterAll(() => buildx('rm', '--force', name));
  const world = useWorld();
  const name = `theirs-${process.pid}`;
  let homeDir = '';
  const buildx = (...args: string[]): Promise<string> => {
    const { lab } = world();
    const env = { HOME: homeDir, DOCKER_CONFIG: undefined, DOCKER_HOST: lab.engine.dockerHost };
    return runCommand({ file: lab.tools.buildx, args, env });
  };

  beforeAll(async () => {
    const { lab } = world();
    homeDir = await makeHome(lab);
    await buildx(
      ...['create', '--name', name, '--driver', 'docker-container', '--bootstrap'],
      ...['--driver-opt', `image=${lab.images.buildkit}`, '--driver-opt', 'network=host'],
    );
  });

  const build = (faults: Faults, more: Partial<CaseRequest>): Promise<CheckedRun> =>
    world().runWith(faults, {
      ...{ homeDir, homeChanges: /\.docker\/buildx\/(?!current|instances\/)/ },
      ...more,
      inputs: {
        ...{ ...BARE, sign: 'false', cache: 'gha', 'cache-mounts': 'off' },
        ...{ builder: name, 'driver-opts': '' },
        images: `${world().registry.host}/octo/theirs`,
        ...more.inputs,
      },
    });

  it('waits for no silent cache', async () => {
    const workspace = await world().lab.makeWorkspace();
    await expectLeftOut((faults, timeout) => build(faults, { workspace, inputs: timeout }), {
      other: async () =>
        buildx('build', `--builder=${name}`, '--no-cache', await writeOtherBuild(workspace)),
    });
  });

  it('and that ends in the middle of a build builds once more', async () => {
    const { lab } = world();
    const acts: Promise<string>[] = [];
    const run = await build(
      {},
      {
        workspace: await makeWorkspace(lab, ['RUN sleep 6']),
        onLine: ({ text }) => {
          if (acts.length === 0 && /^#\d+ .*RUN sleep/.test(text))
            acts.push(runDocker(lab, 'kill', `buildx_buildkit_${name}0`));
        },
      },
    );
    await Promise.all(acts);
    expect(acts).toHaveLength(1);
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([
      expect.stringContaining('The builder ended in the middle of the build'),
    ]);
  });
});
