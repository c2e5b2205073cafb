import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJob } from '../../lab/runner.ts';
import { type FixtureAction, makeFixtureAction } from '../support/fixture-action.ts';

let action: FixtureAction;

beforeAll(async () => {
  action = await makeFixtureAction();
});

afterAll(() => action.remove());

describe('signals and leftovers', () => {
  it('sends a signal when a line tells, to the process alone', async () => {
    const { main } = await action.run(
      `process.on('SIGTERM', () => { console.log('got it'); process.exit(7); });
       console.log('ready'); setInterval(() => undefined, 1000);`,
      { signals: [{ whenLine: /^ready$/, signal: 'SIGTERM' }] },
    );
    expect(main).toMatchObject({
      exitCode: 7,
      signal: undefined,
      timedOut: false,
      outcome: 'failure',
    });
    expect(main.log.at(-1)?.text).toBe('got it');
  });

  it('cancels as GitHub does: SIGINT, 7.5 s later SIGTERM; post still runs', async () => {
    const result = await action.run(
      `process.on('SIGINT', () => console.log('int')); console.log('ready'); setInterval(() => undefined, 1000);`,
      {
        signals: [{ whenLine: /^ready$/, signal: 'cancel' }],
        inputs: { 'post-program': `console.log('post')` },
      },
    );
    expect(result.main).toMatchObject({
      exitCode: undefined,
      signal: 'SIGTERM',
      outcome: 'cancelled',
    });
    expect(result.main.durationMs).toBeGreaterThanOrEqual(7_500);
    expect(result.post?.outcome).toBe('success');
  }, 20_000);

  it('ends a step that takes too long', async () => {
    const { main } = await action.run('setInterval(() => undefined, 1000)', { timeoutMs: 300 });
    expect(main).toMatchObject({ signal: 'SIGINT', timedOut: true, outcome: 'failure' });
  });

  it('kills what the job left running, after the wait for its output, and tells', async () => {
    const result = await action.run(
      `const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit', detached: true });
       core.setOutput('digest', child.pid); child.unref();`,
    );
    const pid = Number(result.main.outputs['digest']);
    expect(result.orphans).toEqual([{ pid, command: expect.stringContaining('setInterval') }]);
    expect(result.main.durationMs).toBeLessThan(4_000);
  }, 20_000);
});

describe('a job of several steps', () => {
  it('shares env, path, temp and masks; posts run last step first', async () => {
    const job = await startJob({ github: { repository: 'org/app', workspace: action.workspace } });
    const post = 'console.log(Date.now() + " " + core.getState("n"))';
    const step = (program: string) =>
      job.runStep({ actionDir: action.actionDir, inputs: { program, 'post-program': post } });
    const first = await step(
      `core.saveState('n', 1); core.exportVariable('SEEN', 'yes'); core.setSecret('hush-hush')`,
    );
    const second = await step(`core.saveState('n', 2); console.log(process.env.SEEN, 'hush-hush')`);
    expect(second.main.maskedLog).toEqual(['yes ***']);
    expect([first.post, second.post]).toEqual([undefined, undefined]);
    await job.finish();
    const [firstAt, firstState] = (first.post?.log[0]?.text ?? '').split(' ');
    const [secondAt, secondState] = (second.post?.log[0]?.text ?? '').split(' ');
    expect([firstState, secondState]).toEqual(['1', '2']);
    expect(Number(secondAt)).toBeLessThan(Number(firstAt));
    expect((await stat(job.tempDir)).isDirectory()).toBe(true);
    await job.cleanup();
    await expect(readFile(join(job.tempDir, '_github_workflow', 'event.json'))).rejects.toThrow();
  });
});
