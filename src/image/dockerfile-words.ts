/**
 * Words of a Dockerfile with their variables filled in, as BuildKit's own shell lexer does it
 * (frontend/dockerfile/shell/lex.go, v0.32).
 */

/** Value of a variable: undefined where it is not set, null where it cannot be known. */
export type Lookup = (name: string) => string | undefined | null;

/** Thrown inside only: a variable whose value nobody knows before the build, or a form that is an error in BuildKit. */
class UnknownValue extends Error {}

interface Word {
  readonly text: string;
  readonly lookup: Lookup;
  readonly escapeChar: string;
  at: number;
}

/** The word with quotes taken off and variables filled in; undefined where that cannot be told. */
export function expandWord(
  text: string,
  { lookup, escapeChar = '\\' }: { lookup: Lookup; escapeChar?: string },
): string | undefined {
  const word: Word = { text, lookup, escapeChar, at: 0 };
  try {
    const value = readUntil(word, undefined);
    return word.at < text.length ? undefined : value;
  } catch (error) {
    if (error instanceof UnknownValue) return undefined;
    throw error;
  }
}

/** Reads to the end, or to a closing brace that is left where it is. */
function readUntil(word: Word, end: '}' | undefined): string {
  let value = '';
  while (word.at < word.text.length) {
    const char = word.text.charAt(word.at);
    if (char === end) return value;
    if (char === "'") value += readSingleQuoted(word);
    else if (char === '"') value += readDoubleQuoted(word);
    else if (char === '$') value += readVariable(word);
    else if (char === word.escapeChar) {
      value += word.text.charAt(word.at + 1);
      word.at += 2;
    } else {
      value += char;
      word.at++;
    }
  }
  if (end !== undefined) throw new UnknownValue();
  return value;
}

function readSingleQuoted(word: Word): string {
  const end = word.text.indexOf("'", word.at + 1);
  if (end < 0) throw new UnknownValue();
  const value = word.text.slice(word.at + 1, end);
  word.at = end + 1;
  return value;
}

function readDoubleQuoted(word: Word): string {
  let value = '';
  word.at++;
  while (word.at < word.text.length) {
    const char = word.text.charAt(word.at);
    if (char === '"') {
      word.at++;
      return value;
    }
    const next = word.text.charAt(word.at + 1);
    if (char === '$') value += readVariable(word);
    else if (char === word.escapeChar && ['"', '$', word.escapeChar].includes(next)) {
      value += next;
      word.at += 2;
    } else {
      value += char;
      word.at++;
    }
  }
  throw new UnknownValue();
}

const NAME = /^(?:[A-Za-z_]\w*|[0-9@*#?\-$!])/;

function readVariable(word: Word): string {
  word.at++;
  if (word.text.charAt(word.at) === '{') return readBraced(word);
  const [name] = NAME.exec(word.text.slice(word.at)) ?? [];
  if (name === undefined) return '$';
  word.at += name.length;
  return known(word, name) ?? '';
}

function known({ lookup }: Word, name: string): string | undefined {
  const value = lookup(name);
  if (value === null) throw new UnknownValue();
  return value;
}

function readBraced(word: Word): string {
  word.at++;
  const [name] = NAME.exec(word.text.slice(word.at)) ?? [];
  if (name === undefined) throw new UnknownValue();
  word.at += name.length;
  const [operator = ''] = /^(?::[-+?]|[-+?]|##?|%%?|\/\/?)/.exec(word.text.slice(word.at)) ?? [];
  word.at += operator.length;
  const isReplacement = operator.startsWith('/');
  const pattern = isReplacement ? readPattern(word) : '';
  const rest = readUntil(word, '}');
  word.at++;
  // A form that BuildKit does not know either.
  if (operator === '' && rest !== '') throw new UnknownValue();
  const value = known(word, name);
  if (isReplacement) return replace(value ?? '', { pattern, by: rest, all: operator === '//' });
  return operator === '' ? (value ?? '') : apply({ value, operator, word: rest });
}

/** The part before the slash that separates it from the replacement. */
function readPattern(word: Word): string {
  const end = word.text.indexOf('/', word.at);
  if (end < 0) throw new UnknownValue();
  const pattern = word.text.slice(word.at, end);
  if (/[$'"\\]/.test(pattern)) throw new UnknownValue();
  word.at = end + 1;
  return pattern;
}

function apply({
  value,
  operator,
  word,
}: {
  value: string | undefined;
  operator: string;
  word: string;
}): string {
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '-':
      return isSet ? value : word;
    case '+':
      return isSet ? word : '';
    case '?':
      // BuildKit ends the build here, with the word as its message.
      if (!isSet) throw new UnknownValue();
      return value;
    case '#':
      return cut(value ?? '', { pattern: word, longest: operator === '##', from: 'start' });
    default:
      return cut(value ?? '', { pattern: word, longest: operator === '%%', from: 'end' });
  }
}

/** `*` and `?` stand for what they stand for in a shell; `lazy`: as few characters as will do. */
function makePattern(pattern: string, lazy: boolean): string {
  return pattern.replace(/[\s\S]/gu, (char) => {
    if (char === '*') return lazy ? '[^]*?' : '[^]*';
    return char === '?' ? '[^]' : char.replace(/[.+^${}()|[\]\\/-]/, '\\$&');
  });
}

function cut(
  value: string,
  { pattern, longest, from }: { pattern: string; longest: boolean; from: 'start' | 'end' },
): string {
  const source = makePattern(pattern, !longest);
  if (from === 'start') return value.replace(new RegExp(`^${source}`, 'u'), '');
  const matcher = new RegExp(`^${source}$`, 'u');
  const ends = Array.from({ length: value.length + 1 }, (_, at) => at);
  const at = (longest ? ends : ends.reverse()).find((start) => matcher.test(value.slice(start)));
  return at === undefined ? value : value.slice(0, at);
}

function replace(
  value: string,
  { pattern, by, all }: { pattern: string; by: string; all: boolean },
): string {
  if (pattern === '') return value;
  return value.replace(new RegExp(makePattern(pattern, false), all ? 'gu' : 'u'), () => by);
}
