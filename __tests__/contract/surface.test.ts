import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ERROR_CODES } from '../../src/errors.ts';
import { INPUTS, type InputRow, PUBLISH_INPUTS } from '../../src/inputs/table.ts';
import { OUTPUTS } from '../../src/outputs.ts';
import { ROOT, readText } from './sources.ts';

interface ActionFile {
  readonly inputs: Record<string, { description: string; required: boolean; default?: string }>;
  readonly outputs: Record<string, { description: string }>;
  readonly runs: Record<string, string>;
}

const action: ActionFile = parse(readText('action.yml'));
const inputs: readonly InputRow[] = INPUTS;

/** Rows of the Markdown tables between two markers, as cells; read by hand, so that a mistake of the writer shows. */
function readTable(name: string): readonly (readonly string[])[] {
  const [, block = ''] = readText('README.md').split(new RegExp(`<!-- ${name}:(?:begin|end) -->`));
  const rows = block.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(/ ?(?<!\\)\| ?/)
      .map((cell) => cell.replaceAll('\\|', '|')),
  );
}

/** The names below `with` of every step in a piece of workflow that uses this action, one list a step. */
function readSteps(piece: unknown): readonly (readonly string[])[] {
  if (typeof piece !== 'object' || piece === null) return [];
  const uses = 'uses' in piece ? String(piece.uses) : '';
  const own =
    uses.includes('/build-sign-action@') && 'with' in piece ? [Object.keys(piece.with ?? {})] : [];
  return [...own, ...Object.values(piece).flatMap(readSteps)];
}

describe('inputs', () => {
  it('stand in action.yml as in the table: same order, same words, same defaults', () => {
    const declared = Object.entries(action.inputs).map(([name, row]) => [
      name,
      row.description,
      row.default,
    ]);
    expect(declared).toEqual(inputs.map((row) => [row.name, row.description, row.default]));
  });

  it('are all optional', () => {
    expect(Object.values(action.inputs).filter(({ required }) => required !== false)).toEqual([]);
  });

  it('stand in the README as in the table', () => {
    const documented = readTable('inputs').map(([name, description = '', value]) => [
      name,
      description.split('. Example: ')[0],
      value,
    ]);
    expect(documented).toEqual(
      inputs
        .filter(({ hidden }) => hidden !== true)
        .map((row) => [
          `\`${row.name}\``,
          row.description,
          row.default === undefined ? '' : `\`${row.default}\``,
        ]),
    );
  });

  it('are grouped: what belongs together stands together', () => {
    const changes = inputs
      .filter((row, at) => row.group !== inputs[at - 1]?.group)
      .map(({ group }) => group);
    expect(changes).toEqual([...new Set(changes)]);
  });

  it.each([...inputs, ...PUBLISH_INPUTS].map((row) => [row.name, row] as const))(
    '%s has a usable row',
    (name, { description, default: value }) => {
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(description).toMatch(/^\S[^\n]{9,}[^\s.]$/);
      // The runner evaluates expressions wherever it finds them in action.yml and refuses the file over one it cannot.
      expect(description).not.toContain('${{');
      expect(value ?? 'x').not.toBe('');
    },
  );
});

describe('outputs', () => {
  it('stand in action.yml as in the table', () => {
    const declared = Object.entries(action.outputs).map(([name, { description }]) => ({
      name,
      description,
    }));
    expect(declared).toEqual(OUTPUTS);
  });

  it('stand in the README as in the table', () => {
    expect(readTable('outputs')).toEqual(
      OUTPUTS.map(({ name, description }) => [`\`${name}\``, description]),
    );
  });

  it('have unique names in the style of GitHub', () => {
    const names = OUTPUTS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });
});

describe('the examples in the README', () => {
  const blocks = [...readText('README.md').matchAll(/```yaml\n(.*?)```/gs)].map(
    ([, text = '']) => text,
  );
  const steps = blocks.flatMap((text) => readSteps(parse(text)));

  it('are read', () => {
    expect(steps.length).toBeGreaterThan(3);
  });

  it('set inputs that exist', () => {
    const known = new Set<string>(inputs.map(({ name }) => name));
    expect(steps.flat().filter((name) => !known.has(name))).toEqual([]);
  });

  it('read outputs that exist', () => {
    const known = new Set<string>(OUTPUTS.map(({ name }) => name));
    const read = blocks.flatMap((text) =>
      [...text.matchAll(/\.outputs\.([\w-]+)/g)].map(([, name = '']) => name),
    );
    expect(read).not.toEqual([]);
    expect(read.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('runs', () => {
  it('starts the bundle on node24, and its post step always', () => {
    expect(action.runs).toEqual({
      using: 'node24',
      main: 'dist/main.js',
      post: 'dist/post.js',
      'post-if': 'always()',
    });
  });

  it.each(['main', 'post'])('the file of %s exists', (key) => {
    expect(existsSync(join(ROOT, action.runs[key] ?? ''))).toBe(true);
  });
});

describe('error codes', () => {
  it('are all explained, each once, and no others', () => {
    const rows = readText('docs/errors.md').match(/^\| `[A-Z_]+` \|.*$/gm) ?? [];
    const codes = rows.map((row) => row.split('`')[1]);
    expect(codes.toSorted()).toEqual([...ERROR_CODES, 'UNEXPECTED'].toSorted());
    for (const row of rows) expect(row.split(' | ')).toHaveLength(4);
  });
});
