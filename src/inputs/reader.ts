/** Reads single inputs as the runner hands them over, and gathers what is wrong with them. */
import type { InputProblem } from '../errors.ts';
import { parseList } from './lists.ts';
import { INPUTS, type InputName } from './table.ts';

export interface Reader {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly problems: InputProblem[];
}

const DEFAULTS: ReadonlyMap<InputName, string | undefined> = new Map(
  INPUTS.map((row) => [row.name, row.default]),
);
const MAX_WORD_CHARS = 4096;

/** Notes a problem. `value` is left out where it may hold a secret. */
export function report(
  reader: Reader,
  problem: InputProblem & { readonly input: InputName },
): void {
  reader.problems.push(problem);
}

/** As `core.getInput` reads it (names in upper case, dashes kept), undefined when empty. A byte order mark is dropped. */
export function readText({ env }: Reader, name: InputName): string | undefined {
  const value = env[`INPUT_${name.toUpperCase()}`]?.replace(/^\uFEFF/, '').trim();
  return value === '' ? undefined : value;
}

/** The value, or the table's default; a default that is an expression counts as empty where no runner evaluated it. */
export function readOrDefault(reader: Reader, name: InputName): string {
  const fallback = DEFAULTS.get(name) ?? '';
  return readText(reader, name) ?? (fallback.includes('${{') ? '' : fallback);
}

/** One line that will stand in an argument list: no control characters, no leading dash that would make it an option. */
export function readWord(reader: Reader, name: InputName): string | undefined {
  const value = readOrDefault(reader, name);
  if (value === '') return undefined;
  if (/[\0-\x1f\x7f]/.test(value)) {
    report(reader, {
      input: name,
      value,
      problem: 'holds control characters',
      fix: 'Give one line of plain text.',
    });
  } else if (value.startsWith('-')) {
    report(reader, {
      input: name,
      value,
      problem: 'starts with a dash, like an option',
      fix: 'Give a value, such as `./name`.',
    });
  } else if (value.length > MAX_WORD_CHARS) {
    report(reader, {
      input: name,
      value,
      problem: `is longer than ${MAX_WORD_CHARS} characters`,
      fix: 'Give a shorter value.',
    });
  }
  return value;
}

const TRUE = /^(true|True|TRUE)$/;
const FALSE = /^(false|False|FALSE)$/;

/** The booleans of YAML 1.2's core schema, as `core.getBooleanInput` takes them; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : undefined;
}

export function readBoolean(reader: Reader, name: InputName): boolean {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === undefined && value !== '') {
    report(reader, {
      input: name,
      value,
      problem: 'is not a boolean',
      fix: 'Use `true` or `false`.',
    });
  }
  return parsed ?? false;
}

export function readAutoOrBoolean(reader: Reader, name: InputName): 'auto' | boolean {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === undefined && value !== 'auto' && value !== '') {
    report(reader, {
      input: name,
      value,
      problem: 'is not one of its values',
      fix: 'Use `auto`, `true` or `false`.',
    });
  }
  return parsed ?? 'auto';
}

/** One of a closed set; the first of the set when the value is none of them (and a problem is noted). */
export function readChoice<const T extends string>(
  reader: Reader,
  name: InputName,
  accepted: readonly [T, ...T[]],
): T {
  const value = readOrDefault(reader, name);
  const found = accepted.find((one) => one === value);
  if (found === undefined) {
    const choices = accepted.map((one) => `\`${one}\``).join(', ');
    report(reader, {
      input: name,
      value,
      problem: 'is not one of its values',
      fix: `Use ${choices}.`,
    });
  }
  return found ?? accepted[0];
}

/** Entries of a list input; `comma` as in `parseList`. */
export function readList(reader: Reader, name: InputName, comma: 'split' | 'keep'): string[] {
  try {
    return parseList(readOrDefault(reader, name), { comma });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = 'One entry per line; quote an entry that holds quotes or line breaks as in CSV.';
    report(reader, { input: name, problem: `is not a valid list (${why})`, fix });
    return [];
  }
}
