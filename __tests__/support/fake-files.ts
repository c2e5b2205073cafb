import { createHash } from 'node:crypto';
import type { Host } from '../../src/host/host.ts';

const hash = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** A file system in memory. Folders exist where something was made or written in them. */
export function makeFakeFiles({
  stored,
  folders,
  events,
  executables,
  freeBytes,
  nextId,
}: {
  stored: Map<string, string | Uint8Array>;
  folders: Set<string>;
  events: string[];
  executables: readonly string[];
  freeBytes: Readonly<Record<string, number>>;
  nextId: () => number;
}): Host['files'] {
  const read = (path: string): string | Uint8Array => {
    const content = stored.get(path);
    if (content === undefined)
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return content;
  };
  const isFolder = (path: string): boolean =>
    folders.has(path) ||
    [...stored.keys()].some((file) => file.startsWith(`${path.replace(/\/+$/, '')}/`));
  return {
    makeTempDir: async (prefix) => {
      const path = `/temp/${prefix}${nextId()}`;
      folders.add(path);
      return path;
    },
    readText: async (path) => Buffer.from(read(path)).toString('utf8'),
    readBytes: async (path) => Buffer.from(read(path)),
    write: async (path, content) => {
      events.push(`write ${path}`);
      stored.set(path, content);
    },
    makeDir: async (path) => {
      folders.add(path);
    },
    kind: async (path) =>
      stored.has(path) ? 'file' : path === '.' || isFolder(path) ? 'directory' : undefined,
    list: async (path) => [
      ...new Set(
        [...stored.keys()].flatMap((file) =>
          file.startsWith(`${path}/`) ? [file.slice(path.length + 1).split('/')[0] ?? ''] : [],
        ),
      ),
    ],
    isPrivate: async (path) => isFolder(path) && !stored.has(path),
    executable: async (path) => executables.includes(path),
    readable: async (path) => stored.has(path),
    remove: async (path) => {
      events.push(`remove ${path}`);
      folders.delete(path);
      for (const file of [...stored.keys()])
        if (file === path || file.startsWith(`${path}/`)) stored.delete(file);
    },
    unlink: async (path) => {
      read(path);
      events.push(`unlink ${path}`);
      stored.delete(path);
    },
    symlink: async (target, path) => {
      stored.set(path, target);
    },
    rename: async (from, to) => {
      stored.set(to, read(from));
      stored.delete(from);
    },
    sha256: async (path) => hash(read(path)),
    realpath: async (path) => path,
    size: async (path) => Buffer.byteLength(read(path)),
    stamp: async (path) => hash(stored.get(path) ?? ''),
    walk: async (path, enters) => listBelow([...stored.keys()], path, enters),
    freeBytes: async (path) => freeBytes[path],
    enter: async (path) => {
      events.push(`enter ${path}`);
    },
  };
}

function listBelow(
  files: readonly string[],
  path: string,
  enters: (folder: string) => boolean,
): string[] {
  const prefix = path === '.' ? '' : `${path}/`;
  const isEntered = (file: string): boolean =>
    file
      .split('/')
      .slice(0, -1)
      .every((_, at, parts) => enters(parts.slice(0, at + 1).join('/')));
  return files
    .filter((file) => file.startsWith(prefix) && !file.startsWith('/', prefix.length))
    .map((file) => file.slice(prefix.length))
    .filter(isEntered)
    .sort();
}
