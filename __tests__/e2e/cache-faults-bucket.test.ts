/** A build cache in a bucket that is out of order costs one warning and a limited time, never the build. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type FaultAction,
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { type ObjectStore, startObjectStore } from '../../lab/services/s3.ts';
import {
  BROKEN,
  buildInSpite,
  GARBAGE,
  HANG,
  LIMIT_SECONDS,
} from '../support/cache-fault-scene.ts';
import { type CheckedRun, useWorld } from '../support/e2e-world.ts';

describe('a build cache in a bucket that is out of order', () => {
  const world = useWorld();
  let s3: ObjectStore;
  let proxy: FaultProxy;
  let workspace = '';
  /** What a run takes whose cache is in order. */
  let usualMs = 0;

  beforeAll(async () => {
    s3 = await startObjectStore({ tools: world().lab.tools });
    proxy = await startFaultProxy({ upstream: s3.url, keepsHost: true });
    workspace = await world().lab.makeWorkspace();
    const full = await build([]);
    expect(full.warnings).toEqual([]);
    usualMs = full.main.durationMs;
  });
  afterAll(async () => {
    await proxy?.stop();
    await s3?.stop();
  });

  async function build(
    rules: readonly FaultRule[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<CheckedRun> {
    proxy.setRules(rules);
    const place = `type=s3,bucket=${s3.bucket},region=${s3.region},endpoint_url=${proxy.url}`;
    return buildInSpite(world(), {
      name: 'faults',
      workspace,
      inputs: { cache: `${place},use_path_style=true,retry_max_attempts=1`, ...more },
      env: { AWS_ACCESS_KEY_ID: s3.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.secretAccessKey },
    });
  }

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
    ['garbage', GARBAGE],
  ])('answers a read with %s', async (_, action) => {
    const run = await build([{ match: /^GET \/cache\/manifests/, action }]);
    expect(run.warnings).toEqual([expect.stringContaining('the cache in the S3 bucket')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + 2 * LIMIT_SECONDS * 1000 + 10_000);
  });

  it('is silent for each of several machines, which all go on', async () => {
    const { images, engine } = world().lab;
    const options = ['driver-opts:', `- image=${images.buildkit}`, '- network=host'];
    const nodes = [
      ['- platforms: linux/amd64', ...options],
      // The same engine by its address: to the builder, another machine.
      [
        '- platforms: linux/arm64',
        `endpoint: ${engine.dockerHost.replace('/docker.sock', '/./docker.sock')}`,
        ...options,
      ],
    ];
    const run = await build([{ match: /^GET \/cache\/manifests/, action: HANG }], {
      ...{ nodes: nodes.map((lines) => lines.join('\n  ')).join('\n'), 'driver-opts': '' },
      platforms: 'linux/amd64,linux/arm64',
    });
    expect(run.warnings).toEqual([expect.stringContaining('the cache in the S3 bucket')]);
    expect(run.text).toContain('on 2 nodes');
    const { platforms } = JSON.parse(run.main.outputs['cache-hits'] ?? '{}');
    expect(Object.keys(platforms)).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
  ])('answers a write with %s', async (_, action) => {
    const run = await build([{ match: /^PUT \/cache/, action }]);
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + LIMIT_SECONDS * 1000 + 10_000);
  });
});
