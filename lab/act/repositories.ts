/** The two repositories of a run: the user's, and that of the action as its users get it. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ACTION_FOLDER, makeLabInputs } from '../job.ts';
import type { Lab } from '../lab.ts';
import { runCommand } from '../provision/commands.ts';
import { asFields } from './fields.ts';
import { ACTION_NAME, ACTION_REF, type ActRequest } from './request.ts';
import { adaptWorkflow, listUses, type WorkflowSetting } from './workflow.ts';

export interface Repository {
  readonly folder: string;
  readonly sha: string;
  /** Every `uses:` of its workflows. */
  readonly uses: readonly string[];
}

const REUSABLE = '.github/workflows/build-sign.yml';

/** What the embedded world changes in workflows. */
export async function makeSetting(lab: Lab, { replace }: ActRequest): Promise<WorkflowSetting> {
  const { oidc } = await lab.services();
  const declared = await readDeclared();
  return {
    replace: { ...replace, 'ghcr.io': lab.registryHost },
    inputs: makeLabInputs(lab),
    identity: {
      ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
    },
    declared: (uses) => declared.get(uses.split('@')[0] ?? ''),
  };
}

/** `owner/name/path` of what the project offers → the inputs it takes. */
async function readDeclared(): Promise<ReadonlyMap<string, readonly string[]>> {
  const offers = [
    [ACTION_NAME, 'action.yml'],
    [`${ACTION_NAME}/publish`, 'publish/action.yml'],
    [`${ACTION_NAME}/${REUSABLE}`, REUSABLE],
  ] as const;
  const read = offers.map(async ([name, path]) => {
    const file = asFields(parse(await readIfThere(join(ACTION_FOLDER, path))));
    const inputs = file['inputs'] ?? asFields(asFields(file['on'])['workflow_call'])['inputs'];
    return [name, Object.keys(asFields(inputs))] as const;
  });
  return new Map(await Promise.all(read));
}

/** The action at a commit. Its workflow, as act reads it, knows what a hosted runner would tell it of itself. */
export async function stageAction(folder: string, setting: WorkflowSetting): Promise<Repository> {
  await mkdir(folder, { recursive: true });
  for (const part of ['action.yml', 'dist', 'publish', '.github'])
    await cp(join(ACTION_FOLDER, part), join(folder, part), { recursive: true }).catch(
      ignoreAbsence,
    );
  await takeForOurs(join(folder, 'dist', 'chunks'), setting);
  const sha = await commitFolder(folder, ACTION_NAME);
  const path = join(folder, REUSABLE);
  const text = await readIfThere(path);
  if (text === '') return { folder, sha, uses: [] };
  const replace = { ...setting.replace, ...makeJobContext(sha) };
  const adapted = adaptWorkflow(text, { ...setting, replace });
  // Past the commit: a job that checks the action out gets it as it is.
  await writeFile(path, adapted);
  return { folder, sha, uses: listUses(adapted) };
}

const TAKEN = 'var TAKEN_FOR_OURS = [];';

/** The images of the lab stand for those that are pinned: a build with others is not of Build L3. */
async function takeForOurs(folder: string, { inputs }: WorkflowSetting): Promise<void> {
  const { 'driver-opts': options = '', 'emulation-image': emulators = '' } = inputs;
  const names = JSON.stringify([...options.split('\n'), emulators]);
  const texts = (await readdir(folder)).map(async (name) => {
    const path = join(folder, name);
    return { path, text: await readFile(path, 'utf8') };
  });
  const [found] = (await Promise.all(texts)).filter(({ text }) => text.includes(TAKEN));
  if (found === undefined) throw new Error(`No file of ${folder} has ${TAKEN}`);
  await writeFile(found.path, found.text.replace(TAKEN, `var TAKEN_FOR_OURS = ${names};`));
}

/** act has no `job.workflow_*`. */
function makeJobContext(sha: string): Readonly<Record<string, string>> {
  return {
    'job.workflow_repository': `'${ACTION_NAME}'`,
    'job.workflow_sha': `'${sha}'`,
    'job.workflow_ref': `'${ACTION_NAME}/${REUSABLE}@refs/tags/${ACTION_REF}'`,
  };
}

/** The sample application with the workflows of a user. */
export async function stageUser(
  lab: Lab,
  { request, setting }: { request: ActRequest; setting: WorkflowSetting },
): Promise<Repository> {
  const folder = await lab.makeWorkspace();
  const adapted = Object.entries(request.workflows).map(([name, text]) => [
    `.github/workflows/${name}`,
    adaptWorkflow(text, setting),
  ]);
  const workflows: Record<string, string> = Object.fromEntries(adapted);
  await writeTree(folder, { ...workflows, ...request.files });
  const sha = await commitFolder(folder, request.repository ?? 'octo-org/app');
  return { folder, sha, uses: Object.values(workflows).flatMap(listUses) };
}

/** Fixed: commits that hold the same are the same. */
const AUTHOR = {
  GIT_AUTHOR_NAME: 'octocat',
  GIT_AUTHOR_EMAIL: 'octocat@example.com',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'octocat',
  GIT_COMMITTER_EMAIL: 'octocat@example.com',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  GIT_CONFIG_NOSYSTEM: '1',
} as const;

/** Puts what lies in a folder into a repository of its own; returns the commit. Any commit of it can be fetched. */
async function commitFolder(folder: string, name: string): Promise<string> {
  const git = (...args: string[]): Promise<string> =>
    runCommand({ file: 'git', args, cwd: folder, env: { ...AUTHOR, HOME: folder } });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  await git('remote', 'add', 'origin', `https://github.com/${name}`);
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--no-verify', '--message=A change');
  return (await git('rev-parse', 'HEAD')).trim();
}

/** Path below the folder → text. */
export async function writeTree(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    ignoreAbsence(error);
    return '';
  });
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
