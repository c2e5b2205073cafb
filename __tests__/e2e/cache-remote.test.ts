/** A cache that is silent, for a builder that this step has not started and cannot start anew. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { GARBLED, HANG, LIMIT_SECONDS } from '../support/cache-fault-scene.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import {
  BARE,
  type CaseRequest,
  type CheckedRun,
  type Faults,
  useWorld,
} from '../support/e2e-world.ts';

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
        ...{ ...BARE, sign: 'false', cache: 'registry' },
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

  it('that becomes silent as it is read ends the run in time, and the error says what to do', async () => {
    const run = await build({ registry: [{ match: MANIFEST, action: HANG, skip: 1 }] });
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
