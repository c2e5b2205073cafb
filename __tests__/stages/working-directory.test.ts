import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { makeFiles } from '../../src/host/files.ts';
import { enterWorkingDirectory } from '../../src/stages/job/working-directory.ts';

let root = '';
let entered: string[] = [];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'bsa-workspace-')));
  entered = [];
  await mkdir(join(root, 'work/source/app'), { recursive: true });
  await mkdir(join(root, 'workshop'));
  await writeFile(join(root, 'work/file'), '');
  await symlink(join(root, 'workshop'), join(root, 'work/out'));
  await symlink('source/app', join(root, 'work/in'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const enter = (folder: string | undefined): Promise<void> => {
  const files = { ...makeFiles(), enter: async (path: string) => void entered.push(path) };
  return enterWorkingDirectory({ env: { GITHUB_WORKSPACE: join(root, 'work') }, files }, folder);
};

describe('working-directory', () => {
  it.each([
    ['a folder', 'source', 'work/source'],
    ['a folder in it', './source/app/', 'work/source/app'],
    ['a link that stays', 'in', 'work/in'],
    ['the workspace', '.', 'work'],
  ])('enters %s', async (_what, folder, expected) => {
    await enter(folder);
    expect(await Promise.all(entered.map((path) => realpath(path)))).toEqual([
      await realpath(join(root, expected)),
    ]);
  });

  it('enters an absolute path below the workspace', async () => {
    await enter(join(root, 'work/source'));
    expect(entered).toEqual([join(root, 'work/source')]);
  });

  it('is the workspace when nothing is said', async () => {
    await enter(undefined);
    expect(entered).toEqual([]);
  });

  it.each([
    ['nothing', 'missing'],
    ['a file', 'file'],
    ['the folder above', '..'],
    ['a neighbour whose name begins alike', '../workshop'],
    ['a link that leads out', 'out'],
    ['an absolute path elsewhere', '/'],
  ])('refuses %s', async (_what, folder) => {
    expect(await enter(folder).catch(errorCode)).toBe('INPUT_INVALID');
    expect(entered).toEqual([]);
  });
});
