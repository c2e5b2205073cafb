/** Artifacts of the run by `@actions/artifact`, quiet, bounded in time and size, and sure of what was created. */
import { join } from 'node:path';
import pRetry from 'p-retry';
import { ActionError } from '../errors.ts';
import { parseRuntimeToken } from '../tools/runtime-token.ts';
import {
  describeFailure,
  isConflict,
  isNetworkFailure,
  isUnsettled,
  makeUnavailable,
} from './artifact-failure.ts';
import { ArtifactCallError, type ArtifactThread, makeArtifactThread } from './artifact-thread.ts';
import type { ArtifactRequest, ArtifactResults, ListedArtifact } from './artifact-worker.ts';
import type { Artifacts, Files, Host } from './host.ts';
import { readRecordArchive } from './record-archive.ts';

export interface ArtifactLimits {
  /** Milliseconds for one call of the door, whatever the library waits for. */
  readonly callMs: number;
  /** Milliseconds before a request whose connection failed is made once more; twice as many before the last one. */
  readonly retryMs: number;
  /** Milliseconds between looks for an artifact of which it is not known whether it was created. */
  readonly settleMs: number;
}

export interface ArtifactsOptions extends Pick<Host, 'env' | 'signal' | 'mask'> {
  readonly log: Pick<Host['log'], 'debug'>;
  readonly files: Pick<Files, 'makeTempDir' | 'write' | 'remove'>;
  readonly limits?: Partial<ArtifactLimits>;
}

const LIMITS: ArtifactLimits = { callMs: 90_000, retryMs: 1_000, settleMs: 2_000 };
const CONNECTION_RETRIES = 2;
const SETTLE_LOOKS = 4;
const FILE = 'record.json';
const MAX_BYTES = 8 * 1024 * 1024;
/** What the library and its HTTP clients may see: nothing else that an earlier step put into GITHUB_ENV. */
const ENV_NAMES = [
  ...['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL', 'GITHUB_SERVER_URL'],
  ...['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'],
] as const;
const NEEDED = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'] as const;

interface Door {
  readonly options: ArtifactsOptions;
  readonly limits: ArtifactLimits;
  readonly thread: ArtifactThread;
  /** Artifacts never change: what a list once told of one holds. */
  readonly known: Map<number, ListedArtifact>;
}

/** Makes the door; nothing is started or loaded before its first call. */
export function makeArtifacts(options: ArtifactsOptions): Artifacts {
  const { env } = options;
  const door: Door = {
    options,
    limits: { ...LIMITS, ...options.limits },
    thread: makeArtifactThread({ env: pickEnvironment(env), onLine: makeRelay(options) }),
    known: new Map(),
  };
  return {
    jobId: parseRuntimeToken(env['ACTIONS_RUNTIME_TOKEN'] ?? '')?.jobId,
    create: (name, text) => withDeadline(door, (stop) => create(door, { name, text, stop })),
    list: (prefix) =>
      withDeadline(door, async (stop) => {
        const found = (await list(door, stop)).filter(({ name }) => name.startsWith(prefix));
        return found.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes }));
      }),
    read: (id) => withDeadline(door, (stop) => read(door, id, stop)),
  };
}

function pickEnvironment(env: Host['env']): Record<string, string> {
  return Object.fromEntries(
    ENV_NAMES.flatMap((name): [string, string][] => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** Of the library's workflow commands only masks get through; its own debug lines hold whole answers. */
function makeRelay({ log, mask }: ArtifactsOptions): (line: string) => void {
  return (line) => {
    const [, command, value = ''] = /^::([a-z-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (command === 'add-mask') mask(decodeURIComponent(value));
    else if (command !== 'debug') log.debug(`artifacts: ${command === undefined ? line : value}`);
  };
}

/** Runs one call of the door within its time; what the runner cancels ends with the reason of that. */
async function withDeadline<Value>(
  { options, limits }: Door,
  run: (stop: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const { env, signal } = options;
  const missing = NEEDED.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw makeUnavailable(`The runner gave the job no ${missing.join(' and no ')}`, {
      hint: 'Runners of GitHub give it to every JavaScript action; act does with --artifact-server-path',
    });
  }
  const deadline = AbortSignal.timeout(limits.callMs);
  try {
    return await run(AbortSignal.any([deadline, signal]));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof ActionError) throw error;
    if (deadline.aborted) {
      const seconds = Math.ceil(limits.callMs / 1000);
      throw makeUnavailable(`The artifact service did not answer within ${seconds} s`, {
        hint: 'Run the failed jobs again when https://www.githubstatus.com says that Actions is well',
        cause: error,
      });
    }
    throw explain(error);
  }
}

/** The library gives up at the first connection that fails, and repeats a request for what the service answers. */
function call<Kind extends ArtifactRequest['kind']>(
  { thread, limits }: Door,
  request: Extract<ArtifactRequest, { kind: Kind }>,
  stop: AbortSignal,
): Promise<ArtifactResults[Kind]> {
  return pRetry(() => thread.call<Kind>(request, stop), {
    retries: CONNECTION_RETRIES,
    minTimeout: limits.retryMs,
    signal: stop,
    shouldRetry: ({ error }) =>
      error instanceof ArtifactCallError && isNetworkFailure(error.failure),
  });
}

interface Creation {
  readonly name: string;
  readonly text: string;
  readonly stop: AbortSignal;
}

async function create(door: Door, creation: Creation): Promise<'created' | 'exists'> {
  const { files } = door.options;
  const folder = await files.makeTempDir('bsa-artifact-');
  let attempts = 0;
  try {
    const file = join(folder, FILE);
    await files.write(file, creation.text);
    const request = { kind: 'upload', name: creation.name, file, folder } as const;
    const thread: ArtifactThread = {
      call: (...parameters) => {
        attempts += 1;
        return door.thread.call(...parameters);
      },
    };
    await call<'upload'>({ ...door, thread }, request, creation.stop);
    return 'created';
  } catch (error) {
    if (!(error instanceof ArtifactCallError)) throw error;
    const failure = { ...error.failure, isRepeated: error.failure.isRepeated || attempts > 1 };
    if (isUnsettled(failure)) return settle(door, creation, error);
    if (isConflict(failure)) return 'exists';
    throw error;
  } finally {
    await files.remove(folder);
  }
}

/**
 * A request was repeated and its name is taken: by the first request, whose answer was lost, or by another job? To
 * call the first case 'exists' would leave a claim that nobody holds. What the artifact holds tells, once it shows.
 */
async function settle(
  door: Door,
  { name, text, stop }: Creation,
  cause: unknown,
): Promise<'created' | 'exists'> {
  for (let look = 0; look < SETTLE_LOOKS; look++) {
    if (look > 0) await sleep(door.limits.settleMs, stop);
    const found = (await list(door, stop)).find((each) => each.name === name);
    if (found === undefined) continue;
    const held = await read(door, found.id, stop).catch(ignoreInvalid);
    return held === text ? 'created' : 'exists';
  }
  throw makeUnavailable(`It is not known whether the artifact ${name} was created`, {
    hint: 'The service failed in between, and the name stays taken in this attempt. Run the failed jobs again',
    cause,
  });
}

/** What cannot be read was not written here. */
function ignoreInvalid(error: unknown): undefined {
  const known = explain(error);
  if (!(known instanceof ActionError) || known.code !== 'ARTIFACT_INVALID') throw known;
}

function explain(error: unknown): unknown {
  return error instanceof ArtifactCallError ? describeFailure(error.failure, error) : error;
}

async function list(door: Door, stop: AbortSignal): Promise<readonly ListedArtifact[]> {
  const found = await call<'list'>(door, { kind: 'list' }, stop);
  for (const artifact of found) door.known.set(artifact.id, artifact);
  return found.toSorted((a, b) => a.id - b.id);
}

async function read(door: Door, id: number, stop: AbortSignal): Promise<string> {
  const { files } = door.options;
  if (!door.known.has(id)) await list(door, stop);
  const known = door.known.get(id);
  if (known !== undefined && known.sizeBytes > MAX_BYTES) {
    throw new ActionError('ARTIFACT_INVALID', `The artifact ${known.name} is larger than 8 MiB`);
  }
  const folder = await files.makeTempDir('bsa-artifact-');
  try {
    const digest = parseDigest(known?.digest);
    const request = { kind: 'download', id, folder, digest, maxBytes: MAX_BYTES } as const;
    const archive = await call<'download'>(door, request, stop);
    return readRecordArchive(archive, { file: FILE, maxBytes: MAX_BYTES });
  } finally {
    await files.remove(folder);
  }
}

/** Not every service that speaks the protocol writes the algorithm, and some write no digest. */
function parseDigest(text: string | undefined): string | undefined {
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text ?? '')?.[1];
  return hex === undefined ? undefined : `sha256:${hex.toLowerCase()}`;
}

function sleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      clearTimeout(timer);
      reject(stop.reason);
    };
    const timer = setTimeout(() => {
      stop.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    if (stop.aborted) cancel();
    else stop.addEventListener('abort', cancel, { once: true });
  });
}
