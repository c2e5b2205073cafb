import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { type Lab, openLab } from '../../lab/lab.ts';
import {
  type FaultProxy,
  type FaultRule,
  startFaultProxy,
} from '../../lab/services/fault-proxy.ts';
import { runInGroup } from '../../src/host/command.ts';
import type { Digest } from '../../src/image/digest.ts';
import { formatReference, parseReference, type Repository } from '../../src/image/reference.ts';
import { rankSources } from '../../src/stages/tools/image-source.ts';
import { ensureImage } from '../../src/stages/tools/pull-image.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeRealClient } from '../support/registry-world.ts';

jest.setTimeout(120_000);

/** As Docker Hub says it. */
const THROTTLED = JSON.stringify({
  errors: [
    {
      code: 'TOOMANYREQUESTS',
      message:
        'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    },
  ],
});
const headers = { 'content-type': 'application/json', 'retry-after': '3' };
const throttle = (match: RegExp, times?: number): FaultRule => ({
  match,
  action: { kind: 'status', status: 429, headers, body: THROTTLED },
  ...(times === undefined ? {} : { times }),
});

describe('an image that two registries have', () => {
  let lab: Lab;
  let hub: FaultProxy;
  let copy: FaultProxy;
  let waitedMs: number[];
  let said: string[];
  let repository: Repository;
  let digest: Digest;

  beforeAll(async () => {
    lab = await openLab({ log: () => undefined });
    const parsed = parseReference(lab.binfmtImage);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { tag = '', digest: pinned } = parsed.reference;
    repository = parsed.reference.repository;
    const head = await makeRealClient().probeManifest(repository, pinned ?? tag);
    if (head?.digest === undefined) throw new Error(`${lab.binfmtImage} is not there`);
    digest = head.digest;
  });

  afterAll(() => lab.stop());

  beforeEach(async () => {
    const upstream = lab.registry.url;
    [hub, copy] = [await startFaultProxy({ upstream }), await startFaultProxy({ upstream })];
    [waitedMs, said] = [[], []];
    // A registry of another test may have had the port, and the engine an image of that name.
    await forget();
  });

  afterEach(async () => {
    await forget();
    await Promise.all([hub.stop(), copy.stop()]);
  });

  async function forget(): Promise<void> {
    for (const source of sources()) await docker(['image', 'rm', '--force', source]).catch(String);
  }

  const docker = (args: readonly string[]): Promise<string> => runDocker(lab, ...args);

  /** The lab's image of emulators, by its digest, in the registry behind each proxy. */
  const sources = (): string[] =>
    [hub, copy].map(({ port }) =>
      formatReference({ repository: { ...repository, registry: `127.0.0.1:${port}` }, digest }),
    );

  function makeMeans(names = sources()) {
    const { signal } = new AbortController();
    const host = {
      ...makeFakeHost(),
      signal,
      run: (command: Parameters<typeof runInGroup>[0]) =>
        runInGroup({ ...command, file: lab.tools.docker }, { signal }),
      clock: {
        now: () => new Date(),
        elapsedMs: () => performance.now(),
        sleep: async (ms: number) => void waitedMs.push(ms),
        repeat: (everyMs: number, work: () => Promise<void>) => {
          const timer = setInterval(() => void work(), everyMs);
          return () => clearInterval(timer);
        },
      },
    };
    const request = {
      sources: names,
      env: { DOCKER_HOST: lab.engine.dockerHost, HOME: lab.folder },
      registry: makeRealClient().brief,
      say: (line: string) => void said.push(line),
    };
    return { host, request };
  }

  const ensure = (names?: string[]): Promise<string> => {
    const { host, request } = makeMeans(names);
    return ensureImage(host, request);
  };

  it('comes from the first, once: the next use asks nobody', async () => {
    const [first] = sources();
    expect(await ensure()).toBe(first);
    const asked = [hub.requests.length, copy.countRequests(/GET .*manifests/)];
    expect(asked[1]).toBe(0);
    expect(await ensure()).toBe(first);
    expect([hub.requests.length, copy.countRequests(/GET .*manifests/)]).toEqual(asked);
    expect(await docker(['image', 'inspect', '--format={{.RepoDigests}}', first ?? ''])).toContain(
      digest,
    );
  });

  it('comes from the second when the first refuses everybody, which costs one question', async () => {
    hub.setRules([throttle(/manifests/)]);
    expect(await ensure()).toBe(sources()[1]);
    expect(hub.countRequests(/GET .*manifests/)).toBe(0);
    expect(waitedMs).toEqual([]);
    expect(said.join('\n')).toMatch(/unauthenticated pull rate limit|429/);
  });

  it('comes from the second when the first answers questions and refuses pulls', async () => {
    hub.setRules([throttle(/GET .*manifests/)]);
    expect(await ensure()).toBe(sources()[1]);
    expect(hub.countRequests(/GET .*manifests/)).toBeGreaterThan(0);
    expect(waitedMs).toEqual([]);
  });

  it.each([
    ['hangs', { kind: 'hang' }],
    ['breaks connections', { kind: 'reset' }],
    ['is down', { kind: 'status', status: 503 }],
    ['does not have it', { kind: 'status', status: 404 }],
  ] as const)('comes from the second when the first %s', async (_, action) => {
    hub.setRules([{ match: /./, action }]);
    const startedMs = performance.now();
    expect(await ensure()).toBe(sources()[1]);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(waitedMs).toEqual([]);
  });

  it('is asked for again after a wait where there is one registry only', async () => {
    const [first = ''] = sources();
    hub.setRules([throttle(/GET .*manifests/, 2)]);
    expect(await ensure([first])).toBe(first);
    expect(waitedMs).toEqual([3000, 6000]);
  });

  it('is not to be had where both refuse, and the failure names them', async () => {
    for (const proxy of [hub, copy]) proxy.setRules([throttle(/manifests/)]);
    await expect(ensure()).rejects.toMatchObject({ code: 'REGISTRY_THROTTLED' });
    expect(waitedMs).toEqual([3000, 6000]);
    for (const source of sources()) expect(said.join('\n')).toContain(source);
  });

  it('is chosen by what the registries say is left', async () => {
    const [first = '', second = ''] = sources();
    const rank = async (left: string): Promise<readonly string[]> => {
      const answer = { 'ratelimit-remaining': left, 'docker-content-digest': digest };
      hub.setRules([{ match: /HEAD/, action: { kind: 'status', status: 200, headers: answer } }]);
      const { host, request } = makeMeans();
      return rankSources(host, request);
    };
    expect(await rank('0;w=21600')).toEqual([second, first]);
    expect(await rank('4;w=21600')).toEqual([second, first]);
    expect(await rank('76;w=21600')).toEqual([first, second]);
  });
});
