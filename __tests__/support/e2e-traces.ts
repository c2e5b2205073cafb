import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACTION_FOLDER, makeHome } from '../../lab/job.ts';
import type { Lab } from '../../lab/lab.ts';
import type { StageRun } from '../../lab/runner/records.ts';
import type { ActionRun } from '../../lab/runner.ts';
import { type Trace, toTrace } from './e2e-canaries.ts';
import type { PostAgain } from './e2e-evidence.ts';
import { type ProcessWatch, readTree } from './e2e-machine.ts';
import { readImageTraces } from './e2e-registry.ts';
import type { Snapshot } from './e2e-snapshot.ts';

/** A home in which everything lies that a run must not touch, a login for another registry among it. */
export async function plantHome(lab: Lab, password: string): Promise<string> {
  const home = await makeHome(lab);
  const auth = Buffer.from(`somebody:${password}`).toString('base64');
  const files = {
    '.docker/config.json': JSON.stringify({ auths: { 'registry.example.test': { auth } } }),
    '.docker/buildx/current': JSON.stringify({
      Key: lab.engine.dockerHost,
      Name: '',
      Global: false,
    }),
    '.sigstore/root/remote.json': '{"mirror":"https://tuf.example.test"}',
    '.cosign/cosign.key': 'not a key',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(home, name, '..'), { recursive: true });
    await writeFile(join(home, name), text, { mode: 0o600 });
  }
  return home;
}

interface Sources {
  readonly run: ActionRun;
  readonly processes: ReturnType<ProcessWatch['stop']>;
  readonly after: Snapshot;
  /** TMPDIR of the job. */
  readonly temp: string;
}

/** Everything of a run in which a secret could show. */
export async function gatherTraces({ run, processes, after, temp }: Sources): Promise<Trace[]> {
  const digest = run.main.outputs['digest'];
  const images = new Map(
    [...after.tags.values()]
      .filter((tag) => tag.digest === digest)
      .map((tag) => [`${tag.registry.host}/${tag.name}`, tag]),
  );
  const stored = await Promise.all(
    [...images.values()].map((tag) => readImageTraces(tag.registry, tag.name, tag.digest)),
  );
  const left = [...(await listFiles(run.tempDir)), ...(await listFiles(temp))];
  const files = await Promise.all(
    left.map(async (path) => toTrace(path, await readFile(path).catch(() => ''))),
  );
  return [
    ...gatherStage('main', run.main),
    ...(run.post === undefined ? [] : gatherStage('post', run.post)),
    ...processes.filter(isNoFetchOfBuildKit).map(({ commandLine, environment }) => ({
      ...toTrace('a command line', commandLine),
      isForeign: !isOfJob(environment, temp),
    })),
    ...gatherEnvironments(processes, temp),
    ...stored.flat(),
    ...files,
  ];
}

function gatherStage(stage: string, run: StageRun): Trace[] {
  // The one place where a secret is said aloud, to the runner, which hides it from then on.
  const printed = run.log.filter(({ text }) => !text.startsWith('::add-mask::'));
  return [
    toTrace(`the log of ${stage}`, printed.map(({ text }) => text).join('\n')),
    toTrace(`the summary of ${stage}`, run.summary),
    ...Object.entries({ ...run.outputs, ...run.state, ...run.env }).map(([name, value]) =>
      toTrace(`${stage}: ${name}`, value),
    ),
    toTrace(`the path of ${stage}`, run.path.join('\n')),
  ];
}

/** cosign gets its token by file; nothing of the job's environment is its business. */
function gatherEnvironments(processes: Sources['processes'], temp: string): Trace[] {
  return processes
    .filter(({ commandLine }) => /^\S*cosign /.test(commandLine))
    .filter(({ environment }) => isOfJob(environment, temp))
    .map(({ environment }) => toTrace('the environment of cosign', environment));
}

/** BuildKit gives git its credentials as an argument, in the daemon's own container (its source/git/source.go, getAuthToken). */
function isNoFetchOfBuildKit({ commandLine }: { readonly commandLine: string }): boolean {
  return !/^git .*-c http\.\S+\.extraheader=Authorization: /.test(commandLine);
}

/** Each job of these tests has a TMPDIR of its own, which tells its processes from those of others. */
function isOfJob(environment: string, temp: string): boolean {
  return environment.includes(`TMPDIR=${temp}`);
}

/** Files that are not the runner's own: those lie in folders whose names begin with an underscore. */
export async function listLeftFiles({ tempDir }: ActionRun, temp: string): Promise<string[]> {
  const inTemp = [...(await readTree(tempDir)).keys()].filter((path) => !path.startsWith('_'));
  return [...inTemp, ...[...(await readTree(temp)).keys()].map((path) => `TMPDIR/${path}`)];
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

/** A post step that runs again, as after a re-run of the machine: nothing is left for it to do. */
export function runPostAgain({ main, homeDir, tempDir }: ActionRun, lab: Lab): Promise<PostAgain> {
  const startedAt = performance.now();
  const state = Object.entries(main.state).map(
    ([name, value]) => [`STATE_${name}`, value] as const,
  );
  const child = spawn(process.execPath, [join(ACTION_FOLDER, 'dist/post.js')], {
    env: {
      PATH: `${join(lab.tools.docker, '..')}:/usr/bin:/bin`,
      HOME: homeDir,
      DOCKER_HOST: lab.engine.dockerHost,
      RUNNER_TEMP: tempDir,
      ...Object.fromEntries(state),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        exitCode: code ?? undefined,
        durationMs: performance.now() - startedAt,
        output: Buffer.concat(output).toString(),
      }),
    );
  });
}
