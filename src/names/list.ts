import { parse } from 'csv-parse/sync';
import { parseList as parseEntries } from '../inputs/lists.ts';
import { Fault } from './fault.ts';

/** `key=value` of a line, or a bare `value` without a key. */
export interface Field {
  /** Lower case. */
  readonly key: string | undefined;
  readonly value: string;
}

/** The entries of a list input, one per line; commas belong to them. */
export function parseList(text: string): readonly string[] {
  return readCsv(() => parseEntries(text.trim(), { comma: 'keep' }));
}

/** The comma-separated fields of one entry, split at their first `=`. */
export function parseFields(entry: string): readonly Field[] {
  const records: readonly (readonly string[])[] = readCsv(() =>
    parse(entry, { relax_column_count: true, skip_empty_lines: true }),
  );
  const [record = []] = records;
  return record.map((field) => {
    const at = field.indexOf('=');
    // A field that starts with `=` has no key: it is a value.
    if (at < 1) return { key: undefined, value: field.trim() };
    return { key: field.slice(0, at).trim().toLowerCase(), value: field.slice(at + 1).trim() };
  });
}

function readCsv<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault(
      `its quotes do not fit (${reason})`,
      'Put the whole entry or field into double quotes, and double those inside.',
    );
  }
}
