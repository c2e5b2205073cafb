import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { type Registry, startRegistry } from '../../lab/services/registry.ts';
import { type RegistryView, readFamily, readReferrers, readTag } from '../support/e2e-registry.ts';
import { runPasted } from '../support/e2e-shell.ts';
import { BARE, LEAN, NATIVE, useWorld } from '../support/e2e-world.ts';

const world = useWorld({ registry: 'distribution' });

describe('what was asked for', () => {
  const images = (name: string) => `${world().registry.host}/octo/${name}`;

  it.each<[string, Record<string, string>, readonly string[]]>([
    ['a signature', { sign: 'false' }, ['no signature']],
    ['an SBOM', { sbom: 'false' }, ['no SBOM']],
    ['provenance', { provenance: 'false' }, ['no provenance']],
    [
      'all of them',
      { sign: 'false', sbom: 'false', provenance: 'false' },
      ['no signature', 'no SBOM', 'no provenance'],
    ],
  ])('is published without %s when that is turned off, and says so', async (name, off, told) => {
    const released = await world().run({
      inputs: {
        platforms: NATIVE,
        cache: 'off',
        images: images(`without-${name.length}`),
        ...off,
      },
    });
    expect(released.error).toBeUndefined();
    expect(released.main.outputs['published']).toBe('true');
    expect(released.main.outputs['verified']).toBe(String(!('sign' in off)));
    for (const text of told) expect(released.main.summary).toContain(text);
    if ('sign' in off) expect(released.main.outputs['verify-commands']).toBe('');
  });

  it.each<[string, Record<string, string>, object]>([
    ['push: false', { push: 'false' }, {}],
    ['a pull request', {}, { eventName: 'pull_request', ref: 'refs/pull/7/merge' }],
    [
      'a pull request from a fork',
      { push: 'auto' },
      {
        eventName: 'pull_request',
        ref: 'refs/pull/8/merge',
        event: {
          repository: { visibility: 'public', default_branch: 'main' },
          pull_request: { number: 8, head: { repo: { full_name: 'mallory/app', fork: true } } },
        },
      },
    ],
  ])('is built and nothing more for %s', async (_title, inputs, github) => {
    const { run, lab } = world();
    const requests = lab.proxies.sigstore.requests.length;
    const built = await run({
      wanted: 'built',
      inputs: { ...LEAN, images: images('unpushed'), ...inputs },
      github,
      // A pull request from a fork has no permission for tokens.
      identity: 'without',
    });
    expect(built.error).toBeUndefined();
    expect(built.notices).toEqual([expect.stringContaining('Not pushed')]);
    expect(built.main.groups).toContain('Build');
    expect(lab.proxies.sigstore.requests).toHaveLength(requests);
    expect(lab.proxies.registry.countRequests(/octo\/unpushed/)).toBe(0);
  });

  it('is told in full by a dry run, without checkout, engine, network or identity', async () => {
    const { run, lab } = world();
    const proxies = () => [lab.proxies.registry, lab.proxies.sigstore, lab.proxies.oidc];
    const count = () => proxies().map(({ requests }) => requests.length);
    const before = count();
    const workspace = await mkdtemp(join(tmpdir(), 'empty-'));
    const planned = await run({
      wanted: 'planned',
      workspace,
      inputs: { images: images('rehearsed'), 'dry-run': 'true' },
      env: { DOCKER_HOST: 'tcp://127.0.0.1:9' },
      identity: 'without',
    });
    await rm(workspace, { recursive: true });
    expect(planned.error).toBeUndefined();
    expect(planned.warnings).toEqual([]);
    expect(planned.main.outputs).toMatchObject({
      tags: `${images('rehearsed')}:main`,
      published: 'false',
    });
    expect(planned.main.groups).toEqual(['Plan', 'Needs', 'Commands']);
    for (const text of [planned.text, planned.main.summary]) {
      expect(text).toContain('id-token: write');
      expect(text).toContain('file ("./Dockerfile")');
      expect(text).toContain(`name=${images('rehearsed')},push=true,push-by-digest=true`);
    }
    expect(count()).toEqual(before);
  });

  it('is loaded into the engine and starts there', async () => {
    const { run, lab } = world();
    const loaded = await run({
      wanted: 'loaded',
      inputs: { ...LEAN, images: images('loaded'), load: 'true' },
      identity: 'without',
    });
    expect(loaded.error).toBeUndefined();
    const tag = loaded.main.outputs['tags'] ?? '';
    expect(tag).toBe(`${images('loaded')}:main`);
    const { stdout, exitCode } = await runPasted(lab, `docker run --rm --pull=never ${tag}`);
    await runPasted(lab, `docker image rm --force ${tag}`);
    expect({ stdout, exitCode }).toEqual({
      stdout: expect.stringContaining(`dev on ${NATIVE}, machine`),
      exitCode: 0,
    });
  });

  it('converges when it is asked for again, though the image is the same to the byte', async () => {
    const { run, registry, lab } = world();
    const request = {
      inputs: {
        ...BARE,
        cache: 'gha',
        images: images('again'),
        labels: 'org.opencontainers.image.created=2026-01-01T00:00:00Z',
      },
      env: { SOURCE_DATE_EPOCH: '1767225600' },
      workspace: await lab.makeWorkspace(),
    };
    const first = await run(request);
    const second = await run(request);
    const digest = first.main.outputs['digest'] ?? '';
    expect(second.main.outputs['digest']).toBe(digest);
    expect(second.main.outputs['tags']).toBe(first.main.outputs['tags']);
    expect(second.main.outputs).toMatchObject({ published: 'true', verified: 'true' });
    expect(second.text).toContain('was there already');
    expect(await readReferrers(registry, 'octo/again', digest)).toHaveLength(2);
  });
});

describe('several images in two registries', () => {
  let other: { registry: Registry; view: RegistryView; stop(): Promise<void> };

  beforeAll(async () => {
    const registry = await startRegistry({ tools: world().lab.tools, kind: 'referrers' });
    const proxy = await startFaultProxy({ upstream: registry.url });
    const view = { url: registry.url, host: `127.0.0.1:${proxy.port}` };
    other = {
      registry,
      view,
      stop: async () => {
        await proxy.stop();
        await registry.stop();
      },
    };
  });
  afterAll(() => other.stop());

  it('are signed, attested and verified in each', async () => {
    const { run, registry, lab } = world();
    const entries = lab.sigstore.entries().length;
    const names = [
      `${registry.host}/octo/one`,
      `${registry.host}/octo/two`,
      `${other.view.host}/mirror/one`,
    ];
    const released = await run({
      inputs: { ...LEAN, images: names.join('\n'), tags: 'v1\nlatest' },
      registries: [other.view],
    });
    expect(released.error).toBeUndefined();
    expect(released.main.outputs['tags']?.split('\n').sort()).toEqual(
      names.flatMap((name) => [`${name}:latest`, `${name}:v1`]).sort(),
    );
    const digest = released.main.outputs['digest'] ?? '';
    for (const [view, name] of [
      [registry, 'octo/one'],
      [registry, 'octo/two'],
      [other.view, 'mirror/one'],
    ] as const) {
      expect(await readTag(view, name, 'v1')).toBe(digest);
      const family = await readFamily(view, name, digest);
      const found = await Promise.all(family.map((each) => readReferrers(view, name, each)));
      expect(found.flat()).toHaveLength(4);
    }
    // One signature each, however many places it is attached in.
    expect(lab.sigstore.entries()).toHaveLength(entries + 4);
    const pasted = await runPasted(lab, released.main.outputs['verify-commands'] ?? 'false');
    expect(pasted.exitCode).toBe(0);
  });
});
