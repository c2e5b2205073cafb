/** Inputs that are a YAML list of mappings and may hold secrets: no problem ever shows more than a place and a key. */
import { type Reader, readText, report } from './reader.ts';
import type { InputName } from './table.ts';

/** One mapping of the list; `_` in keys counts as `-`. */
export interface YamlEntry {
  readonly fields: ReadonlyMap<string, string>;
  /** Notes what is wrong with this entry. */
  readonly refuse: (problem: string, fix: string) => undefined;
}

const FORM =
  'Write a YAML list of mappings, each beginning with `- `; quote values with single quotes.';

/**
 * The entries of an input, all values as text: `password: 0123` keeps its zero. A key of `lists` may have a list of
 * texts, which becomes one of lines. The library is loaded late, because most runs have no such input.
 */
export async function readYamlEntries(
  reader: Reader,
  input: InputName,
  lists: readonly string[] = [],
): Promise<YamlEntry[]> {
  const text = readText(reader, input);
  if (text === undefined) return [];
  const { parseYaml } = await import('./yaml-document.ts');
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const problem = `is not valid YAML in line ${parsed.line} (${parsed.code})`;
    report(reader, { input, problem, fix: FORM });
    return [];
  }
  const { value } = parsed;
  if (value === null || value === '') return [];
  if (!Array.isArray(value)) {
    report(reader, { input, problem: 'is not a list', fix: FORM });
    return [];
  }
  return value.flatMap((item: unknown, index) => readEntry(reader, { input, item, index, lists }));
}

function readEntry(
  reader: Reader,
  {
    input,
    item,
    index,
    lists,
  }: { input: InputName; item: unknown; index: number; lists: readonly string[] },
): YamlEntry[] {
  const refuse = (problem: string, fix: string): undefined => {
    report(reader, { input, problem: `entry ${index + 1} ${problem}`, fix });
  };
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    refuse('is not a mapping', FORM);
    return [];
  }
  const fields = new Map<string, string>();
  for (const [name, given] of Object.entries(item)) {
    const key = name.replaceAll('_', '-');
    const value: unknown = lists.includes(key) ? joinTexts(given) : given;
    if (typeof value !== 'string') refuse(`has something else than a text in \`${key}\``, FORM);
    else if (fields.has(key)) refuse(`has \`${key}\` twice`, 'Remove one of them.');
    else fields.set(key, value.trim());
  }
  return [{ fields, refuse }];
}

function joinTexts(value: unknown): unknown {
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isTexts ? value.join('\n') : value;
}

/** Notes every key that the entry should not have. A key is shown only where it looks like one. */
export function refuseUnknown({ fields, refuse }: YamlEntry, known: readonly string[]): void {
  const fix = `Use ${known.map((name) => `\`${name}\``).join(', ')}.`;
  for (const name of fields.keys()) {
    if (known.includes(name)) continue;
    const shown = /^[a-z][a-z-]{1,40}$/i.test(name) ? ` \`${name}\`` : '';
    refuse(`has a field${shown} that is not known`, fix);
  }
}
