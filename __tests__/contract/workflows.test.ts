import { describe, expect, it } from '@jest/globals';
import { readText, readTrackedPaths } from './sources.ts';
import { findWorkflowViolations } from './workflow-rules.ts';

const paths = readTrackedPaths().filter((path) =>
  /^(\.github\/workflows|examples)\/[^/]+\.ya?ml$/.test(path),
);

describe('workflows', () => {
  it('are there', () => {
    expect(paths).toContain('.github/workflows/ci.yml');
    expect(paths).toContain('.github/workflows/build-sign.yml');
    expect(paths).toContain('examples/reusable.yml');
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
    job('uses: org/build-sign-action/publish@v1'),
    job('run: make "$TARGET"\n        env:\n          TARGET: ${{ inputs.target }}'),
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
    ['not pinned', job('uses: org/build-sign-action@main')],
    ['into a script', job('run: echo ${{ github.event.issue.title }}')],
    ['into a script', job('run: make ${{ inputs.target }}')],
  ])('refuse for %s: %s', (problem, text) => {
    expect(findWorkflowViolations(text).join('\n')).toContain(problem);
  });
});
