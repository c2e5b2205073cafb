import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ActionError } from '../../src/errors.ts';

/** The part of an action.yml that the runner needs for a JavaScript action. */
export interface ActionFile {
  readonly inputs: readonly ActionInput[];
  readonly outputs: readonly string[];
  readonly main: string;
  readonly post: string | undefined;
  /** `always()` unless the file says otherwise. */
  readonly postIf: string;
}

export interface ActionInput {
  readonly name: string;
  /** May hold `${{ }}` expressions. */
  readonly default: string;
  readonly deprecationMessage: string | undefined;
}

/** What an input's default may refer to: `github.token`, `runner.os`, `matrix.platform`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Reads `action.yml` or `action.yaml` in a folder. Throws `SETUP_FAILED` when it is no JavaScript action. */
export async function readActionFile(actionDir: string): Promise<ActionFile> {
  const text = await readFile(join(actionDir, 'action.yml'), 'utf8').catch(() =>
    readFile(join(actionDir, 'action.yaml'), 'utf8'),
  );
  return parseActionFile(text);
}

/** Parses the text of an action.yml. Throws `SETUP_FAILED` when it is no JavaScript action. */
export function parseActionFile(text: string): ActionFile {
  const file = asRecord(parse(text));
  const runs = asRecord(file['runs']);
  const { main, using } = runs;
  if (typeof main !== 'string' || typeof using !== 'string' || !using.startsWith('node')) {
    throw new ActionError('SETUP_FAILED', 'action.yml does not describe a JavaScript action');
  }
  return {
    inputs: Object.entries(asRecord(file['inputs'])).map(([name, value]) =>
      parseInput(name, value),
    ),
    outputs: Object.keys(asRecord(file['outputs'])),
    main,
    post: typeof runs['post'] === 'string' ? runs['post'] : undefined,
    postIf: typeof runs['post-if'] === 'string' ? runs['post-if'] : 'always()',
  };
}

function parseInput(name: string, value: unknown): ActionInput {
  const input = asRecord(value);
  const message = input['deprecationMessage'];
  return {
    name,
    default: formatValue(input['default']),
    deprecationMessage: typeof message === 'string' ? message : undefined,
  };
}

/**
 * Replaces each `${{ }}` by its value. Knows property paths (`github.event.repository.name`), `toJSON(path)` and
 * quoted strings, which is what defaults in the field use. Throws `SETUP_FAILED` for anything else.
 */
export function evaluateTemplate(template: string, contexts: Contexts): string {
  return template.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluateExpression(expression.trim(), contexts),
  );
}

function evaluateExpression(expression: string, contexts: Contexts): string {
  const literal = /^'((?:[^']|'')*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return literal.replaceAll("''", "'");
  const json = /^toJSON\((.*)\)$/is.exec(expression)?.[1];
  const path = (json ?? expression).trim();
  if (!/^[a-z_][\w-]*(\.[a-z_][\w-]*)*$/i.test(path)) {
    throw new ActionError('SETUP_FAILED', `The lab's runner cannot evaluate \${{ ${expression} }}`);
  }
  const value = path.split('.').reduce<unknown>((at, name) => asRecord(at)[name], contexts);
  return json === undefined ? formatValue(value) : JSON.stringify(value ?? null, undefined, 2);
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? 'Object' : String(value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
