import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { probeCommand } from '../../lab/provision/commands.ts';
import {
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { formatReference, parseReference } from '../../src/image/reference.ts';
import { buildWithCache } from '../../src/stages/build/build-attempts.ts';
import { chooseGenerator } from '../../src/stages/build/generator.ts';
import { BARE, LEAN, useWorld } from '../support/e2e-world.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makeCache } from '../support/make-cache.ts';
import { makeRealClient } from '../support/registry-world.ts';

const world = useWorld();
const PULLS = /^GET .*(?:manifests|blobs)/;

describe('the SBOM generator, which two registries have', () => {
  let hub: FaultProxy;
  let copy: FaultProxy;
  let sources: [string, string];
  let said: string[];
  let warnings: readonly string[];

  beforeEach(async () => {
    const upstream = world().lab.registry.url;
    [hub, copy] = [await startFaultProxy({ upstream }), await startFaultProxy({ upstream })];
    sources = [await nameAt(hub), await nameAt(copy)];
    said = [];
  });
  afterEach(() => Promise.all([hub.stop(), copy.stop()]));

  /** The lab's generator by its digest, in the registry behind a proxy. */
  async function nameAt({ port }: FaultProxy): Promise<string> {
    const parsed = parseReference(world().lab.sbomScanner);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { repository, tag = '', digest: pinned } = parsed.reference;
    const head = await makeRealClient().probeManifest(repository, pinned ?? tag);
    if (head?.digest === undefined) throw new Error(`${world().lab.sbomScanner} is not there`);
    const registry = `127.0.0.1:${port}`;
    return formatReference({ repository: { ...repository, registry }, digest: head.digest });
  }

  /** As the set-up chooses, with the time and the registries that there are. */
  async function choose(): Promise<readonly string[]> {
    const fake = makeFakeHost();
    const clock = {
      ...fake.clock,
      sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref()),
    };
    const { attests } = await chooseGenerator(
      { clock, log: fake.log },
      {
        build: makeBuildSpec({ attests: [`type=sbom,generator=${sources[0]}`] }),
        sources,
        registry: { brief: makeRealClient().brief },
        say: (line) => said.push(line),
      },
    );
    warnings = fake.lines.filter((line) => line.startsWith('warning: '));
    return attests;
  }

  /** Real buildx and BuildKit; that the SBOM is there, signed and found again is an invariant of every run. */
  async function release(attests: readonly string[], name: string): Promise<void> {
    const [attest = ''] = attests;
    const { run, registry } = world();
    const { error, main } = await run({
      inputs: {
        ...LEAN,
        sbom: attest.replace('type=sbom,', ''),
        images: `${registry.host}/octo/${name}`,
      },
    });
    expect(error).toBeUndefined();
    expect(main.outputs['published']).toBe('true');
  }

  it('comes from the first', async () => {
    await release(await choose(), 'first');
    expect(hub.countRequests(PULLS)).toBeGreaterThan(1);
    expect(copy.countRequests(PULLS)).toBe(0);
    expect(said).toEqual([sources[0]]);
    expect(warnings).toEqual([]);
  });

  it.each<[string, FaultRule['action'], RegExp]>([
    ['refuses everybody', { kind: 'status', status: 429, body: throttled() }, /429|rate limit/],
    ['hangs', { kind: 'hang' }, /no answer in 3 s|TimeoutError/],
    ['is down', { kind: 'status', status: 503 }, /503/],
  ])('comes from the second, by the same digest, when the first %s', async (name, action, why) => {
    hub.setRules([{ match: /./, action }]);
    const attests = await choose();
    expect(attests).toEqual([`type=sbom,generator=${sources[1]}`]);
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`^${sources[0]}: .*(?:${why.source})`)),
      sources[1],
    ]);
    expect(warnings).toEqual([expect.stringContaining(`comes from ${sources[1]}`)]);
    await release(attests, name.replaceAll(' ', '-'));
    expect(hub.countRequests(PULLS)).toBe(0);
    expect(copy.countRequests(PULLS)).toBeGreaterThan(1);
  });

  /** The build that the action runs, with its attempts and its log, by real buildx and BuildKit. */
  async function buildWithBoth(name: string) {
    const { lab, registry } = world();
    const folder = await mkdtemp(join(lab.folder, 'generator-'));
    const env = {
      ...{ PATH: process.env['PATH'] ?? '', HOME: folder, DOCKER_HOST: lab.engine.dockerHost },
      ...{ DOCKER_CONFIG: folder, BUILDX_CONFIG: join(folder, 'buildx') },
    };
    const buildx = (args: readonly string[], cwd = folder) =>
      probeCommand({ file: lab.tools.buildx, args, cwd, env, timeoutMs: 60_000 });
    const builder = `test-${name}-${randomBytes(3).toString('hex')}`;
    const options = [`image=${lab.images.buildkit}`, 'network=host'];
    const created = await buildx([
      ...['create', `--name=${builder}`, '--driver=docker-container', '--bootstrap'],
      ...options.map((option) => `--driver-opt=${option}`),
    ]);
    expect(created.exitCode).toBe(0);
    const workspace = await lab.makeWorkspace();
    const fake = makeFakeHost();
    const tried: string[] = [];
    try {
      await buildWithCache(fake, {
        cache: makeCache(),
        generators: sources,
        unblock: async () => true,
        build: async ({ generator = '', onLine }) => {
          tried.push(generator);
          const { exitCode, stderr } = await buildx(
            [
              ...['build', `--builder=${builder}`, '--progress=plain'],
              `--attest=type=sbom,generator=${generator}`,
              `--output=type=image,name=${registry.host}/octo/${name},push=true,push-by-digest=true`,
              '.',
            ],
            workspace,
          );
          stderr.split('\n').forEach((line) => {
            onLine(line);
          });
          if (exitCode !== 0) throw new Error(stderr);
        },
      });
    } finally {
      await buildx(['rm', '--force', builder]);
    }
    return { tried, warnings: fake.lines.filter((line) => line.startsWith('warning: ')) };
  }

  it.each<[string, FaultRule]>([
    [
      'its layers to everybody',
      {
        match: /^GET .*blobs/,
        skip: 1,
        action: { kind: 'status', status: 429, body: throttled() },
      },
    ],
    ['its manifest', { match: /^GET .*manifests/, action: { kind: 'status', status: 503 } }],
    [
      'a part of it that is gone',
      { match: /^GET .*blobs/, action: { kind: 'status', status: 404 } },
    ],
  ])(
    'comes from the second when the first tells of it, and then refuses %s',
    async (what, rule) => {
      hub.setRules([rule]);
      expect((await choose())[0]).toContain(sources[0]);
      const { tried, warnings: told } = await buildWithBoth(what.replace(/\W+/g, '-'));
      expect(tried).toEqual(sources);
      expect(told).toEqual([
        `warning: The SBOM generator comes from ${sources[1]}: ${sources[0]} could not be pulled`,
      ]);
      expect(copy.countRequests(PULLS)).toBeGreaterThan(0);
    },
  );

  it('comes from the second when the first does not have it, breaks connections or is nearly used up', async () => {
    const headers = { 'ratelimit-remaining': '0;w=21600' };
    for (const action of [
      { kind: 'status', status: 404 },
      { kind: 'reset' },
      { kind: 'status', status: 200, headers },
    ] as const) {
      hub.setRules([{ match: /./, action }]);
      expect(await choose()).toEqual([`type=sbom,generator=${sources[1]}`]);
    }
  });
});

describe('an image with nothing in it', () => {
  it('has no SBOM: the failure says why, and how to go on; without attestations it is released', async () => {
    const { lab, run, registry } = world();
    const workspace = await lab.makeWorkspace();
    await writeFile(join(workspace, 'Dockerfile'), 'FROM scratch\nLABEL a=b\n');
    const images = `${registry.host}/octo/empty`;
    const sbom = `generator=${lab.sbomScanner}`;
    const failed = await run({ workspace, inputs: { ...LEAN, images, sbom } });
    expect(failed.error?.code).toBe('PREDICATE_MISSING');
    expect(failed.error?.message).toContain('has no layers');
    expect(failed.error?.message).toContain('`sbom: false`');
    const { error, main } = await run({ workspace, inputs: { ...BARE, images } });
    expect(error).toBeUndefined();
    expect(main.outputs['published']).toBe('true');
  });

  it.each(['local', 'tar', 'oci'])('and its files of type %s say the same', async (type) => {
    const { lab, run } = world();
    const workspace = await lab.makeWorkspace();
    await writeFile(join(workspace, 'Dockerfile'), 'FROM scratch\nLABEL a=b\n');
    const dest = join(await mkdtemp(join(lab.folder, 'empty-')), 'out');
    const outputs = `type=${type},dest=${dest}`;
    const sbom = `generator=${lab.sbomScanner}`;
    const failed = await run({ workspace, inputs: { ...LEAN, outputs, sbom, push: 'false' } });
    expect(failed.error?.code).toBe('PREDICATE_MISSING');
    expect(failed.error?.message).toContain('has no layers');
    expect(failed.error?.message).toContain('`sbom: false`');
  });
});

/** As Docker Hub says it. */
function throttled(): string {
  const message = 'You have reached your unauthenticated pull rate limit.';
  return JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message }] });
}
