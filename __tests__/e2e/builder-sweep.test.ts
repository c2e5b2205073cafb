import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMark, MARK_VARIABLE, type Owner, parseProcessStat } from '../../src/tools/mark.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { killDuringBuild } from '../support/e2e-killed.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const HOUR_MS = 3_600_000;

const docker = (...args: string[]): Promise<string> => runDocker(world().lab, ...args);
const listAll = async (): Promise<string> =>
  `${await docker('ps', '--all', '--format', '{{.Names}}')}${await docker('volume', 'ls', '--quiet')}`;

/** The process of these tests, which runs their jobs, and one that is gone. */
async function readOwner(isGone: boolean): Promise<Owner> {
  const stat = parseProcessStat(await readFile('/proc/self/stat', 'utf8'));
  const [boot, name] = await Promise.all(
    ['/proc/sys/kernel/random/boot_id', '/proc/sys/kernel/hostname'].map((path) =>
      readFile(path, 'utf8'),
    ),
  );
  const machine = `${boot?.trim()}@${name?.trim()}`;
  return { machine, pid: process.pid, startedAt: isGone ? '1' : (stat?.startedAt ?? '') };
}

describe('a machine of one’s own', () => {
  const left: string[] = [];

  /** A container with its volume, as buildx makes them for a builder. */
  async function leave(builder: string, mark: string | undefined): Promise<string> {
    const container = `buildx_buildkit_${builder}0`;
    left.push(container);
    await docker('volume', 'create', `${container}_state`);
    await docker(
      ...['create', '--name', container, '--volume', `${container}_state:/var/lib/buildkit`],
      ...(mark === undefined ? [] : ['--env', `${MARK_VARIABLE}=${mark}`]),
      world().lab.images.buildkit,
    );
    return container;
  }
  const nameOwn = (): string => `build-sign-${randomBytes(6).toString('hex')}`;
  const mark = (hours: number, owner: Owner): string =>
    formatMark({
      ...{ runId: '1', runAttempt: 1, job: 'release', owner },
      createdAtMs: Date.now() - hours * HOUR_MS,
    });
  const sweep = async (): Promise<string> => {
    const { run } = world();
    const built = await run({
      inputs: { ...BARE, push: 'false' },
      wanted: 'built',
      runnerEnvironment: 'self-hosted',
    });
    expect(built.error).toBeUndefined();
    return built.text;
  };

  let gone: Owner;
  let alive: Owner;
  beforeAll(async () => {
    gone = await readOwner(true);
    alive = await readOwner(false);
  });
  afterAll(async () => {
    for (const container of left) {
      await docker('rm', '--force', container).catch(() => undefined);
      await docker('volume', 'rm', '--force', `${container}_state`).catch(() => undefined);
    }
  });

  it('loses what killed runs have left, and nothing else', async () => {
    const old = await leave(nameOwn(), mark(7, gone));
    const young = await leave(nameOwn(), mark(5, gone));
    const running = await leave(nameOwn(), mark(100, alive));
    const elsewhere = await leave(nameOwn(), mark(100, { ...gone, machine: 'another@machine' }));
    const foreign = await leave(`theirs-${randomBytes(6).toString('hex')}`, mark(1000, gone));
    const unmarked = await leave(nameOwn(), undefined);
    const text = await sweep();
    expect(text).toContain(`Removed ${old}, which run 1 has left`);
    const there = await listAll();
    expect(there).not.toContain(old);
    for (const name of [young, running, elsewhere, foreign, unmarked]) {
      expect(there).toMatch(new RegExp(`^${name}$`, 'm'));
      expect(there).toMatch(new RegExp(`^${name}_state$`, 'm'));
    }
  });

  it('keeps the builder of a run that was killed as long as its job runs', async () => {
    const killed = await killDuringBuild(world(), {
      inputs: { ...BARE, push: 'false' },
    });
    const [, builder = '?'] =
      /"builder":"(build-sign-[0-9a-f]{12})"/.exec(killed.main.state['run'] ?? '') ?? [];
    left.push(`buildx_buildkit_${builder}0`);
    expect(killed.main.signal).toBe('SIGKILL');
    await sweep();
    expect(await listAll()).toContain(`buildx_buildkit_${builder}0`);
    const made = await docker(
      ...['container', 'inspect', '--format', '{{range .Config.Env}}{{println .}}{{end}}'],
      `buildx_buildkit_${builder}0`,
    );
    expect(made).toMatch(new RegExp(`^${MARK_VARIABLE}=run=\\d+ attempt=1 job=\\w+ created=`, 'm'));
    await killed.cleanup();
  });

  it('loses everything of a run that was killed hours ago, and nothing that is young or of others', async () => {
    const { lab } = world();
    const tempDir = await mkdtemp(join(lab.folder, 'temp-'));
    const killed = await killDuringBuild(world(), { inputs: { ...BARE, push: 'false' }, tempDir });
    const state = JSON.parse(killed.main.state['run'] ?? '{}');
    const { builder, folder }: { builder: string; folder: string } = state;
    left.push(`buildx_buildkit_${builder}0`);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['buildx', 'docker', 'mark']));
    expect(await readFile(join(folder, 'docker/config.json'), 'utf8')).not.toBe('');
    await killed.cleanup();

    // What must stay: a folder of a job that runs, one that is not ours, and volumes of others.
    const running = join(tempDir, 'build-sign-running');
    const foreign = join(tempDir, 'build-sign-foreign');
    for (const path of [running, foreign]) await mkdir(path, { mode: 0o700 });
    await writeFile(join(running, 'mark'), mark(100, alive));
    await writeFile(join(foreign, 'mark'), 'somebody else');
    const forgotten = `buildx_buildkit_${nameOwn()}0`;
    const young = `buildx_buildkit_${nameOwn()}0`;
    const theirs = `buildx_buildkit_theirs-${randomBytes(3).toString('hex')}0`;
    left.push(forgotten, young, theirs);
    for (const name of [forgotten, young, theirs])
      await docker('volume', 'create', `${name}_state`);
    // The kernel sets the date of a volume.
    const bin = await mkdtemp(join(lab.folder, 'bin-'));
    const program = [
      '#!/bin/sh',
      `case "$*" in *CreatedAt*${forgotten}_state) echo 2020-01-01T00:00:00Z; exit;; esac`,
      `exec '${lab.tools.docker}' "$@"`,
    ];
    await writeFile(join(bin, 'docker'), program.join('\n'), { mode: 0o755 });
    const next = async (): Promise<string> => {
      const { main, text } = await world().run({
        ...{ tempDir, inputs: { ...BARE, push: 'false' }, runnerEnvironment: 'self-hosted' },
        ...{ wanted: 'built', machineChanges: /^(?:left behind: |removed: \w*)build-sign-/ },
        env: { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin` },
      });
      expect(main.exitCode).toBe(0);
      return text;
    };

    await next();
    expect(await readdir(tempDir)).toEqual(expect.arrayContaining([basename(folder)]));
    expect(await listAll()).toContain(`buildx_buildkit_${builder}0`);

    await writeFile(join(folder, 'mark'), mark(7, gone));
    await docker('rm', '--force', `buildx_buildkit_${builder}0`);
    await leave(builder, mark(7, gone));
    const text = await next();
    expect(text).toContain(`Removed ${folder}, which run 1 has left`);
    const folders = (await readdir(tempDir)).filter((name) => name.startsWith('build-sign-'));
    expect(folders.sort()).toEqual(['build-sign-foreign', 'build-sign-running']);
    const there = await listAll();
    expect(there).not.toContain(builder);
    expect(there).not.toContain(forgotten);
    for (const name of [young, theirs]) expect(there).toContain(`${name}_state`);
  });
});
