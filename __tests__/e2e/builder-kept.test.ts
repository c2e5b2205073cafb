import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JobRequest, makeRunId, runUses } from '../../lab/job.ts';
import { startHttpServer } from '../../lab/services/http-server.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { recordPrograms } from '../support/e2e-programs.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';
import { makeGate } from '../support/gates.ts';

const world = useWorld();

describe('a builder that stays on a machine of one’s own', () => {
  const made = new Set<string>();
  let toolCacheDir: string;
  let workspace: string;

  const docker = (...args: string[]): Promise<string> => runDocker(world().lab, ...args);
  const readId = (builder: string): Promise<string> =>
    docker('container', 'inspect', '--format', '{{.Id}}', `buildx_buildkit_${builder}0`);

  beforeAll(async () => {
    toolCacheDir = await mkdtemp(join(world().lab.folder, 'kept-'));
    workspace = await makeWorkspace(world().lab, ['RUN head -c 30000000 /dev/urandom > /filled']);
  });
  afterAll(async () => {
    for (const builder of made) {
      await docker('rm', '--force', '--volumes', `buildx_buildkit_${builder}0`);
      await docker('volume', 'rm', '--force', `buildx_buildkit_${builder}0_state`);
    }
  });

  async function run(
    inputs: Record<string, string> = {},
    { github = {}, ...more }: Omit<Partial<JobRequest>, 'inputs'> = {},
  ) {
    const { main, post, text } = await world().run({
      ...{ workspace, toolCacheDir, runnerEnvironment: 'self-hosted', ...more },
      ...{ wanted: 'built', machineChanges: /buildx_buildkit_build-sign-kept\./ },
      inputs: { ...BARE, push: 'false', 'keep-builder': 'e2e', ...inputs },
      github: { defaultBranch: 'main', ref: 'refs/heads/main', ...github },
    });
    const builder = main.outputs['builder'] ?? '';
    expect({ text, exitCode: main.exitCode }).toMatchObject({ exitCode: 0 });
    expect(post?.exitCode).toBe(0);
    if (/kept/.test(builder)) made.add(builder);
    return { builder, text, after: post?.maskedLog.join('\n') ?? '' };
  }

  it('is found by the next run with all its layers, made anew for other settings, and never removed', async () => {
    const first = await run();
    expect(first.builder).toMatch(/^build-sign-kept\.e2e\.release\.[\w.-]+$/);
    expect(first.text).toMatch(/^builder +build-sign-kept\.e2e\.release\S+, which stays/m);
    expect(first.after).toContain(`The builder ${first.builder} stays`);
    const id = await readId(first.builder);

    const second = await run();
    expect(second.builder).toBe(first.builder);
    expect(await readId(second.builder)).toBe(id);
    expect(second.text).toContain('has been here since run');
    expect(first.text).not.toMatch(/^#\d+ CACHED/m);
    expect(second.text).toMatch(/^#\d+ CACHED/m);

    const third = await run({ 'buildkitd-flags': '--debug' });
    expect(third.builder).toBe(first.builder);
    expect(third.text).toContain('is made anew: its settings have changed');
    expect(await readId(third.builder)).not.toBe(id);
    expect(third.text).not.toMatch(/^#\d+ CACHED/m);
  });

  it('keeps no more than it may', async () => {
    const measure = async (builder: string): Promise<number> => {
      const container = `buildx_buildkit_${builder}0`;
      const usage = await docker('exec', container, 'buildctl', 'du', '--format', '{{json .}}');
      const records: ReadonlyArray<{ size: number }> = JSON.parse(usage);
      return records.reduce((sum, { size }) => sum + size, 0);
    };
    const roomy = await run();
    expect(await measure(roomy.builder)).toBeGreaterThan(30_000_000);
    const { builder, after } = await run({ 'keep-builder-max-size': '5mb' });
    expect(after).toContain('stays');
    expect(await measure(builder)).toBeLessThanOrEqual(5 * 1024 ** 2);
  });

  it('is looked for once in a job that uses it twice', async () => {
    const { lab } = world();
    const { env, homeDir, cosign, read } = await recordPrograms(lab);
    const { steps, job } = await runUses(
      lab,
      {
        ...{ workspace, toolCacheDir, env, homeDir, runnerEnvironment: 'self-hosted' },
        inputs: { ...BARE, push: 'false', 'keep-builder': 'e2e', 'cosign-version': cosign },
        github: { runId: makeRunId(), defaultBranch: 'main', ref: 'refs/heads/main' },
      },
      [{}, {}],
    );
    await job.cleanup();
    const builders = steps.map(({ main }) => main.outputs['builder'] ?? '');
    expect(builders[0]).toMatch(/^build-sign-kept\./);
    expect(builders[1]).toBe(builders[0]);
    expect((await read()).filter((one) => one.startsWith('buildx create'))).toHaveLength(1);
  });

  it('is shared by a job that begins meanwhile, and left alone by one with other settings', async () => {
    const gate = makeGate(/./);
    const door = await startHttpServer({
      handler: async ({ url = '' }, response) => {
        await gate.pass(url);
        response.end();
      },
    });
    const slow = await makeWorkspace(world().lab, [
      `RUN busybox wget -q -O /dev/null ${door.url}/`,
    ]);
    const first = run({}, { workspace: slow });
    await Promise.race([gate.reached, first]);
    // One after the other: two that look at the same moment may each give way to the other.
    const same = await run();
    const other = await run({ 'buildkitd-flags': '--debug' });
    gate.open();
    const { builder } = await first;
    await door.stop();
    expect(same.builder).toBe(builder);
    expect(other.builder).toMatch(/^build-sign-[0-9a-f]{12}$/);
    expect(other.text).toContain('is in use with other settings, by run');
    expect(await docker('ps', '--all', '--format', '{{.Names}}')).not.toContain(other.builder);
  });

  it('is another one for a pull request, and none for a fork or on a machine of GitHub', async () => {
    const pull = (from: string) => ({
      eventName: 'pull_request',
      ref: 'refs/pull/7/merge',
      event: { pull_request: { number: 7, head: { repo: { full_name: from } } } },
    });
    const own = await run({}, { github: pull(world().lab.oidc.claims.repository) });
    expect(own.builder).toMatch(/^build-sign-kept\.e2e\.pull-request\./);
    const fork = await run({}, { github: pull('mallory/app'), identity: 'without' });
    expect(fork.builder).toMatch(/^build-sign-[0-9a-f]{12}$/);
    expect(fork.text).toContain('comes from outside of the repository');
    const hosted = await run({}, { runnerEnvironment: 'github-hosted' });
    expect(hosted.builder).toMatch(/^build-sign-[0-9a-f]{12}$/);
    expect(hosted.text).toContain('does not outlive its job');
  });
});
