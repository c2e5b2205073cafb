/**
 * Whether the code that is to be built comes from a pull request of a stranger, in an event whose jobs have secrets
 * (GitHub Security Lab, "Preventing pwn requests"). The runner does not say what was checked out; the checkout does.
 */
import { dirname, isAbsolute, join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Inputs } from '../inputs/parse.ts';
import { isLocalSource, isRemoteContext } from '../plan/contexts.ts';
import { PRIVILEGED_EVENTS } from '../plan/events.ts';
import { readField } from './json-field.ts';

type Reach = Pick<Host, 'env' | 'files'>;

/** What the event tells of the two sides. Names in lower case. */
interface Sides {
  /** Commits of this repository that the event names. */
  readonly ownShas: readonly string[];
  readonly ownBranches: readonly string[];
  readonly headSha: string | undefined;
  /** `owner/name`; undefined where the payload has none, as for a fork that was deleted. */
  readonly headRepository: string | undefined;
}

/**
 * True when a source of the build is another commit than those that the event names of this repository. False where
 * nothing can be known: sources without a `.git` folder are what an earlier step has put there.
 */
export async function readsForeignHead(
  host: Reach,
  { event, inputs }: { event: unknown; inputs: Pick<Inputs, 'context' | 'buildContexts'> },
): Promise<boolean> {
  const { env } = host;
  const sides = readSides(env, event);
  if (sides === undefined) return false;
  const sources = [inputs.context, ...inputs.buildContexts.map(({ source }) => source)];
  for (const source of sources) {
    if (isRemoteContext(source) && namesHead(source, sides)) return true;
    if (isLocalSource(source) && (await holdsForeign(host, source, sides))) return true;
  }
  return false;
}

/** Undefined where no stranger's code is about. */
function readSides(env: Host['env'], event: unknown): Sides | undefined {
  const eventName = env['GITHUB_EVENT_NAME'] ?? '';
  if (!PRIVILEGED_EVENTS.includes(eventName)) return undefined;
  const text = (...path: string[]): string | undefined => {
    const value = readField(event, path);
    return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
  };
  if (eventName === 'issue_comment' && readField(event, ['issue', 'pull_request']) === undefined)
    return undefined;
  const headRepository =
    text('pull_request', 'head', 'repo', 'full_name') ??
    text('workflow_run', 'head_repository', 'full_name');
  if (headRepository === (env['GITHUB_REPOSITORY'] ?? '').toLowerCase()) return undefined;
  const known = (values: ReadonlyArray<string | undefined>): string[] =>
    values.filter((value) => value !== undefined && value !== '') as string[];
  return {
    ownShas: known([env['GITHUB_SHA']?.toLowerCase(), text('pull_request', 'base', 'sha')]),
    ownBranches: known([text('pull_request', 'base', 'ref'), text('repository', 'default_branch')]),
    headSha: text('pull_request', 'head', 'sha') ?? text('workflow_run', 'head_sha'),
    headRepository,
  };
}

function namesHead(url: string, { headSha, headRepository }: Sides): boolean {
  const [place = '', revision = ''] = url.toLowerCase().split('#');
  if (/^(refs\/)?pull\//.test(revision)) return true;
  if (headSha !== undefined && revision.startsWith(headSha)) return true;
  const path = place.replace(/(\.git)?\/*$/, '');
  return headRepository !== undefined && /[/:]/.test(path) && path.endsWith(`/${headRepository}`);
}

async function holdsForeign({ env, files }: Reach, source: string, sides: Sides): Promise<boolean> {
  const git = await findCheckout(files, source, env['GITHUB_WORKSPACE'] ?? '');
  if (git === undefined) return false;
  const read = (path: string): Promise<string> =>
    files.readText(join(git, path)).then(
      (text) => text.trim(),
      () => '',
    );
  const head = await read('HEAD');
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  const sha = branch === undefined ? head : await readRef(read, `refs/heads/${branch}`);
  if (sha === '' || sides.ownShas.includes(sha.toLowerCase())) return false;
  if (branch === undefined || !sides.ownBranches.includes(branch.toLowerCase())) return true;
  // A branch of that name is this repository's only where nothing was merged into it and origin is this repository.
  const isAsFetched = (await readRef(read, `refs/remotes/origin/${branch}`)) === sha;
  return !isAsFetched || !isOrigin(await read('config'), env);
}

async function readRef(read: (path: string) => Promise<string>, ref: string): Promise<string> {
  const loose = await read(ref);
  if (loose !== '') return loose;
  const lines = (await read('packed-refs')).split('\n');
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '';
}

function isOrigin(config: string, env: Host['env']): boolean {
  const url = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(config)?.[1] ?? '';
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const own = `${server}/${env['GITHUB_REPOSITORY'] ?? ''}`.toLowerCase();
  return url.toLowerCase().replace(/(\.git)?\/*$/, '') === own;
}

/** The `.git` folder that a path belongs to, looked for up to the workspace. */
async function findCheckout(
  files: Host['files'],
  source: string,
  workspace: string,
): Promise<string | undefined> {
  const root = workspace === '' ? '' : await realpath(files, workspace);
  let folder = await realpath(files, source);
  for (;;) {
    const git = join(folder, '.git');
    if ((await files.kind(git).catch(() => undefined)) === 'directory') return git;
    const above = dirname(folder);
    const isInside = isAbsolute(folder) && folder.startsWith(`${root}/`) && root !== '';
    if (!isInside || above === folder) return undefined;
    folder = above;
  }
}

async function realpath(files: Host['files'], path: string): Promise<string> {
  return files.realpath(path).catch(() => path);
}
