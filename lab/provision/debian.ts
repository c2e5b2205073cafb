import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { findProgram, probeCommand, runCommand } from './commands.ts';
import { type LogLine, runStep } from './steps.ts';

/** What makes a package unnecessary: a program on the PATH, or a file. */
export interface PackageNeed {
  readonly package: string;
  readonly program?: string;
  readonly file?: string;
}

/** True on a machine whose packages this process may change. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram('apt-get')) !== undefined;
}

/**
 * Installs those Debian packages whose program or file is missing, and returns whether there were any.
 * Needs root; throws `SETUP_FAILED` otherwise.
 */
export async function ensurePackages(
  needs: readonly PackageNeed[],
  log: LogLine,
): Promise<boolean> {
  const missing: string[] = [];
  for (const need of needs) {
    if (!(await isSatisfied(need))) missing.push(need.package);
  }
  if (missing.length === 0) return false;
  const names = missing.join(' ');
  if (!(await canInstallPackages())) {
    throw new ActionError('SETUP_FAILED', `Missing on this machine: ${names}.`, {
      hint: `Install them (apt-get install ${names}), or start Docker, and run this again.`,
    });
  }
  await runStep(log, `apt: installing ${names}`, async () => {
    await runApt(['update', '-qq']);
    await runApt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  });
  return true;
}

async function isSatisfied({ program, file }: PackageNeed): Promise<boolean> {
  if (program !== undefined && (await findProgram(program)) !== undefined) return true;
  return (
    file !== undefined && (await probeCommand({ file: 'test', args: ['-e', file] })).exitCode === 0
  );
}

async function runApt(args: readonly string[]): Promise<void> {
  // Another apt may be at work, unattended-upgrades for example: wait for its lock.
  await runCommand({
    file: 'apt-get',
    args: ['-o', 'DPkg::Lock::Timeout=120', ...args],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

interface PackageFiles {
  readonly package: string;
  /** Debian's names of the architectures, this machine's or not. */
  readonly arches: readonly string[];
  /** Path inside the package, `bin/busybox`. */
  readonly member: string;
  /** Folder that gets one file per architecture, named by it. */
  readonly folder: string;
}

/**
 * Takes one file out of a Debian package for several architectures, without installing it and without adding an
 * architecture to the machine: apt works on lists and a cache of its own, below a folder that is removed again.
 */
export async function extractPackageFiles(wanted: PackageFiles): Promise<void> {
  const { package: name, arches, member, folder } = wanted;
  const work = join(folder, 'work');
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  const options = [
    `APT::Architectures=${arches.join(',')}`,
    `Dir::State::Lists=${work}/lists`,
    `Dir::Cache=${work}/cache`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  try {
    await runCommand({ file: 'apt-get', args: [...options, 'update', '-qq'] });
    const names = arches.map((arch) => `${name}:${arch}`);
    await runCommand({
      file: 'apt-get',
      args: [...options, 'download', '-qq', ...names],
      cwd: work,
    });
    const archives = await readdir(work);
    for (const arch of arches) {
      const archive = archives.find((each) => each.endsWith(`_${arch}.deb`));
      if (archive === undefined)
        throw new ActionError('SETUP_FAILED', `apt brought no package ${name}:${arch}.`);
      await runCommand({ file: 'dpkg', args: ['-x', archive, arch], cwd: work });
      await copyFile(join(work, arch, member), join(folder, arch));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
