import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A TypeScript file: its path below the checkout, its text and its syntax tree. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxNode;
}

/** Any node of the tree: its kind and whatever fields that kind has. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Import {
  /** As written, or the path below the checkout when it is relative. */
  readonly target: string;
  readonly relative: boolean;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** Names imported as values, as the other file calls them; `*` for a whole module. */
  readonly values: readonly string[];
}

/** What git has or would add, `/` as separator, without files that were deleted. */
export function readTrackedPaths(): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  return [...new Set(listed)].filter((path) => path !== '' && existsSync(join(ROOT, path))).sort();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The TypeScript files of some top folders, fixtures excepted. */
export function readSources(...folders: readonly string[]): readonly Source[] {
  return readTrackedPaths()
    .filter((path) => path.endsWith('.ts') && !path.startsWith('__tests__/fixtures/'))
    .filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)))
    .map((path) => parseSource(path, readText(path)));
}

export function parseSource(path: string, text: string): Source {
  const module: unknown = parseSync(text, { syntax: 'typescript', target: 'es2022' });
  if (!isSyntaxNode(module)) throw new Error(`${path}: no syntax tree`);
  return { path, text, tree: module };
}

/** Every node of the tree, parents first. */
export function* walkTree(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walkTree(item);
  } else if (typeof value === 'object' && value !== null) {
    if (isSyntaxNode(value)) yield value;
    for (const field of Object.values(value)) yield* walkTree(field);
  }
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

/** Everything the file takes from elsewhere: imports, re-exports, `import()`, `require()` and type imports. */
export function readImports(source: Source): readonly Import[] {
  return [...walkTree(source.tree)].flatMap((node) => {
    const found = readImport(node);
    return found === undefined ? [] : [resolveImport(source.path, found)];
  });
}

interface RawImport {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly values: readonly string[];
}

function readImport(node: SyntaxNode): RawImport | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const specifier = readString(node['source']);
      if (specifier === undefined) return undefined;
      const values = node['typeOnly'] === true ? [] : readValueNames(node);
      return { specifier, typeOnly: node['typeOnly'] === true, values };
    }
    case 'CallExpression': {
      const callee = node['callee'];
      if (!isSyntaxNode(callee)) return undefined;
      const loads = callee.type === 'Import' || callee['value'] === 'require';
      return loads ? { specifier: readArgument(node), typeOnly: false, values: ['*'] } : undefined;
    }
    case 'TsImportType':
      return { specifier: readString(node['argument']) ?? '', typeOnly: true, values: [] };
    default:
      return undefined;
  }
}

function readString(node: unknown): string | undefined {
  return isSyntaxNode(node) && typeof node['value'] === 'string' ? node['value'] : undefined;
}

/** The module that `import()` names; one that is computed is no path and no library, and so breaks every rule. */
function readArgument({ arguments: list }: SyntaxNode): string {
  const first: unknown = Array.isArray(list) ? list[0]?.expression : undefined;
  return isSyntaxNode(first) && first.type === 'StringLiteral'
    ? (readString(first) ?? '')
    : '(computed)';
}

function readValueNames({ specifiers }: SyntaxNode): readonly string[] {
  if (!Array.isArray(specifiers)) return ['*'];
  return specifiers
    .filter((each) => isSyntaxNode(each) && each['isTypeOnly'] !== true)
    .map((each) => {
      if (each.type === 'ImportDefaultSpecifier') return 'default';
      const name = each.imported ?? each.orig ?? each.local;
      return each.type === 'ImportNamespaceSpecifier' ? '*' : (readString(name) ?? '*');
    });
}

function resolveImport(path: string, { specifier, typeOnly, values }: RawImport): Import {
  const relative = specifier.startsWith('.');
  const target = relative ? posix.join(posix.dirname(path), specifier) : specifier;
  return { target, relative, typeOnly, values };
}
