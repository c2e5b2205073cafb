import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './sources.ts';

/**
 * A library that is loaded late and is CommonJS has nothing but `default` in the bundle, and all its names under Node: tests
 * of the sources do not see what is missing, and what is undefined there may be taken for an answer.
 */
const CHUNKS = join(ROOT, 'dist', 'chunks');
const FILES = readdirSync(CHUNKS).filter((name) => name.endsWith('.js'));
const read = (name: string): string => readFileSync(join(CHUNKS, name), 'utf8');

function listExports(name: string): readonly string[] {
  const text = read(name);
  const [, listed = ''] = /^export \{([^}]*)\};?$/m.exec(text) ?? [];
  const names = listed.split(',').map((one) => one.trim().split(' as ').at(-1) ?? '');
  return [...names.filter(Boolean), ...(/^export default /m.test(text) ? ['default'] : [])];
}

interface Use {
  readonly chunk: string;
  readonly names: readonly string[];
}

/** `(await import("./x.js")).a`, `const { a, b: c } = await import("./x.js")`, `import("./x.js").then(({ a }) => …)`. */
function listUses(text: string): readonly Use[] {
  const direct = [...text.matchAll(/\(await import\("\.\/([^"]+)"\)\)\.(\w+)/g)];
  const taken = [...text.matchAll(/\{([^{}]*)\} = await import\("\.\/([^"]+)"\)/g)];
  const then = [...text.matchAll(/import\("\.\/([^"]+)"\)\.then\(\(\{([^{}]*)\}\)/g)];
  const split = (names = ''): string[] =>
    names.split(',').flatMap((one) => one.split(/[:=]/)[0]?.trim() || []);
  return [
    ...direct.map(([, chunk = '', name = '']) => ({ chunk, names: [name] })),
    ...taken.map(([, names, chunk = '']) => ({ chunk, names: split(names) })),
    ...then.map(([, chunk = '', names]) => ({ chunk, names: split(names) })),
  ];
}

describe('what is loaded late', () => {
  const uses = FILES.flatMap((file) => listUses(read(file)).map((use) => ({ file, ...use })));

  it('is found', () => {
    expect(uses.length).toBeGreaterThan(20);
  });

  it('has in the bundle the names that are taken from it', () => {
    const missing = uses.flatMap(({ file, chunk, names }) => {
      const there = listExports(chunk);
      return names
        .filter((name) => !there.includes(name))
        .map((name) => `${file}: ${name} of ${chunk}`);
    });
    expect(missing).toEqual([]);
  });
});
