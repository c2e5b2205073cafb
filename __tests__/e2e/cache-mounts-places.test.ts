import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import type { Engine } from '../../lab/provision/engine.ts';
import { ensureNewEngine } from '../../lab/provision/new-engine.ts';
import { type Buildkitd, startBuildkitd } from '../../lab/services/buildkitd.ts';
import { makeTlsFiles, type TlsFiles } from '../../lab/services/tls-files.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { BARE, type CaseRequest, type CheckedRun, NATIVE, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();

/** Layers are not kept, and what the mounts had is told in the log. */
const MOUNTED = { ...BARE, cache: 'auto', 'cache-to': 'type=inline' } as const;
const images = (name: string): string => `${world().registry.host}/octo/places-${name}`;

/** Takes its time unless the file is there, which says who made it. */
const work = (file: string): string =>
  `if test -e ${file}; then echo "found: $(cat ${file})"; else sleep 3; head -c 400000 /dev/urandom > ${file}.bulk; echo made > ${file}; fi`;

async function makeWorkspace(lines: readonly string[]): Promise<string> {
  const workspace = await world().lab.makeWorkspace();
  await writeFile(join(workspace, 'Dockerfile'), `${lines.join('\n')}\n`);
  return workspace;
}

let changes = 0;

/** Runs after a commit. */
async function runChanged(request: CaseRequest): Promise<CheckedRun> {
  changes += 1;
  await writeFile(join(request.workspace ?? '', 'source'), String(changes));
  const run = await world().run(request);
  expect([run.error, run.warnings]).toEqual([undefined, []]);
  return run;
}

/** A run that saves and one that finds what it saved, between which the builder forgets everything. */
async function runTwice(
  request: CaseRequest,
  forget: () => Promise<unknown> = async () => undefined,
): Promise<CheckedRun> {
  const first = await runChanged(request);
  expect(readMounts(first)).toMatchObject({
    restored: { outcome: 'missing' },
    saved: { outcome: 'saved' },
  });
  await forget();
  const second = await runChanged(request);
  expect(readMounts(second).restored.outcome).toBe('restored');
  return second;
}

describe('the BuildKit of an engine that keeps images in containerd', () => {
  let engine: Engine | undefined;

  beforeAll(async () => {
    engine = await ensureNewEngine(world().lab.tools, () => undefined);
  }, 180_000);
  afterAll(() => engine?.stop());

  it('gets them when it has none, and keeps what it has', async () => {
    const { lab } = world();
    const workspace = await makeWorkspace([
      `FROM ${lab.baseImage}`,
      'COPY source /source',
      `RUN --mount=type=cache,id=engine-${process.pid},target=/made ${work('/made/file')}`,
    ]);
    if (engine === undefined) throw new Error('The engine is not there');
    const own = { ...lab, engine };
    const request: CaseRequest = {
      inputs: { ...MOUNTED, 'driver-opts': '', driver: 'docker', push: 'false' },
      workspace,
      wanted: 'built',
      docker: { dockerHost: engine.dockerHost },
    };
    const second = await runTwice(request, () =>
      runDocker(own, 'builder', 'prune', '--all', '--force'),
    );
    expect(second.text).toContain('found: made');
    const third = await runChanged(request);
    expect(readMounts(third)).toMatchObject({ restored: { outcome: 'kept' } });
    expect(third.text).toContain('found: made');
  });
});

describe('machines for a platform each', () => {
  const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;
  let tls: TlsFiles;
  let machines: readonly Buildkitd[] = [];

  const start = async (): Promise<void> => {
    const { tools } = world().lab;
    machines = await Promise.all(
      PLATFORMS.map((platform) => startBuildkitd({ tools, tls, platform })),
    );
  };
  const stop = async (): Promise<void> => {
    for (const machine of machines) await machine.stop();
  };

  beforeAll(async () => {
    tls = await makeTlsFiles();
  });
  afterAll(async () => {
    await stop();
    await tls.stop();
  });

  it('get back what each of them had', async () => {
    const { lab } = world();
    await start();
    const workspace = await makeWorkspace([
      `FROM ${lab.baseImage}`,
      'ARG TARGETARCH',
      'COPY source /source',
      // In the shell alone: an emulated one starts no other program in the lab's image.
      `RUN --mount=type=cache,target=/made if test -e /made/$TARGETARCH; then echo "found on $TARGETARCH"; else sleep 3; head -c 400000 /dev/urandom > /made/bulk; echo x > /made/$TARGETARCH; fi; echo has /made/*`,
    ]);
    const { client } = tls;
    const describeNodes = (): string =>
      machines
        .map(
          ({ endpoint }, at) =>
            `- endpoint: ${endpoint}\n  platforms: ${PLATFORMS[at]}\n  cacert: ${tls.ca}\n  cert: ${client.cert}\n  key: ${client.key}`,
        )
        .join('\n');
    const inputs = { ...MOUNTED, 'driver-opts': '', driver: 'remote', images: images('nodes') };
    const request = { workspace, docker: { dockerHost: 'unix:///nowhere/docker.sock' } };
    const run = () =>
      runChanged({
        ...request,
        inputs: { ...inputs, nodes: describeNodes(), platforms: PLATFORMS.join() },
      });
    const first = await run();
    expect(readMounts(first)).toMatchObject({ saved: { outcome: 'saved' } });
    await stop();
    await start();
    const second = await run();
    expect(readMounts(second)).toMatchObject({ restored: { outcome: 'restored' } });
    for (const [architecture, other] of [
      ['amd64', 'arm64'],
      ['arm64', 'amd64'],
    ] as const) {
      const lines = second.text
        .split('\n')
        .filter((line) => line.startsWith(`linux/${architecture}`));
      expect(lines).toContainEqual(expect.stringContaining(`found on ${architecture}`));
      const [has] = lines.filter((line) => /\d has /.test(line));
      expect(has).toContain(`/made/${architecture}`);
      expect(has).not.toContain(`/made/${other}`);
    }
  });
});

describe('images in which nothing can be copied', () => {
  const FILL = 'COPY source /source';

  it('are passed over, and an image tells what its variables are', async () => {
    const { lab } = world();
    const { crane } = lab.tools;
    const [, architecture] = NATIVE.split('/');
    const told = `${lab.registry.host}/lab/base:told`;
    await runCommand({
      file: crane,
      args: [
        ...['mutate', `${lab.registry.host}/lab/base:${architecture}`, '--insecure'],
        ...['--env=STORE=/told', `--tag=${told}`],
      ],
    });
    const shell = `["/bin/busybox", "ash", "-c", ${JSON.stringify(
      work('/made/file').replaceAll(/\b(test|cat|sleep|head) /g, '/bin/busybox $1 '),
    )}]`;
    const workspace = await makeWorkspace([
      // It has no `cp`.
      `FROM ${lab.sbomScanner} AS lean`,
      FILL,
      `RUN --mount=type=cache,target=/made ${shell}`,
      `FROM ${told}`,
      'COPY --from=lean /source /',
      `RUN --mount=type=cache,target=$STORE/deep ${work('/told/deep/file')}`,
    ]);
    const inputs = { ...MOUNTED, images: images('lean') };
    const second = await runTwice({ inputs, workspace });
    expect(second.text.match(/found: made/g)).toHaveLength(2);
    expect(second.text).toMatch(/line 6: \/told\/deep\n/);
    expect(readMounts(second).restored.mounts.map(({ mount }) => mount)).toEqual([
      '/made',
      '/told/deep',
    ]);
  });

  it('are none at all where there is BuildKit itself', async () => {
    const { lab } = world();
    const { busyboxAmd64, busyboxArm64 } = lab.images.baseContent;
    const busybox = NATIVE === 'linux/arm64' ? busyboxArm64 : busyboxAmd64;
    const shell = `["/busybox", "ash", "-c", ${JSON.stringify(
      work('/made/file').replaceAll(/\b(test|cat|sleep|head) /g, '/busybox $1 '),
    )}]`;
    const workspace = await makeWorkspace([
      'FROM scratch',
      'COPY busybox /busybox',
      FILL,
      `RUN --mount=type=cache,target=/made ${shell}`,
    ]);
    await copyFile(busybox, join(workspace, 'busybox'));
    const inputs = {
      ...MOUNTED,
      images: images('scratch'),
      // The lab's own is in no registry.
      'build-contexts': `${lab.images.buildkit}=docker-image://${lab.baseImage}`,
    };
    const second = await runTwice({ inputs, workspace });
    expect(second.text).toContain('found: made');
  });
});
