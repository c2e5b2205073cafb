/** `@actions/cache`: what is asked of it, and what it says -> what that means. Texts: `@actions/cache` 6.3. */

/** What more than one stage does without when it is away. */
export type Outage = 'actions-cache';

/** Why nothing was restored or saved. Never an exception: a cache is not worth one. */
export interface CacheFailure {
  readonly outcome: 'failed';
  /** `archive`: what came could not be unpacked, or what was to be kept could not be packed. */
  readonly reason: 'absent' | 'timeout' | 'throttled' | 'denied' | 'archive' | 'other';
  /** One line, for a warning. */
  readonly problem: string;
}

export interface CacheRestoreRequest {
  /** Absolute path of an empty folder, or of none. */
  readonly folder: string;
  /** Of at most 512 characters, without a comma. */
  readonly key: string;
  /** Beginnings of keys that will do as well, best first; at most nine. */
  readonly restoreKeys: readonly string[];
  readonly timeoutMs: number;
  /** Ends it at once, as a failure. */
  readonly stop?: AbortSignal | undefined;
}

export interface CacheSaveRequest extends Omit<CacheRestoreRequest, 'restoreKeys' | 'stop'> {
  /** Files of the folder that are kept, and come back, compressed (zstd): for who reads them so. */
  readonly packed?: readonly string[] | undefined;
}

export type CacheRestoreResult =
  /** `sizeBytes` as it is stored, compressed. */
  | { readonly outcome: 'restored'; readonly key: string; readonly sizeBytes: number }
  | { readonly outcome: 'missing' }
  | CacheFailure;

export type CacheSaveResult =
  | { readonly outcome: 'saved'; readonly sizeBytes: number }
  /** The key is taken, by this job's scope: entries never change. */
  | { readonly outcome: 'exists' }
  | CacheFailure;

/**
 * Folders kept between runs, by `@actions/cache`: files and folders only, with names inside of the folder. Whoever can
 * write caches of this branch or of the default branch can have written them. Rejects only when the run is cancelled.
 */
export interface ActionsCache {
  /** The runner offers the service; whether it answers is another matter. */
  readonly isAvailable: boolean;
  /** After anything but `restored` the folder is empty. */
  restore(request: CacheRestoreRequest): Promise<CacheRestoreResult>;
  save(request: CacheSaveRequest): Promise<CacheSaveResult>;
}

/** What a call came to, as far as the library tells it. */
export type CacheAnswer =
  | Exclude<CacheRestoreResult, CacheFailure>
  | Exclude<CacheSaveResult, CacheFailure | { readonly outcome: 'exists' }>
  /** In the words of the library: why there is nothing. */
  | { readonly outcome: 'failed'; readonly problem: string }
  /** What came is not what is ever saved. */
  | { readonly outcome: 'strange'; readonly problem: string };

/** What the library said during a call. It tells an outage from an absent entry in its log alone. */
export interface CacheTalk {
  readonly problem: string | undefined;
  /** Why an entry could not be reserved: told in a debug line only. */
  readonly cause: string | undefined;
  readonly sizeBytes: number;
}

export const SILENCE: CacheTalk = { problem: undefined, cause: undefined, sizeBytes: 0 };

/** A line of a library that prints workflow commands -> the command, where it is one, and what it says. */
export function parseLibraryLine(line: string): { command: string | undefined; value: string } {
  const [, command, value = line] = /^::([a-z-]+)[^:]*::(.*)$/.exec(line) ?? [];
  return { command, value: command === undefined ? line : decodeData(value) };
}

/** `@actions/core` escapes what would end a command. */
function decodeData(value: string): string {
  return value.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** One more line of the library, added to what it said before. */
export function addLine(talk: CacheTalk, line: string): CacheTalk {
  const { command, value } = parseLibraryLine(line);
  const failed = /^Failed to (?:restore|save): (.*)$/s.exec(value)?.[1];
  const warned = command === 'warning' ? (talk.problem ?? value) : talk.problem;
  const size = /^File Size: (\d+)$|^Cache Size: .*\((\d+) B\)$/.exec(value);
  return {
    problem: failed ?? warned,
    cause: /^Failed to reserve cache: (?:\w*Error: )?(.*)$/s.exec(value)?.[1] ?? talk.cause,
    sizeBytes: size === null ? talk.sizeBytes : Number(size[1] ?? size[2]),
  };
}

/** The answer to a restore. */
export function readRestored(answer: CacheAnswer): CacheRestoreResult {
  switch (answer.outcome) {
    case 'restored':
    case 'missing':
      return answer;
    case 'saved':
      return failCache('other', 'another question was answered');
    case 'strange':
      return failCache('archive', answer.problem);
    case 'failed':
      return failCache(chooseReason(answer.problem), answer.problem);
  }
}

/** The answer to a save. */
export function readSaved(answer: CacheAnswer): CacheSaveResult {
  if (answer.outcome === 'saved') return answer;
  if (answer.outcome !== 'failed') return failCache('other', 'another question was answered');
  if (/\(409\)|already.exists/i.test(answer.problem)) return { outcome: 'exists' };
  return failCache(chooseReason(answer.problem), answer.problem);
}

function chooseReason(problem: string): CacheFailure['reason'] {
  if (/cache (?:read|write) denied|only be read|\((?:401|403)\)/i.test(problem)) return 'denied';
  if (/\(429\)|rate limit/i.test(problem)) return 'throttled';
  if (/\btar\b.*failed|no space left|ENOSPC/i.test(problem)) return 'archive';
  return 'other';
}

/** One line, without what would let a reader of the log at the file. */
export function failCache(reason: CacheFailure['reason'], problem: string): CacheFailure {
  const [first = ''] = problem.split('\n');
  return { outcome: 'failed', reason, problem: first.replace(/([?&]sig=)[^&\s"']+/g, '$1***') };
}
