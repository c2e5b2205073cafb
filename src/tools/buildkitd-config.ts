/** buildkitd's configuration: TOML → table, tables → one, table → TOML. The library is loaded late: most runs have none. */
import { isRecord } from '../image/json-shape.ts';

export type TomlTable = Readonly<Record<string, unknown>>;

export type TomlResult =
  | { readonly ok: true; readonly table: TomlTable }
  | { readonly ok: false; readonly line: number };

/** `line` counts from 1. What stands there is not said: it may be a password of a mirror. */
export async function parseBuildkitdConfig(text: string): Promise<TomlResult> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return { ok: true, table: parse(text) };
  } catch (error) {
    return { ok: false, line: error instanceof TomlError ? error.line : 1 };
  }
}

export async function formatBuildkitdConfig(table: TomlTable): Promise<string> {
  const { stringify } = await import('smol-toml');
  return stringify(table);
}

/**
 * One configuration out of several. Tables are joined; lists are put one behind the other, each entry once; of two
 * other values the last one counts.
 */
export function mergeBuildkitdConfig(tables: readonly TomlTable[]): TomlTable {
  const merged: Record<string, unknown> = {};
  for (const table of tables)
    for (const [key, value] of Object.entries(table)) merged[key] = mergeValues(merged[key], value);
  return merged;
}

function mergeValues(before: unknown, value: unknown): unknown {
  if (isTable(before) && isTable(value)) return mergeBuildkitdConfig([before, value]);
  if (Array.isArray(before) && Array.isArray(value)) return [...new Set([...before, ...value])];
  return value;
}

/** A date is an object too. */
function isTable(value: unknown): value is TomlTable {
  return isRecord(value) && !(value instanceof Date);
}

/** Privileges that a configuration grants to every build. */
export function listGrants(table: TomlTable): readonly string[] {
  const granted = table['insecure-entitlements'];
  return Array.isArray(granted) ? granted.map(String) : [];
}
