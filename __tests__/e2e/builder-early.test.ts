/** A builder of ours that boots while GitHub's API takes its time, with real buildx and a real engine. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeRunId } from '../../lab/job.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { type FaultProxy, startFaultProxy } from '../../lab/services/fault-proxy.ts';
import { type GitHubApi, startGitHubApi } from '../../lab/services/github-api.ts';
import { runDocker } from '../support/e2e-docker.ts';
import { BARE, type CaseRequest, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const REPOSITORY = 'octo-org/app';
const SLOW_MS = 3000;

describe('while GitHub has not told of which time the commit is', () => {
  const world = useWorld();
  let api: GitHubApi;
  let slow: FaultProxy;
  let workspace: string;
  let sha: string;

  beforeAll(async () => {
    workspace = await world().lab.makeWorkspace();
    const folder = join(world().lab.folder, `git-${randomBytes(3).toString('hex')}`);
    await mkdir(folder);
    const git = (...args: string[]): Promise<string> =>
      runCommand({
        file: 'git',
        args: ['-C', folder, '-c', 'user.name=o', '-c', 'user.email=o@example.com', ...args],
        env: { GIT_CONFIG_NOSYSTEM: '1', GIT_COMMITTER_DATE: '2020-02-02T00:00:00Z' },
      });
    await git('init', '--quiet');
    await git('commit', '--quiet', '--allow-empty', '--message=one');
    sha = (await git('rev-parse', 'HEAD')).trim();
    api = await startGitHubApi({ repository: REPOSITORY, folder });
    slow = await startFaultProxy({ upstream: api.url });
  });
  beforeEach(() =>
    slow.setRules([{ match: /\/commits\//, action: { kind: 'pass' }, delayMs: SLOW_MS }]),
  );
  afterAll(async () => {
    await slow?.stop();
    await api?.stop();
  });

  const docker = (...args: string[]): Promise<string> => runDocker(world().lab, ...args);
  /** The builders of a run, which their mark names: others may use this engine at the same time. */
  async function listBuilders(runId: string): Promise<string[]> {
    const all = await docker('ps', '--all', '--format={{.Names}}', '--filter=name=build-sign-');
    const names = all.split('\n').filter(Boolean);
    const marks = await Promise.all(
      names.map((one) => docker('inspect', '--format={{json .Config.Env}}', one).catch(() => '')),
    );
    return names.filter((_, at) => marks[at]?.includes(`=run=${runId} `));
  }

  /** With the builders that the engine had while the API had not answered yet, and those that it has now. */
  async function run(
    name: string,
    more: Partial<CaseRequest> = {},
  ): Promise<CheckedRun & { early: readonly string[]; left: readonly string[] }> {
    const runId = makeRunId();
    const answered = api.requests.length;
    const early = new Set<string>();
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const names = await listBuilders(runId);
        if (api.requests.length > answered) return;
        for (const one of names) early.add(one);
        await sleep(100);
      }
    })();
    const { registry } = world();
    const done = await world()
      .run({
        workspace,
        ...more,
        inputs: { ...BARE, images: `${registry.host}/octo/${name}`, ...more.inputs },
        // Its payload names no commits, and there is no checkout.
        github: { eventName: 'workflow_dispatch', sha, runId, apiUrl: slow.url },
      })
      .finally(() => {
        isOver = true;
      });
    await watching;
    return { ...done, early: [...early], left: await listBuilders(runId) };
  }

  const containerOf = ({ main }: CheckedRun): string =>
    `buildx_buildkit_${/build-sign-[0-9a-f]{12}/.exec(main.outputs['builder'] ?? '')?.[0]}0`;

  it('the builder boots, and builds afterwards; it is spoken of after the plan', async () => {
    const done = await run('early', { inputs: { sign: 'false' } });
    expect(done.error).toBeUndefined();
    expect(done.early).toEqual([containerOf(done)]);
    expect(done.text.match(/booted build-sign-/g)).toHaveLength(1);
    expect(done.text.indexOf('booted build-sign-')).toBeGreaterThan(done.text.indexOf('Plan'));
    expect(done.text).toContain('2020-02-02T00:00:00');
  });

  it('it is gone before the main step ends, when the answer makes the plan impossible', async () => {
    const year = new Date().getUTCFullYear();
    await mkdir(join(workspace, `docs-${year}`), { recursive: true });
    const inputs = { 'build-contexts': "docs=./docs-{{commit_date 'YYYY'}}" };
    const failed = await run('refused', { inputs });
    expect(failed.error?.code).toBe('INPUT_INVALID');
    expect(failed.error?.message).toContain('docs-2020');
    expect(failed.early).toHaveLength(1);
    expect(failed.text).not.toMatch(/booted|::group::Builder|##\[group\]Builder/);
    // Nothing was left for the post step.
    expect(failed.main.state['run']).not.toContain('"builder"');
    expect(failed.left).toEqual([]);
    const volumes = await docker('volume', 'ls', '--format={{.Name}}');
    expect(volumes).not.toContain(failed.early[0]);
  });

  it('it goes with a cancelled run', async () => {
    const signals = [{ signal: 'SIGINT', whenLine: /^build-sign-action/, afterMs: 2000 }] as const;
    const cancelled = await run('cancelled', { signals });
    expect(cancelled.error?.code).toBe('CANCELLED');
    expect(cancelled.early).toHaveLength(1);
    expect(cancelled.left).toEqual([]);
  });

  it('nothing boots for input with a problem', async () => {
    const wrong = await run('wrong', { inputs: { 'build-args': 'x' } });
    expect(wrong.error?.code).toBe('INPUT_INVALID');
    expect(wrong.early).toEqual([]);
  });
});
