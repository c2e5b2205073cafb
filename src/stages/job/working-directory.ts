/** The input `working-directory`. */
import { isAbsolute, join, relative } from 'node:path';
import { InputError, type InputProblem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { noteLacking } from '../../plan/contexts.ts';

const NAME = 'working-directory';

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
  const kind = await files.kind(path);
  if (kind !== 'directory') {
    const problem = 'is not a folder of the workspace';
    const fix = 'Check the repository out into it first (`path:`).';
    throw new InputError([{ input: NAME, value: folder, problem, fix, ...noteLacking(kind) }]);
  }
  const below = relative(await files.realpath(workspace), await files.realpath(path));
  if (below === '..' || below.startsWith('../') || isAbsolute(below)) {
    throw refuse(folder, 'leads out of the workspace', 'Give a folder below the workspace.');
  }
  await files.enter(path);
}

/** What is wrong with it, to be told with all other problems; nothing is entered then. */
export async function enterOrTell(
  host: Reach,
  { workingDirectory }: Pick<Inputs, 'workingDirectory'>,
): Promise<readonly InputProblem[]> {
  try {
    await enterWorkingDirectory(host, workingDirectory);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function refuse(value: string, problem: string, fix: string): InputError {
  return new InputError([{ input: NAME, value, problem, fix }]);
}
