/** The input `platform-tags`. */
import { parseBoolean, type Reader, readOrDefault, report } from './reader.ts';

const DEFAULT_TEMPLATE = '{{tag}}-{{arch}}';
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
const PLACEHOLDERS = ['tag', 'os', 'arch'] as const;

export type PlatformTagParts = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** The template of a tag for one platform; undefined where there are none. */
export function readPlatformTags(reader: Reader): string | undefined {
  const value = readOrDefault(reader, 'platform-tags');
  const boolean = value === '' ? false : parseBoolean(value);
  if (boolean !== undefined) return boolean ? DEFAULT_TEMPLATE : undefined;
  const problem = findProblem(value);
  if (problem === undefined) return value;
  report(reader, {
    input: 'platform-tags',
    value,
    problem,
    fix: `Use \`true\`, \`false\` or a template such as \`${DEFAULT_TEMPLATE}\`.`,
  });
  return undefined;
}

function findProblem(template: string): string | undefined {
  const names = Array.from(template.matchAll(PLACEHOLDER), ([, name = '']) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown !== undefined) return `has the unknown \`{{${unknown}}}\``;
  if (!names.includes('tag')) return 'has no `{{tag}}`, so that all tags would get the same name';
  return /[{}]/.test(template.replace(PLACEHOLDER, '')) ? 'has braces that do not fit' : undefined;
}

/** Template and parts → tag. */
export function formatPlatformTag(template: string, parts: PlatformTagParts): string {
  const values = new Map<string, string>(Object.entries(parts));
  return template.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
}
