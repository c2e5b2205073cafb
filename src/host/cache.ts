/** Folders kept between runs by `@actions/cache`: quiet, bounded in time, and without an exception for an outage. */
import { randomBytes } from 'node:crypto';
import { isRecord } from '../image/json-shape.ts';
import {
  type ActionsCache,
  type CacheAnswer,
  type CacheFailure,
  type CacheRestoreRequest,
  failCache,
  readRestored,
  readSaved,
} from '../tools/actions-cache.ts';
import { pickNetwork } from '../tools/child-env.ts';
import type { CacheCall } from './cache-worker.ts';
import { runInGroup } from './command.ts';
import type { CommandResult, Files, Host } from './host.ts';

export interface CacheOptions extends Pick<Host, 'env' | 'signal' | 'mask'> {
  readonly log: Pick<Host['log'], 'debug'>;
  readonly files: Pick<Files, 'makeTempDir' | 'makeDir' | 'remove'>;
  readonly os: Host['machine']['os'];
}

/** What the library may see: nothing else that an earlier step put into GITHUB_ENV. */
const ENV_NAMES = [
  ...['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL', 'ACTIONS_CACHE_URL'],
  ...['ACTIONS_CACHE_SERVICE_V2', 'ACTIONS_CACHE_MODE', 'GITHUB_SERVER_URL', 'NODE_EXTRA_CA_CERTS'],
];

/** Makes the door; nothing is started or loaded before its first call. */
export function makeCache(options: CacheOptions): ActionsCache {
  return {
    isAvailable: isAvailable(options),
    restore: async (request) => {
      const told = await call(options, { kind: 'restore', ...request });
      return 'reason' in told ? told : readRestored(told);
    },
    save: async (request) => {
      const told = await call(options, { kind: 'save', restoreKeys: [], ...request });
      return 'reason' in told ? told : readSaved(told);
    },
  };
}

/** Windows unpacks by another `tar`, whose habits nobody here has looked into. */
function isAvailable({ env, os }: CacheOptions): boolean {
  const url = env['ACTIONS_CACHE_SERVICE_V2'] ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_CACHE_URL';
  return os !== 'windows' && Boolean(env[url]) && Boolean(env['ACTIONS_RUNTIME_TOKEN']);
}

async function call(
  options: CacheOptions,
  {
    timeoutMs,
    stop,
    ...request
  }: Omit<CacheCall, 'nonce'> & Pick<CacheRestoreRequest, 'timeoutMs' | 'stop'>,
): Promise<CacheAnswer | CacheFailure> {
  const { files, signal } = options;
  if (!isAvailable(options)) return failCache('absent', 'this runner offers no Actions cache');
  signal.throwIfAborted();
  const { WORKER_FILE, WORKER_ROLE } = await import('./cache-worker.ts');
  const temp = await files.makeTempDir('bsa-cache-');
  const nonce = randomBytes(16).toString('hex');
  const answers: CacheAnswer[] = [];
  try {
    await files.makeDir(request.folder);
    const result = await runInGroup(
      {
        tool: 'actions/cache',
        file: process.execPath,
        args: ['--no-warnings', WORKER_FILE, WORKER_ROLE],
        env: makeEnvironment(options, { temp, folder: request.folder }),
        cwd: request.folder,
        stdin: JSON.stringify({ ...request, nonce } satisfies CacheCall),
        deadlineMs: timeoutMs,
        stop,
        onLine: (line) => takeLine(options, { line, nonce, answers }),
      },
      { signal },
    );
    signal.throwIfAborted();
    if (answers[0] !== undefined) return answers[0];
    return stop?.aborted === true
      ? failCache('other', 'it was stopped')
      : describeSilence(result, timeoutMs);
  } finally {
    await files.remove(temp);
  }
}

function makeEnvironment(
  { env }: CacheOptions,
  { temp, folder }: { readonly temp: string; readonly folder: string },
): Record<string, string> {
  const given = ENV_NAMES.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return {
    ...pickNetwork(env),
    ...Object.fromEntries(given),
    PATH: env['PATH'] ?? '',
    // The library writes its archive there, and reads names relative to the workspace.
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: folder,
    LANG: 'C',
  };
}

function takeLine(
  { log, mask }: CacheOptions,
  {
    line,
    nonce,
    answers,
  }: { readonly line: string; readonly nonce: string; readonly answers: CacheAnswer[] },
): void {
  const isOurs = line.startsWith(nonce);
  const message: unknown = isOurs ? JSON.parse(line.slice(nonce.length)) : { line };
  if (!isRecord(message)) return;
  if (typeof message['mask'] === 'string') mask(message['mask']);
  if (typeof message['line'] === 'string') log.debug(`actions/cache: ${message['line']}`);
  if (isAnswer(message['answer'])) answers.push(message['answer']);
}

/** Only the process that was started here knows the nonce: its answer has the shape that it was written with. */
function isAnswer(value: unknown): value is CacheAnswer {
  return isRecord(value) && typeof value['outcome'] === 'string';
}

function describeSilence({ timedOut, stderr }: CommandResult, timeoutMs: number): CacheFailure {
  if (timedOut) return failCache('timeout', `no end within ${Math.ceil(timeoutMs / 1000)} s`);
  return failCache('other', stderr.trim().split('\n').at(-1) || 'it ended without an answer');
}
