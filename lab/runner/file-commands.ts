import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files a step writes instead of printing commands: fresh ones for every step and every stage of it. */
export const FILE_COMMANDS = ['output', 'state', 'env', 'path', 'step_summary'] as const;
export type FileCommand = (typeof FILE_COMMANDS)[number];
export type FileCommandPaths = Readonly<Record<FileCommand, string>>;

const PREFIXES: Readonly<Record<FileCommand, string>> = {
  output: 'set_output_',
  state: 'save_state_',
  env: 'set_env_',
  path: 'add_path_',
  step_summary: 'step_summary_',
};

/** A summary above this is dropped whole, with an error on the step. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

export interface FileCommandResults {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** What GITHUB_ENV gives to later steps. The runner refuses NODE_OPTIONS. */
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
  /** What the runner prints as errors; any of them fails the step. */
  readonly errors: readonly string[];
}

/** Creates the empty files below `tempDir`. */
export async function makeFileCommands(tempDir: string): Promise<FileCommandPaths> {
  const folder = join(tempDir, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const suffix = randomUUID();
  const pathOf = (command: FileCommand) => join(folder, `${PREFIXES[command]}${suffix}`);
  for (const command of FILE_COMMANDS) await writeFile(pathOf(command), '');
  return {
    output: pathOf('output'),
    state: pathOf('state'),
    env: pathOf('env'),
    path: pathOf('path'),
    step_summary: pathOf('step_summary'),
  };
}

/** Reads what a stage wrote. A file that was removed counts as empty. */
export async function readFileCommands(paths: FileCommandPaths): Promise<FileCommandResults> {
  const errors: string[] = [];
  const readPairs = async (command: FileCommand) => {
    const { pairs, error } = parsePairs(await readText(paths[command]));
    if (error !== undefined) {
      errors.push(`Unable to process file command '${command}' successfully.`, error);
    }
    return pairs;
  };
  const outputs = Object.fromEntries(await readPairs('output'));
  const state = Object.fromEntries(await readPairs('state'));
  const envPairs = await readPairs('env');
  for (const [name] of envPairs.filter(isBlocked)) {
    errors.push(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
  }
  const env = Object.fromEntries(envPairs.filter((pair) => !isBlocked(pair)));
  const path = (await readText(paths.path)).split(/\r\n|\n|\r/).filter((line) => line !== '');
  const summary = await readText(paths.step_summary);
  const sizeBytes = await stat(paths.step_summary).then(
    (found) => found.size,
    () => 0,
  );
  if (sizeBytes > SUMMARY_LIMIT_BYTES) {
    errors.push(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k`);
  }
  return { outputs, state, env, path, summary, errors };
}

/**
 * Parses `name=value` and `name<<DELIMITER … DELIMITER` as the runner does on Linux: `\n` ends a line, whichever of
 * `=` and `<<` comes first decides, a later pair of the same name wins. Pairs before a malformed line count.
 */
export function parsePairs(text: string): {
  readonly pairs: readonly (readonly [string, string])[];
  readonly error?: string;
} {
  const pairs: [string, string][] = [];
  const endsWithNewline = text.endsWith('\n');
  const lines = text.split('\n');
  if (endsWithNewline || text === '') lines.pop();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    if (heredoc < 0) return { pairs, error: `Invalid format '${line}'` };
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '') {
      return { pairs, error: `Invalid format '${line}'. Name and delimiter must not be empty` };
    }
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) return { pairs, error: `Matching delimiter not found '${delimiter}'` };
    pairs.push([name, lines.slice(index + 1, end).join('\n')]);
    index = end;
  }
  return { pairs };
}

function isBlocked([name]: readonly [string, string]): boolean {
  return name.toUpperCase() === 'NODE_OPTIONS';
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
