/**
 * Stands in for actions/checkout, which would ask GitHub: takes a commit from a repository on this machine.
 * Runs on its own, as the action would, so it imports nothing of the project.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const readInput = (name: string): string =>
  process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';

const known: Readonly<Record<string, string>> = JSON.parse(process.env['LAB_REPOSITORIES'] ?? '{}');
const repository = readInput('repository') || (process.env['GITHUB_REPOSITORY'] ?? '');
const folder = known[repository];
if (folder === undefined) throw new Error(`The lab has no repository ${repository}`);
const isOwn = repository === process.env['GITHUB_REPOSITORY'];
const ref = readInput('ref') || (isOwn ? (process.env['GITHUB_SHA'] ?? 'HEAD') : 'HEAD');
const target = resolve(join(process.env['GITHUB_WORKSPACE'] ?? '.', readInput('path')));
if (readInput('persist-credentials') !== 'false')
  console.log('The token would stay in .git/config: persist-credentials is not false');

mkdirSync(target, { recursive: true });
const git = (...args: string[]): void => {
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd: target,
    stdio: 'inherit',
  });
};
git('init', '--quiet');
git('fetch', '--quiet', '--no-tags', folder, ref);
git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD');
console.log(`${repository} at ${ref} is in ${target}`);
