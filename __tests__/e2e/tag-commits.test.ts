/** Branches and releases by what git and GitHub say of them, with real commits and the real client of the API. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../lab/provision/commands.ts';
import { type GitHubApi, startGitHubApi } from '../../lab/services/github-api.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

const REPOSITORY = 'octo-org/app';

const world = useWorld();
let folder: string;
let origin: string;
let api: GitHubApi;
/** A line of three on `main`, and one that a forced push put in the place of the last two. */
let commits: Record<'first' | 'second' | 'third' | 'forced', string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tag-commits-'));
  origin = join(folder, 'origin');
  await git(folder, 'init', '--quiet', '--initial-branch=main', origin);
  await git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const [first, second, third] = [await commit('1'), await commit('2'), await commit('3')];
  await git(origin, 'reset', '--quiet', '--hard', first);
  commits = { first, second, third, forced: await commit('4') };
  api = await startGitHubApi({ repository: REPOSITORY, folder: origin });
});
afterEach(() => api.setOutage(undefined));
afterAll(async () => {
  await api?.stop();
  await rm(folder, { recursive: true, force: true });
});

function git(cwd: string, ...args: string[]): Promise<string> {
  return runCommand({
    file: 'git',
    args: ['-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com', ...args],
    cwd,
    env: { HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
  });
}

async function commit(text: string): Promise<string> {
  const dockerfile = `FROM ${world().lab.baseImage}\nLABEL text=${text}\n`;
  await writeFile(join(origin, 'Dockerfile'), dockerfile);
  await git(origin, 'add', '--all');
  await git(origin, 'commit', '--quiet', `--message=${text}`);
  return (await git(origin, 'rev-parse', 'HEAD')).trim();
}

/** As actions/checkout leaves it: one commit, or with `fetch-depth: 0` all of them. */
async function checkOut(sha: string, depth: 'one' | 'all'): Promise<string> {
  const path = await mkdtemp(join(folder, 'workspace-'));
  await git(path, 'init', '--quiet');
  const shas =
    depth === 'one'
      ? ['--depth=1', `file://${origin}`, sha]
      : [`file://${origin}`, ...Object.values(commits)];
  await git(path, 'fetch', '--quiet', ...shas);
  await git(path, 'checkout', '--quiet', sha);
  return path;
}

interface Wanted {
  readonly depth?: 'one' | 'all';
  readonly ref?: string;
  readonly runId: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

interface Released extends CheckedRun {
  /** What the API was asked meanwhile. */
  readonly asked: readonly string[];
}

async function release(sha: string, { depth = 'one', runId, ...more }: Wanted): Promise<Released> {
  const before = api.requests.length;
  // Unsigned: the order of contents is all that is asked here, and runs are half as long.
  const inputs = {
    ...BARE,
    sign: 'false',
    images: imageOf('main'),
    tags: 'type=ref,event=branch',
    ...more.inputs,
  };
  const ref = more.ref ?? 'refs/heads/main';
  const done = await world().run({
    inputs,
    workspace: await checkOut(sha, depth),
    github: { ref, sha, runId, apiUrl: api.url },
    mayBeOvertaken: true,
  });
  expect(done.error).toBeUndefined();
  return { ...done, asked: api.requests.slice(before).map(({ path }) => path) };
}

const imageOf = (name: string): string => `${world().registry.host}/octo/${name}`;

async function named(name: string, tag: string): Promise<string | null> {
  const accept =
    'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
  const url = `${world().registry.url}/v2/octo/${name}/manifests/${tag}`;
  const { headers } = await fetch(url, { method: 'HEAD', headers: { accept } });
  return headers.get('docker-content-digest');
}

describe('the tag of a branch', () => {
  it.each([
    ['GitHub says', 'one', 'by-api'],
    ['the checkout says', 'all', 'by-git'],
  ] as const)('stays with the newer commit that %s', async (_, depth, name) => {
    const inputs = { images: imageOf(name) };
    const newer = await release(commits.third, { depth, runId: '3001', inputs });
    expect(newer.main.outputs.tags).toBe(`${imageOf(name)}:main`);
    const older = await release(commits.second, { depth, runId: '3002', inputs });
    expect(older.main.outputs).toMatchObject({ tags: '', published: 'false' });
    expect(await named(name, 'main')).toBe(newer.main.outputs.digest);
    expect(older.notices.join('\n')).toContain(commits.third.slice(0, 7));
    const compared = `/repos/${REPOSITORY}/compare/${commits.second}...${commits.third}`;
    const asked = older.asked.filter((path) => path.includes('/compare/'));
    expect(asked.map((path) => path.split('?')[0])).toEqual(depth === 'one' ? [compared] : []);
  });

  it('follows a forced push, which no commit of it can tell', async () => {
    const inputs = { images: imageOf('forced') };
    await release(commits.third, { runId: '3003', inputs });
    const forced = await release(commits.forced, { runId: '3004', inputs });
    expect(forced.main.outputs.tags).toBe(`${imageOf('forced')}:main`);
    expect(forced.asked.join()).toContain(`${commits.forced}...${commits.third}`);
  });

  it('is moved by the later run where GitHub cannot be asked', async () => {
    const inputs = { images: imageOf('alone') };
    await release(commits.third, { runId: '3005', inputs });
    api.setOutage(502);
    const later = await release(commits.second, { runId: '3006', inputs });
    expect(later.main.outputs.tags).toBe(`${imageOf('alone')}:main`);
    expect(await named('alone', 'main')).toBe(later.main.outputs.digest);
  });
});

describe('latest=release', () => {
  const inputs = () => ({
    images: imageOf('released'),
    tags: 'type=semver,pattern={{version}}',
    flavor: 'latest=release',
  });

  it('gives `latest` to the release that GitHub marks, and to no other', async () => {
    const tagsOf = async (version: string, runId: string, sha: string) => {
      const ref = `refs/tags/v${version}`;
      const done = await release(sha, { ref, runId, inputs: inputs() });
      expect(done.asked.map((path) => path.split('?')[0])).toContain(
        `/repos/${REPOSITORY}/releases/latest`,
      );
      return {
        tags: (done.main.outputs.tags ?? '').split('\n').map((one) => one.split(':').at(-1)),
        done,
      };
    };
    api.setLatestRelease('v1.0.0');
    expect((await tagsOf('1.0.0', '3010', commits.first)).tags).toEqual(['1.0.0', 'latest']);
    // Higher, and not marked.
    const next = await tagsOf('2.0.0', '3011', commits.second);
    expect(next.tags).toEqual(['2.0.0']);
    expect(next.done.notices.join('\n')).toContain('v1.0.0');
    api.setLatestRelease(undefined);
    expect((await tagsOf('2.0.1', '3012', commits.third)).tags).toEqual(['2.0.1']);
    api.setLatestRelease('v2.0.2');
    expect((await tagsOf('2.0.2', '3013', commits.forced)).tags).toEqual(['2.0.2', 'latest']);
  });
});
