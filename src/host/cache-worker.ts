/**
 * `@actions/cache` in a process of its own. The library prints what it does where users look for the reason of a
 * failure, tells an outage from an absent entry in its log alone, waits for minutes, cannot be cancelled, and starts
 * `tar`: a process group can be kept quiet and be ended as a whole, whenever we want.
 *
 * The action imports this module for its address alone; the library is loaded in the process.
 */
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createZstdCompress, constants as zlib } from 'node:zlib';
import {
  addLine,
  type CacheAnswer,
  type CacheTalk,
  parseLibraryLine,
  SILENCE,
} from '../tools/actions-cache.ts';

/** This very file, also as a chunk of the bundle: what the process is started with. */
export const WORKER_FILE = fileURLToPath(import.meta.url);
/** First argument of the process. */
export const WORKER_ROLE = 'build-sign-action-cache';
const CHUNK_BYTES = 1024 * 1024;

export interface CacheCall {
  readonly kind: 'restore' | 'save';
  /** Absolute path of the folder whose content is kept. */
  readonly folder: string;
  readonly key: string;
  readonly restoreKeys: readonly string[];
  readonly packed?: readonly string[] | undefined;
  /** Stands before each message to the caller: no line of a program has it. */
  readonly nonce: string;
}

export type CacheMessage =
  | { readonly answer: CacheAnswer }
  | { readonly mask: string }
  | { readonly line: string };

if (process.argv[2] === WORKER_ROLE) await serve();

async function serve(): Promise<void> {
  const call: CacheCall = JSON.parse(await text(process.stdin));
  const print = process.stdout.write.bind(process.stdout);
  const post = (message: CacheMessage): void => {
    print(`${call.nonce}${JSON.stringify(message)}\n`);
  };
  let talk = SILENCE;
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    for (const line of String(chunk).split('\n')) {
      talk = addLine(talk, line);
      tell(line, post);
    }
    return true;
  };
  try {
    await guardTar();
    post({ answer: await run(call, () => talk) });
  } catch (error) {
    post({ answer: { outcome: 'failed', problem: String(error) } });
  }
}

/** Its debug lines hold whole answers, with addresses that are as good as a password. */
function tell(line: string, post: (message: CacheMessage) => void): void {
  const { command, value } = parseLibraryLine(line);
  if (command === 'add-mask') post({ mask: value });
  else if (command !== 'debug' && value.trim() !== '') post({ line: value });
}

async function run(call: CacheCall, listen: () => CacheTalk): Promise<CacheAnswer> {
  const { restoreCache, saveCache } = await import('@actions/cache');
  // The paths are part of an entry's version: the same text in every run, wherever its folder is.
  const paths = ['.'];
  if (call.kind === 'save') {
    for (const name of call.packed ?? []) await packFile(join(call.folder, name));
    const id = await saveCache(paths, call.key);
    const { cause, problem = 'it may only be read', sizeBytes } = listen();
    return id >= 0
      ? { outcome: 'saved', sizeBytes }
      : { outcome: 'failed', problem: cause ?? problem };
  }
  const key = await restoreCache(paths, call.key, [...call.restoreKeys]);
  const { problem, sizeBytes } = listen();
  const strange = key === undefined ? undefined : await findStrange(call.folder);
  if (key !== undefined && strange === undefined) return { outcome: 'restored', key, sizeBytes };
  // What an archive left that broke off is no content.
  for (const name of await readdir(call.folder))
    await rm(join(call.folder, name), { recursive: true, force: true });
  if (strange !== undefined) return { outcome: 'strange', problem: strange };
  return problem === undefined ? { outcome: 'missing' } : { outcome: 'failed', problem };
}

async function packFile(path: string): Promise<void> {
  const aside = `${path}.packed`;
  // A quarter of the time of the usual level, for some more bytes.
  const params = { [zlib.ZSTD_c_compressionLevel]: 1 };
  const [highWaterMark, chunkSize] = [CHUNK_BYTES, CHUNK_BYTES];
  await pipeline(
    createReadStream(path, { highWaterMark }),
    createZstdCompress({ params, chunkSize }),
    createWriteStream(aside, { highWaterMark }),
  );
  await rename(aside, path);
}

/** Whoever reads a link, a pipe or a device that an archive brought would read something else. */
async function findStrange(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const strange = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  return strange === undefined ? undefined : 'it holds something other than files and folders';
}

/**
 * The library tells `tar` to keep absolute names (`-P`): an entry that somebody forged would write wherever it likes in
 * the machine of a job that signs. A `tar` that does not hear of it is found first.
 */
async function guardTar(): Promise<void> {
  const path = process.env['PATH'] ?? '';
  const folder = join(process.env['RUNNER_TEMP'] ?? '', 'bin');
  await mkdir(folder, { recursive: true });
  for (const name of ['tar', 'gtar']) {
    const program = await findProgram(name, path);
    if (program === undefined) continue;
    const quoted = `'${program.replaceAll("'", "'\\''")}'`;
    const script = `#!/bin/sh\nfor one do shift; [ "$one" = -P ] || set -- "$@" "$one"; done\nexec ${quoted} "$@"\n`;
    await writeFile(join(folder, name), script, { mode: 0o700 });
  }
  process.env['PATH'] = [folder, path].join(delimiter);
}

async function findProgram(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    const isThere = folder !== '' && (await isProgram(file));
    if (isThere) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
