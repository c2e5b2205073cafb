import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { ensureLabTools } from '../../lab/provision/tools.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const examples = readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}`);

it.each([
  // Without files on the command line it reads all workflows of the repository, and action.yml where they use it.
  ['the workflows', []],
  ...examples.map((path) => [path, [path]] as const),
])('actionlint accepts %s', async (_what, paths) => {
  const { actionlint } = await ensureLabTools(() => undefined);
  const args = ['-no-color', '-shellcheck=', '-pyflakes=', ...paths];
  const { status, stdout, stderr } = spawnSync(actionlint, args, { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
