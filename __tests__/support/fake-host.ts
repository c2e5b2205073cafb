/**
 * A Host with a memory: files, state, outputs, log and clock are real enough to be asserted on afterwards, and
 * commands and requests are scripted. Anything that is not scripted fails the test.
 */
import type {
  Command,
  CommandResult,
  Host,
  HttpRequest,
  HttpResponse,
} from '../../src/host/host.ts';

export interface ScriptedCommand {
  /** Matched against `tool arg arg …`. */
  readonly when: RegExp;
  readonly answer:
    | Partial<CommandResult>
    | ((
        command: Command,
        host: FakeHost,
      ) => Partial<CommandResult> | Promise<Partial<CommandResult>>);
  /** How often it answers; later scripts of the same kind come after. Default: always. */
  readonly times?: number;
}

export interface ScriptedRequest {
  /** Matched against `METHOD url`. */
  readonly when: RegExp;
  readonly answer:
    | (Partial<Omit<HttpResponse, 'body'>> & { readonly body?: string | Uint8Array })
    | Error;
  readonly times?: number;
}

export interface FakeHost extends Host {
  readonly commands: Command[];
  readonly requests: HttpRequest[];
  readonly lines: string[];
  readonly outputs: Map<string, string>;
  readonly state: Map<string, string>;
  readonly masked: string[];
  readonly stored: Map<string, string | Uint8Array>;
  readonly summaries: string[];
  readonly slept: number[];
  readonly failed: () => boolean;
  readonly cancel: (reason: Error) => void;
  /** What happened, in order: `state`, `run …`, `write …`, `remove …`, `output …`. */
  readonly events: string[];
}

export interface FakeHostOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly executables?: readonly string[];
  readonly commands?: readonly ScriptedCommand[];
  readonly requests?: readonly ScriptedRequest[];
  readonly now?: Date;
  readonly visibility?: 'public' | 'private' | 'internal' | Error;
}

const COMPLETED: CommandResult = {
  exitCode: 0,
  signal: undefined,
  timedOut: false,
  notFound: false,
  stdout: '',
  stderr: '',
  durationMs: 10,
};

export function makeFakeHost(options: FakeHostOptions = {}): FakeHost {
  const controller = new AbortController();
  const stored = new Map<string, string | Uint8Array>(Object.entries(options.files ?? {}));
  const folders = new Set<string>();
  const memory = {
    events: [] as string[],
    commands: [] as Command[],
    requests: [] as HttpRequest[],
    lines: [] as string[],
    slept: [] as number[],
  };
  const outputs = new Map<string, string>();
  const state = new Map<string, string>(
    Object.entries(options.env ?? {}).flatMap(([name, value]) =>
      name.startsWith('STATE_') ? [[name.slice(6), value]] : [],
    ),
  );
  const masked: string[] = [];
  const summaries: string[] = [];
  const pickCommand = makePicker(options.commands ?? []);
  const pickRequest = makePicker(options.requests ?? []);
  let timeMs = 0;
  let counter = 0;
  let hasFailed = false;
  const say =
    (prefix: string) =>
    (line: string): void => {
      memory.lines.push(`${prefix}${line}`);
    };
  const host: FakeHost = {
    ...memory,
    outputs,
    state,
    masked,
    stored,
    summaries,
    failed: () => hasFailed,
    cancel: (reason) => controller.abort(reason),
    env: options.env ?? {},
    machine: { os: 'linux', arch: 'amd64', nodeArch: 'x64' },
    signal: controller.signal,
    log: {
      info: say(''),
      debug: say('debug: '),
      notice: say('notice: '),
      warning: say('warning: '),
      error: (message, title) =>
        say('error: ')(title === undefined ? message : `[${title}] ${message}`),
      group: (title, lines) => [title, ...lines].forEach(say('')),
      open: (title) => {
        say('')(title);
        return () => undefined;
      },
      foreign: say('| '),
    },
    files: makeFakeFiles({
      stored,
      folders,
      events: memory.events,
      executables: options.executables ?? [],
      nextId: () => ++counter,
    }),
    clock: {
      now: () => new Date((options.now ?? new Date('2026-01-02T03:04:05Z')).getTime() + timeMs),
      elapsedMs: () => timeMs,
      sleep: async (ms) => {
        if (controller.signal.aborted) throw controller.signal.reason;
        memory.slept.push(ms);
        timeMs += ms;
      },
    },
    toolCache: {
      find: async () => undefined,
      download: async (url) => {
        throw new Error(`not scripted: download ${url}`);
      },
      add: async () => {
        throw new Error('not scripted: tool cache');
      },
    },
    github: {
      repositoryVisibility: async () => {
        const { visibility } = options;
        if (visibility === undefined) throw new Error('not scripted: repositoryVisibility');
        if (visibility instanceof Error) throw visibility;
        return visibility;
      },
    },
    fetch: async (request) => {
      memory.requests.push(request);
      const script = pickRequest(`${request.method ?? 'GET'} ${request.url}`);
      if (script.answer instanceof Error) throw script.answer;
      const { body = '', status = 200, headers = {} } = script.answer;
      return {
        status,
        headers,
        body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      };
    },
    run: async (command) => {
      memory.commands.push(command);
      memory.events.push(`run ${command.tool} ${command.args[0] ?? ''}`);
      const { answer } = pickCommand([command.tool, ...command.args].join(' '));
      const result = typeof answer === 'function' ? await answer(command, host) : answer;
      timeMs += result.durationMs ?? COMPLETED.durationMs;
      for (const line of [result.stdout, result.stderr].join('\n').split('\n'))
        if (line !== '') command.onLine?.(line);
      return { ...COMPLETED, ...result };
    },
    mask: (value) => masked.push(value),
    setOutput: (name, value) => {
      memory.events.push(`output ${name}`);
      outputs.set(name, value);
    },
    saveState: (name, value) => {
      memory.events.push('state');
      state.set(name, value);
    },
    readState: (name) => state.get(name) ?? '',
    writeSummary: async (markdown) => {
      summaries.push(markdown);
    },
    fail: () => {
      hasFailed = true;
    },
    randomHex: (bytes) => (++counter).toString(16).padStart(bytes * 2, '0'),
  };
  return host;
}

function makePicker<T extends { readonly when: RegExp; readonly times?: number }>(
  scripts: readonly T[],
): (text: string) => T {
  const left = scripts.map((script) => ({
    script,
    times: script.times ?? Number.POSITIVE_INFINITY,
  }));
  return (text) => {
    const found = left.find(({ script, times }) => times > 0 && script.when.test(text));
    if (found === undefined) throw new Error(`not scripted: ${text}`);
    found.times -= 1;
    return found.script;
  };
}

function makeFakeFiles({
  stored,
  folders,
  events,
  executables,
  nextId,
}: {
  stored: Map<string, string | Uint8Array>;
  folders: Set<string>;
  events: string[];
  executables: readonly string[];
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
    executable: async (path) => executables.includes(path),
    readable: async (path) => stored.has(path),
    remove: async (path) => {
      events.push(`remove ${path}`);
      folders.delete(path);
      for (const file of [...stored.keys()])
        if (file === path || file.startsWith(`${path}/`)) stored.delete(file);
    },
    symlink: async (target, path) => {
      stored.set(path, target);
    },
    rename: async (from, to) => {
      stored.set(to, read(from));
      stored.delete(from);
    },
    sha256: async () => 'f'.repeat(64),
    realpath: async (path) => path,
  };
}
