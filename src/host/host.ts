/** The only door from the action to the world. Stages take a `Pick` of it: a signature shows its reach. */
import type { ActionsCache, Outage } from '../tools/actions-cache.ts';
import type { Program } from '../tools/program.ts';
import type { Relay, RelayRequest } from '../tools/relay.ts';

/** A child process, described as data. */
export interface Command extends Program {
  /** What messages call it: `buildx`, `cosign`, `docker`. */
  readonly tool: string;
  readonly cwd?: string | undefined;
  readonly stdin?: string | undefined;
  /**
   * Milliseconds after which the child's whole process group is ended (SIGINT, then SIGTERM, then SIGKILL).
   * Commands with a deadline run in a process group of their own; without one they run through `@actions/exec`.
   */
  readonly deadlineMs?: number | undefined;
  /** Ends the child's process group as a deadline does, where it is seen to be of no use before its time. */
  readonly stop?: AbortSignal | undefined;
  /** Called for each line of stdout or stderr while the child runs; `\n`, `\r\n` and a bare `\r` end a line. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface CommandResult {
  /** Undefined when a signal ended the child or it could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  /** True when the file does not exist or is not executable. */
  readonly notFound: boolean;
  /** At most the last 4 MiB of each stream. */
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
  /** Milliseconds for the whole exchange, redirects and body included. */
  readonly timeoutMs: number;
  /** Bytes of body accepted; more is an error. Default 64 MiB. */
  readonly maxBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; several values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Redirects led to another origin than was asked: these are its words. */
  readonly isElsewhere?: boolean;
}

/** A transport failure: no complete HTTP response. `kind` decides whether a retry makes sense. */
export class TransportError extends Error {
  readonly kind: 'timeout' | 'refused' | 'reset' | 'dns' | 'tls' | 'too-large' | 'other';
  /** Host and port only: never a path or a query, which may carry a signature. */
  readonly host: string;

  constructor(kind: TransportError['kind'], host: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TransportError';
    this.kind = kind;
    this.host = host;
  }
}

/** A file to be fetched. */
export interface Download {
  readonly url: string;
  readonly file: string;
  /** Milliseconds without a byte. */
  readonly idleMs: number;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
}

/** Where in the repository something is wrong. */
export interface SourcePlace {
  readonly title: string;
  /** Path from the root of the repository; undefined where it is elsewhere. */
  readonly file: string | undefined;
  /** Counted from 1. */
  readonly line: number | undefined;
}

export interface Log {
  info(line: string): void;
  debug(line: string): void;
  notice(message: string): void;
  warning(message: string, outage?: Outage): void;
  /** A warning that GitHub shows where it belongs. */
  annotate(message: string, place: SourcePlace): void;
  error(message: string, place: SourcePlace): void;
  /** Prints a collapsed group at once: for parallel tracks that gathered their lines first. */
  group(title: string, lines: readonly string[]): void;
  /** Opens a group for lines that arrive live; the returned function closes it. */
  open(title: string): () => void;
  /** A tool's line, made harmless: the runner executes `::command::` at its start and `##[command]` anywhere, of both streams. */
  foreign(line: string): void;
}

export interface Files {
  makeTempDir(prefix: string): Promise<string>;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Writes with mode 0600 unless told otherwise; the file appears whole (written aside, then renamed). */
  write(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
  makeDir(path: string): Promise<void>;
  /** Kind of the thing at `path`, links followed; undefined when there is nothing. */
  kind(path: string): Promise<'file' | 'directory' | 'other' | undefined>;
  /** Names of what is in a folder. */
  list(path: string): Promise<readonly string[]>;
  executable(path: string): Promise<boolean>;
  isPrivate(path: string): Promise<boolean>;
  readable(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  /** Of a file or a link; a folder stays, whoever has put it there in the meantime. */
  unlink(path: string): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Hexadecimal sha256 of the file's bytes, streamed. */
  sha256(path: string): Promise<string>;
  realpath(path: string): Promise<string>;
  size(path: string): Promise<number>;
  /** Changes when somebody writes to the file, or puts another in its place, links followed. */
  stamp(path: string): Promise<string>;
  /** Paths of all files below a folder, relative to it; links are not followed, folders only where `enters` says so. */
  walk(path: string, enters: (folder: string) => boolean): Promise<readonly string[]>;
  /** What may still be written to the disk of a path; undefined where that cannot be known. */
  freeBytes(path: string): Promise<number | undefined>;
  /** Relative paths count from this folder afterwards, for children too. */
  enter(path: string): Promise<void>;
}

export interface Clock {
  now(): Date;
  /** Monotonic milliseconds. */
  elapsedMs(): number;
  /** Ends early (rejecting) when the run is cancelled. */
  sleep(ms: number): Promise<void>;
  /** Does something again and again until the returned function is called; keeps nobody waiting at the end. */
  repeat(everyMs: number, work: () => Promise<void>): () => void;
}

/** The runner's tool cache, by `@actions/tool-cache`. */
export interface ToolCache {
  /** Folder of an earlier install, or undefined. Its content is not to be trusted before it is hashed. */
  find(tool: string, version: string, arch: string): Promise<string | undefined>;
  /** Appends to a file what it has not got yet; undefined when it is whole, else the status of an answer that is no file. */
  download(wanted: Download): Promise<number | undefined>;
  /** Unpacks a tar archive, compressed or not, into a folder. */
  extract(archive: string, folder: string): Promise<void>;
  /** Copies a file into the cache, executable; returns the folder. */
  add(file: string, name: string, tool: string, version: string, arch: string): Promise<string>;
}

export interface RepositoryRequest {
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
}

/** What GitHub's API says, where the event payload does not. */
export interface GitHubApi {
  /** The repository as the payload of an event has it (GET /repos/{owner}/{repo}). */
  repository(request: RepositoryRequest): Promise<unknown>;
  /** One commit (GET /repos/{owner}/{repo}/commits/{ref}). */
  commit(request: RepositoryRequest & { readonly sha: string }): Promise<unknown>;
  /** How `head` stands to `base` (GET /repos/{owner}/{repo}/compare/{base}...{head}), within 5 s. */
  compare(
    request: RepositoryRequest & { readonly base: string; readonly head: string },
  ): Promise<unknown>;
  /** What the repository's caches take (GET /repos/{owner}/{repo}/actions/cache/usage), and may (…/storage-limit), within 5 s. */
  cacheUsage(request: RepositoryRequest): Promise<unknown>;
  /** The 100 caches of a key's beginning that were used last (GET /repos/{owner}/{repo}/actions/caches), within 5 s. */
  caches(request: RepositoryRequest & { readonly key: string }): Promise<unknown>;
  /** The release that is marked as the latest (GET /repos/{owner}/{repo}/releases/latest), within 5 s; undefined when none is. */
  latestRelease(request: RepositoryRequest): Promise<unknown>;
}

/** One artifact of this workflow run. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** As it is stored, compressed. */
  readonly sizeBytes: number;
}

/** Artifacts of this run, by `@actions/artifact` (service v4). Whatever they hold, any job of the run may have written. */
export interface Artifacts {
  /** The job in the runtime token (`Actions.Results:<run>:<job>` in `scp`); undefined without such a token. */
  readonly jobId: string | undefined;
  /**
   * Uploads one text as file `record.json`. 'exists' when the run has an artifact of that name already (HTTP 409),
   * finalized or not. Throws ARTIFACTS_UNAVAILABLE: then the name may be taken for good, without an artifact.
   */
  create(name: string, text: string): Promise<'created' | 'exists'>;
  /**
   * All finalized artifacts of the run whose names begin with `prefix`, in the order of their ids; of several with
   * one name the newest. Throws ARTIFACTS_UNAVAILABLE.
   */
  list(prefix: string): Promise<readonly Artifact[]>;
  /**
   * The text of `record.json` in an artifact, at most 8 MiB, its digest checked where the service tells one.
   * Throws ARTIFACTS_UNAVAILABLE, and ARTIFACT_INVALID when it is not what `create` makes.
   */
  read(id: number): Promise<string>;
}

export interface Host {
  /** The job's environment, read-only. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machine: {
    readonly os: 'linux' | 'darwin' | 'windows';
    readonly arch: 'amd64' | 'arm64' | 'other';
    /** Name by which Node knows the architecture, for messages. */
    readonly nodeArch: string;
  };
  readonly log: Log;
  readonly files: Files;
  readonly clock: Clock;
  readonly toolCache: ToolCache;
  readonly github: GitHubApi;
  readonly artifacts: Artifacts;
  readonly cache: ActionsCache;
  /** Aborted when the runner cancels the job; its reason is an ActionError `CANCELLED`. */
  readonly signal: AbortSignal;
  fetch(request: HttpRequest): Promise<HttpResponse>;
  run(command: Command): Promise<CommandResult>;
  /** Listens until it is closed. Rejects where no socket can be made. */
  relay(request: RelayRequest): Promise<Relay>;
  /** Masks a value, and each of its lines, in everything the job prints from now on. */
  mask(value: string): void;
  setOutput(name: string, value: string): void;
  /** A variable for the steps that follow. */
  exportVariable(name: string, value: string): void;
  saveState(name: string, value: string): void;
  readState(name: string): string;
  writeSummary(markdown: string): Promise<void>;
  fail(): void;
  randomHex(bytes: number): string;
}
