import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActionRun } from '../../lab/runner.ts';
import { type FixtureAction, makeFixtureAction } from '../support/fixture-action.ts';

let action: FixtureAction;

beforeAll(async () => {
  action = await makeFixtureAction();
});

afterAll(() => action.remove());

const PRINT_ENV = 'console.log(JSON.stringify(process.env))';

function readEnvironment({ main }: ActionRun): Record<string, string> {
  return JSON.parse(main.log[0]?.text ?? '{}');
}

describe('what an action gets', () => {
  it('has the runner’s variables and nothing of this process', async () => {
    process.env['LAB_CANARY'] = 'leak';
    const result = await action.run(PRINT_ENV, {
      services: {
        oidc: { requestUrl: 'http://127.0.0.1:1/token?x=1', requestToken: 'request-token' },
        cache: { url: 'http://127.0.0.1:2', runtimeToken: 'runtime-token' },
      },
      docker: { dockerHost: 'unix:///run/lab.sock', configDir: '/nowhere' },
      env: { FROM_WORKFLOW: 'yes', GITHUB_SHA: 'forged' },
    });
    delete process.env['LAB_CANARY'];
    const env = readEnvironment(result);
    expect(env).toMatchObject({
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/token?x=1',
      ACTIONS_RESULTS_URL: 'http://127.0.0.1:2/',
      ACTIONS_RUNTIME_TOKEN: 'runtime-token',
      CI: 'true',
      DOCKER_CONFIG: '/nowhere',
      DOCKER_HOST: 'unix:///run/lab.sock',
      FROM_WORKFLOW: 'yes',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_REPOSITORY: 'build-sign-action/build-sign-action',
      GITHUB_REF_NAME: 'main',
      GITHUB_REPOSITORY_OWNER: 'org',
      GITHUB_WORKFLOW_REF: 'org/app/.github/workflows/release.yml@refs/heads/main',
      GITHUB_WORKSPACE: action.workspace,
      HOME: result.homeDir,
      INPUT_PROGRAM: PRINT_ENV,
      INPUT_TRUTH: 'true',
      INPUT_WITH_SPACE: 'spaced',
      'INPUT_POST-PROGRAM': '',
      'INPUT_GITHUB-TOKEN': 'ghs_labTokenOfThisJob0123456789abcdefghi',
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_TEMP: result.tempDir,
      RUNNER_TOOL_CACHE: result.toolCacheDir,
    });
    expect(env['GITHUB_SHA']).toMatch(/^[0-9a-f]{40}$/);
    expect(env['RUNNER_TRACKING_ID']).toMatch(/^github_/);
    expect(
      Object.keys(env).filter((name) => /CANARY|^npm_|^NODE_|^JEST_|GITHUB_TOKEN/.test(name)),
    ).toEqual([]);
  });

  it('finds the event payload, an own one or a made one', async () => {
    const event = { pull_request: { head: { sha: 'abc' } } };
    const read =
      "console.log(require('node:fs').readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8').replace(/\\n/g, ''))";
    const program = `const require = process.getBuiltinModule('node:module').createRequire('/'); ${read}`;
    const own = await action.run(program, {
      github: {
        repository: 'org/app',
        workspace: action.workspace,
        eventName: 'pull_request',
        event,
      },
    });
    const made = await action.run(program);
    expect(JSON.parse(own.main.log[0]?.text ?? '')).toEqual(event);
    expect(JSON.parse(made.main.log[0]?.text ?? '')).toMatchObject({
      repository: { full_name: 'org/app', default_branch: 'main', private: false },
    });
  });

  it('evaluates defaults and warns of inputs that are unknown or deprecated', async () => {
    const result = await action.run(PRINT_ENV, {
      inputs: { old: 'x', Bogus: 'y' },
      contexts: { matrix: { platform: 'linux/arm64' } },
    });
    expect(readEnvironment(result)).toMatchObject({
      INPUT_BOGUS: 'y',
      INPUT_LEG: 'leg linux/arm64',
    });
    expect(result.main.annotations.map(({ level, source }) => [level, source])).toEqual([
      ['warning', 'runner'],
      ['warning', 'runner'],
    ]);
  });
});

describe('what an action says', () => {
  it('takes outputs, state, env, path and summary from the files', async () => {
    const result = await action.run(
      `core.setOutput('digest', 'sha256:1\\nsha256:2'); core.saveState('builder', 'b1');
       core.exportVariable('LATER', 'x=y<<z'); core.addPath('/opt/tool');
       await core.summary.addRaw('# done').write();`,
      {
        inputs: {
          'post-program':
            'console.log(core.getState("builder"), process.env.LATER, process.env.PATH)',
        },
      },
    );
    expect(result.main).toMatchObject({
      exitCode: 0,
      outcome: 'success',
      outputs: { digest: 'sha256:1\nsha256:2' },
      state: { builder: 'b1' },
      env: { LATER: 'x=y<<z' },
      path: ['/opt/tool'],
      summary: '# done',
      workflowCommands: [],
    });
    expect(result.post?.log[0]?.text).toMatch(/^b1 x=y<<z \/opt\/tool:/);
  });

  it('runs post after a failed main', async () => {
    const result = await action.run(`core.saveState('s', '1'); core.setFailed('no')`, {
      inputs: {
        'post-program': `core.notice(core.getState('s'), { title: 'T', file: 'Dockerfile' })`,
      },
    });
    expect(result.main).toMatchObject({ exitCode: 1, outcome: 'failure' });
    expect(result.main.annotations).toMatchObject([
      { level: 'error', message: 'no', source: 'action' },
    ]);
    expect(result.post?.annotations).toMatchObject([
      { level: 'notice', message: '1', title: 'T', file: 'Dockerfile' },
    ]);
  });

  it('masks from the moment on that a mask is added, also encoded and in post', async () => {
    const result = await action.run(
      `console.log('early s3cret!x'); core.setSecret('s3cret!x\\nsecond-line');
       console.log('late s3cret!x', Buffer.from('s3cret!x').toString('base64'), 'second-line');
       core.setOutput('digest', 'has second-line'); core.error('bad s3cret!x')`,
      { inputs: { 'post-program': `console.log('post s3cret!x')` } },
    );
    const value = Buffer.from('s3cret!x').toString('base64');
    expect(result.main.log.map((line) => line.text)).toContain(
      `late s3cret!x ${value} second-line`,
    );
    expect(result.main.maskedLog).toEqual([
      'early s3cret!x',
      'late *** *** ***',
      '##[error]bad ***',
    ]);
    expect(result.main.masks).toEqual(['s3cret!x\nsecond-line', 's3cret!x', 'second-line']);
    expect(result.main.droppedOutputs).toEqual(['digest']);
    expect(result.post?.maskedLog).toEqual(['post ***']);
  });

  it('executes commands wherever the runner would: both streams, after a bare \\r, v1 in mid-line', async () => {
    const result = await action.run(`
      process.stdout.write('#7 0.1 x\\r  ::set-output name=digest::forged\\n');
      await new Promise((resolve) => setTimeout(resolve, 100));
      process.stderr.write('#8 ##[add-mask]sha256\\n');
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log('sha256:abc ::set-output name=x::not at the start');`);
    expect(result.main.workflowCommands).toMatchObject([
      {
        command: 'set-output',
        properties: { name: 'digest' },
        data: 'forged',
        stream: 'stdout',
        syntax: 'v2',
      },
      { command: 'add-mask', data: 'sha256', stream: 'stderr', syntax: 'v1' },
    ]);
    expect(result.main.outputs).toEqual({ digest: 'forged' });
    expect(result.main.maskedLog.at(-1)).toBe('***:abc ::set-output name=x::not at the start');
  });

  it('leaves commands alone between stop-commands and its token', async () => {
    const result = await action.run(`console.log(
      '::stop-commands::Token123\\n::set-output name=a::1\\n::Token123::\\n::set-output name=b::2')`);
    expect(result.main.outputs).toEqual({ b: '2' });
  });

  it.each([
    ['set-env', `console.log('::set-env name=A::1')`],
    ['a stop token that is a command', `console.log('::stop-commands::error')`],
    [
      'a heredoc without its end',
      `process.getBuiltinModule('node:fs').appendFileSync(process.env.GITHUB_OUTPUT, 'a<<E\\nb')`,
    ],
    [
      'a summary above its limit',
      `process.getBuiltinModule('node:fs').appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1048577))`,
    ],
  ])('fails a step that exits 0 over %s', async (_, program) => {
    const { main } = await action.run(program);
    expect(main).toMatchObject({ exitCode: 0, outcome: 'failure', outputs: {}, env: {} });
    expect(
      main.annotations.some(({ level, source }) => level === 'error' && source === 'runner'),
    ).toBe(true);
  });
});
