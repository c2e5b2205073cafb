import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeHome } from '../../lab/job.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { BARE, type CaseRequest, type CheckedRun, NATIVE, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();

/** Layers are not kept: what is quick is so by the mounts alone. */
const MOUNTED = { ...BARE, cache: 'auto', 'cache-to': 'type=inline' } as const;
const SECONDS_OF_WORK = 8;
/** Does its work only where the mount does not have the result; leaves what an owner, a mode, a link and a time would show. */
const WORK = [
  'if test -e /made/result; then echo "there it is: $(ls -lan --full-time /made /own)"; else',
  'sleep $PAUSE && head -c 1000000 /dev/urandom > /made/result && mkdir /made/deep &&',
  'ln -s result /made/link && touch -d "2020-02-02 02:02:02" /made/deep && chmod 2750 /made/deep &&',
  'chown 123:456 /made/deep && echo own > /own/file && chown 1000:1001 /own/file; fi',
].join(' ');

/** The work is done on the platform of the builder, whatever it is for. */
function makeDockerfile(base: string): string {
  return [
    `FROM --platform=$BUILDPLATFORM ${base} AS work`,
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'COPY source /source',
    `ARG PAUSE=${SECONDS_OF_WORK}`,
    `RUN --mount=type=cache,target=/made --mount=type=cache,id=mine,target=/own,uid=1000,gid=1001,mode=0750,sharing=locked ${WORK}`,
    `FROM ${base}`,
    'COPY --from=work /source /',
    '',
  ].join('\n');
}

async function makeSource(): Promise<string> {
  const { lab } = world();
  const workspace = await lab.makeWorkspace();
  await writeFile(join(workspace, 'Dockerfile'), makeDockerfile(lab.baseImage));
  await change(workspace);
  return workspace;
}

let changes = 0;

/** As a commit does. */
async function change(workspace: string): Promise<void> {
  changes += 1;
  await writeFile(join(workspace, 'source'), String(changes));
}

const images = (name: string): string => `${world().registry.host}/octo/mounts-${name}`;

function readBuildSeconds(run: CheckedRun | undefined): number {
  const timings: Record<string, number> = JSON.parse(run?.main.outputs['timings'] ?? '{}');
  return timings['Build'] ?? Number.NaN;
}

describe('a build with cache mounts', () => {
  let workspace = '';
  let first: CheckedRun | undefined;

  const run = (more: Partial<CaseRequest> = {}, inputs: Record<string, string> = {}) =>
    world().run({
      inputs: { ...MOUNTED, images: images('quick'), ...inputs },
      workspace,
      ...more,
    });

  beforeAll(async () => {
    workspace = await makeSource();
    first = await run();
    await change(workspace);
  });

  it('says which it keeps', () => {
    expect(first?.warnings).toEqual([]);
    expect(first?.text).toMatch(/cache mounts +\/made, \/own \(mine\)\n/);
    expect(readMounts(first)).toMatchObject({
      restored: { outcome: 'missing' },
      saved: { outcome: 'saved' },
    });
    expect(first?.main.summary).toMatch(/cache mounts \| nothing to restore; saved 1 MB in /);
  });

  it('is quicker on a new builder, where the files are as they were', async () => {
    const second = await run();
    expect(second.warnings).toEqual([]);
    const { restored, saved } = readMounts(second);
    expect(restored).toMatchObject({
      outcome: 'restored',
      mounts: [{ mount: '/made', bytes: expect.any(Number) }, { mount: '/own (mine)' }],
    });
    expect(saved.outcome).toBe('skipped');
    // Some of it went on beside what the build waits for anyway.
    expect(restored.heldUpSeconds).toBeLessThan(restored.seconds);
    const [coldSeconds, warmSeconds] = [readBuildSeconds(first), readBuildSeconds(second)];
    expect(warmSeconds).toBeLessThan(coldSeconds / 2);
    expect(warmSeconds + restored.seconds).toBeLessThan(coldSeconds);
    expect(second.text).toMatch(/drwxr-s--- +\d+ 123 +456 +\d+ 2020-02-02 02:02:02 \+0000 deep/);
    expect(second.text).toMatch(/ link -> result/);
    expect(second.text).toMatch(/drwxr-x--- +\d+ 1000 +1001 [^\n]* \.\n/);
    expect(second.text).toMatch(/-rw-r--r-- +\d+ 1000 +1001 [^\n]* file/);
    expect(second.main.summary).toMatch(/cache mounts \| restored in .*\/made 1 MB/);
  });

  it('only reads them in a pull request', async () => {
    const before = world().lab.cache.entries().length;
    const request = await run({
      wanted: 'built',
      github: { eventName: 'pull_request', ref: 'refs/pull/7/merge' },
    });
    expect(readMounts(request)).toMatchObject({
      restored: { outcome: 'restored' },
      saved: { outcome: 'skipped' },
    });
    expect(world().lab.cache.entries()).toHaveLength(before);
  });

  it('shares them with no other image and no other platform', async () => {
    const platforms = NATIVE === 'linux/amd64' ? 'linux/arm64' : 'linux/amd64';
    const hasty = { 'build-args': 'PAUSE=0' };
    const others = [
      await run({}, { ...hasty, images: images('other') }),
      await run({}, { ...hasty, platforms }),
    ];
    for (const other of others)
      expect([other.error, readMounts(other).restored.outcome]).toEqual([undefined, 'missing']);
    const keys = [first, ...others].map((one) => readMounts(one).restored.wanted);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a remote builder', () => {
  const container = `bsa-remote-${process.pid}`;
  const builder = `remote-${process.pid}`;
  let homeDir = '';

  beforeAll(async () => {
    homeDir = await makeHome(world().lab);
  });

  const runTool = (file: string, args: readonly string[]): Promise<string> => {
    const { dockerHost } = world().lab.engine;
    const env = { HOME: homeDir, DOCKER_CONFIG: undefined, DOCKER_HOST: dockerHost };
    return runCommand({ file, args, env });
  };

  /** A BuildKit that knows nothing, at an address; what stops it. */
  async function start(port: number): Promise<() => Promise<void>> {
    const { tools, images: local } = world().lab;
    const address = `tcp://127.0.0.1:${port}`;
    const options = ['--detach', '--privileged', '--network=host', `--name=${container}`];
    await runTool(tools.docker, ['run', ...options, local.buildkit, '--addr', address]);
    await runTool(tools.buildx, ['create', `--name=${builder}`, '--driver=remote', address]);
    return async () => {
      await runTool(tools.buildx, ['rm', builder]);
      await runTool(tools.docker, ['rm', '--force', '--volumes', container]);
    };
  }

  it('gets them when it is new, and keeps what it has', async () => {
    const workspace = await makeSource();
    const inputs = { ...MOUNTED, images: images('remote'), builder, 'driver-opts': '' };
    const request = { inputs, workspace, homeDir, homeChanges: /./ };
    const port = 20_000 + (process.pid % 10_000);
    const stop = await start(port);
    const first = await world().run(request).finally(stop);
    expect(first.warnings).toEqual([]);
    expect(readMounts(first)).toMatchObject({ saved: { outcome: 'saved' } });
    await change(workspace);
    const stopAgain = await start(port);
    try {
      const second = await world().run(request);
      expect(readMounts(second)).toMatchObject({ restored: { outcome: 'restored' } });
      expect(second.text).toContain('there it is');
      expect(second.text).toMatch(/drwxr-s--- +\d+ 123 +456/);
      await change(workspace);
      const third = await world().run(request);
      expect(readMounts(third)).toMatchObject({
        restored: { outcome: 'kept' },
        saved: { outcome: 'skipped' },
      });
      expect(third.text).toContain('there it is');
    } finally {
      await stopAgain();
    }
  });
});
