/** An engine of a newer Docker beside the machine's: with the containerd image store, whose BuildKit builds all by itself. */
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { ensureFolder } from './cached-folder.ts';
import { probeCommand, runCommand } from './commands.ts';
import { canInstallPackages } from './debian.ts';
import { type Engine, holdEngine } from './engine.ts';
import { planFolders } from './folders.ts';
import { runLocked } from './lock.ts';
import { NEW_ENGINE_PINS } from './pins.ts';
import { type LogLine, runStep } from './steps.ts';
import type { LabTools } from './tools.ts';

/** Programs that the packages bring, apart from those that no build needs. */
const PROGRAMS = [
  ...['usr/sbin/dockerd', 'usr/sbin/docker-proxy'],
  ...['usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2'],
] as const;

/**
 * Unpacks Debian's newest packages without installing them, and starts the engine on a socket and in folders of its own.
 * Shared, and ended, as the lab's other engine is. Throws `SETUP_FAILED` where there is no apt.
 */
export async function ensureNewEngine(
  { runcShim }: Pick<LabTools, 'runcShim'>,
  log: LogLine,
): Promise<Engine> {
  const { state } = planFolders();
  const folders = planFolders({ ...process.env, BSA_LAB_STATE: `${state}-containerd` });
  return holdEngine({
    folders,
    programs: async () => ({
      folder: await ensurePrograms(log),
      runcShim,
      containerdStore: true,
    }),
    log,
  });
}

async function ensurePrograms(log: LogLine): Promise<string> {
  const { cache } = planFolders();
  const { suite, packages } = NEW_ENGINE_PINS;
  const version = packages['docker.io'].replace(/[^\w.-]/g, '_');
  const folder = join(cache, 'engines', `docker-${suite}-${version}`);
  if (!(await canInstallPackages())) {
    throw new ActionError('SETUP_FAILED', 'A newer engine is unpacked from Debian packages.', {
      hint: 'Run this on Debian, as root, or with a Docker that has the containerd image store.',
    });
  }
  await runLocked({ path: join(cache, 'engines.lock'), log }, () =>
    ensureFolder(folder, (draft) =>
      runStep(log, `engine: fetching docker.io ${packages['docker.io']}`, () => unpack(draft)),
    ),
  );
  return folder;
}

/** apt with lists of its own: the machine's packages stay those of its release. */
async function unpack(folder: string): Promise<void> {
  const { suite, packages } = NEW_ENGINE_PINS;
  const work = join(folder, 'work');
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  const source = `deb http://deb.debian.org/debian ${suite} main\n`;
  await writeFile(join(work, 'sources.list'), source);
  const options = [
    `Dir::Etc::SourceList=${work}/sources.list`,
    'Dir::Etc::SourceParts=-',
    `Dir::State::Lists=${work}/lists`,
    `Dir::Cache=${work}/cache`,
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await runCommand({ file: 'apt-get', args: [...options, 'update', '-qq'] });
  for (const [name, version] of Object.entries(packages))
    await download({ name, version, options, work });
  for (const archive of (await readdir(work)).filter((name) => name.endsWith('.deb')))
    await runCommand({ file: 'dpkg', args: ['-x', archive, 'root'], cwd: work });
  for (const program of PROGRAMS) {
    const path = join(folder, program.slice(program.lastIndexOf('/') + 1));
    await rename(join(work, 'root', program), path);
    await chmod(path, 0o755);
  }
  await rm(work, { recursive: true, force: true });
}

/** The suite keeps one version: when it has moved on, its own is as new. */
async function download({
  name,
  version,
  options,
  work,
}: {
  name: string;
  version: string;
  options: readonly string[];
  work: string;
}): Promise<void> {
  const get = (what: string) => ({
    file: 'apt-get',
    args: [...options, 'download', '-qq', what],
    cwd: work,
  });
  const { exitCode } = await probeCommand(get(`${name}=${version}`));
  if (exitCode !== 0) await runCommand(get(name));
}
