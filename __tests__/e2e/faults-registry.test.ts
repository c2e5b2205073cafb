import { describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../lab/services/fault-proxy.ts';
import { readTag } from '../support/e2e-registry.ts';
import { BARE, LEAN, useWorld } from '../support/e2e-world.ts';

const DENIED = {
  kind: 'status',
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: '{"errors":[{"code":"DENIED","message":"permission_denied: write_package"}]}',
} as const;
/** It asks to be tried again at once: five attempts then take two seconds instead of ten. */
const OUTAGE = {
  kind: 'status',
  status: 503,
  headers: { 'retry-after': '0' },
  body: '<html>Service Unavailable</html>',
} as const;
const RESET = { kind: 'reset' } as const;

/** Image, attestation manifest and index, which BuildKit pushes by digest before anything of ours. */
const OF_BUILDKIT = 3;
const MANIFEST = /^PUT \/v2\/octo\/[\w-]+\/manifests\/sha256:/;
/** The tag that lists referrers where there is no API for them. */
const LIST = /^PUT \/v2\/octo\/[\w-]+\/manifests\/sha256-/;
const LISTED = /^GET \/v2\/octo\/[\w-]+\/(referrers|manifests\/sha256-)/;

describe('a registry out of order', () => {
  const world = useWorld({ registry: 'distribution' });
  const inputs = (name: string) => ({
    ...LEAN,
    images: `${world().registry.host}/octo/${name}`,
    tags: 'latest',
  });

  it.each<[string, FaultRule, string, string]>([
    [
      'refuses signatures',
      { match: MANIFEST, skip: OF_BUILDKIT, action: DENIED },
      'REGISTRY_DENIED',
      'Log in to',
    ],
    [
      'refuses the list of signatures',
      { match: LIST, action: DENIED },
      'REGISTRY_DENIED',
      'Log in to',
    ],
    ['breaks when they are listed', { match: LIST, action: OUTAGE }, 'REGISTRY_UNREACHABLE', '503'],
    [
      'is gone when the tag is moved',
      { match: /^PUT .*\/manifests\/latest$/, action: OUTAGE },
      'TAG_NOT_MOVED',
      'No tag was moved',
    ],
  ])('%s: fails, moves no tag, completes when run again', async (_title, rule, code, told) => {
    const { run, runWith, registry } = world();
    const before = await readTag(registry, 'octo/kept', 'latest');
    const failed = await runWith({ registry: [rule] }, { inputs: inputs('kept') });
    expect(failed.error?.code).toBe(code);
    expect(failed.error?.message).toContain(told);
    expect(failed.main.durationMs).toBeLessThan(60_000);
    // From the second case on there is a tag: it has to go on naming what it names.
    expect(await readTag(registry, 'octo/kept', 'latest')).toBe(before);
    const again = await run({ inputs: inputs('kept') });
    expect(again.error).toBeUndefined();
    expect(await readTag(registry, 'octo/kept', 'latest')).toBe(again.main.outputs['digest']);
  });

  it.each<[string, FaultRule, string]>([
    [
      'refuses to be written to',
      { match: /^POST .*\/blobs\/uploads/, action: DENIED },
      'REGISTRY_DENIED',
    ],
    ['is down', { match: /./, action: OUTAGE }, 'REGISTRY_UNREACHABLE'],
  ])('that %s is noticed before the build', async (_title, rule, code) => {
    const failed = await world().runWith({ registry: [rule] }, { inputs: inputs('closed') });
    expect(failed.error?.code).toBe(code);
    expect(failed.main.groups).not.toContain('Build');
  });

  it('that cannot list what is attached is not called unsigned', async () => {
    // Two requests before the bundle is attached and two after it. Then as many failures as end the patience of the
    // action and not that of cosign, which asks too and spends half a minute on a registry that stays away.
    const rule = { match: LISTED, action: OUTAGE, skip: 4, times: 8 };
    const failed = await world().runWith(
      { registry: [rule] },
      { inputs: { ...inputs('unlisted'), ...BARE } },
    );
    expect(failed.text).toContain('attached and read back');
    expect(failed.error?.code).toBe('REGISTRY_UNREACHABLE');
    expect(failed.error?.message).not.toMatch(/unsigned|no signature/i);
    expect(failed.main.outputs['tags']).toBe('');
  });

  it('that stops between two tags: says which were moved, and completes when run again', async () => {
    const { run, runWith, registry } = world();
    const images = `${registry.host}/octo/partial`;
    const request = {
      inputs: {
        ...BARE,
        images,
        tags: 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}\ntype=semver,pattern={{major}}',
        flavor: 'latest=false',
      },
      github: { ref: 'refs/tags/v1.2.3' },
    };
    const rule = { match: /^PUT .*\/manifests\/1\.2$/, action: OUTAGE };
    const failed = await runWith({ registry: [rule] }, request);
    expect(failed.error?.code).toBe('TAG_NOT_MOVED');
    expect(failed.error?.message).toContain(`Moved before: ${images}:1.2.3.`);
    expect(failed.error?.message).toContain(`${images}:1.2 could not be moved`);
    expect(failed.main.outputs['tags']).toBe(`${images}:1.2.3`);
    expect(failed.main.summary).toContain(`${images}:1.2.3`);
    expect(await readTag(registry, 'octo/partial', '1')).toBeUndefined();
    const again = await run(request);
    expect(again.main.outputs['tags']).toBe(`${images}:1.2.3\n${images}:1.2\n${images}:1`);
  });

  it.each<[string, readonly FaultRule[]]>([
    [
      'outages of a second',
      [
        { match: /^POST .*\/blobs\/uploads/, action: OUTAGE, times: 1 },
        { match: MANIFEST, action: OUTAGE, times: 1 },
        { match: MANIFEST, skip: OF_BUILDKIT, action: OUTAGE, times: 2 },
        { match: LIST, action: OUTAGE, times: 1 },
        { match: LISTED, action: OUTAGE, times: 2 },
        { match: /^PUT .*\/manifests\/latest$/, action: OUTAGE, times: 2 },
      ],
    ],
    [
      'broken connections',
      [
        { match: MANIFEST, skip: OF_BUILDKIT, action: RESET, times: 1 },
        { match: LISTED, action: RESET, times: 1 },
        { match: LIST, action: { kind: 'lost' }, times: 1 },
        { match: /^PUT .*\/manifests\/latest$/, action: { kind: 'lost' }, times: 1 },
      ],
    ],
  ])('with %s is outlived', async (name, rules) => {
    const released = await world().runWith(
      { registry: rules },
      { inputs: inputs(name.replaceAll(' ', '-')) },
    );
    expect(released.error).toBeUndefined();
  });
});
