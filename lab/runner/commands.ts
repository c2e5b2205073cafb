/** A workflow command as the runner understands a line of output. Property names are in lower case. */
export interface ParsedCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** `v2` is `::name key=value::data` at a line's start, `v1` is `##[name key=value;]data` anywhere in it. */
  readonly syntax: 'v1' | 'v2';
}

/** The commands a runner of 2026 executes (actions/runner, `IActionCommandExtension` and `stop-commands`). */
export const RUNNER_COMMANDS = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
] as const;

/**
 * The runner looks for `::` and `##[` with .NET's culture-sensitive search, which skips characters that have no
 * weight in a collation: `:\u00ad:` ends the command part as `::` does. Control characters count among them.
 */
const WEIGHTLESS =
  '[\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]*';
/** What .NET's `TrimStart` takes away. */
const LEADING_SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const V2_SEPARATOR = new RegExp(`:${WEIGHTLESS}:`, 'g');
const V1_PREFIX = new RegExp(`#${WEIGHTLESS}#${WEIGHTLESS}\\[`);

const V1_ESCAPES = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
] as const;
const V2_DATA_ESCAPES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const V2_PROPERTY_ESCAPES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
] as const;

type Escapes = readonly (readonly [string, string])[];

/**
 * Reads a line as `ActionCommand.TryParseV2`, then `TryParse` do. Undefined when the line is plain output.
 * `registered` holds the accepted names in lower case; the token that ends `stop-commands` is one while it waits.
 */
export function parseCommand(
  line: string,
  registered: ReadonlySet<string>,
): ParsedCommand | undefined {
  return parseV2(line, registered) ?? parseV1(line, registered);
}

function parseV2(line: string, registered: ReadonlySet<string>): ParsedCommand | undefined {
  const message = line.replace(LEADING_SPACE, '');
  if (!message.startsWith('::')) return undefined;
  V2_SEPARATOR.lastIndex = 2;
  const end = V2_SEPARATOR.exec(message);
  if (end === null) return undefined;
  const head = splitHead(message.slice(2, end.index), registered);
  if (head === undefined) return undefined;
  return {
    command: head.command,
    properties: parseProperties(head.properties.trim(), ',', V2_PROPERTY_ESCAPES),
    data: unescapeText(message.slice(end.index + 2), V2_DATA_ESCAPES),
    syntax: 'v2',
  };
}

function parseV1(line: string, registered: ReadonlySet<string>): ParsedCommand | undefined {
  const prefix = V1_PREFIX.exec(line);
  if (prefix === null) return undefined;
  const from = prefix.index + prefix[0].length;
  const end = line.indexOf(']', from);
  if (end < 0) return undefined;
  const head = splitHead(line.slice(from, end), registered);
  if (head === undefined) return undefined;
  return {
    command: head.command,
    properties: parseProperties(head.properties, ';', V1_ESCAPES),
    data: unescapeText(line.slice(end + 1), V1_ESCAPES),
    syntax: 'v1',
  };
}

function splitHead(head: string, registered: ReadonlySet<string>) {
  const space = head.indexOf(' ');
  const command = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!registered.has(command)) return undefined;
  return { command, properties: space < 0 ? '' : head.slice(space + 1) };
}

function parseProperties(text: string, separator: string, escapes: Escapes) {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    // .NET splits with RemoveEmptyEntries: `=value` and `key=` are no pairs, `==a=b` is the pair `a`, `b`.
    const [, name, value] = /^=*([^=]+)=+(.+)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) continue;
    properties[name.toLowerCase()] = unescapeText(value, escapes);
  }
  return properties;
}

function unescapeText(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}
