/** An artifact that the reusable workflow puts into the sources, by the very script of its step. */
import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readText } from './sources.ts';
import type { Step, Workflow } from './workflow-rules.ts';

const workflow: Workflow = parse(readText('.github/workflows/build-sign.yml'));
const steps: readonly Step[] = workflow.jobs['build']?.steps ?? [];
const [download] = steps.filter(({ uses }) => uses?.includes('download-artifact'));
const script = steps.find(({ name }) => name === 'Put the artifact into the sources')?.run ?? '';

interface Placed {
  readonly status: number | null;
  /** Files that are new, by their path. */
  readonly found: Readonly<Record<string, string>>;
}

/** In a folder whose sources have a link that leads out of them. */
function place(into: string, files: Readonly<Record<string, string>>): Placed {
  const root = mkdtempSync(join(tmpdir(), 'placing-'));
  try {
    for (const name of ['source/.git', 'outside']) mkdirSync(join(root, name), { recursive: true });
    symlinkSync('../outside', join(root, 'source/link'));
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, 'build-sign-artifact', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const env = { PATH: process.env['PATH'] ?? '', RUNNER_TEMP: root, FOLDER: into };
    const options = { cwd: root, env, encoding: 'utf8' } as const;
    const { status } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], options);
    const isNew = (path: string) =>
      !path.startsWith('build-sign-artifact') && lstatSync(join(root, path)).isFile();
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isNew);
    return {
      status,
      found: Object.fromEntries(
        paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]),
      ),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

it('is downloaded beside the sources', () => {
  expect(download?.with?.['path']).toBe('${{ runner.temp }}/build-sign-artifact');
});

it.each([
  ['made', 'bin/x', 'source/made/bin/x'],
  ['.', 'y', 'source/y'],
  ['', 'y', 'source/y'],
  ['made/../other', 'y', 'source/other/y'],
  // A link in the sources is replaced, and what it leads to stays.
  ['.', 'link/x', 'source/link/x'],
])('goes to %j with its %s', (into, file, path) => {
  expect(place(into, { [file]: 'new' })).toEqual({ status: 0, found: { [path]: 'new' } });
});

it.each(['..', '../outside', 'link', 'link/more', '/../..', '.git', '.git/hooks', 'made/../.git'])(
  'goes nowhere where %j leads out of the sources',
  (into) => {
    expect(place(into, { x: 'new' })).toEqual({ status: 1, found: {} });
  },
);

it('may not bring a configuration of Git', () => {
  expect(place('.', { '.git/config': 'new' })).toEqual({ status: 1, found: {} });
});
