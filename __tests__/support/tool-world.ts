import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as toolCache from '@actions/tool-cache';
import { jest } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { runInGroup } from '../../src/host/command.ts';
import { downloadFile } from '../../src/host/download.ts';
import { makeFiles } from '../../src/host/files.ts';
import type { Command } from '../../src/host/host.ts';
import { sendRequest } from '../../src/host/http.ts';
import type { ToolHost } from '../../src/stages/tools/tool-request.ts';

export interface ToolWorld {
  readonly host: ToolHost;
  readonly folder: string;
  readonly lines: string[];
  readonly warnings: string[];
  readonly sleepsMs: number[];
  readonly commands: Command[];
  cancel(reason: Error): void;
  /** A cosign of that version, as a script that leaves a trace of that name when it is run. */
  makeBinary(name: string, version: string): string;
  trace(name: string): string;
  wasRun(name: string): boolean;
  /** Names left in the runner's temp folder. */
  listTemp(): Promise<string[]>;
  writeScript(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** A machine with folders of its own: real files, processes and tool cache; waiting costs no time. */
export async function makeToolWorld({
  os = 'linux',
  arch = 'amd64',
  withToolCache = true,
}: {
  os?: ToolHost['machine']['os'];
  arch?: ToolHost['machine']['arch'];
  withToolCache?: boolean;
} = {}): Promise<ToolWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'tool-world-'));
  const [temp, cache] = [join(folder, 'temp'), join(folder, 'cache')];
  await mkdir(temp);
  // A folder below a file can be made by nobody, not even by root.
  if (!withToolCache) await writeFile(cache, '');
  Object.assign(process.env, {
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: withToolCache ? cache : join(cache, 'below'),
  });
  // The library tells its steps to the runner, on standard output.
  const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const controller = new AbortController();
  const trace = (name: string): string => join(folder, name);
  const records = { lines: [], warnings: [], sleepsMs: [], commands: [] } as Pick<
    ToolWorld,
    'lines' | 'warnings' | 'sleepsMs' | 'commands'
  >;
  return {
    ...records,
    folder,
    host: makeHost({ temp, os, arch, controller, records }),
    cancel: (reason) => controller.abort(reason),
    makeBinary: (name, version) =>
      `#!/bin/sh\n: > ${trace(name)}\necho '{"gitVersion":"v${version}"}'\n`,
    trace,
    wasRun: (name) => existsSync(trace(name)),
    listTemp: () => readdir(temp),
    async writeScript(name, text) {
      const path = join(folder, name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, `#!/bin/sh\n${text}\n`);
      await chmod(path, 0o755);
      return path;
    },
    remove: () => {
      output.mockRestore();
      return rm(folder, { recursive: true, force: true });
    },
  };
}

function makeHost({
  temp,
  os,
  arch,
  controller,
  records,
}: {
  temp: string;
  os: ToolHost['machine']['os'];
  arch: ToolHost['machine']['arch'];
  controller: AbortController;
  records: Pick<ToolWorld, 'lines' | 'warnings' | 'sleepsMs' | 'commands'>;
}): ToolHost {
  let elapsedMs = 0;
  const write = (line: string): void => {
    records.lines.push(line);
  };
  return {
    env: { PATH: `${join(temp, '..', 'bin')}:/usr/bin:/bin` },
    machine: { os, arch, nodeArch: arch },
    files: makeFiles(temp),
    signal: controller.signal,
    mask: () => undefined,
    fetch: (request) => sendRequest(request, controller.signal),
    run: (command) => {
      records.commands.push(command);
      return runInGroup(command, { signal: controller.signal });
    },
    toolCache: {
      find: async (...key) => toolCache.find(...key) || undefined,
      download: (wanted) => downloadFile(wanted, controller.signal),
      extract: async (archive, to) => void (await toolCache.extractTar(archive, to, 'x')),
      add: (...file) => toolCache.cacheFile(...file),
    },
    clock: {
      now: () => new Date(elapsedMs),
      elapsedMs: () => elapsedMs,
      sleep: async (ms) => {
        records.sleepsMs.push(ms);
        elapsedMs += ms;
      },
      repeat: () => () => undefined,
    },
    log: {
      info: write,
      debug: write,
      notice: write,
      error: write,
      foreign: write,
      annotate: write,
      group: (_, grouped) => records.lines.push(...grouped),
      open: () => () => undefined,
      warning: (message) => {
        records.warnings.push(message);
      },
    },
  };
}

/** The code of the error that the work ends with; `none` when it succeeds. */
export function readCode(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => errorCode(error),
  );
}
