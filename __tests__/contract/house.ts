import { posix } from 'node:path';
import { type Source, type SyntaxNode, walkTree } from './sources.ts';

const MAX_LINES = 250;
const MAX_DEPTH = 2;
/** Words of a file name that say nothing of what is inside. */
const EMPTY_NAMES = /(^|[-.])(utils?|helpers?|common|misc)([-.]|$)|^index$/;
const SUPPRESSION = /@ts-(ignore|expect-error|nocheck)|(biome|istanbul|c8|v8)[ -]ignore/;
const TEST_FUNCTIONS = ['it', 'test', 'describe'];
const SKIPS = ['skip', 'only', 'todo', 'failing', 'fixme'];
const SKIPPING_FUNCTIONS = ['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe'];

/** What the house rules have against a file, one sentence each. */
export function findHouseViolations(source: Source): readonly string[] {
  const found = [
    ...findSize(source),
    ...findName(source.path),
    ...findSuppressions(source.text),
    ...findBarrel(source.tree),
    ...[...walkTree(source.tree)].flatMap((node) => [...findAny(node), ...findSkip(node)]),
  ];
  return found.map((text) => `${source.path}: ${text}`);
}

function findSize({ text }: Source): readonly string[] {
  const lines = text.split('\n').length - 1;
  return lines > MAX_LINES ? [`${lines} lines`] : [];
}

function findName(path: string): readonly string[] {
  const parts = path.split('/');
  const depth = parts.length - 2 > MAX_DEPTH ? ['deeper than two folders'] : [];
  const names = parts
    .slice(1)
    .filter((part) => EMPTY_NAMES.test(part.replace(/(\.test)?\.ts$/, '')));
  return [...depth, ...names.map((name) => `the name ${name} says nothing`)];
}

/** Each needs its reason on the same line. */
function findSuppressions(text: string): readonly string[] {
  const bare = text.split('\n').filter((line) => SUPPRESSION.test(line) && !/: .{12,}$/.test(line));
  return bare.map((line) => `suppression without a reason: ${line.trim()}`);
}

/** A file that has nothing of its own hides where things are and loads more than was asked for. */
function findBarrel({ body }: SyntaxNode): readonly string[] {
  if (!Array.isArray(body) || body.length === 0) return [];
  const forwards = body.filter(({ type, source }) => type.startsWith('Export') && source != null);
  if (forwards.some(({ type }) => type === 'ExportAllDeclaration'))
    return ['exports all of another file'];
  return forwards.length === body.length ? ['is a barrel'] : [];
}

function findAny({ type, kind }: SyntaxNode): readonly string[] {
  return type === 'TsKeywordType' && kind === 'any' ? ['uses the type any'] : [];
}

function findSkip(node: SyntaxNode): readonly string[] {
  const name = readDottedName(node.type === 'CallExpression' ? node['callee'] : node);
  const [base = '', ...members] = name.split('.');
  const skips = TEST_FUNCTIONS.includes(base) && members.some((member) => SKIPS.includes(member));
  const called = node.type === 'CallExpression' && SKIPPING_FUNCTIONS.includes(base);
  return skips || called ? [`${name} keeps a test from running`] : [];
}

/** The expression as written when it is names with dots between them; empty for anything else. */
function readDottedName(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('type' in value)) return '';
  if (value.type === 'Identifier' && 'value' in value) return String(value.value);
  if (value.type !== 'MemberExpression' || !('object' in value) || !('property' in value))
    return '';
  return posix.normalize(`${readDottedName(value.object)}.${readDottedName(value.property)}`);
}
