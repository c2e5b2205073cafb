import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readText, readTrackedPaths } from './sources.ts';

const paths = readTrackedPaths().filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));

interface Step {
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Record<
    string,
    { readonly 'timeout-minutes'?: number; readonly steps?: readonly Step[] }
  >;
}

/** What an attacker who moves a tag of somebody else's action, or a runaway job, could make use of. */
function findWorkflowViolations(text: string): readonly string[] {
  const workflow: Workflow = parse(text);
  const permissions =
    JSON.stringify(workflow.permissions) === '{}' ? [] : ['permissions: {} is missing at the top'];
  const pins = text
    .split('\n')
    .flatMap((line) => /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1] ?? [])
    .filter((use) => !/^\.\/|^\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))
    .map((use) => `not pinned to a commit with its version beside it: ${use}`);
  const jobs = Object.entries(workflow.jobs).flatMap(([name, job]) => {
    const checkouts = (job.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    const keeps = checkouts.filter((step) => step.with?.['persist-credentials'] !== false);
    return [
      ...(job.steps !== undefined && job['timeout-minutes'] === undefined
        ? [`${name} has no timeout-minutes`]
        : []),
      ...keeps.map(() => `${name} leaves the token in .git/config: persist-credentials: false`),
    ];
  });
  return [...permissions, ...pins, ...jobs];
}

describe('workflows', () => {
  it('are there', () => {
    expect(paths).toContain('.github/workflows/ci.yml');
  });

  it.each(paths)('%s gives nothing away', (path) => {
    expect(findWorkflowViolations(readText(path))).toEqual([]);
  });
});

const SHA = '0123456789abcdef0123456789abcdef01234567';
const job = (step: string) =>
  `permissions: {}\njobs:\n  a:\n    timeout-minutes: 5\n    steps:\n      - ${step}\n`;

describe('the rules', () => {
  it.each([
    job('uses: ./'),
    job(`uses: owner/name/sub@${SHA} # v1.2.3`),
    job(
      `uses: actions/checkout@${SHA} # v1.2.3\n        with:\n          persist-credentials: false`,
    ),
  ])('accept %s', (text) => {
    expect(findWorkflowViolations(text)).toEqual([]);
  });

  it.each([
    ['permissions', job('run: x').replace('permissions: {}\n', '')],
    ['permissions', job('run: x').replace('permissions: {}', 'permissions: write-all')],
    ['not pinned', job('uses: owner/name@v1')],
    ['not pinned', job(`uses: owner/name@${SHA}`)],
    ['not pinned', job(`uses: owner/name@${SHA.slice(1)} # v1.2.3`)],
    ['timeout-minutes', job('run: x').replace('    timeout-minutes: 5\n', '')],
    ['persist-credentials', job(`uses: actions/checkout@${SHA} # v1.2.3`)],
  ])('refuse for %s: %s', (problem, text) => {
    expect(findWorkflowViolations(text).join('\n')).toContain(problem);
  });
});
