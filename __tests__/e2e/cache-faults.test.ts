import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type FaultAction,
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { type ObjectStore, startObjectStore } from '../../lab/services/s3.ts';
import { readManifest } from '../support/e2e-registry.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const GARBAGE: FaultAction = {
  kind: 'status',
  status: 200,
  body: 'this is not what was asked for',
};
const GONE: FaultAction = {
  kind: 'status',
  status: 403,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': 'AuthenticationFailed' },
  body: '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.</Message></Error>',
};
const HANG: FaultAction = { kind: 'hang' };
const BROKEN: FaultAction = { kind: 'status', status: 500, body: 'oops' };

/** What reading or writing may take in these runs; the rest of each is the same as without a cache. */
const LIMIT = '6s';
const MANIFEST = /^GET \/v2\/.*manifests\/buildcache-/;
/** Of the Actions cache's blobs, the first that is read is the index. */
const BLOB = /^GET .*[?&]sig=/;

describe('a build cache that is out of order', () => {
  const world = useWorld();
  let s3: ObjectStore;
  let proxy: FaultProxy;
  let workspace: string;
  beforeAll(async () => {
    s3 = await startObjectStore({ tools: world().lab.tools });
    proxy = await startFaultProxy({ upstream: s3.url, keepsHost: true });
    workspace = await world().lab.makeWorkspace();
    // Every cache is full before it fails.
    const name = `${world().registry.host}/octo/faults`;
    const inputs = { ...BARE, sign: 'false', images: name, cache: `registry\n${objects()}` };
    await world().run({ workspace, inputs, env: keys() });
    const gha = 'type=gha,scope=faults';
    await world().run({
      workspace,
      inputs: { ...BARE, sign: 'false', images: name, 'cache-to': `${gha},mode=max` },
    });
  });
  afterAll(async () => {
    await proxy?.stop();
    await s3?.stop();
  });

  const objects = (): string =>
    `type=s3,bucket=${s3.bucket},region=${s3.region},endpoint_url=${proxy.url},use_path_style=true,retry_max_attempts=1`;
  const keys = (): Record<string, string> => ({
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });

  async function build(
    name: string,
    inputs: Readonly<Record<string, string>>,
    faults: { cache?: readonly FaultRule[]; registry?: readonly FaultRule[]; s3?: FaultRule[] },
  ): Promise<CheckedRun> {
    const { runWith, registry } = world();
    const { s3: objectRules = [], ...rest } = faults;
    proxy.setRules(objectRules);
    try {
      const run = await runWith(rest, {
        workspace,
        inputs: {
          ...BARE,
          sign: 'false',
          images: `${registry.host}/octo/${name}`,
          'cache-timeout': LIMIT,
          ...inputs,
        },
        env: keys(),
      });
      expect(run.error).toBeUndefined();
      expect(run.main.outputs['published']).toBe('true');
      return run;
    } finally {
      proxy.setRules([]);
    }
  }

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
    ['garbage', GARBAGE],
  ])('answers a read from the registry with %s', async (name, action) => {
    const run = await build(
      'faults',
      { cache: 'registry' },
      { registry: [{ match: MANIFEST, action }] },
    );
    expect(run.warnings).toEqual([expect.stringContaining('the cache in the registry')]);
    expect(run.main.durationMs).toBeLessThan(40_000);
    expect(name).not.toBe('');
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
    ['garbage', GARBAGE],
  ])('answers a read from the bucket with %s', async (name, action) => {
    const run = await build(
      'faults',
      { cache: objects() },
      { s3: [{ match: /^GET \/cache\/manifests/, action }] },
    );
    expect(run.warnings).toEqual([expect.stringContaining('the cache in the S3 bucket')]);
    expect(name).not.toBe('');
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['garbage', GARBAGE],
  ])('answers a read of the index at GitHub with %s', async (name, action) => {
    const run = await build(
      `index-${name}`,
      { 'cache-from': 'type=gha,scope=faults' },
      { cache: [{ match: BLOB, action }] },
    );
    expect(run.warnings).toEqual([expect.stringContaining('the Actions cache')]);
  });

  it.each<[string, FaultRule[], number]>([
    // Once is no loss: BuildKit asks again by itself.
    ['gone, once', [{ match: BLOB, action: GONE, skip: 1, times: 1 }], 0],
    ['gone for good', [{ match: BLOB, action: GONE, skip: 1 }], 1],
    ['not what it was', [{ match: BLOB, action: GARBAGE, skip: 1 }], 1],
  ])('has a layer that is %s, when it is to be pushed', async (name, rules, warnings) => {
    const image = `layer-${name.replace(/\W+/g, '-')}`;
    const run = await build(image, { 'cache-from': 'type=gha,scope=faults' }, { cache: rules });
    expect(run.warnings).toHaveLength(warnings);
    // What was pushed is whole: each layer is what its digest says, which the registry checked.
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const [digest = ''] = Object.values(digests);
    const manifest = await readManifest(world().registry, `octo/${image}`, digest);
    expect(manifest?.layers?.length).toBeGreaterThan(1);
  });

  it.each<[string, string, FaultRule]>([
    [
      'the registry',
      'registry',
      { match: /^(PUT|POST|PATCH) \/v2\/octo\/written/, action: HANG, skip: 99 },
    ],
    ['the bucket', 's3', { match: /^PUT \/cache/, action: HANG }],
    ['the bucket, refused', 's3', { match: /^PUT \/cache/, action: BROKEN }],
  ])('hangs while it is written, in %s', async (_, kind, rule) => {
    const run = await build(
      `written-${kind}`,
      { cache: kind === 's3' ? objects() : 'registry' },
      kind === 's3'
        ? { s3: [rule] }
        : { registry: [{ ...rule, match: /^PUT .*manifests\/buildcache-/, skip: 0 }] },
    );
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
  });

  it.each<[string, FaultRule]>([
    [
      'limits',
      {
        match: /Create/,
        action: { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '{}' },
      },
    ],
    [
      'a refusal',
      {
        match: /Create/,
        action: { kind: 'status', status: 403, body: '{"code":"permission_denied","msg":"no"}' },
      },
    ],
    ['silence', { match: /Create/, action: HANG }],
  ])('answers a write at GitHub with %s', async (_, rule) => {
    const run = await build('written-gha', { cache: 'gha' }, { cache: [rule] });
    expect(run.warnings).toEqual([expect.stringContaining('The build cache was not written')]);
  });
});
