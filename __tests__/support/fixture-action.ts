import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ActionRun, type RunOptions, runAction } from '../../lab/runner.ts';

const CORE = fileURLToPath(
  new URL('../../node_modules/@actions/core/lib/core.js', import.meta.url),
);

const ACTION_YML = `
name: fixture
inputs:
  program: { description: what main does }
  post-program: { description: what post does }
  with space: { description: a name with a space, default: spaced }
  truth: { description: a boolean default, default: true }
  github-token: { default: '\${{ github.token }}' }
  leg: { default: 'leg \${{ matrix.platform }}' }
  matrix: { default: '\${{ toJSON(matrix) }}' }
  place: { default: '\${{ strategy.job-index }}/\${{ strategy.job-total }}' }
  old: { deprecationMessage: use new }
outputs:
  digest: { description: a digest }
runs: { using: node24, main: dist/main.mjs, post: dist/post.mjs }
`;

const ENTRY = (input: string) => `
import * as core from ${JSON.stringify(CORE)};
import { spawn } from 'node:child_process';
const run = Object.getPrototypeOf(async () => {}).constructor;
await new run('core', 'spawn', 'load', core.getInput('${input}'))(core, spawn, (url) => import(url));
`;

/** A JavaScript action whose main and post do what the inputs `program` and `post-program` say. */
export interface FixtureAction {
  readonly actionDir: string;
  readonly workspace: string;
  /** `core` is `@actions/core`, `spawn` that of node:child_process, `load` imports a URL. */
  run(program: string, more?: Partial<RunOptions>): Promise<ActionRun>;
  remove(): Promise<void>;
}

/** Writes the action and an empty workspace into a folder of their own. */
export async function makeFixtureAction(): Promise<FixtureAction> {
  const root = await mkdtemp(join(tmpdir(), 'bsa-runner-test-'));
  const actionDir = join(root, 'action');
  const workspace = join(root, 'work', 'app');
  await mkdir(join(actionDir, 'dist'), { recursive: true });
  await mkdir(workspace, { recursive: true });
  await writeFile(join(actionDir, 'action.yml'), ACTION_YML);
  await writeFile(join(actionDir, 'dist', 'main.mjs'), ENTRY('program'));
  await writeFile(join(actionDir, 'dist', 'post.mjs'), ENTRY('post-program'));
  const runs: ActionRun[] = [];
  return {
    actionDir,
    workspace,
    run: async (program, { inputs, ...more } = {}) => {
      const result = await runAction({
        actionDir,
        inputs: { program, ...inputs },
        github: { repository: 'org/app', workspace },
        timeoutMs: 20_000,
        ...more,
      });
      runs.push(result);
      return result;
    },
    remove: async () => {
      for (const run of runs) await run.cleanup();
      await rm(root, { recursive: true, force: true });
    },
  };
}
