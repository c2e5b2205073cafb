/**
 * Whether the code that is to be built comes from a pull request of a stranger, in an event whose jobs have secrets
 * (GitHub Security Lab, "Preventing pwn requests"). The runner does not say what was checked out; the checkout does.
 */
import { dirname, isAbsolute, join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { isLocalSource, isRemoteContext } from '../../plan/contexts.ts';
import { PRIVILEGED_EVENTS } from '../../plan/events.ts';
import { readField } from '../job/json-field.ts';

type Reach = Pick<Host, 'env' | 'files'>;

/** What the event tells of the two sides. Names in lower case. */
interface Sides {
  /** Commits of this repository that the event names. */
  readonly ownShas: readonly string[];
  readonly ownBranches: readonly string[];
  readonly headSha: string | undefined;
  /** `owner/name`; undefined where the payload has none, as for a fork that was deleted. */
  readonly headRepository: string | undefined;
  /** `owner/name` of this repository. */
  readonly ownRepository: string;
}

/**
 * True when a source of the build is another commit than those that the event names of this repository. False where
 * nothing can be known: sources without a `.git` folder are what an earlier step has put there.
 */
export async function readsForeignHead(
  host: Reach,
  { event, inputs }: { event: unknown; inputs: Pick<Inputs, 'context' | 'buildContexts' | 'file'> },
): Promise<boolean> {
  const { env } = host;
  const sides = readSides(env, event);
  if (sides === undefined) return false;
  const sources = [inputs.context, ...inputs.buildContexts.map(({ source }) => source)];
  for (const source of sources) {
    if (isRemoteContext(source) && namesHead(source, sides)) return true;
    if (!isLocalSource(source)) continue;
    if (await holdsForeign(host, source, sides)) return true;
    if (await hasForeignBelow(host, source, sides)) return true;
  }
  const { context, file } = inputs;
  const hasFile = file !== undefined && !isRemoteContext(context) && isLocalSource(file);
  return hasFile && holdsForeign(host, dirname(file), sides);
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
    ownRepository: (env['GITHUB_REPOSITORY'] ?? '').toLowerCase(),
  };
}

/** A revision stands behind `#`, or in the query (BuildKit frontend/dockerfile/dfgitutil/git_ref.go). */
function namesHead(url: string, sides: Sides): boolean {
  const [place = '', fragment = ''] = url.toLowerCase().split('#');
  const [path = '', query] = place.split('?');
  const { headSha } = sides;
  const revisions = [decode(fragment), ...new URLSearchParams(query).values()];
  return (
    isOfHead(decode(path), sides) ||
    revisions.some(
      (one) => /^(refs\/)?pull\//.test(one) || (headSha !== undefined && one.startsWith(headSha)),
    )
  );
}

/** The repository that the event names; where it names none, a fork by its name, which most keep. */
function isOfHead(place: string, { headRepository, ownRepository }: Sides): boolean {
  const [, owner = '', name = ''] = /[/:]([^/:]+)\/+([^/]+?)(?:\.git)?\/*$/.exec(place) ?? [];
  const named = `${owner}/${name}`;
  if (headRepository !== undefined) return named === headRepository;
  return named !== ownRepository && name !== '' && ownRepository.endsWith(`/${name}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Checkouts of a pull request beside those of the base, in a folder of the context: `path: pr`. Other repositories are nobody's head. */
async function hasForeignBelow(host: Reach, source: string, sides: Sides): Promise<boolean> {
  const { env, files } = host;
  const names = await files.list(source).catch(() => []);
  for (const name of names) {
    const git = join(source, name, '.git');
    if ((await files.kind(git).catch(() => undefined)) !== 'directory') continue;
    const config = await files.readText(join(git, 'config')).catch(() => '');
    const isAbout = isOrigin(config, env) || isOfHead(readOrigin(config), sides);
    if (isAbout && (await holdsForeign(host, join(source, name), sides))) return true;
  }
  return false;
}

/** The commit that a folder is at, in a checkout of this repository; undefined where it is in none. */
export async function readCheckedOut(
  { env, files }: Reach,
  source: string,
): Promise<string | undefined> {
  const git = await findCheckout(files, source, env['GITHUB_WORKSPACE'] ?? '');
  if (git === undefined) return undefined;
  const read = openCheckout(files, git);
  if (!isOrigin(await read('config'), env)) return undefined;
  const { sha } = await readHead(read);
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined;
}

type ReadGit = (path: string) => Promise<string>;

function openCheckout(files: Host['files'], git: string): ReadGit {
  return (path) =>
    files.readText(join(git, path)).then(
      (text) => text.trim(),
      () => '',
    );
}

async function readHead(read: ReadGit): Promise<{ branch: string | undefined; sha: string }> {
  const head = await read('HEAD');
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  const sha = branch === undefined ? head : await readRef(read, `refs/heads/${branch}`);
  return { branch, sha };
}

async function holdsForeign({ env, files }: Reach, source: string, sides: Sides): Promise<boolean> {
  const git = await findCheckout(files, source, env['GITHUB_WORKSPACE'] ?? '');
  if (git === undefined) return false;
  const read = openCheckout(files, git);
  const { branch, sha } = await readHead(read);
  if (sha === '' || sides.ownShas.includes(sha.toLowerCase())) return false;
  if (branch === undefined || !sides.ownBranches.includes(branch.toLowerCase())) return true;
  // A branch of that name is this repository's only where nothing was merged into it and origin is this repository.
  const isAsFetched = (await readRef(read, `refs/remotes/origin/${branch}`)) === sha;
  return !isAsFetched || !isOrigin(await read('config'), env);
}

async function readRef(read: ReadGit, ref: string): Promise<string> {
  const loose = await read(ref);
  if (loose !== '') return loose;
  const lines = (await read('packed-refs')).split('\n');
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '';
}

function readOrigin(config: string): string {
  return (/\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(config)?.[1] ?? '').toLowerCase();
}

function isOrigin(config: string, env: Host['env']): boolean {
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const own = `${server}/${env['GITHUB_REPOSITORY'] ?? ''}`.toLowerCase();
  return readOrigin(config).replace(/(\.git)?\/*$/, '') === own;
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
