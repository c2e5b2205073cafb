/** What tells one build from another, as one name: builds of one scope overwrite the cache of one another. */
import { formatPlatform } from '../image/platform.ts';
import type { Inputs } from '../inputs/parse.ts';
import { isRemoteContext } from './contexts.ts';

export type ScopeInputs = Pick<Inputs, 'context' | 'file' | 'target' | 'platforms'> &
  Partial<Pick<Inputs, 'cacheScope' | 'buildArgs' | 'matrix'>>;

/** GitHub takes keys of 512 characters; BuildKit puts some 20 around the scope. */
const MAX_SCOPE_CHARS = 400;

/**
 * Two builds share a scope only when image, context, Dockerfile, target, platforms, what the matrix varies of the build
 * arguments, and `cache-scope` are the same: BuildKit keeps one index per scope, so that matrix legs under one scope
 * overwrite each other (buildkit#2524, build-push-action#546).
 */
export function makeCacheScope({
  inputs: { context, file, target, platforms, cacheScope, buildArgs = [], matrix = {} },
  image,
}: {
  inputs: ScopeInputs;
  image: string;
}): string {
  const isRemote = isRemoteContext(context);
  const folder = isRemote ? dropRevision(context) : simplifyPath(context);
  const dockerfile = simplifyPath(file ?? '');
  const isDefault =
    dockerfile === (isRemote || folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`);
  const optional: ReadonlyArray<readonly [string, string]> = [
    ['c', folder],
    ['f', isDefault ? '' : dockerfile],
    ['t', target ?? ''],
    ['s', cacheScope ?? ''],
    ...listVariedArgs({ buildArgs, matrix }).map((arg) => ['a', arg] as const),
  ];
  const scope = [
    'bsa',
    encodePart(image),
    ...optional.flatMap(([mark, part]) => (part === '' ? [] : [`${mark}-${encodePart(part)}`])),
    ...platforms.map((platform) => encodePart(formatPlatform(platform))).sort(),
  ].join('.');
  return shorten(scope, MAX_SCOPE_CHARS);
}

/** The text, or its beginning with a fingerprint of the whole. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars - 17)}.${fingerprint(text)}`;
}

/** 16 hexadecimal characters (FNV-1a, 64 bits): names that differ by accident stay apart; it protects from nobody. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** Below this a value of the matrix (`1`, `go`) may be anywhere by accident; then it counts as a whole word only. */
const SURE_CHARS = 4;

/** Build arguments with a value of the matrix in them, sorted: each leg of the matrix has others. */
export function listVariedArgs({
  buildArgs,
  matrix,
}: Pick<Inputs, 'buildArgs' | 'matrix'>): string[] {
  const values = Object.values(matrix).filter((value) => value !== '');
  return buildArgs
    .filter((arg) => {
      const value = arg.slice(arg.indexOf('=') + 1);
      const words = value.split(/[^\w.-]+/);
      return values.some(
        (one) =>
          words.includes(one) || value === one || (one.length >= SURE_CHARS && value.includes(one)),
      );
    })
    .sort();
}

const MACHINE = /^(?:runner|runs-on|os|arch|platform)(?:\.|$)/i;

/**
 * Keys of the matrix whose jobs would overwrite the cache of one another: none of its values is part of what is built.
 * Platforms and runners aside, of which each leg has its own.
 */
export function listUnscoped(matrix: Inputs['matrix'], scope: string): string[] {
  const others = Object.entries(matrix).filter(
    ([key, value]) => value !== '' && !MACHINE.test(key) && !/^(?:linux|windows)\//.test(value),
  );
  const isPart = others.some(([, value]) => scope.includes(encodePart(value)));
  return isPart ? [] : others.map(([key]) => key);
}

/** Other branches and commits of a Git context are the same build; another folder of it (`#ref:folder`) is not. */
function dropRevision(context: string): string {
  const [url = '', fragment = ''] = context.split('#');
  const colon = fragment.indexOf(':');
  return colon < 0 ? url : url + fragment.slice(colon);
}

function simplifyPath(path: string): string {
  return path
    .split('/')
    .filter((part, at) => part !== '.' && (part !== '' || at === 0))
    .join('/');
}

/**
 * Only letters, digits, `-`, `_` and `.`, which every cache key takes. Different parts stay different: `_` begins an
 * escape, and the `.` that separates parts is never left alone.
 */
export function encodePart(part: string): string {
  return part.replace(/[^A-Za-z0-9-]/gu, (char) => {
    if (char === '/') return '__';
    return char === '.' ? '_.' : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
}
