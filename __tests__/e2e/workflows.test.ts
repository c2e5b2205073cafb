import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { ensureLabTools } from '../../lab/provision/tools.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

it('actionlint accepts the workflows', async () => {
  const { actionlint } = await ensureLabTools(() => undefined);
  // Without files on the command line it reads all workflows of the repository, and action.yml where they use it.
  const args = ['-no-color', '-shellcheck=', '-pyflakes='];
  const { status, stdout, stderr } = spawnSync(actionlint, args, { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
