import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BINFMT = '/proc/sys/fs/binfmt_misc';
const SETTLE_MS = 1_000;
const POLL_MS = 50;
const YOUNG_MS = 10_000;

/** What a run could leave on a machine that others use too. Key → what it is. */
export interface MachineSnapshot {
  readonly engine: ReadonlyMap<string, Resource>;
  readonly handlers: ReadonlyMap<string, string>;
}

/** A container, volume or network. */
interface Resource {
  readonly name: string;
  /** It may be one that is about to remove itself. */
  readonly isYoung: boolean;
}

export async function readMachine(dockerHost: string): Promise<MachineSnapshot> {
  const [engine, handlers] = await Promise.all([readEngine(dockerHost), readHandlers()]);
  return { engine, handlers };
}

/**
 * What is there now and still is a moment later. Containers that remove themselves need that moment: to learn whether
 * the engine has GPUs, buildx starts and forgets one with each builder.
 */
export async function readSettledMachine(
  dockerHost: string,
  before: MachineSnapshot,
): Promise<MachineSnapshot> {
  const first = await readMachine(dockerHost);
  const deadline = performance.now() + SETTLE_MS;
  for (let last = first; ; last = await readMachine(dockerHost)) {
    const engine = new Map([...last.engine].filter(([id]) => first.engine.has(id)));
    const isSettled = [...engine.keys()].every((id) => before.engine.has(id));
    if (isSettled || performance.now() >= deadline) return { ...last, engine };
    await sleep(POLL_MS);
  }
}

/** Asked of the engine directly: four docker processes would take half a second. */
async function readEngine(dockerHost: string): Promise<Map<string, Resource>> {
  const [containers, volumes, networks] = await Promise.all([
    askEngine<ReadonlyArray<{ Id: string; Names: string[]; Created: number }>>(
      dockerHost,
      '/containers/json?all=1',
    ),
    askEngine<{ Volumes: ReadonlyArray<{ Name: string; CreatedAt?: string }> | null }>(
      dockerHost,
      '/volumes',
    ),
    askEngine<ReadonlyArray<{ Id: string; Name: string }>>(dockerHost, '/networks'),
  ]);
  const isYoung = (createdAtMs: number): boolean => Date.now() - createdAtMs < YOUNG_MS;
  const found: ReadonlyArray<readonly [string, Resource]> = [
    ...containers.map(
      ({ Id, Names, Created }) =>
        [Id, { name: `container ${Names.join(' ')}`, isYoung: isYoung(Created * 1000) }] as const,
    ),
    ...(volumes.Volumes ?? []).map(
      ({ Name, CreatedAt = '' }) =>
        [Name, { name: `volume ${Name}`, isYoung: isYoung(Date.parse(CreatedAt)) }] as const,
    ),
    ...networks.map(({ Id, Name }) => [Id, { name: `network ${Name}`, isYoung: false }] as const),
  ];
  return new Map(found);
}

function askEngine<T>(dockerHost: string, path: string): Promise<T> {
  const url = new URL(dockerHost.replace(/^tcp:/, 'http:'));
  const where =
    url.protocol === 'unix:'
      ? { socketPath: url.pathname, path }
      : { host: url.hostname, port: url.port, path };
  return new Promise((resolve, reject) => {
    const asking = request({ ...where, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    asking.on('error', reject);
    asking.end();
  });
}

async function readHandlers(): Promise<Map<string, string>> {
  const names = await readdir(BINFMT).catch(() => []);
  const found = new Map<string, string>();
  for (const name of names.filter((each) => each !== 'register' && each !== 'status')) {
    found.set(name, await readFile(join(BINFMT, name), 'utf8').catch(() => ''));
  }
  return found;
}

/**
 * New and lost things, one line each. The engine and the kernel may serve other labs at the same time: a builder
 * or an emulator of which the run never spoke (`told` is its whole log and state) is not the run's.
 */
export function findRemains(
  before: MachineSnapshot,
  after: MachineSnapshot,
  told: string,
): string[] {
  const words = new Set(told.split(/[^\w.-]+/));
  const isOthers = ({ name }: Resource): boolean => {
    const [, builder] = /buildx_buildkit_(.+)\d(?:_state)?$/.exec(name) ?? [];
    return builder !== undefined && !words.has(builder);
  };
  const added = [...after.engine].filter(([id, it]) => !before.engine.has(id) && !isOthers(it));
  const lost = [...before.engine].filter(
    ([id, it]) => !after.engine.has(id) && !isOthers(it) && !it.isYoung,
  );
  const changed = [...new Set([...before.handlers.keys(), ...after.handlers.keys()])].filter(
    (name) => words.has(name) && before.handlers.get(name) !== after.handlers.get(name),
  );
  return [
    ...added.map(([, { name }]) => `left behind: ${name}`),
    ...lost.map(([, { name }]) => `removed: ${name}`),
    ...changed.map((name) => `binfmt handler changed: ${name}`),
  ];
}

/** Relative path → hash, link target or `folder`, of everything below a folder. */
export async function readTree(root: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of (await readdir(root, { recursive: true })).sort()) {
    const full = join(root, path);
    const stat = await lstat(full).catch(() => undefined);
    if (stat === undefined) continue;
    if (stat.isSymbolicLink()) found.set(path, `link to ${await readlink(full)}`);
    else if (stat.isDirectory()) found.set(path, 'folder');
    else if (stat.isFile())
      found.set(
        path,
        createHash('sha256')
          .update(await readFile(full))
          .digest('hex'),
      );
    else found.set(path, 'special');
  }
  return found;
}

export function compareTrees(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => {
    if (before.get(path) === after.get(path)) return [];
    if (!after.has(path)) return [`removed: ${path}`];
    return [`${before.has(path) ? 'changed' : 'left behind'}: ${path}`];
  });
}

export interface ProcessWatch {
  /** Ends the watch. Command lines and environments of processes that began while it went on. */
  stop(): ReadonlyArray<{ readonly commandLine: string; readonly environment: string }>;
}

/** Looks every few milliseconds: other users of a machine can read each command line at any moment. */
export function watchProcesses(intervalMs = 10): ProcessWatch {
  const known = new Set(listProcesses());
  const seen = new Map<string, { commandLine: string; environment: string }>();
  const timer = setInterval(() => {
    for (const pid of listProcesses()) {
      if (known.has(pid)) continue;
      const commandLine = readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim();
      // Between fork and exec a child shows its parent's: it is looked at again the next time.
      if (commandLine === '' || seen.has(`${pid} ${commandLine}`)) continue;
      seen.set(`${pid} ${commandLine}`, { commandLine, environment: readProcess(pid, 'environ') });
    }
  }, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen.values()];
    },
  };
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readProcess(pid: string, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
