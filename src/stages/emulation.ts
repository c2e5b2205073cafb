/** Emulators for foreign platforms: only those that are missing, and gone again after the job. */
import { ActionError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Platform } from '../image/platform.ts';
import type { EmulationSpec } from '../plan/builder-spec.ts';
import {
  BINFMT_FOLDER,
  type Handler,
  isEnabledHandler,
  parseEmulators,
  planHandlers,
} from '../tools/binfmt.ts';
import type { Engine } from '../tools/docker.ts';
import { runChecked, withCode } from './run-command.ts';
import type { RunFolder } from './run-folder.ts';

type Reach = Pick<Host, 'files' | 'run' | 'log' | 'signal'>;

/** Pulling the image is part of it; Docker Hub's slowest answers come within minutes. */
const INSTALL_DEADLINE_MS = 5 * 60_000;

export interface EmulationResult {
  readonly installed: readonly string[];
}

/** Throws EMULATION_FAILED when the handlers are not there afterwards, whatever the installer's exit code was. */
export async function ensureEmulation(
  host: Reach,
  {
    spec,
    platforms,
    engine,
    env,
    folder,
    say,
    pull = async (image) => image,
  }: {
    spec: EmulationSpec;
    platforms: readonly Platform[];
    engine: Engine;
    env: Readonly<Record<string, string>>;
    folder: RunFolder;
    say: (line: string) => void;
    /** Gets the image into the engine, and returns its name there. */
    pull?: (image: string) => Promise<string>;
  },
): Promise<EmulationResult> {
  const needed = planHandlers(platforms, engine.arch);
  if (needed.length === 0) {
    say(`not needed: the engine is ${engine.os}/${engine.arch}`);
    return { installed: [] };
  }
  const missing = await listMissing(host, needed);
  if (missing.length === 0) {
    say(`already there: ${needed.map(({ name }) => name).join(', ')}`);
    return { installed: [] };
  }
  if (spec.mode === 'off') {
    say(
      `missing, and turned off: ${missing.map(({ name }) => name).join(', ')}; BuildKit may bring its own`,
    );
    return { installed: [] };
  }
  const names = missing.map(({ name }) => name);
  const image = await pull(spec.image).catch((error: unknown) => {
    throw withCode('EMULATION_FAILED', error);
  });
  folder.remember({ emulators: { image, names } });
  say(`installing ${names.join(', ')} from ${image}`);
  await install(host, { image, missing, env });
  return { installed: names };
}

async function listMissing({ files }: Reach, needed: readonly Handler[]): Promise<Handler[]> {
  const states = await Promise.all(
    needed.map(async (handler) => ({ handler, enabled: await isEnabled(files, handler) })),
  );
  return states.filter(({ enabled }) => !enabled).map(({ handler }) => handler);
}

async function isEnabled(files: Host['files'], { name }: Handler): Promise<boolean> {
  try {
    return isEnabledHandler(await files.readText(`${BINFMT_FOLDER}/${name}`));
  } catch {
    return false;
  }
}

async function install(
  host: Reach,
  {
    image,
    missing,
    env,
  }: { image: string; missing: readonly Handler[]; env: Readonly<Record<string, string>> },
): Promise<void> {
  const archs = missing.map(({ arch }) => arch).join(',');
  const result = await runChecked(host, {
    tool: 'docker',
    file: 'docker',
    args: ['run', '--rm', '--privileged', '--label=build-sign-action', image, '--install', archs],
    env,
    deadlineMs: INSTALL_DEADLINE_MS,
  }).catch((error: unknown) => {
    throw withCode('EMULATION_FAILED', error);
  });
  const present = parseEmulators(result.stdout);
  const absent = missing.filter(({ name }) => present?.includes(name) !== true);
  if (absent.length > 0) {
    throw new ActionError(
      'EMULATION_FAILED',
      `The emulators ${absent.map(({ name }) => name).join(', ')} were not registered`,
      {
        hint: 'The engine has to allow privileged containers and binfmt_misc has to be mounted. Native runners for each platform need no emulation.',
        details: result.stdout.split('\n').slice(-20),
      },
    );
  }
}
