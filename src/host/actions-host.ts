/** The Host on GitHub's runner: `@actions/core` and `exec`; heavier libraries are imported when first needed. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as core from '@actions/core';
import { defuseLine } from '../tools/output-filter.ts';
import { makeArtifacts } from './artifacts.ts';
import { makeCache } from './cache.ts';
import { runInGroup } from './command.ts';
import { downloadFile } from './download.ts';
import { makeFiles } from './files.ts';
import { github } from './github.ts';
import type { Clock, Command, CommandResult, Host, Log, SourcePlace, ToolCache } from './host.ts';
import { sendRequest } from './http.ts';

const OS = { linux: 'linux', darwin: 'darwin', win32: 'windows' } as const;

/** Makes the Host of this process. `signal` is how a cancel of the job comes. */
export function makeActionsHost(signal: AbortSignal): Host {
  hideLibraryWarnings();
  leaveLostFolder();
  const env = Object.freeze({ ...process.env });
  const files = makeFiles(env['RUNNER_TEMP'] || undefined);
  const os = OS[process.platform as keyof typeof OS] ?? 'linux';
  return {
    env,
    machine: {
      os,
      arch: process.arch === 'x64' ? 'amd64' : process.arch === 'arm64' ? 'arm64' : 'other',
      nodeArch: process.arch,
    },
    log,
    files,
    clock: makeClock(signal),
    toolCache: makeToolCache(signal),
    github,
    artifacts: makeArtifacts({ env, files, log, signal, mask: maskLines }),
    cache: makeCache({ env, files, log, signal, mask: maskLines, os }),
    signal,
    fetch: (request) => sendRequest(request, signal),
    run: (command) => runCommand(command, signal),
    relay: async (request) => (await import('./relay.ts')).startRelay(request),
    mask: maskLines,
    setOutput: (name, value) => core.setOutput(name, value),
    exportVariable: (name, value) => core.exportVariable(name, value),
    saveState: (name, value) => core.saveState(name, value),
    readState: (name) => core.getState(name),
    writeSummary: async (markdown) => {
      // GHES of some ages and local runners have no summary file.
      if (process.env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(markdown, true).write();
    },
    fail: () => {
      process.exitCode = core.ExitCode.Failure;
    },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}

/** Node prints libraries' notes to their developers (undici: "experimental") where users look for the reason of a failure. */
function hideLibraryWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => core.debug(`${name}: ${message}`));
}

/** Of the machine and not of the job's container, for one: every tool would end with an error that names no variable. */
function leaveLostFolder(): void {
  const { TMPDIR: folder } = process.env;
  if (folder === undefined || existsSync(folder)) return;
  core.info(`TMPDIR is left out: there is no ${folder}`);
  delete process.env['TMPDIR'];
}

const log: Log = {
  info: (line) => core.info(line),
  debug: (line) => core.debug(line),
  notice: (message) => core.notice(message),
  warning: (message) => core.warning(message),
  annotate: (message, place) => core.warning(message, formatPlace(place)),
  error: (message, place) => core.error(message, formatPlace(place)),
  group: (title, lines) => {
    core.startGroup(title);
    for (const line of lines) core.info(line);
    core.endGroup();
  },
  open: (title) => {
    core.startGroup(title);
    return () => core.endGroup();
  },
  foreign: (line) => core.info(defuseLine(line)),
};

function formatPlace({ title, file, line }: SourcePlace): core.AnnotationProperties {
  if (file === undefined) return { title };
  return { title, file, ...(line === undefined ? {} : { startLine: line }) };
}

/** Each line on its own too: the runner masks by line, so a PEM key would otherwise show through. */
function maskLines(value: string): void {
  if (value.trim() === '') return;
  core.setSecret(value);
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  if (lines.length < 2) return;
  for (const line of lines) if (line.length > 3) core.setSecret(line);
}

function makeClock(signal: AbortSignal): Clock {
  return {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        const cancel = (): void => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener('abort', cancel);
          resolve();
        }, ms);
        if (signal.aborted) cancel();
        else signal.addEventListener('abort', cancel, { once: true });
      }),
    repeat: (everyMs, work) => {
      const timer = setInterval(() => void work(), everyMs).unref();
      return () => clearInterval(timer);
    },
  };
}

function runCommand(command: Command, signal: AbortSignal): Promise<CommandResult> {
  return command.deadlineMs === undefined ? runQuick(command) : runInGroup(command, { signal });
}

/** Short commands that only look or tidy up, by `@actions/exec`; its own echo is silenced, the caller logs. */
async function runQuick(command: Command): Promise<CommandResult> {
  const { getExecOutput } = await import('@actions/exec');
  const started = performance.now();
  try {
    // Its first parameter is a command line: a path with a space has to be quoted.
    const file = `"${command.file}"`;
    const { exitCode, stdout, stderr } = await getExecOutput(file, [...command.args], {
      env: { ...command.env },
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      ...(command.stdin === undefined ? {} : { input: Buffer.from(command.stdin) }),
      silent: true,
      ignoreReturnCode: true,
    });
    // At run time the code is null when a signal ended the child, whatever the type says.
    const code = (exitCode as number | null) ?? undefined;
    return result({ exitCode: code, stdout, stderr, notFound: false, started });
  } catch (error) {
    // `@actions/exec` throws when the tool is not on the PATH or cannot be started.
    return result({
      exitCode: undefined,
      stdout: '',
      stderr: String(error),
      notFound: true,
      started,
    });
  }
}

function result({
  started,
  ...known
}: Pick<CommandResult, 'exitCode' | 'stdout' | 'stderr' | 'notFound'> & {
  started: number;
}): CommandResult {
  return { ...known, signal: undefined, timedOut: false, durationMs: performance.now() - started };
}

const makeToolCache = (signal: AbortSignal): ToolCache => ({
  find: async (tool, version, arch) => {
    const { find } = await import('@actions/tool-cache');
    return find(tool, version, arch) || undefined;
  },
  download: (wanted) => downloadFile(wanted, signal),
  extract: async (archive, folder) => {
    const { extractTar } = await import('@actions/tool-cache');
    await extractTar(archive, folder, 'x');
  },
  add: async (file, name, tool, version, arch) => {
    const { cacheFile } = await import('@actions/tool-cache');
    return cacheFile(file, name, tool, version, arch);
  },
});
