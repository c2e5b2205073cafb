/**
 * Writes what the tables of inputs and outputs imply: the whole of each action.yml, the tables of the README, and the
 * inputs and outputs of the reusable workflow.
 * `--check` writes nothing and fails on the first line that differs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { INPUTS, type InputRow, PUBLISH_INPUTS } from '../src/inputs/table.ts';
import { OUTPUTS, type OutputRow, PUBLISH_OUTPUTS } from '../src/outputs.ts';
import { listCacheRows } from '../src/plan/cache-refs.ts';
import { listEventRows } from '../src/plan/events.ts';
import { formatWorkflow } from './workflow-blocks.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const GROUP_TITLES = {
  image: 'What it is called',
  build: 'What is built',
  steps: 'How its steps run',
  result: 'Where the result goes',
  matrix: 'In a matrix, and publishing later',
  cache: 'Cache',
  attestations: 'SBOM and provenance',
  signing: 'Signing and verification',
  builder: 'Builder and emulation',
  access: 'Access',
  run: 'The run',
} as const satisfies Record<InputRow['group'], string>;

/** A file that follows from the tables: path below the checkout, and its text made from what it holds now. */
interface Derived {
  readonly path: string;
  readonly make: (current: string) => string;
}

const DERIVED: readonly Derived[] = [
  { path: 'action.yml', make: () => formatAction(STEP) },
  { path: 'publish/action.yml', make: () => formatAction(PUBLISH) },
  { path: '.github/workflows/build-sign.yml', make: formatWorkflow },
  { path: 'README.md', make: formatReadme },
  { path: 'docs/events.md', make: formatEvents },
  { path: 'docs/cache.md', make: formatCaches },
];

/** What an action.yml says that the tables do not. */
interface ActionText {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly InputRow[];
  readonly outputs: readonly OutputRow[];
  readonly main: string;
  /** Of the folder `dist` as seen from the file. */
  readonly dist: string;
}

const STEP: ActionText = {
  name: 'Build, sign and verify a container image',
  description:
    'Builds a multi-platform image, pushes it by digest, signs and attests it, verifies it, and only then moves its tags',
  inputs: INPUTS,
  outputs: OUTPUTS,
  main: 'main.js',
  dist: 'dist',
};

const PUBLISH: ActionText = {
  name: 'Publish a container image that was built and signed by earlier jobs',
  description:
    'Takes what build-sign-action built with `publish: off`, one image or the legs of several, re-verifies it, assembles it, signs it, and moves its tags',
  inputs: PUBLISH_INPUTS,
  outputs: PUBLISH_OUTPUTS,
  main: 'publish.js',
  dist: '../dist',
};

function formatAction({ name, description, inputs, outputs, main, dist }: ActionText): string {
  const action = {
    name,
    description,
    author: 'build-sign-action contributors',
    branding: { icon: 'shield', color: 'blue' },
    inputs: Object.fromEntries(
      inputs.map((row) => [
        row.name,
        {
          description: row.description,
          required: false,
          ...(row.default === undefined ? {} : { default: row.default }),
        },
      ]),
    ),
    outputs: Object.fromEntries(outputs.map((row) => [row.name, { description: row.description }])),
    runs: {
      using: 'node24',
      main: `${dist}/${main}`,
      post: `${dist}/post.js`,
      'post-if': 'always()',
    },
  };
  const origin = '# Made from src/inputs/ and src/outputs.ts: npm run docs\n';
  return origin + stringify(action, { lineWidth: 0, singleQuote: true });
}

function formatReadme(current: string): string {
  const inputs = replaceBlock(current, 'inputs', formatInputs());
  return replaceBlock(
    inputs,
    'outputs',
    formatTable(['output', 'what it is'], OUTPUTS.map(formatOutput)),
  );
}

function formatEvents(current: string): string {
  const { head, rows } = listEventRows();
  return replaceBlock(current, 'events', formatTable(head, rows));
}

function formatCaches(current: string): string {
  const { head, rows } = listCacheRows();
  return replaceBlock(current, 'cache', formatTable(head, rows));
}

function formatOutput({
  name,
  description,
}: {
  name: string;
  description: string;
}): readonly string[] {
  return [`\`${name}\``, description];
}

function formatInputs(): string {
  const groups = [...new Set(INPUTS.map(({ group }) => group))];
  return groups.map((group) => `#### ${GROUP_TITLES[group]}\n\n${formatGroup(group)}`).join('\n\n');
}

function formatGroup(group: InputRow['group']): string {
  const shown = INPUTS.filter((row: InputRow) => row.group === group && row.hidden !== true);
  const rows = shown.map((row: InputRow) => [
    `\`${row.name}\``,
    row.example === undefined ? row.description : `${row.description}. Example: \`${row.example}\``,
    row.default === undefined ? '' : `\`${row.default}\``,
  ]);
  return formatTable(['input', 'what it means', 'default'], rows);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bare `|` ends a cell even inside a code span.
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function replaceBlock(text: string, name: string, block: string): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The file lacks ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${block}\n\n${text.slice(to)}`;
}

/** The first line that differs, as `path:line: wanted …, found …`; undefined when the texts are equal. */
function describeDifference(path: string, wanted: string, found: string): string | undefined {
  if (wanted === found) return undefined;
  const [wantedLines, foundLines] = [wanted.split('\n'), found.split('\n')];
  const at = wantedLines.findIndex((line, index) => line !== foundLines[index]);
  const index = at < 0 ? wantedLines.length : at;
  const show = (line: string | undefined) =>
    line === undefined ? 'nothing' : JSON.stringify(line);
  return `${path}:${index + 1}: wanted ${show(wantedLines[index])}, found ${show(foundLines[index])}`;
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

async function updateDerived({ path, make }: Derived, check: boolean): Promise<string | undefined> {
  const found = await readIfThere(join(ROOT, path));
  const wanted = make(found);
  const difference = describeDifference(path, wanted, found);
  if (difference !== undefined && !check) await writeFile(join(ROOT, path), wanted);
  return difference;
}

const check = process.argv.includes('--check');
const differences: (string | undefined)[] = [];
for (const derived of DERIVED) differences.push(await updateDerived(derived, check));
const found = differences.filter((line) => line !== undefined);
for (const line of found) console.log(check ? line : `wrote ${line.slice(0, line.indexOf(':'))}`);
if (found.length === 0)
  console.log(
    'action.yml, build-sign.yml, README.md, docs/events.md and docs/cache.md follow the tables',
  );
if (check && found.length > 0) {
  console.log('They follow from src/inputs/table.ts and src/outputs.ts: npm run docs');
  process.exitCode = 1;
}
