import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { findProgram, probeCommand, runCommand } from './commands.ts';
import type { Engine } from './engine.ts';
import { IMAGE_PINS } from './pins.ts';
import { type LogLine, runStep } from './steps.ts';

const MOUNT = '/proc/sys/fs/binfmt_misc';

/** The one foreign platform the lab builds for, by the machine's own. Patterns as in QEMU's own registration script. */
const EMULATORS = {
  x64: {
    name: 'qemu-aarch64',
    arch: 'arm64',
    magic:
      '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00',
    mask: '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff',
  },
  arm64: {
    name: 'qemu-x86_64',
    arch: 'amd64',
    magic:
      '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x3e\\x00',
    mask: '\\xff\\xff\\xff\\xff\\xff\\xfe\\xfe\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff',
  },
} as const;

/**
 * Makes the kernel run the other platform's programs (arm64 on an amd64 machine and the other way round).
 * As root with Debian's qemu it registers that one; elsewhere the engine runs the published binfmt image.
 * Docker Desktop emulates by itself: its kernel is not this machine's, so nothing is looked at there.
 */
export async function ensureEmulation(log: LogLine, engine?: Engine): Promise<void> {
  if (process.platform !== 'linux' || (await isEmulating())) return;
  const emulator = readEmulator();
  const qemu = await findProgram(`${emulator.name}-static`);
  if (process.getuid?.() === 0 && qemu !== undefined) {
    await runStep(log, `emulation: registering ${qemu} for linux/${emulator.arch}`, () =>
      register(qemu),
    );
    return;
  }
  if (engine === undefined || engine.kind !== 'installed') {
    throw new ActionError(
      'EMULATION_FAILED',
      `This machine cannot run linux/${emulator.arch} programs.`,
      {
        hint: 'Install qemu-user-static and run this again as root.',
      },
    );
  }
  await runStep(
    log,
    `emulation: installing it for linux/${emulator.arch} from ${IMAGE_PINS.binfmt}`,
    () =>
      runCommand({
        file: 'docker',
        args: ['run', '--privileged', '--rm', IMAGE_PINS.binfmt, '--install', emulator.arch],
        env: { DOCKER_HOST: engine.dockerHost },
      }),
  );
}

/** Takes the emulator away again, so that a test can watch it being installed. Does nothing when there is none. */
export async function removeEmulation(): Promise<void> {
  if (await isEmulating()) await writeFile(join(MOUNT, readEmulator().name), '-1');
}

/** True when the kernel has an enabled emulator of that name. */
export async function isEmulating(): Promise<boolean> {
  const entry = await readFile(join(MOUNT, readEmulator().name), 'utf8').catch(() => '');
  return entry.startsWith('enabled');
}

/** The handler of the other platform's programs. */
export const FOREIGN_HANDLER = process.arch === 'arm64' ? 'qemu-x86_64' : 'qemu-aarch64';

/** Leaves a handler whose interpreter is not there any more, as an uninstalled emulator does. */
export async function registerBroken(): Promise<void> {
  await removeEmulation();
  const { name, magic, mask } = readEmulator();
  await writeFile(join(MOUNT, 'register'), `:${name}:M::${magic}:${mask}:/gone/${name}:`);
}

function readEmulator(): (typeof EMULATORS)['x64' | 'arm64'] {
  if (process.arch === 'x64' || process.arch === 'arm64') return EMULATORS[process.arch];
  throw new ActionError(
    'ENVIRONMENT_UNSUPPORTED',
    `The lab knows no emulator for a ${process.arch} machine.`,
  );
}

async function register(qemu: string): Promise<void> {
  await ensureMounted();
  const { name, magic, mask } = readEmulator();
  // An entry that is there but switched off would refuse the new one.
  await writeFile(join(MOUNT, name), '-1').catch(() => undefined);
  // F: the kernel opens the emulator now and keeps it, so that it works inside containers, which do not have it.
  await writeFile(join(MOUNT, 'register'), `:${name}:M::${magic}:${mask}:${qemu}:F`);
}

async function ensureMounted(): Promise<void> {
  const mounted = await access(join(MOUNT, 'register')).then(
    () => true,
    () => false,
  );
  if (mounted) return;
  await probeCommand({ file: 'modprobe', args: ['binfmt_misc'] });
  await runCommand({ file: 'mount', args: ['-t', 'binfmt_misc', 'binfmt_misc', MOUNT] });
}
