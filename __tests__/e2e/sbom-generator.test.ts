import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { formatReference, parseReference } from '../../src/image/reference.ts';
import { chooseGenerator } from '../../src/stages/generator.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
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

/** As Docker Hub says it. */
function throttled(): string {
  const message = 'You have reached your unauthenticated pull rate limit.';
  return JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message }] });
}
