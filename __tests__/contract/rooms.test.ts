import { describe, expect, it } from '@jest/globals';
import { findRoom, findViolations, ROOMS } from './rooms.ts';
import { parseSource, readSources } from './sources.ts';

describe('the rooms of src/', () => {
  const sources = readSources('src');

  it.each(ROOMS.filter(({ name }) => name !== 'entries').map(({ name }) => name))(
    '%s has files',
    (name) => {
      expect(sources.filter(({ path }) => findRoom(path)?.name === name)).not.toEqual([]);
    },
  );

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s keeps to its room',
    (_path, source) => {
      expect(findViolations(source)).toEqual([]);
    },
  );
});

describe('the rules', () => {
  it.each([
    ['src/plan/a.ts', "import { x } from '../image/b.ts';"],
    ['src/plan/a.ts', "import { parse } from 'csv-parse/sync';"],
    ['src/plan/a.ts', 'export const day = (ms: number) => new Date(ms);'],
    [
      'src/plan/a.ts',
      'export const f = (x: { process: string; now(): Date }) => [x.process, x.now()];',
    ],
    ['src/plan/a.ts', "export const load = async () => import('handlebars');"],
    ['src/registry/a.ts', 'export const delayMs = Math.random() * 100;'],
    ['src/stages/build/a.ts', "import type { Host } from '../../host/host.ts';"],
    ['src/stages/build/a.ts', "import { type Host, TransportError } from '../../host/host.ts';"],
    [
      'src/stages/build/a.ts',
      "import { probe } from '../../registry/b.ts'; export const f = async () => probe();",
    ],
    ['src/stages/cache/a.ts', "import { build } from '../build/b.ts';"],
    [
      'src/host/a.ts',
      "import * as core from '@actions/core'; import { open } from 'node:fs/promises';",
    ],
    ['src/main.ts', "import { run } from './pipeline.ts'; process.exitCode = 1;"],
  ])('%s may say: %s', (path, text) => {
    expect(findViolations(parseSource(path, text))).toEqual([]);
  });

  it.each([
    ['src/plan/a.ts', "import { run } from '../stages/b.ts';", 'imports src/stages/b.ts'],
    ['src/plan/a.ts', "import type { Host } from '../host/host.ts';", 'imports src/host/host.ts'],
    ['src/plan/a.ts', "export { run } from '../registry/b.ts';", 'imports src/registry/b.ts'],
    ['src/image/a.ts', "type T = import('node:fs').Stats;", 'imports node:fs'],
    ['src/image/a.ts', "import { createHash } from 'node:crypto';", 'imports node:crypto'],
    ['src/tools/a.ts', "export const f = () => require('fs');", 'imports fs'],
    ['src/tools/a.ts', 'export const f = (x: string) => import(x);', 'imports (computed)'],
    ['src/inputs/a.ts', 'export const x = process.env;', 'uses process'],
    ['src/inputs/a.ts', "export const x = process['env'];", 'uses process'],
    ['src/inputs/a.ts', 'export const x = globalThis.process;', 'uses globalThis'],
    ['src/errors.ts', 'export const x = Date.now();', 'asks for the time'],
    ['src/errors.ts', 'export const x = new Date();', 'asks for the time'],
    ['src/state.ts', 'export const x = new Date;', 'asks for the time'],
    ['src/names/a.ts', 'export const x = Math.random();', 'asks for a random number'],
    [
      'src/stages/build/a.ts',
      "import { Host } from '../../host/host.ts';",
      'imports the value Host of src/host/host.ts',
    ],
    [
      'src/stages/build/a.ts',
      "import * as host from '../../host/host.ts';",
      'imports the value * of src/host/host.ts',
    ],
    [
      'src/stages/build/a.ts',
      "import { makeHost } from '../../host/actions-host.ts';",
      'imports src/host/actions-host.ts',
    ],
    [
      'src/stages/build/a.ts',
      "import { readFile } from 'node:fs/promises';",
      'imports node:fs/promises',
    ],
    ['src/stages/build/a.ts', "import { exec } from '@actions/exec';", 'imports @actions/exec'],
    ['src/stages/build/a.ts', "export const f = () => fetch('https://example.com');", 'uses fetch'],
    [
      'src/stages/build/a.ts',
      "import type { Kept } from '../cache/b.ts';",
      'imports src/stages/cache/b.ts',
    ],
    ['src/registry/a.ts', "import { b } from '../stages/b.ts';", 'imports src/stages/b.ts'],
    ['src/registry/a.ts', "const { request } = await import('node:https');", 'imports node:https'],
    ['src/host/a.ts', "import { build } from '../stages/b.ts';", 'imports src/stages/b.ts'],
    ['src/main.ts', "import * as core from '@actions/core';", 'imports @actions/core'],
    ['src/main.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
  ])('%s may not say: %s', (path, text, violation) => {
    const found = findViolations(parseSource(path, text));
    expect(found).toEqual([expect.stringMatching(/^src\/.* \([\w/]+\): /)]);
    expect(found[0]).toContain(violation);
  });

  it('let no stage stand outside of a folder, where all could use it', () => {
    const found = findViolations(
      parseSource('src/stages/a.ts', "import { b } from './build/b.ts';"),
    );
    expect(found).toEqual(['src/stages/a.ts is in no room']);
  });
});
