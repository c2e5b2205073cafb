/** The value of `RUN --mount`, read as BuildKit does (frontend/dockerfile v0.32: parser/split_command.go, instructions/commands_runmount.go). */
import { parseList } from '../inputs/lists.ts';

/** Names in small letters -> values, of which the last counts; undefined where a variable in it is not known. */
export type MountFields = ReadonlyMap<string, string | undefined>;

/**
 * Quotes of a shell are taken off first, then fields are told apart as in CSV, and only then each value has its variables
 * filled in: a comma in one separates nothing. Without fields where it is no CSV: the build will say so.
 */
export function parseMountFlag(
  text: string,
  { expand, escapeChar }: { expand: (word: string) => string | undefined; escapeChar: string },
): MountFields {
  const fields = splitFields(dropQuotes(text, escapeChar));
  return new Map(
    fields.map((field) => {
      const at = field.indexOf('=');
      const name = (at < 0 ? field : field.slice(0, at)).toLowerCase();
      return [NAMES[name] ?? name, at < 0 ? '' : expand(field.slice(at + 1))];
    }),
  );
}

const NAMES: Readonly<Record<string, string>> = { dst: 'target', destination: 'target' };

function splitFields(value: string): readonly string[] {
  try {
    return parseList(value, { comma: 'split', comments: false });
  } catch {
    return [];
  }
}

function dropQuotes(text: string, escapeChar: string): string {
  let value = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escapeChar) value += text.charAt(++at);
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    else value += char;
  }
  return value;
}
