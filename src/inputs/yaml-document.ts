/** YAML → plain values, without a word of the text in what is said about it. A file of its own, so that the library is loaded late. */
import { LineCounter, parseDocument } from 'yaml';

export type YamlResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly code: string };

/** All scalars are texts. `line` counts from 1; `code` is the library's name for the mistake. */
export function parseYaml(text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    // Pretty errors quote the line, which may be the one with the password.
    prettyErrors: false,
    lineCounter: lines,
  });
  const [error] = document.errors;
  if (error !== undefined)
    return { ok: false, line: lines.linePos(error.pos[0]).line, code: error.code };
  try {
    // Aliases may be many, but not so many that they make a tree out of a line.
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return { ok: false, line: 1, code: 'ALIASES' };
  }
}
