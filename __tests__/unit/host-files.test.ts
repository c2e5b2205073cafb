import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFiles } from '../../src/host/files.ts';

const root = mkdtempSync(join(tmpdir(), 'host-files-'));
const files = makeFiles(root);
const umask = process.umask();
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

// Runners have a umask that lets everybody read: what is private must not depend on it.
beforeAll(() => {
  process.umask(0);
});
afterAll(() => {
  process.umask(umask);
  rmSync(root, { recursive: true, force: true });
});

describe('a temporary folder', () => {
  it.each([
    ['nowhere', 'is not there'],
    ['file/below', 'is below a file'],
  ])('of a RUNNER_TEMP like %s, which %s, is refused by name', async (path) => {
    await files.write(join(root, 'file'), '');
    const temp = join(root, path);
    await expect(makeFiles(temp).makeTempDir('x-')).rejects.toMatchObject({
      code: 'ENVIRONMENT_UNSUPPORTED',
      message: expect.stringContaining(`RUNNER_TEMP names ${temp}`),
      hint: expect.any(String),
    });
  });
});

describe('what is written', () => {
  it('is private, and so is every folder on the way', async () => {
    const path = join(root, 'a/b/c.json');
    await files.write(path, 'secret');
    expect(await files.readText(path)).toBe('secret');
    expect([path, join(root, 'a/b'), join(root, 'a')].map(modeOf)).toEqual(['600', '700', '700']);
  });

  it('may be made executable', async () => {
    const path = join(root, 'tool');
    await files.write(path, '#!/bin/sh\n', 0o755);
    expect(modeOf(path)).toBe('755');
    expect(await files.executable(path)).toBe(true);
  });

  it('replaces a file whole, and its mode too', async () => {
    const path = join(root, 'readable');
    writeFileSync(path, 'old and long', { mode: 0o644 });
    await files.write(path, new Uint8Array([1, 2]));
    expect(await files.readBytes(path)).toEqual(Buffer.from([1, 2]));
    expect(modeOf(path)).toBe('600');
  });

  it('replaces a link, and not what it leads to', async () => {
    const target = join(root, 'target');
    const link = join(root, 'link');
    writeFileSync(target, 'untouched');
    symlinkSync(target, link);
    await files.write(link, 'mine');
    expect([await files.readText(target), await files.readText(link)]).toEqual([
      'untouched',
      'mine',
    ]);
  });

  it('is never seen half', async () => {
    const path = join(root, 'race');
    const contents = ['a'.repeat(200_000), 'b'.repeat(200_000)];
    await files.write(path, contents[0] ?? '');
    const writers = contents.flatMap((content) => [1, 2, 3].map(() => files.write(path, content)));
    const seen = new Set<string>();
    for (let count = 0; count < 20; count++) seen.add(await files.readText(path));
    await Promise.all(writers);
    expect([...seen].filter((content) => !contents.includes(content))).toEqual([]);
    expect(readdirSync(root).filter((name) => name.startsWith('race.'))).toEqual([]);
  });
});

describe('folders', () => {
  it('for a run are private, new, and below the given one', async () => {
    const paths = await Promise.all([1, 2].map(() => files.makeTempDir('build-sign-')));
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) {
      expect(path).toMatch(/\/build-sign-[A-Za-z0-9]{6}$/);
      expect(path.startsWith(`${root}/`)).toBe(true);
      expect(modeOf(path)).toBe('700');
    }
  });

  it('are made with those above them, and may be there already', async () => {
    const path = join(root, 'x/y');
    await files.makeDir(path);
    await files.makeDir(path);
    expect(modeOf(path)).toBe('700');
  });
});

describe('what is looked at', () => {
  const at = (name: string): string => join(root, 'look', name);
  beforeAll(() => {
    mkdirSync(at('folder'), { recursive: true });
    writeFileSync(at('file'), 'text', { mode: 0o644 });
    symlinkSync('file', at('to-file'));
    symlinkSync('folder', at('to-folder'));
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('circle', at('circle'));
  });

  it.each([
    ['file', 'file'],
    ['folder', 'directory'],
    ['to-file', 'file'],
    ['to-folder', 'directory'],
    ['dangling', undefined],
    ['circle', undefined],
    ['absent', undefined],
    ['file/below', undefined],
  ])('%s is %s', async (name, kind) => {
    expect(await files.kind(at(name))).toBe(kind);
  });

  it('may be neither file nor folder', async () => {
    expect(await files.kind('/dev/null')).toBe('other');
  });

  it.each([
    ['file', false],
    ['folder', false],
    ['absent', false],
  ])('%s is executable: %s', async (name, executable) => {
    expect(await files.executable(at(name))).toBe(executable);
  });

  it.each([
    ['file', true],
    ['to-file', true],
    ['absent', false],
    ['dangling', false],
  ])('%s is readable: %s', async (name, readable) => {
    expect(await files.readable(at(name))).toBe(readable);
  });

  it('has its hash', async () => {
    expect(await files.sha256(at('file'))).toBe(
      '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1',
    );
  });

  it('has its hash however long it is', async () => {
    const bytes = Buffer.alloc(2.5 * 1024 * 1024, 'image');
    writeFileSync(at('long'), bytes);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await files.sha256(at('long'))).toBe(expected);
  });

  it('has a real path', async () => {
    expect(await files.realpath(at('to-file'))).toBe(await files.realpath(at('file')));
  });

  it('that is not there cannot be read', async () => {
    await expect(files.readText(at('absent'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what is removed', () => {
  it('is gone, with all below it, also when some of it may not be written', async () => {
    const path = join(root, 'gone');
    mkdirSync(join(path, 'deep'), { recursive: true });
    writeFileSync(join(path, 'deep/file'), '');
    chmodSync(join(path, 'deep/file'), 0o400);
    await files.remove(path);
    expect(await files.kind(path)).toBeUndefined();
  });

  it('may be gone already', async () => {
    await expect(files.remove(join(root, 'never'))).resolves.toBeUndefined();
  });

  it('is a link, and not what it leads to', async () => {
    const kept = join(root, 'kept');
    mkdirSync(kept);
    writeFileSync(join(kept, 'file'), '');
    await files.symlink(kept, join(root, 'to-kept'));
    await files.remove(join(root, 'to-kept'));
    expect(await files.kind(join(kept, 'file'))).toBe('file');
  });

  it('as a link is never a folder', async () => {
    const [folder, link] = [join(root, 'stays'), join(root, 'to-nothing')];
    mkdirSync(folder);
    await files.symlink(join(root, 'nothing'), link);
    await files.unlink(link);
    await expect(files.unlink(folder)).rejects.toThrow();
    await expect(files.unlink(link)).rejects.toThrow('ENOENT');
    expect(await files.kind(folder)).toBe('directory');
  });
});

it('renames', async () => {
  await files.write(join(root, 'before'), 'x');
  await files.rename(join(root, 'before'), join(root, 'after'));
  expect(await files.readText(join(root, 'after'))).toBe('x');
});
