/** Files of the run. Everything it writes is private (0600 in folders of 0700): tokens and secrets pass through them. */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ActionError } from '../errors.ts';
import type { Files } from './host.ts';

/** `tempRoot` is RUNNER_TEMP, which the runner empties after the job. */
export function makeFiles(tempRoot: string = tmpdir()): Files {
  return {
    makeTempDir: (prefix) => makeTempDir(tempRoot, prefix),
    readText: (path) => fs.readFile(path, 'utf8'),
    readBytes: (path) => fs.readFile(path),
    write: writeWhole,
    makeDir: async (path) => {
      await fs.mkdir(path, { recursive: true, mode: 0o700 });
    },
    kind: readKind,
    list: (path) => fs.readdir(path),
    executable: async (path) =>
      (await may(path, constants.X_OK)) && (await readKind(path)) === 'file',
    isPrivate: isPrivateFolder,
    readable: (path) => may(path, constants.R_OK),
    remove: (path) => fs.rm(path, { recursive: true, force: true, maxRetries: 3 }),
    unlink: (path) => fs.unlink(path),
    symlink: (target, path) => fs.symlink(target, path),
    rename: (from, to) => fs.rename(from, to),
    sha256: hashFile,
    realpath: (path) => fs.realpath(path),
    size: async (path) => (await fs.stat(path)).size,
    stamp: readStamp,
    walk,
    freeBytes: readFreeBytes,
    enter: async (path) => process.chdir(path),
  };
}

async function makeTempDir(root: string, prefix: string): Promise<string> {
  try {
    return await fs.mkdtemp(join(root, prefix));
  } catch (error) {
    if (!isNowhere(error)) throw error;
    throw new ActionError(
      'ENVIRONMENT_UNSUPPORTED',
      `The folder for temporary files is not there: RUNNER_TEMP names ${root}`,
      {
        hint: 'The runner makes that folder for each job. Does an earlier step remove it, does the workflow set RUNNER_TEMP, or does the container of the job not mount it?',
        cause: error,
      },
    );
  }
}

function isNowhere(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function may(path: string, mode: number): Promise<boolean> {
  try {
    await fs.access(path, mode);
    return true;
  } catch {
    return false;
  }
}

async function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await fs.writeFile(aside, content, { mode, flag: 'wx' });
    await fs.rename(aside, path);
  } catch (error) {
    await fs.rm(aside, { force: true });
    throw error;
  }
}

async function readKind(path: string): Promise<'file' | 'directory' | 'other' | undefined> {
  try {
    const stats = await fs.stat(path);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    // ENOENT, ENOTDIR and a dangling or looping link are all "nothing there"; EACCES is for the caller to see.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw error;
    return undefined;
  }
}

async function walk(root: string, enters: (folder: string) => boolean): Promise<string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await fs.readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && enters(path)) folders.push(path);
    }
  }
  return files.sort();
}

async function isPrivateFolder(path: string): Promise<boolean> {
  try {
    const stats = await fs.lstat(path);
    const isOwn = process.getuid === undefined || stats.uid === process.getuid();
    return stats.isDirectory() && isOwn && (stats.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

/** The kernel sets the time of the last change by itself; that of the last write anybody may set. */
async function readStamp(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await fs.stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

async function readFreeBytes(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await fs.statfs(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * With one buffer: a stream makes one for every 64 KB, which for the 100 MB of cosign takes twice the time, and 30 MB that
 * each process started later is the slower for.
 */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const file = await fs.open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
