/**
 * A Host with a memory: files, state, outputs, log and clock are real enough to be asserted on afterwards, and
 * commands and requests are scripted. Anything that is not scripted fails the test, unless the network is real.
 */

import type { Artifacts, Command, Host, HttpRequest, Log } from '../../src/host/host.ts';
import { sendRequest } from '../../src/host/http.ts';
import { recordCalls } from './fake-artifacts.ts';
import { type CacheStore, openCacheStore } from './fake-cache.ts';
import { makeFakeFiles } from './fake-files.ts';
import { type GitHubAnswers, makeFakeGitHub } from './fake-github.ts';
import {
  answerRequest,
  COMPLETED,
  makePicker,
  type ScriptedCommand,
  type ScriptedRequest,
} from './fake-script.ts';

interface Memory {
  readonly commands: Command[];
  readonly requests: HttpRequest[];
  /** The log; notices, warnings and errors say so, lines of tools begin with `| `. */
  readonly lines: string[];
  readonly outputs: Map<string, string>;
  /** What the job's environment got. */
  readonly exported: Map<string, string>;
  readonly state: Map<string, string>;
  readonly masked: string[];
  readonly stored: Map<string, string | Uint8Array>;
  readonly summaries: string[];
  readonly slept: number[];
  /** What happened, in order: `state`, `run …`, `PUT /path`, `write …`, `remove …`, `artifact …`, `output …`, `summary`. */
  readonly events: string[];
  /** What was asked for and not scripted: empty after a good test, also where somebody caught the error. */
  readonly unscripted: string[];
}

export interface FakeHost extends Host, Memory {
  readonly failed: () => boolean;
  readonly cancel: (reason: Error) => void;
}

export interface FakeHostOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly executables?: readonly string[];
  /** Of the disks of some paths; of others it is not known. */
  readonly freeBytes?: Readonly<Record<string, number>>;
  readonly commands?: readonly ScriptedCommand[];
  readonly requests?: readonly ScriptedRequest[];
  /** Requests that are not scripted go to real servers, on loopback. */
  readonly network?: 'real';
  readonly now?: Date;
  /** What GitHub's API answers. */
  readonly github?: GitHubAnswers;
  /** The job's door to a service that other hosts of the run share: `makeArtifactService().door(jobId)`. */
  readonly artifacts?: Artifacts;
  /** The Actions cache, which hosts of several runs share; without one the runner offers none. */
  readonly cache?: CacheStore;
}

/** What all parts of one host share. */
interface Life {
  readonly options: FakeHostOptions;
  readonly memory: Memory;
  readonly controller: AbortController;
  timeMs: number;
  count: number;
  hasFailed: boolean;
}

export function makeFakeHost(options: FakeHostOptions = {}): FakeHost {
  const life: Life = {
    options,
    memory: makeMemory(options),
    controller: new AbortController(),
    timeMs: 0,
    count: 0,
    hasFailed: false,
  };
  const { memory, controller } = life;
  const host: FakeHost = {
    ...memory,
    failed: () => life.hasFailed,
    cancel: (reason) => controller.abort(reason),
    env: options.env ?? {},
    machine: { os: 'linux', arch: 'amd64', nodeArch: 'x64' },
    signal: controller.signal,
    log: makeLog(memory),
    files: makeFakeFiles({
      stored: memory.stored,
      folders: new Set(),
      events: memory.events,
      executables: options.executables ?? [],
      freeBytes: options.freeBytes ?? {},
      nextId: () => ++life.count,
    }),
    clock: makeClock(life),
    toolCache: {
      find: async () => undefined,
      download: async ({ url }) => refuse(memory, `download ${url}`),
      extract: async (archive) => refuse(memory, `extract ${archive}`),
      add: async () => refuse(memory, 'adding to the tool cache'),
    },
    github: makeFakeGitHub(options.github, memory.events, (what) => refuse(memory, what)),
    artifacts: recordCalls(options.artifacts, memory.events, (what) => refuse(memory, what)),
    cache: openCacheStore(options.cache, memory),
    fetch: makeFetch(life, () => host),
    run: makeRun(life, () => host),
    relay: async () => refuse(memory, 'a relay'),
    mask: (value) => memory.masked.push(value),
    ...makeRunnerFiles(life),
    exportVariable: (name, value) => void memory.exported.set(name, value),
    randomHex: (bytes) => (++life.count).toString(16).padStart(bytes * 2, '0'),
  };
  return host;
}

function makeMemory({ env = {}, files = {} }: FakeHostOptions): Memory {
  const state = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    name.startsWith('STATE_') ? [[name.slice(6), value]] : [],
  );
  return {
    commands: [],
    requests: [],
    lines: [],
    outputs: new Map(),
    exported: new Map(),
    state: new Map(state),
    masked: [],
    stored: new Map(Object.entries(files)),
    summaries: [],
    slept: [],
    events: [],
    unscripted: [],
  };
}

function refuse({ unscripted }: Memory, what: string): never {
  unscripted.push(what);
  throw new Error(`not scripted: ${what}`);
}

function makeLog({ lines }: Memory): Log {
  const say =
    (prefix: string) =>
    (line: string): void => {
      lines.push(`${prefix}${line}`);
    };
  return {
    info: say(''),
    debug: say('debug: '),
    notice: say('notice: '),
    warning: say('warning: '),
    annotate: (message, { title, file, line }) =>
      say(`warning: ${file}:${line} [${title}] `)(message),
    error: (message, { title, file, line }) =>
      say(`error: ${file === undefined ? '' : `${file}:${line} `}[${title}] `)(message),
    group: (title, grouped) => [title, ...grouped].forEach(say('')),
    open: (title) => {
      say('')(title);
      return () => undefined;
    },
    foreign: say('| '),
  };
}

/** Waiting costs no time, but whoever waits lets others go on; several who wait at the same time wait once. */
function makeClock(life: Life): Host['clock'] {
  const { memory, controller, options } = life;
  const start = (options.now ?? new Date('2026-01-02T03:04:05Z')).getTime();
  return {
    now: () => new Date(start + life.timeMs),
    elapsedMs: () => life.timeMs,
    sleep: async (ms) => {
      memory.slept.push(ms);
      const wakeMs = life.timeMs + ms;
      await new Promise((resolve) => setImmediate(resolve));
      life.timeMs = Math.max(life.timeMs, wakeMs);
      if (controller.signal.aborted) throw controller.signal.reason;
    },
    repeat: () => () => undefined,
  };
}

function makeFetch({ memory, options, controller }: Life, self: () => FakeHost): Host['fetch'] {
  const pick = makePicker(options.requests ?? []);
  return async (request) => {
    const { method = 'GET', url } = request;
    memory.requests.push(request);
    memory.events.push(`${method} ${new URL(url).pathname}`);
    const script = pick(`${method} ${url}`);
    if (script !== undefined) return answerRequest(script, self());
    if (options.network === 'real') return sendRequest(request, controller.signal);
    return refuse(memory, `${method} ${url}`);
  };
}

function makeRun(life: Life, self: () => FakeHost): Host['run'] {
  const { memory, options } = life;
  const pick = makePicker(options.commands ?? []);
  return async (command) => {
    const text = [command.tool, ...command.args].join(' ');
    memory.commands.push(command);
    memory.events.push(`run ${command.tool} ${command.args[0] ?? ''}`);
    const { answer } = pick(text) ?? refuse(memory, text);
    const told = typeof answer === 'function' ? await answer(command, self()) : answer;
    const result = { ...COMPLETED, ...told };
    life.timeMs += result.durationMs;
    for (const line of `${result.stdout}\n${result.stderr}`.split('\n'))
      if (line !== '') command.onLine?.(line);
    return result;
  };
}

function makeRunnerFiles(
  life: Life,
): Pick<Host, 'setOutput' | 'saveState' | 'readState' | 'writeSummary' | 'fail'> {
  const { outputs, state, summaries, events } = life.memory;
  return {
    setOutput: (name, value) => {
      events.push(`output ${name}`);
      outputs.set(name, value);
    },
    saveState: (name, value) => {
      events.push('state');
      state.set(name, value);
    },
    readState: (name) => state.get(name) ?? '',
    writeSummary: async (markdown) => {
      events.push('summary');
      summaries.push(markdown);
    },
    fail: () => {
      life.hasFailed = true;
    },
  };
}
