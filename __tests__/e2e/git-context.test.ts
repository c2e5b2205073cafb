import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import { startGitServer } from '../../lab/services/git-server.ts';
import type { HttpServer } from '../../lab/services/http-server.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import { startImage } from '../support/e2e-shell.ts';
import { type CheckedRun, LEAN, NATIVE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const REPOSITORY = 'octo-org/app';
/** As GitHub's are called. */
const token = makeSecret('ghs_');

let folder: string;
let server: HttpServer;
/** An older commit than the branch's: what the event names, and nobody else. */
let sha: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'git-context-'));
  sha = await commit({ 'said.txt': 'this commit', 'sub/said.txt': 'the subfolder' });
  await commit({ 'said.txt': 'a later commit' });
  server = await startGitServer({ root: join(folder, 'served'), token });
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Adds a commit to the repository that is served. */
async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  const work = join(folder, 'work');
  const served = join(folder, 'served', `${REPOSITORY}.git`);
  const git = (...args: string[]) =>
    runCommand({
      file: 'git',
      args: ['-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com', ...args],
      cwd: work,
      env: { HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
    });
  await mkdir(join(work, 'sub'), { recursive: true });
  const dockerfile = `FROM ${world().lab.baseImage}\nCOPY said.txt /said\nCMD ["cat", "/said"]\n`;
  const all = { ...files, Dockerfile: dockerfile, 'sub/Dockerfile': dockerfile };
  for (const [path, text] of Object.entries(all)) await writeFile(join(work, path), text);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=A change');
  await git('push', '--quiet', await makeBare(served), 'main');
  return (await git('rev-parse', 'HEAD')).trim();
}

async function makeBare(served: string): Promise<string> {
  const args = ['init', '--quiet', '--bare', '--initial-branch=main', served];
  await runCommand({ file: 'git', args, env: { HOME: folder, GIT_CONFIG_NOSYSTEM: '1' } });
  return served;
}

interface Wanted {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly wanted?: 'published' | 'built';
}

/** Runs in a workspace where nobody checked anything out. */
async function build({ name, inputs, ...given }: Wanted): Promise<CheckedRun> {
  const { lab, run, registry } = world();
  const workspace = await mkdtemp(join(folder, 'workspace-'));
  const built = await run({
    workspace,
    ...(given.wanted === undefined ? {} : { wanted: given.wanted }),
    inputs: {
      ...LEAN,
      images: `${registry.host}/octo/${name}`,
      // The server is another one than the identity's, which only the lab has.
      'certificate-identity': `https://github.com/${lab.oidc.claims.job_workflow_ref}`,
      ...inputs,
    },
    github: { repository: REPOSITORY, sha, serverUrl: server.url, token: given.token ?? token },
    canaries: [{ name: 'token of the repository', value: token }],
  });
  expect(await readdir(workspace)).toEqual([]);
  return built;
}

const say = async (built: CheckedRun): Promise<string> =>
  startImage(world().lab, { image: built.main.outputs['image'] ?? '', platform: NATIVE });

describe('a Git context', () => {
  it.each<[string, string, string]>([
    ['the commit of the run', '{{defaultContext}}', 'this commit'],
    ['a folder of it', '{{defaultContext}}:sub', 'the subfolder'],
  ])('is %s, private and without a checkout', async (_, context, said) => {
    const built = await build({ name: `default-${said.length}`, inputs: { context } });
    expect(built.error).toBeUndefined();
    expect(built.main.outputs).toMatchObject({ published: 'true', verified: 'true' });
    expect(await say(built)).toBe(said);
    // What the image was made of is on record, and how it was fetched is not.
    expect(built.main.outputs['metadata']).toContain(sha);
  });

  it('is a branch of any repository, with a token of its own', async () => {
    const built = await build({
      name: 'branch',
      token: makeSecret('ghs_another-'),
      inputs: {
        context: `${server.url}/${REPOSITORY}.git#main`,
        secrets: `GIT_AUTH_TOKEN=${token}`,
      },
    });
    expect(built.error).toBeUndefined();
    expect(await say(built)).toBe('a later commit');
  });

  it('is not taken for a folder that the workspace has under its name', async () => {
    const { run, registry } = world();
    const context = `${server.url}/${REPOSITORY}.git#main`;
    const workspace = await mkdtemp(join(folder, 'namesake-'));
    await mkdir(join(workspace, context), { recursive: true });
    await writeFile(join(workspace, context, 'Dockerfile'), 'FROM scratch\nCOPY . /hijacked\n');
    const refused = await run({
      workspace,
      inputs: { ...LEAN, images: `${registry.host}/octo/namesake`, context },
      github: { repository: REPOSITORY, sha, token },
    });
    expect(refused.error?.code).toBe('INPUT_INVALID');
    expect(refused.error?.message).toContain('a folder here is called the same');
    expect(refused.main.groups).not.toContain('Build');
  });

  it('may stand beside another context', async () => {
    const workspaceFree = `FROM ${world().lab.baseImage}\nCOPY --from=repo sub/said.txt /said\nCMD ["cat", "/said"]\n`;
    const dockerfile = join(folder, 'Beside.Dockerfile');
    await writeFile(dockerfile, workspaceFree);
    const built = await build({
      name: 'beside',
      inputs: { file: dockerfile, context: '.', 'build-contexts': 'repo={{defaultContext}}' },
    });
    expect(built.error).toBeUndefined();
    expect(await say(built)).toBe('the subfolder');
  });

  it('that the token does not open is a failure that names the token', async () => {
    const built = await build({
      name: 'closed',
      wanted: 'built',
      token: makeSecret('ghs_wrong-'),
      inputs: { context: '{{defaultContext}}' },
    });
    expect(built.error?.message).toContain('GIT_AUTH_TOKEN');
    expect(built.main.outputs['published']).toBe('false');
  });

  it('without a commit of that name is a failure that says so', async () => {
    const built = await build({
      name: 'nowhere',
      wanted: 'built',
      inputs: {
        context: `${server.url}/${REPOSITORY}.git#${'0'.repeat(40)}`,
        secrets: `GIT_AUTH_TOKEN=${token}`,
      },
    });
    expect(built.error?.message).toContain('no such commit');
    expect(built.main.outputs['published']).toBe('false');
  });
});
