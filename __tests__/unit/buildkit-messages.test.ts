import { describe, expect, it } from '@jest/globals';
import { BinaryReader, BinaryWriter, WireType } from '@protobuf-ts/runtime';
import {
  countImports,
  type ImportEntry,
  makeImportSolve,
  readSolveImports,
  readVertices,
} from '../../src/tools/buildkit-messages.ts';
import { followImportVertices } from '../../src/tools/import-vertices.ts';

type Field = readonly [field: number, value: string | boolean | number | Uint8Array];

function write(...fields: readonly Field[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, value] of fields) {
    if (typeof value === 'boolean') writer.tag(field, WireType.Varint).bool(value);
    else if (typeof value === 'number') writer.tag(field, WireType.Varint).int64(value);
    else if (typeof value === 'string') writer.tag(field, WireType.LengthDelimited).string(value);
    else writer.tag(field, WireType.LengthDelimited).bytes(value);
  }
  return writer.finish();
}

/** Fields with their values as bytes, or as numbers. */
function read(message: Uint8Array): [number, Uint8Array | number][] {
  const reader = new BinaryReader(message);
  const fields: [number, Uint8Array | number][] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    fields.push([field, wireType === WireType.Varint ? reader.uint32() : reader.bytes()]);
  }
  return fields;
}

const show = (value: Uint8Array | number): string | number =>
  typeof value === 'number' ? value : Buffer.from(value).toString();
const listOf = (fields: ReturnType<typeof read>, wanted: number): Uint8Array[] =>
  fields.flatMap(([field, value]) =>
    field === wanted && typeof value !== 'number' ? [value] : [],
  );

const makeSolve = (options: Readonly<Record<string, string>>): Uint8Array =>
  write(
    [2, 'dockerfile.v0'],
    ...Object.entries(options).map(([key, value]): Field => [3, write([1, key], [2, value])]),
    [5, true],
    [14, false],
  );

const registry = (ref: string, more: Readonly<Record<string, string>> = {}): ImportEntry => ({
  type: 'registry',
  attributes: { ref, ...more },
});
const gha = (scope: string): ImportEntry => ({ type: 'gha', attributes: { scope } });

describe('the caches that a question for a build names', () => {
  it('are read from among its other options', () => {
    const imports = [
      { Type: 'registry', Attrs: { ref: 'a/b:c' } },
      { Type: 'gha', Attrs: { scope: 's', token: 't' } },
      { Type: 'bare' },
    ];
    const options = { 'build-arg:A': '[]', 'cache-imports': JSON.stringify(imports), target: 'x' };
    expect(readSolveImports(makeSolve(options))).toEqual([
      registry('a/b:c'),
      { type: 'gha', attributes: { scope: 's', token: 't' } },
      { type: 'bare', attributes: {} },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['an option', { 'cache-from': '[{"Type":"gha"}]' }],
    ['JSON', { 'cache-imports': '[{"Type":' }],
    ['a list', { 'cache-imports': '{"Type":"gha"}' }],
    ['entries', { 'cache-imports': '["gha", null]' }],
  ])('are none without %s', (_, options) => {
    expect(readSolveImports(makeSolve(options))).toEqual([]);
  });

  it('are unknown where the question breaks off', () => {
    const solve = write([3, write([1, 'cache-imports'], [2, '[]'])]);
    expect(() => readSolveImports(solve.subarray(0, -1))).toThrow();
    expect(() => readSolveImports(Uint8Array.of(0xff))).toThrow();
  });

  it.each<[string, number, ImportEntry[]]>([
    ['one registry reference', 1, [registry('a/b:c', { insecure: 'true' }), registry('a/b:c')]],
    ['two references', 2, [registry('a/b:c'), registry('a/b:d')]],
    ['two scopes', 2, [gha('a'), gha('b')]],
    ['one scope, told twice', 1, [gha('a'), gha('a')]],
    [
      'the same attributes in another order',
      1,
      [
        { type: 's3', attributes: { a: '1', b: '2' } },
        { type: 's3', attributes: { b: '2', a: '1' } },
      ],
    ],
    ['nothing', 0, []],
  ])('%s: %d', (_, count, imports) => {
    expect(countImports(imports)).toBe(count);
  });
});

describe('the question that only reads caches', () => {
  const fields = read(makeImportSolve([registry('a/b:c', { insecure: 'true' }), gha('s')]));

  it('names each with its attributes', () => {
    const entries = listOf(fields, 12).map((entry) => {
      const told = read(entry);
      return {
        types: listOf(told, 1).map(show),
        attributes: listOf(told, 2).map((pair) =>
          read(pair).map(([field, value]) => [field, show(value)]),
        ),
      };
    });
    const pair = (key: string, value: string) => [
      [1, key],
      [2, value],
    ];
    expect(entries).toEqual([
      { types: ['registry'], attributes: [pair('ref', 'a/b:c'), pair('insecure', 'true')] },
      { types: ['gha'], attributes: [pair('scope', 's')] },
    ]);
  });

  it('is evaluated, of a definition that cannot be read', () => {
    expect(fields).toContainEqual([14, 1]);
    const [definition = new Uint8Array()] = listOf(fields, 1);
    const [operation = new Uint8Array()] = listOf(read(definition), 1);
    expect(operation.length).toBeGreaterThan(0);
    expect(() => read(operation)).toThrow();
  });
});

const TIME = write([1, 1_764_000_000], [2, 5]);
const vertex = (digest: string, name: string, ...more: readonly Field[]): Field => [
  1,
  write([1, digest], [2, 'sha256:input'], [3, name], [4, false], ...more),
];
const STARTED: Field = [5, TIME];
const COMPLETED: Field = [6, TIME];

describe('what BuildKit tells of its work', () => {
  it('says how far each piece of it is', () => {
    const status = write(
      vertex('sha256:a', 'waits'),
      [2, write([1, 'a status'], [3, 'of layers'])],
      vertex('sha256:b', 'runs', STARTED),
      vertex('sha256:c', 'is done', STARTED, COMPLETED, [7, 'an error']),
    );
    expect(readVertices(status)).toEqual([
      { digest: 'sha256:a', name: 'waits', isStarted: false, isCompleted: false },
      { digest: 'sha256:b', name: 'runs', isStarted: true, isCompleted: false },
      { digest: 'sha256:c', name: 'is done', isStarted: true, isCompleted: true },
    ]);
  });

  it('may break off', () => {
    const status = write(vertex('sha256:a', 'runs', STARTED));
    expect(() => readVertices(status.subarray(0, -1))).toThrow();
  });

  it('tells which caches are being read', () => {
    const imports = followImportVertices();
    const name = (source: string) => `importing cache manifest from ${source}`;
    imports.read(write(vertex('sha256:a', name('a/b:c')), vertex('sha256:x', 'FROM', STARTED)));
    expect(imports.count()).toEqual({ started: 0, pending: 0 });
    imports.read(
      write(
        vertex('sha256:a', name('a/b:c'), STARTED),
        vertex('sha256:b', name('gha:1'), STARTED),
        vertex('sha256:y', `RUN echo ${name('z')}`, STARTED),
      ),
    );
    expect(imports.count()).toEqual({ started: 2, pending: 2 });
    imports.read(write(vertex('sha256:a', name('a/b:c'), STARTED, COMPLETED)));
    expect(imports.count()).toEqual({ started: 2, pending: 1 });
  });
});
