/** From what a tool printed to what it means and what to do. The exit code decides; the text only explains. */
import { ActionError } from '../errors.ts';
import { BUILDER_FAILURES, SOURCE_FAILURES, STEP_FAILURES } from './catalogue-build.ts';
import { CACHE_FAILURES } from './catalogue-cache.ts';
import { CLUSTER_FAILURES } from './catalogue-cluster.ts';
import { REGISTRY_FAILURES } from './catalogue-registry.ts';
import { SIGNING_FAILURES } from './catalogue-signing.ts';
import type { KnownFailure } from './known-failure.ts';
import { defuseLine } from './output-filter.ts';
import { redactLine } from './redact.ts';

/**
 * In order of precedence: causes before symptoms, the special before the general. A cache that answers 403 is not the
 * registry, and a step without emulation ends in an exit code like any other.
 */
export const KNOWN_FAILURES: readonly KnownFailure[] = [
  ...STEP_FAILURES,
  ...CACHE_FAILURES,
  ...SIGNING_FAILURES,
  ...CLUSTER_FAILURES,
  ...BUILDER_FAILURES,
  ...SOURCE_FAILURES,
  ...REGISTRY_FAILURES,
];

export interface Classified
  extends Pick<KnownFailure, 'id' | 'code' | 'message' | 'hint' | 'retry'> {
  /** The tool's own words, where the message names neither image nor host. */
  readonly words?: string;
}

/** What a tool's output means; undefined when it says nothing that is known. */
export function classifyOutput({
  tool,
  text,
}: {
  tool: string;
  text: string;
}): Classified | undefined {
  const lines = text.split('\n').map(readLine);
  const all = lines.map((line) => line.text);
  const own = lines.flatMap((line) => (line.fromStep ? [] : [line.text]));
  for (const failure of KNOWN_FAILURES) {
    if (failure.tool !== undefined && failure.tool !== tool) continue;
    const told = failure.fromStep === true ? all : own;
    const match = failure.pattern.exec(told.join('\n'));
    if (match === null) continue;
    const described = describe(failure, { place: findPlace(own), ...match.groups });
    if (failure.message.includes('{')) return described;
    const words = told.findLast((line) => failure.pattern.test(line));
    return { ...described, ...(words === undefined ? {} : { words: trimWords(words) }) };
  }
  return undefined;
}

function describe(
  { id, code, message, hint, retry }: KnownFailure,
  groups: Record<string, string>,
): Classified {
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => shorten(groups[name] ?? ''));
  return { id, code, message: fill(message), hint: fill(hint), retry };
}

/** Go quotes what a step runs: `\"` is a `"`. */
function shorten(value: string): string {
  const plain = value.replace(/\\(["\\])/g, '$1');
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}

/** ` (linux/arm64, Dockerfile:3)`: where the step stands, from what buildx prints at the end. */
function findPlace(lines: readonly string[]): string {
  const [, platform] = findMatch(lines, /^> \[(?:(\w+\/[\w/]+) )?[^\]]*\] /);
  const [, line] = findMatch(lines, /^([^\s:][^:]*:\d+)$/);
  const known = [platform, line].filter((part) => part !== undefined);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

function findMatch(lines: readonly string[], pattern: RegExp): readonly (string | undefined)[] {
  return lines.map((line) => pattern.exec(line)).findLast((match) => match !== null) ?? [];
}

const MAX_WORDS = 240;

/** The reason stands at the end, what was wanted at the beginning. */
function trimWords(line: string): string {
  const words = line.replace(/^(?:error: |failed to build: |failed to solve: )+/i, '');
  const half = MAX_WORDS / 2;
  return words.length > MAX_WORDS ? `${words.slice(0, half)} … ${words.slice(-half)}` : words;
}

/**
 * BuildKit's progress is `#12 1.234 text` for what a step printed and `#12 text` for what it says of the step; at the
 * end it repeats the former as `1.234 text`. Warnings are left out: cosign warns of what it then does without.
 */
function readLine(raw: string): { text: string; fromStep: boolean } {
  const line = redactLine(defuseLine(raw)).trim();
  const [, output] = /^(?:#\d+ )?\d+\.\d+ (.*)$/.exec(line) ?? [];
  if (output !== undefined) return { text: output, fromStep: true };
  const text = line.replace(/^#\d+ /, '');
  return { text: /^warning\b/i.test(text) ? '' : text, fromStep: false };
}

/** A command as far as its failure is told. */
export interface FailedCommand {
  readonly tool: string;
  readonly file: string;
  readonly deadlineMs?: number | undefined;
}

export interface FailedResult {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  readonly notFound: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_DETAILS = 20;

/**
 * The error for a command that did not end with exit code 0. Its code is one of COMMAND_TIMED_OUT, COMMAND_NOT_FOUND
 * and COMMAND_FAILED, by which the stage knows that it may say in its own words what failed; where the output is known,
 * the `cause` is an ActionError with the code of the cause.
 */
export function describeCommandFailure(
  result: FailedResult,
  { tool, file, deadlineMs }: FailedCommand,
): ActionError {
  const text = result.stderr.trim() === '' ? result.stdout : result.stderr;
  const details = listTail(text);
  const known = classifyOutput({ tool, text });
  if (result.timedOut) {
    const limit =
      deadlineMs === undefined ? 'its time limit' : `${Math.round(deadlineMs / 1000)} s`;
    return new ActionError(
      'COMMAND_TIMED_OUT',
      `${tool} did not end within ${limit} and was stopped`,
      { details, hint: known?.hint },
    );
  }
  if (result.notFound) {
    return new ActionError(
      'COMMAND_NOT_FOUND',
      `${tool} could not be started: ${file} is not there or may not be executed`,
      {
        details,
        hint: 'Is it installed on the runner? A temporary folder that is mounted with `noexec` gives the same error.',
      },
    );
  }
  const ended = describeEnd(result);
  const why = known === undefined ? findLastWord(details) : tellKnown(known);
  return new ActionError(
    'COMMAND_FAILED',
    `${tool} ${ended}${why === undefined ? '' : `: ${why}`}`,
    {
      details,
      hint:
        known?.hint ??
        (isKilled(result)
          ? 'Most often the runner has no memory left: use a larger one.'
          : undefined),
      cause:
        known === undefined
          ? undefined
          : new ActionError(known.code, known.message, { hint: known.hint }),
    },
  );
}

function tellKnown({ message, words }: Classified): string {
  return words === undefined ? message : `${message}: ${words}`;
}

function describeEnd({ exitCode, signal }: FailedResult): string {
  if (signal !== undefined) return `was ended by ${signal}`;
  return exitCode === undefined
    ? 'ended without an exit code'
    : `failed with exit code ${exitCode}`;
}

function isKilled({ exitCode, signal }: FailedResult): boolean {
  return signal === 'SIGKILL' || exitCode === 137;
}

/** The end of the output, as it may be shown. */
function listTail(text: string): string[] {
  const lines = text
    .slice(-64 * 1024)
    .split(/\r\n|\n|\r/)
    .map((line) => redactLine(defuseLine(line)).trimEnd());
  return lines.filter((line) => line.trim() !== '').slice(-MAX_DETAILS);
}

/** Tools end with the reason; both kinds say `error` before it. */
function findLastWord(details: readonly string[]): string | undefined {
  const last = details
    .at(-1)
    ?.trim()
    .replace(/^(?:#\d+ )?(?:error(?: during command execution)?: )+/i, '');
  return last === undefined ? undefined : trimWords(last);
}
