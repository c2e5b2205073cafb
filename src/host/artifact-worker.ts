/**
 * `@actions/artifact` in a thread of its own. The library prints what it does where users look for the reason of a
 * failure, waits for minutes (five attempts of up to three minutes each, pauses between them) and cannot be
 * cancelled: a thread can be kept quiet and be ended with all its timers and sockets, whenever we want.
 *
 * The main thread imports this module for its address alone; the library is loaded by the first call in the thread.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

/** This very file, also as a chunk of the bundle: what the thread is started with. */
export const WORKER_URL = import.meta.url;
/** `workerData` of the thread. */
export const WORKER_ROLE = 'build-sign-action artifacts';

export type ArtifactRequest =
  | {
      readonly kind: 'upload';
      readonly name: string;
      readonly file: string;
      readonly folder: string;
    }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'download';
      readonly id: number;
      readonly folder: string;
      /** `sha256:` and 64 hexadecimal digits. */
      readonly digest: string | undefined;
      readonly maxBytes: number;
    };

export interface ListedArtifact {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: string | undefined;
}

/** What a request gives, by its kind. */
export interface ArtifactResults {
  readonly upload: undefined;
  readonly list: readonly ListedArtifact[];
  /** The file as it is stored. */
  readonly download: Uint8Array;
}

/** An error on its way between threads. */
export interface ArtifactFailure {
  readonly name: string;
  readonly message: string;
  /** The library repeated a request inside this call: an earlier one may have had its effect. */
  readonly isRepeated: boolean;
}

export interface ArtifactCall {
  readonly call: number;
  readonly request: ArtifactRequest;
}

export type ArtifactAnswer =
  | { readonly call: number; readonly result: ArtifactResults[ArtifactRequest['kind']] }
  | { readonly call: number; readonly failure: ArtifactFailure }
  /** What the library printed. */
  | { readonly line: string };

/** Files that grow beyond what is asked for are noticed so often. */
const WATCH_INTERVAL_MS = 100;

interface CallState {
  isRepeated: boolean;
}

const calls = new AsyncLocalStorage<CallState>();

if (!isMainThread && workerData === WORKER_ROLE) {
  process.stdout.write = takeLine;
  parentPort?.on('message', (call: ArtifactCall) => void answer(call));
}

/** In place of `process.stdout.write`: lines and answers then come in order, and each line is known by its call. */
function takeLine(chunk: string | Uint8Array): boolean {
  for (const line of String(chunk).split('\n')) {
    const state = calls.getStore();
    if (state !== undefined && /^Attempt \d+ of \d+ failed/.test(line)) state.isRepeated = true;
    if (line.trim() !== '') post({ line: line.trimEnd() });
  }
  return true;
}

function post(answer: ArtifactAnswer): void {
  parentPort?.postMessage(answer);
}

async function answer({ call, request }: ArtifactCall): Promise<void> {
  const state: CallState = { isRepeated: false };
  try {
    const result = await calls.run(state, () => serve(request));
    post({ call, result });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    post({ call, failure: { name, message, isRepeated: state.isRepeated } });
  }
}

async function serve(request: ArtifactRequest): Promise<ArtifactResults[ArtifactRequest['kind']]> {
  const { default: client } = await import('@actions/artifact');
  if (request.kind === 'upload') {
    await client.uploadArtifact(request.name, [request.file], request.folder);
    return undefined;
  }
  if (request.kind === 'list') {
    const { artifacts } = await client.listArtifacts({ latest: true });
    return artifacts.map(({ id, name, size, digest }) => ({ id, name, sizeBytes: size, digest }));
  }
  const { id, folder, digest, maxBytes } = request;
  // Not unpacked by the library: it bounds neither the number of files nor their size.
  const loading = client.downloadArtifact(id, {
    path: folder,
    skipDecompress: true,
    ...(digest === undefined ? {} : { expectedHash: digest }),
  });
  const { digestMismatch } = await watchSize(loading, folder, maxBytes);
  if (digestMismatch === true) throw makeError('DigestMismatch', 'its digest is another one');
  const bytes = await readOnlyFile(folder);
  if (bytes.length > maxBytes) throw makeTooLarge(maxBytes);
  return bytes;
}

/** Waits for a download, not beyond the size that is allowed. */
async function watchSize<Value>(
  loading: Promise<Value>,
  folder: string,
  maxBytes: number,
): Promise<Value> {
  const watch: { timer?: NodeJS.Timeout } = {};
  const excess = new Promise<never>((_, reject) => {
    watch.timer = setInterval(() => {
      void readSize(folder).then((sizeBytes) => {
        if (sizeBytes > maxBytes) reject(makeTooLarge(maxBytes));
      });
    }, WATCH_INTERVAL_MS);
  });
  try {
    return await Promise.race([loading, excess]);
  } finally {
    clearInterval(watch.timer);
  }
}

async function readSize(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The name of the file is the server's to choose. */
async function readOnlyFile(folder: string): Promise<Uint8Array> {
  const [name, ...others] = await readdir(folder);
  if (name === undefined || others.length > 0) throw makeError('NoFile', 'it is not one file');
  return readFile(join(folder, name));
}

function makeTooLarge(maxBytes: number): Error {
  return makeError('TooLarge', `it has more than ${maxBytes} bytes`);
}

function makeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
