/**
 * `node scripts/start.mjs FILE.ts [args]`: the way into every script of this repository from a fresh clone.
 * Installs the packages when they are missing or not those of package-lock.json, then runs the TypeScript file with
 * the Node 24 that is one of them. Plain JavaScript without dependencies, as it runs before any is there, on Node 20.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.lock-sha256');
/** Outside node_modules, which `npm ci` begins by removing. */
const GUARD = join(ROOT, '.lab', 'npm-ci.pid');
/** The first Node that runs TypeScript files by itself. */
const TYPESCRIPT_NODE = [22, 18];

/** Runs a program with this process's terminal and passes SIGINT and SIGTERM on. Returns its exit code. */
function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function readOr(path, fallback) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** True when this process may install; false while another one does. A guard whose process is dead is removed. */
function takeGuard() {
  mkdirSync(dirname(GUARD), { recursive: true });
  try {
    writeFileSync(GUARD, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(readOr(GUARD, '')))) rmSync(GUARD, { force: true });
    return false;
  }
}

function isAlive(pid) {
  // Zero: the file is there and its content is not yet.
  if (pid === 0) return existsSync(GUARD);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * True when npm's own record of what it put into node_modules agrees with package-lock.json: someone who ran
 * `npm install` is spared a second one. Optional packages of other platforms are not in that record.
 */
function isInstalledByNpm() {
  const record = JSON.parse(readOr(join(MODULES, '.package-lock.json'), '{}')).packages ?? {};
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const wanted = Object.entries(packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) =>
    record[path] === undefined ? optional === true : record[path].version === version,
  );
}

async function ensurePackages() {
  const wanted = lockHash();
  const isInstalled = () => readOr(STAMP, '') === wanted || isInstalledByNpm();
  if (isInstalled()) return;
  for (let told = false; !takeGuard(); told = true) {
    if (!told) console.error('Waiting for another process that installs the packages ...');
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (isInstalled()) return;
  }
  try {
    await installPackages(wanted);
  } finally {
    rmSync(GUARD, { force: true });
  }
}

/** With install scripts: the packages `node` and `esbuild` fetch their program for this platform by them. */
async function installPackages(wanted) {
  const started = Date.now();
  const why = existsSync(MODULES) ? 'package-lock.json has changed' : 'they are not there yet';
  console.error(`Installing the packages, as ${why} (npm ci, about half a minute) ...`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'];
  const code = await run(npm, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: npm === 'npm.cmd',
  });
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}.`);
  writeFileSync(STAMP, wanted);
  console.error(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The repository's Node 24, or this one when that has no build for the platform and this one is new enough. */
async function pickNode() {
  const own = join(MODULES, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const works = await run(own, ['--version'], { stdio: 'ignore' }).then(
    (code) => code === 0,
    () => false,
  );
  if (works) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = TYPESCRIPT_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor))
    return process.execPath;
  throw new Error(
    `There is no Node 24 for ${process.platform}/${process.arch} on npm, and this Node ${process.versions.node} ` +
      `does not run TypeScript. Install Node ${TYPESCRIPT_NODE.join('.')} or later and run this again.`,
  );
}

try {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Error('Usage: node scripts/start.mjs FILE.ts [arguments]');
  await ensurePackages();
  process.exitCode = await run(await pickNode(), [file, ...args]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
