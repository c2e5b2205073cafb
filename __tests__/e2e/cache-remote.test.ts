/** A cache that is silent, for a builder that this step has not started and cannot start anew. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { GARBLED, HANG } from '../support/cache-fault-scene.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
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

  it('is left out before BuildKit waits for it', async () => {
    const run = await build({ registry: [{ match: MANIFEST, action: HANG }] });
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([
      expect.stringContaining('Built without the cache in the registry'),
    ]);
  });

  async function expectLeftOut(faults: Faults, more: Partial<CaseRequest>): Promise<void> {
    const run = await build(faults, more);
    expect(run.error).toBeUndefined();
    expect(run.main.outputs['published']).toBe('true');
    expect(run.warnings).toEqual([expect.stringContaining('the builder got no answer')]);
    expect(run.main.durationMs).toBeLessThan(LIMIT_SECONDS * 1000 + 15_000);
  }

  it('is left out where the builder itself gets no answer, and the builder waits for nothing', async () => {
    await expectLeftOut({ registry: [{ match: MANIFEST, action: HANG, skip: 1 }] }, {});
    const next = await build({});
    expect([next.error, next.warnings]).toEqual([undefined, []]);
  });

  it('at GitHub is left out as well', async () => {
    const match = /GetCacheEntryDownloadURL/;
    await expectLeftOut(
      { cache: [{ match, action: HANG, skip: 1 }] },
      { inputs: { cache: 'gha' } },
    );
  });

  it('whose key is handed over in a file is left out as well', async () => {
    const silent = await startFaultProxy({ upstream: 'http://127.0.0.1:9' });
    silent.setRules([{ match: /./, action: HANG }]);
    const key = Buffer.from(makeSecret()).toString('base64');
    try {
      await expectLeftOut(
        {},
        {
          inputs: { cache: `type=azblob,account_url=${silent.url}/lab,account_name=lab` },
          env: { AZURE_STORAGE_KEY: key },
          canaries: [{ name: 'Azure key', value: key }],
        },
      );
      expect(silent.faults).not.toEqual([]);
    } finally {
      await silent.stop();
    }
  });

  it('that has answered just now and is silent as the build begins ends the run in time, and the error says what to do', async () => {
    const run = await build({ registry: [{ match: MANIFEST, action: HANG, skip: 2 }] });
    expect(run.error?.code).toBe('BUILDER_FAILED');
    expect(run.error?.message).toContain('`cache: off`');
    expect(run.main.durationMs).toBeLessThan(4 * LIMIT_SECONDS * 1000 + 10_000);
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
    // Its description is read by the builder alone, then by the build.
    const garbled = { match: /^GET \/v2\/octo\/wrong\/blobs\/sha256/, action: GARBLED, skip: 2 };
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
