import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import { formatMark, MARK_VARIABLE, type Owner, parseProcessStat } from '../../src/tools/mark.ts';
import { killDuringBuild } from '../support/e2e-killed.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const HOUR_MS = 3_600_000;

const docker = (...args: string[]): Promise<string> => {
  const { lab } = world();
  return runCommand({
    file: lab.tools.docker,
    args,
    env: { DOCKER_HOST: lab.engine.dockerHost, DOCKER_CONFIG: lab.folder },
  });
};
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
});
