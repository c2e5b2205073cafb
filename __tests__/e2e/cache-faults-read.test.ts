/** What a build does when GitHub's cache answers a read wrongly, late or not at all. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultAction, FaultRule } from '../../lab/services/fault-proxy.ts';
import {
  BROKEN,
  buildInSpite,
  GARBAGE,
  GARBLED,
  HANG,
  LIMIT_SECONDS,
} from '../support/cache-fault-scene.ts';
import { readManifest } from '../support/e2e-registry.ts';
import { useWorld } from '../support/e2e-world.ts';

/** Of the Actions cache's blobs, the first that is read is the index. */
const BLOB = /^GET .*[?&]sig=/;
const GONE: FaultAction = {
  kind: 'status',
  status: 403,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': 'AuthenticationFailed' },
  body: '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.</Message></Error>',
};
/** Longer than most layers here. */
const LONG: FaultAction = { kind: 'status', status: 200, body: 'x'.repeat(100_000) };
const inputs = { 'cache-from': 'type=gha,scope=faults' };

describe("GitHub's cache, when it is read", () => {
  const world = useWorld();
  let workspace = '';
  /** What a run takes whose cache is in order. */
  let usualMs = 0;

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    const full = await buildInSpite(world(), {
      ...{ name: 'full', workspace },
      inputs: { 'cache-to': 'type=gha,scope=faults,mode=max' },
    });
    expect(full.warnings).toEqual([]);
    usualMs = full.main.durationMs;
  });

  it.each<[string, FaultAction]>([
    ['silence', HANG],
    ['errors', BROKEN],
    ['garbage', GARBAGE],
    ['wrong bytes', GARBLED],
  ])('answers for the index with %s', async (name, action) => {
    const faults = { cache: [{ match: BLOB, action }] };
    const run = await buildInSpite(world(), {
      name: `index-${name.replace(' ', '-')}`,
      inputs,
      workspace,
      faults,
    });
    expect(run.warnings).toEqual([expect.stringContaining('the Actions cache')]);
    expect(run.main.durationMs).toBeLessThan(usualMs + 2 * LIMIT_SECONDS * 1000 + 10_000);
  });

  it.each<[string, FaultRule[], number]>([
    // Once is no loss: BuildKit asks again by itself.
    ['gone, once', [{ match: BLOB, action: GONE, skip: 1, times: 1 }], 0],
    ['gone for good', [{ match: BLOB, action: GONE, skip: 1 }], 1],
    ['too short', [{ match: BLOB, action: GARBAGE, skip: 1 }], 1],
    ['wrong, and as long as it should be', [{ match: BLOB, action: GARBLED, skip: 1 }], 1],
    ['too long', [{ match: BLOB, action: LONG, skip: 1 }], 1],
  ])('has a layer that is %s, when it is to be pushed', async (name, rules, warnings) => {
    const image = `layer-${name.replace(/\W+/g, '-')}`;
    const faults = { cache: rules };
    const run = await buildInSpite(world(), { name: image, inputs, workspace, faults });
    expect(run.warnings).toHaveLength(warnings);
    // What was pushed is whole: each layer is what its digest says, which the registry checked.
    const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
    const [digest = ''] = Object.values(digests);
    const manifest = await readManifest(world().registry, `octo/${image}`, digest);
    expect(manifest?.layers?.length).toBeGreaterThan(1);
  });
});
