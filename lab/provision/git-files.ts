import { join } from 'node:path';
import { findProgram, runCommand } from './commands.ts';
import { listLibraries } from './libraries.ts';

/** What `git fetch` over HTTP and `git submodule update` run besides git itself; the latter is a shell script. */
const PARTS = [
  ...['git-remote-http', 'git-remote-https', 'git-submodule'],
  ...['git-sh-setup', 'git-sh-i18n', 'git-sh-i18n--envsubst'],
];
export const GIT_APPLETS = ['basename', 'dirname', 'env', 'grep', 'sed', 'tr'];

/**
 * The machine's git for an image that has no package manager, as the published BuildKit image has one: path in the image
 * → file. Empty where the machine has none; only contexts that are Git repositories need it.
 */
export async function listGitFiles(): Promise<Readonly<Record<string, string>>> {
  const git = await findProgram('git');
  if (git === undefined) return {};
  const folder = (await runCommand({ file: git, args: ['--exec-path'] })).trim();
  const parts = PARTS.map((part) => join(folder, part));
  const programs = await Promise.all([git, join(folder, 'git-remote-http')].map(listLibraries));
  return {
    'usr/bin/git': git,
    ...Object.fromEntries(parts.map((part) => [part.slice(1), part])),
    ...Object.assign({}, ...programs),
  };
}
