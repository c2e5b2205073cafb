/** What README and docs show is copied as often as the examples: what it sets exists, and is YAML. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { INPUTS, PUBLISH_INPUTS } from '../../src/inputs/table.ts';
import { WORKFLOW_INPUTS, WORKFLOW_SECRETS } from '../../src/inputs/table-workflow.ts';
import { OUTPUTS, PUBLISH_OUTPUTS } from '../../src/outputs.ts';
import { ROOT, readText } from './sources.ts';

const STEP = INPUTS.map(({ name }) => name);
const TAKES: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [/^org\/build-sign-action@/, STEP],
  [/^org\/build-sign-action\/publish@/, PUBLISH_INPUTS.map(({ name }) => name)],
  [/\/build-sign\.yml@/, [...WORKFLOW_INPUTS, ...WORKFLOW_SECRETS].map(({ name }) => name)],
];
const KNOWN_OUTPUTS: readonly string[] = [...OUTPUTS, ...PUBLISH_OUTPUTS].map(({ name }) => name);

interface Block {
  readonly place: string;
  readonly text: string;
}

const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const blocks: readonly Block[] = pages.flatMap((page) =>
  [...readText(page).matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(([, text = ''], at) => ({
    place: `${page}, block ${at + 1}`,
    text,
  })),
);

/** Every `with` of ours, wherever it stands; one that stands alone is of the step. */
function listInputs(value: unknown): ReadonlyArray<readonly [string, readonly string[]]> {
  if (Array.isArray(value)) return value.flatMap(listInputs);
  if (typeof value !== 'object' || value === null) return [];
  const uses: unknown = Reflect.get(value, 'uses');
  const given = [Reflect.get(value, 'with'), Reflect.get(value, 'secrets')].flatMap(
    (one: unknown) => (typeof one === 'object' && one !== null ? Object.keys(one) : []),
  );
  const own = typeof uses === 'string' ? TAKES.find(([name]) => name.test(uses))?.[1] : STEP;
  const found = own === undefined ? [] : given.map((name) => [name, own] as const);
  return [...found, ...Object.values(value).flatMap(listInputs)];
}

it('there are some', () => {
  expect(blocks.length).toBeGreaterThan(20);
});

describe.each(blocks)('$place', ({ text }) => {
  it('is YAML and sets inputs that exist', () => {
    const unknown = parseAllDocuments(text)
      .flatMap((one) => listInputs(one.toJS()))
      .filter(([name, takes]) => !takes.includes(name));
    expect(unknown.map(([name]) => name)).toEqual([]);
  });

  it('reads outputs that exist', () => {
    const read = [...text.matchAll(/steps\.image\.outputs\.([\w-]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(read.filter((name) => !KNOWN_OUTPUTS.includes(name))).toEqual([]);
  });
});
