import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { findHouseViolations } from './house.ts';
import { parseSource, ROOT, readSources, readText, readTrackedPaths } from './sources.ts';

describe('the house rules', () => {
  const sources = readSources('src', 'lab', 'bench', 'scripts', '__tests__');

  it('are kept by every file', () => {
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap(findHouseViolations)).toEqual([]);
  });

  it.each([
    ['src/plan/plan.ts', 'export const many = 1;\n'.repeat(250)],
    ['src/tools/cosign/args.ts', 'export const x: unknown = 1;'],
    ['src/registry/referrers-index.ts', 'export const x = 1;'],
    ['src/names/a.ts', "export { digest } from '../image/digest.ts'; export const own = 1;"],
    [
      'src/names/a.ts',
      '// biome-ignore lint/a/b: the runner reads this very name\nexport const x = 1;',
    ],
    [
      '__tests__/unit/a.test.ts',
      "it.each([1])('%s', () => {}); const only = [1]; only.map(String);",
    ],
  ])('accept %s: %s', (path, text) => {
    expect(findHouseViolations(parseSource(path, text))).toEqual([]);
  });

  const skip = 'skip';
  it.each([
    ['src/plan/plan.ts', 'const many = 1;\n'.repeat(251), '251 lines'],
    ['src/a/b/c/d.ts', 'export const x = 1;', 'deeper'],
    ['src/image/string-utils.ts', 'export const x = 1;', 'says nothing'],
    ['src/helpers/a.ts', 'export const x = 1;', 'says nothing'],
    ['src/image/index.ts', 'export const x = 1;', 'says nothing'],
    ['src/image/a.ts', 'export let x: any;', 'any'],
    ['src/image/a.ts', 'export const f = (x: Map<string, any[]>) => x;', 'any'],
    ['src/image/a.ts', `// @ts-${'ignore'}\nexport const x = 1;`, 'without a reason'],
    ['src/image/a.ts', "export { x } from './b.ts'; export type { Y } from './c.ts';", 'barrel'],
    ['src/image/a.ts', "export * from './b.ts'; export const own = 1;", 'exports all'],
    ['__tests__/unit/a.test.ts', `it.${skip}('x', () => {});`, 'from running'],
    ['__tests__/unit/a.test.ts', `describe.${skip}.each([1])('x', () => {});`, 'from running'],
    ['__tests__/unit/a.test.ts', `const maybe = ok ? it : it.${skip};`, 'from running'],
    ['__tests__/unit/a.test.ts', `test.${'todo'}('x');`, 'from running'],
    ['__tests__/unit/a.test.ts', `x${'it'}('x', () => {});`, 'from running'],
  ])('refuse %s: %s', (path, text, problem) => {
    expect(findHouseViolations(parseSource(path, text)).join('\n')).toContain(problem);
  });
});

describe('what is tracked', () => {
  const paths = readTrackedPaths().filter((path) => path !== 'package-lock.json');
  const texts = paths.map((path) => [path, readText(path)] as const);
  const findText = (wanted: string | RegExp) =>
    texts
      .filter(([, text]) =>
        typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text),
      )
      .map(([path]) => path);

  it('carries no path of the machine it was written on', () => {
    expect(findText(`${ROOT}/`)).toEqual([]);
    // GitHub's own runners work below /home/runner/work, which may be named.
    expect(findText(/(^|[^\w.-])\/(work|Users)\//m)).toEqual([]);
  });

  it('names no package mirror that this machine is set to', () => {
    const mirrors = readMirrorHosts();
    expect(mirrors.flatMap((host) => findText(host))).toEqual([]);
    expect(mirrors.filter((host) => readText('package-lock.json').includes(host))).toEqual([]);
  });
});

/** Hosts of the registries that npm and Go are set to use here, be they the public ones or mirrors of them. */
function readMirrorHosts(): readonly string[] {
  const settings = [
    readSetting('npm', ['config', 'get', 'registry']),
    readSetting('go', ['env', 'GOPROXY']),
  ];
  const hosts = settings
    .flatMap((setting) => setting.split(/[\s,|]+/))
    .filter((entry) => URL.canParse(entry))
    .map((entry) => new URL(entry).host);
  return [...new Set(hosts)];
}

function readSetting(tool: string, args: readonly string[]): string {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
