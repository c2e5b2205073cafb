/**
 * The list grammar of docker's actions: one entry per line, entries may be quoted as in CSV (so that a value can hold
 * line breaks), lines that start with `#` are comments, empty entries are nothing.
 */
import { parse } from 'csv-parse/sync';

export interface ListGrammar {
  /** `split`: a comma separates entries too. `keep`: a comma belongs to the value. */
  readonly comma: 'split' | 'keep';
  /** False where a leading `#` may be part of a value. Default true. */
  readonly comments?: boolean;
}

/** Text of an input → its entries, trimmed. Throws csv-parse's CsvError for unbalanced quotes. */
export function parseList(text: string, { comma, comments = true }: ListGrammar): string[] {
  const records = /["\r]/.test(text) ? parseRecords(text, comments) : splitLines(text, comments);
  const entries = comma === 'split' ? records.flat() : records.map((fields) => fields.join(','));
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function parseRecords(text: string, comments: boolean): string[][] {
  return parse(text, {
    columns: false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...(comments ? { comment: '#', comment_no_infix: true } : {}),
  });
}

/** The same for a text without quotes, as nearly all are: a dozen lists are read before a run says its first word. */
function splitLines(text: string, comments: boolean): string[][] {
  const lines = text.split('\n').filter((line) => !(comments && line.startsWith('#')));
  return lines.map((line) => line.split(','));
}

/** `key=value` → its halves at the first `=`; undefined when there is none or the key is empty. */
export function splitPair(entry: string): { key: string; value: string } | undefined {
  const at = entry.indexOf('=');
  if (at < 1) return undefined;
  return { key: entry.slice(0, at).trim(), value: entry.slice(at + 1) };
}

/** Attributes such as `type=gha,scope=x` → record; undefined when a field is not `key=value` or the quotes do not fit. */
export function parseAttributes(text: string): Readonly<Record<string, string>> | undefined {
  const attributes: Record<string, string> = {};
  for (const field of splitFields(text) ?? ['']) {
    const pair = splitPair(field);
    if (pair === undefined) return undefined;
    attributes[pair.key.toLowerCase()] = pair.value.trim();
  }
  return attributes;
}

function splitFields(text: string): string[] | undefined {
  try {
    return parseList(text, { comma: 'split', comments: false });
  } catch {
    return undefined;
  }
}

/** Entries → text that `parseList` takes apart into the same entries. */
export function formatList(entries: readonly string[]): string {
  return entries.map((entry) => `"${entry.replaceAll('"', '""')}"`).join('\n');
}

/** One field of a list by comma, quoted where it has to be. */
export function quoteField(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Record → attributes such as `type=gha,scope=x`. */
export function formatAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => quoteField(`${name}=${value}`))
    .join(',');
}
