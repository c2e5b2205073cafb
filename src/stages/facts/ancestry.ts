/** Which of two commits is the older one: asked of the checkout where the history is there, and then of GitHub. */
import type { Host } from '../../host/host.ts';
import { isCommit } from '../../names/lines.ts';
import { readField } from '../job/json-field.ts';

type Reach = Pick<Host, 'env' | 'github' | 'log' | 'run'>;

/** Who may ask GitHub, about which repository. */
export interface GitHubAccess {
  readonly token: string | undefined;
  /** `owner/name` */
  readonly repository: string;
}

/** What `theirs` is to `own`. `apart`: neither is in the history of the other, or nobody knows. */
export type Ancestry = 'ancestor' | 'descendant' | 'apart';

/** Milliseconds; git answers from files. */
const GIT_MS = 5000;

/** Never throws. `theirs` may be anybody's text: only the full name of a commit is passed on. */
export async function findAncestry(
  host: Reach,
  { own, theirs, access }: { own: string; theirs: string; access: GitHubAccess },
): Promise<Ancestry> {
  if (own === theirs || !isCommit(own) || !isCommit(theirs)) return 'apart';
  try {
    return (await askGit(host, own, theirs)) ?? (await askGitHub(host, { own, theirs, access }));
  } catch (error) {
    host.log.debug(`${theirs} could not be compared with ${own}: ${String(error)}`);
    return 'apart';
  }
}

/** Undefined when git knows of no way from one to the other: in a shallow clone that says nothing. */
async function askGit(host: Reach, own: string, theirs: string): Promise<Ancestry | undefined> {
  if (await isAncestor(host, theirs, own)) return 'ancestor';
  return (await isAncestor(host, own, theirs)) ? 'descendant' : undefined;
}

async function isAncestor({ env, run }: Reach, older: string, newer: string): Promise<boolean> {
  const { exitCode } = await run({
    tool: 'git',
    file: 'git',
    args: ['-c', 'safe.directory=*', 'merge-base', '--is-ancestor', older, newer],
    // A partial clone would fetch what it lacks: from wherever its configuration says, and as long as that takes.
    env: { PATH: env['PATH'] ?? '', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' },
    deadlineMs: GIT_MS,
  });
  return exitCode === 0;
}

async function askGitHub(
  { github }: Reach,
  { own, theirs, access }: { own: string; theirs: string; access: GitHubAccess },
): Promise<Ancestry> {
  const { token, repository } = access;
  const [owner, repo] = repository.split('/');
  if (token === undefined || !owner || !repo) return 'apart';
  const answer = await github.compare({ token, owner, repo, base: own, head: theirs });
  const status = readField(answer, ['status']);
  if (status === 'ahead') return 'descendant';
  return status === 'behind' ? 'ancestor' : 'apart';
}
