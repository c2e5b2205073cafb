/** The event's commit and repository: from the payload, the checkout, and only then from GitHub. */
import type { Host, RepositoryRequest } from '../../host/host.ts';
import { makeNamesFacts } from '../../names/facts.ts';
import type { NamesFacts } from '../../names/types.ts';
import type { Visibility } from '../../plan/types.ts';
import { readField } from '../job/json-field.ts';

type Reach = Pick<Host, 'env' | 'github' | 'log' | 'clock' | 'run'>;

/** A push event states when its commit was made; for other events the checkout is asked where there is one, then GitHub. */
export async function readNamesFacts(host: Reach, source: Source): Promise<NamesFacts> {
  const { env, clock } = host;
  const { event, repository } = source;
  const request = { env, event, repository, runTime: clock.now() };
  const stated = makeNamesFacts(request);
  const { sha } = stated;
  if (stated.commitTime !== undefined || sha === '') return stated;
  const commitTime =
    (await readCommitTime(host, sha)) ??
    readTime(
      await askGitHub(host, source, 'commit', (asked) => host.github.commit({ ...asked, sha })),
    );
  return makeNamesFacts({ ...request, commitTime });
}

function readTime(commit: unknown): Date | undefined {
  const time = new Date(String(readField(commit, ['commit', 'committer', 'date'])));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Where the rest comes from: the payload, the repository in it or from GitHub, and who may ask there. */
interface Source {
  readonly event: unknown;
  readonly repository: unknown;
  readonly token: string | undefined;
  /** `owner/name` */
  readonly name: string;
}

/** The payload has the repository for most events; `schedule` and some others have none. */
export async function readRepository(
  host: Reach,
  source: Omit<Source, 'repository'>,
): Promise<unknown> {
  const stated = readField(source.event, ['repository']);
  if (readVisibility(stated) !== undefined) return stated;
  return askGitHub(host, source, 'repository', (asked) => host.github.repository(asked));
}

/** Undefined without a token or an answer: what depends on it does without. */
async function askGitHub(
  { log }: Reach,
  { token, name }: Pick<Source, 'token' | 'name'>,
  what: string,
  ask: (request: RepositoryRequest) => Promise<unknown>,
): Promise<unknown> {
  const [owner, repo] = name.split('/');
  if (token === undefined || !owner || !repo) return undefined;
  try {
    return await ask({ token, owner, repo });
  } catch (error) {
    log.debug(`GitHub did not tell the ${what}: ${String(error)}`);
    return undefined;
  }
}

async function readCommitTime({ env, run }: Reach, sha: string): Promise<Date | undefined> {
  const { exitCode, stdout } = await run({
    tool: 'git',
    file: 'git',
    // The checkout may belong to another user than the one that runs the action, as in a container job.
    args: ['-c', 'safe.directory=*', 'show', '--no-patch', '--format=%cI', sha],
    env: { PATH: env['PATH'] ?? '' },
  });
  const time = new Date(exitCode === 0 ? stdout.trim() : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Unknown stays unknown: it is treated as private. */
export function readVisibility(repository: unknown): Visibility | undefined {
  const stated = readField(repository, ['visibility']);
  if (stated === 'public' || stated === 'private' || stated === 'internal') return stated;
  const isPrivate = readField(repository, ['private']);
  return typeof isPrivate === 'boolean' ? (isPrivate ? 'private' : 'public') : undefined;
}
