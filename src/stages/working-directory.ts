/** The input `working-directory`. */
import { isAbsolute, join, relative } from 'node:path';
import { InputError } from '../errors.ts';
import type { Host } from '../host/host.ts';

type Reach = Pick<Host, 'env' | 'files'>;

/**
 * Makes relative paths of all inputs count from a folder of the workspace. Throws INPUT_INVALID when there is none or
 * when it lies, links followed, outside: a checkout may hold any link.
 */
export async function enterWorkingDirectory(
  { env, files }: Reach,
  folder: string | undefined,
): Promise<void> {
  if (folder === undefined) return;
  const workspace = env['GITHUB_WORKSPACE'] || '.';
  const path = isAbsolute(folder) ? folder : join(workspace, folder);
  if ((await files.kind(path)) !== 'directory') {
    const problem = 'is not a folder of the workspace';
    throw refuse(folder, problem, 'Check the repository out into it first (`path:`).');
  }
  const below = relative(await files.realpath(workspace), await files.realpath(path));
  if (below === '..' || below.startsWith('../') || isAbsolute(below)) {
    throw refuse(folder, 'leads out of the workspace', 'Give a folder below the workspace.');
  }
  await files.enter(path);
}

function refuse(value: string, problem: string, fix: string): InputError {
  return new InputError([{ input: 'working-directory', value, problem, fix }]);
}
