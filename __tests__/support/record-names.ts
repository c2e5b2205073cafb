/**
 * Asks the published bundle of docker/metadata-action what it answers for every case in names-cases.ts and writes
 * __tests__/fixtures/names/metadata-action.json. It fetches nothing: GitHub's API is a server of this process and the clock stands still.
 *
 *   node __tests__/support/record-names.ts <folder with a checkout of docker/metadata-action> <its version>
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAMES_CASES, type NamesCase } from './names-cases.ts';
import { EVENTS, REPOSITORY, RUN_TIME } from './names-events.ts';

const FROZEN_CLOCK = `
const Real = Date;
globalThis.Date = class Date extends Real {
  constructor(...args) { args.length === 0 ? super(${JSON.stringify(RUN_TIME)}) : super(...args); }
  static now() { return Real.parse(${JSON.stringify(RUN_TIME)}); }
};`;

interface Peer {
  readonly bundle: string;
  readonly clock: string;
  readonly apiUrl: string;
  readonly folder: string;
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
}

function serveGitHub(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const commit = { commit: { committer: { date: EVENTS['push-main'].commitTime } } };
    const found = /\/commits(\/|$)/.test(request.url ?? '') ? commit : REPOSITORY;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

function runBundle(peer: Peer, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const args = ['--require', peer.clock, peer.bundle];
    execFile(process.execPath, args, { env, maxBuffer: 1 << 26 }, (error, stdout) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout });
    });
  });
}

async function readOutputs(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8');
  const pattern = /^(.+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm;
  return new Map([...text.matchAll(pattern)].map((found) => [found[1] ?? '', found[3] ?? '']));
}

const lines = (text: string | undefined): string[] => (text ? text.split('\n') : []);
const commands = (stdout: string, kind: string): string[] =>
  lines(stdout)
    .filter((line) => line.startsWith(`::${kind}::`))
    .map((line) => line.slice(kind.length + 4));

async function readWhole(outputs: Map<string, string>): Promise<Record<string, unknown>> {
  const bake = async (name: string) =>
    JSON.parse(await readFile(outputs.get(name) ?? '', 'utf8')) as unknown;
  return {
    tagNames: lines(outputs.get('tag-names')),
    labels: outputs.get('labels') ?? '',
    annotations: outputs.get('annotations') ?? '',
    json: JSON.parse(outputs.get('json') ?? 'null') as unknown,
    bakeFile: await bake('bake-file'),
    bakeFileTags: await bake('bake-file-tags'),
    bakeFileLabels: await bake('bake-file-labels'),
    bakeFileAnnotations: await bake('bake-file-annotations'),
  };
}

async function askPeer(peer: Peer, asked: NamesCase): Promise<Record<string, unknown>> {
  const event = EVENTS[asked.event];
  const folder = await mkdtemp(join(peer.folder, 'case-'));
  const file = (name: string) => join(folder, name);
  await writeFile(file('event.json'), JSON.stringify(event.payload));
  await writeFile(file('output'), '');
  await writeFile(file('env'), '');
  const inputs = Object.entries(asked.inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const { exitCode, stdout } = await runBundle(peer, {
    ...Object.fromEntries(inputs),
    ...asked.env,
    INPUT_CONTEXT: 'workflow',
    'INPUT_GITHUB-TOKEN': 'none',
    GITHUB_API_URL: peer.apiUrl,
    GITHUB_REPOSITORY: REPOSITORY.full_name,
    GITHUB_EVENT_NAME: event.eventName,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_REF: event.ref,
    GITHUB_SHA: event.sha,
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    RUNNER_TEMP: folder,
    NODE_COMPILE_CACHE: join(peer.folder, 'compile-cache'),
    HOME: folder,
    PATH: '/usr/bin:/bin',
    TMPDIR: folder,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  });
  const outputs = await readOutputs(file('output'));
  const errors = commands(stdout, 'error');
  const answer =
    exitCode === 0
      ? {
          version: outputs.get('version') ?? '',
          tags: lines(outputs.get('tags')),
          ...(asked.record === 'labels' ? { labels: outputs.get('labels') ?? '' } : {}),
          ...(asked.record === 'all' ? await readWhole(outputs) : {}),
        }
      : { error: errors[0] ?? stdout.slice(-300) };
  await rm(folder, { recursive: true });
  const warnings = commands(stdout, 'warning');
  return { ...asked, ...(warnings.length > 0 ? { warnings } : {}), ...answer };
}

async function recordAll(checkout: string, version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'names-'));
  const github = await serveGitHub();
  const peer = {
    bundle: join(checkout, 'dist/index.cjs'),
    clock: join(folder, 'clock.cjs'),
    apiUrl: github.url,
    folder,
  };
  await writeFile(peer.clock, FROZEN_CLOCK);
  const answers: Record<string, unknown>[] = [];
  const queue = [...NAMES_CASES.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      answers[next[0]] = await askPeer(peer, next[1]);
    }
  };
  await Promise.all([work(), work()]);
  github.close();
  await rm(folder, { recursive: true });
  const target = new URL('../fixtures/names/metadata-action.json', import.meta.url);
  const rows = answers.map((answer) => JSON.stringify(answer)).join(',\n');
  await writeFile(
    target,
    `{"peer":"docker/metadata-action","version":${JSON.stringify(version)},"cases":[\n${rows}\n]}\n`,
  );
  process.stdout.write(`${answers.length} cases recorded\n`);
}

const [checkout, version] = process.argv.slice(2);
if (checkout === undefined || version === undefined) {
  process.stderr.write('usage: record-names.ts <checkout of docker/metadata-action> <version>\n');
  process.exitCode = 1;
} else {
  await recordAll(checkout, version);
}
