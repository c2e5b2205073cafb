import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
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
import { makeFiles } from '../../src/host/files.ts';
import { bootBuilder } from '../../src/stages/builder/boot-builder.ts';
import { orderImages } from '../../src/stages/builder/order-images.ts';
import { removeBuilder } from '../../src/stages/builder/remove-builder.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeNode, makeOwnBuilder } from '../support/make-own-builder.ts';
import { makeRealClient } from '../support/registry-world.ts';

jest.setTimeout(120_000);

const throttle = (match: RegExp): FaultRule => ({
  match,
  action: {
    kind: 'status',
    status: 429,
    headers: { 'content-type': 'application/json' },
    body: '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your unauthenticated pull rate limit."}]}',
  },
});

describe('the image of BuildKit, which two registries have', () => {
  let lab: Lab;
  let digest: string;
  let hub: FaultProxy;
  let copy: FaultProxy;

  beforeAll(async () => {
    lab = await openLab({ log: () => undefined });
    const { host } = new URL(lab.registry.url);
    const name = `${host}/tools/buildkit`;
    await docker('tag', lab.images.buildkit, `${name}:one`);
    digest = /sha256:[0-9a-f]{64}/.exec(await docker('push', `${name}:one`))?.[0] ?? '';
    await docker('image', 'rm', `${name}:one`);
  });
  afterAll(() => lab.stop());
  beforeEach(async () => {
    const upstream = lab.registry.url;
    [hub, copy] = [await startFaultProxy({ upstream }), await startFaultProxy({ upstream })];
  });
  afterEach(async () => {
    for (const source of sources()) await docker('image', 'rm', '--force', source).catch(String);
    await Promise.all([hub.stop(), copy.stop()]);
  });

  const docker = (...args: string[]): Promise<string> => runDocker(lab, ...args);
  const sources = (): string[] =>
    [hub, copy].map(({ port }) => `127.0.0.1:${port}/tools/buildkit@${digest}`);

  /** The stages of the set-up, on the real engine, with the real buildx. */
  async function boot(): Promise<{ image: string; said: string }> {
    const { signal } = new AbortController();
    const host = {
      ...makeFakeHost({ env: { GITHUB_RUN_ID: '1' } }),
      signal,
      files: makeFiles(await mkdtemp(join(lab.folder, 'boot-'))),
      randomHex: (bytes: number) => randomBytes(bytes).toString('hex'),
      run: (command: Parameters<typeof runInGroup>[0]) =>
        runInGroup(
          { ...command, file: command.tool === 'docker' ? lab.tools.docker : command.file },
          { signal },
        ),
      clock: {
        ...makeFakeHost().clock,
        elapsedMs: () => performance.now(),
        sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref()),
      },
    };
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const folder = await openRunFolder(host);
    const env = {
      ...{ DOCKER_HOST: lab.engine.dockerHost, DOCKER_CONFIG: `${folder.path}/docker` },
      ...{ BUILDX_CONFIG: `${folder.path}/buildx`, HOME: folder.path, PATH: '/usr/bin:/bin' },
    };
    const buildx = { path: lab.tools.buildx, env };
    const planned = makeOwnBuilder({
      images: sources(),
      nodes: [makeNode({ driverOpts: ['network=host'] })],
    });
    const asking = { env, registry: makeRealClient().brief, say };
    const own = await orderImages(host, planned, asking).own;
    const name = await bootBuilder(host, { own, tls: [], buildx, folder, say });
    try {
      const format = '--format={{.Config.Image}} {{.State.Running}}';
      const image = await docker('container', 'inspect', format, `buildx_buildkit_${name}0`);
      return { image: image.trim(), said: said.join('\n') };
    } finally {
      await removeBuilder(host, { name, buildx });
    }
  }

  it('comes from the first', async () => {
    expect((await boot()).image).toBe(`${sources()[0]} true`);
    expect(copy.countRequests(/GET .*(?:manifests|blobs)/)).toBe(0);
  });

  it('comes from the second when the first says toomanyrequests, which costs one question', async () => {
    hub.setRules([throttle(/manifests/)]);
    const { image, said } = await boot();
    expect(image).toBe(`${sources()[1]} true`);
    expect(said).not.toContain('attempt 1');
    expect(hub.countRequests(/GET .*manifests/)).toBe(0);
  });

  it('comes from the second when the first answers questions, and refuses the pull', async () => {
    // The question is let through; what the engine asks after it is not.
    hub.setRules([{ ...throttle(/manifests/), skip: 1 }]);
    const { image, said } = await boot();
    expect(image).toBe(`${sources()[1]} true`);
    expect(said).toContain('attempt 1 of 3 failed');
  });

  it('comes from the second when the first is down', async () => {
    const [, second] = sources();
    await hub.stop();
    expect((await boot()).image).toBe(`${second} true`);
  });
});
