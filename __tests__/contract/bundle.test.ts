import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './sources.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** This Node, and every other one on the PATH that the bundle is made for, by version. */
function readNodes(): ReadonlyMap<string, string> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  const files = [
    process.execPath,
    ...onPath.filter((file) => existsSync(file)).map((file) => realpathSync(file)),
  ];
  const nodes = files.map(
    (file) => [execFileSync(file, ['--version'], { encoding: 'utf8' }).trim(), file] as const,
  );
  return new Map(nodes.filter(([version]) => Number(/^v(\d+)/.exec(version)?.[1]) >= 20));
}

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written to the files by which a step gives outputs and state. */
  readonly written: string;
}

interface Started {
  readonly given?: Readonly<Record<string, string>>;
  /** Of Node. */
  readonly flags?: readonly string[];
}

/** Sends the signal to the process itself, with its first line: nothing else is loaded by then. */
function signalAtOnce(signal: string): string {
  const script = `const { write } = process.stdout;
    process.stdout.write = function (...text) {
      process.stdout.write = write;
      process.kill(process.pid, '${signal}');
      return write.apply(this, text);
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

/** Starts an entry as a runner would that passes nothing: no inputs unless given, no token, an empty workspace. */
function runEntry(node: string, entry: string, { given = {}, flags = [] }: Started = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  folders.push(folder);
  const commandFiles = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'];
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    RUNNER_TEMP: folder,
  };
  for (const name of commandFiles) {
    env[name] = join(folder, name);
    writeFileSync(join(folder, name), '');
  }
  const result = spawnSync(node, [...flags, join(ROOT, 'dist', entry)], {
    cwd: folder,
    env: { ...env, GITHUB_WORKSPACE: folder, ...given },
    encoding: 'utf8',
    timeout: 30_000,
  });
  const written = ['GITHUB_OUTPUT', 'GITHUB_STATE']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr, written };
}

describe.each([...readNodes()])('the bundle on Node %s', (_version, node) => {
  it('says what is missing in one annotation when it gets no inputs, and fails', () => {
    const { exitCode, stdout, stderr } = runEntry(node, 'main.js');
    const annotations = stdout.split('\n').filter((line) => /^\s*(::|##\[)error/.test(line));
    expect({ exitCode, annotations, stderr }).toEqual({
      exitCode: 1,
      annotations: [expect.any(String)],
      stderr: '',
    });
    expect(annotations[0]).not.toContain('Unexpected error');
    expect(stdout).not.toMatch(/^\s+at \S+/m);
  });

  // CommonJS looks different in a bundle: a library that every unit test finds may be another thing here.
  it('finds the libraries that only some tag rules load', () => {
    const rules = [
      'type=pep440,pattern={{version}}',
      'type=pep440,pattern={{major}}.{{minor}}',
      'type=semver,pattern={{version}}',
      "type=raw,value={{date 'YYYY.[d]DDDD' tz='Asia/Tokyo'}}",
    ];
    const { exitCode, stdout, written } = runEntry(node, 'main.js', {
      given: {
        'INPUT_DRY-RUN': 'true',
        INPUT_IMAGES: 'ghcr.io/octo-org/app',
        INPUT_TAGS: rules.join('\n'),
        GITHUB_REF: 'refs/tags/1.2.3',
        GITHUB_SHA: 'a'.repeat(40),
        GITHUB_REPOSITORY: 'octo-org/app',
        GITHUB_EVENT_NAME: 'push',
        SOURCE_DATE_EPOCH: '0',
      },
    });
    expect(stdout).not.toContain('Unexpected error');
    expect(exitCode).toBe(0);
    expect(written).toContain('ghcr.io/octo-org/app:1.2.3\nghcr.io/octo-org/app:1.2\n');
    expect(written).toMatch(/app:20\d\d\.d\d{1,3}\n/);
  });

  it.each([
    ['main.js', 'SIGINT'],
    ['main.js', 'SIGTERM'],
    ['publish.js', 'SIGINT'],
  ])('%s ends with one annotation when %s comes with its first line', (entry, signal) => {
    const { exitCode, stdout, stderr } = runEntry(node, entry, {
      flags: [signalAtOnce(signal)],
    });
    const annotations = stdout.split('\n').filter((line) => /^\s*(::|##\[)error/.test(line));
    expect({ exitCode, annotations, stderr }).toEqual({
      exitCode: 1,
      annotations: [`::error title=CANCELLED::The job was cancelled (${signal})`],
      stderr: '',
    });
  });

  it('has nothing to do after a step that left no state', () => {
    const { exitCode, stdout, stderr, written } = runEntry(node, 'post.js');
    expect({ exitCode, stdout, stderr, written }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
      written: '',
    });
  });
});

describe('the bundle', () => {
  it('is tried on the Node that action.yml names', () => {
    expect([...readNodes().keys()].some((version) => version.startsWith('v24.'))).toBe(true);
  });

  it('loads no more than 700 KiB before the plan stands in the log', () => {
    const dist = join(ROOT, 'dist');
    const late = readdirSync(join(dist, 'chunks')).filter((file) =>
      /^(start|pipeline)-/.test(file),
    );
    expect(late).toHaveLength(2);
    const files = new Set<string>();
    for (const file of ['main.js', ...late.map((chunk) => join('chunks', chunk))])
      addImported(join(dist, file), files);
    const sizes = [...files].map((file) => readFileSync(file).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(700 * 1024);
  });
});

/** The file and all that its import statements lead to; what is imported later, by a call, is not among it. */
function addImported(file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|\} from) [^'"]*"(\.[^"]+)"/gm);
  for (const [, target = ''] of statements) addImported(join(dirname(file), target), files);
}
