/** binfmt_misc: platforms → handlers, and what tonistiigi/binfmt prints. */
import type { Platform } from '../image/platform.ts';

/** Where the kernel shows its handlers. */
export const BINFMT_FOLDER = '/proc/sys/fs/binfmt_misc';

export interface Handler {
  /** The architecture as tonistiigi/binfmt's `--install` takes it. */
  readonly arch: string;
  /** The handler's name in binfmt_misc, as `--uninstall` takes it. */
  readonly name: string;
}

/** QEMU's name of each architecture (tonistiigi/binfmt cmd/binfmt/config.go). */
const QEMU: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  arm: 'arm',
  '386': 'i386',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  mips64le: 'mips64el',
  mips64: 'mips64',
  loong64: 'loongarch64',
};

/** Handlers that these platforms need on an engine of this architecture. An amd64 kernel runs 386 by itself. */
export function planHandlers(platforms: readonly Platform[], engineArch: string): Handler[] {
  const handlers = new Map<string, Handler>();
  for (const { os, architecture: arch } of platforms) {
    const qemu = QEMU[arch];
    const native = arch === engineArch || (engineArch === 'amd64' && arch === '386');
    if (os === 'linux' && !native && qemu !== undefined)
      handlers.set(arch, { arch, name: `qemu-${qemu}` });
  }
  return [...handlers.values()];
}

/** `/proc/sys/fs/binfmt_misc/<name>` → whether the kernel uses the handler. */
export function isEnabledHandler(text: string): boolean {
  return /^enabled$/m.test(text);
}

/** The JSON status that tonistiigi/binfmt prints last → the handlers it sees, by name. */
export function parseEmulators(stdout: string): readonly string[] | undefined {
  const start = stdout.lastIndexOf('{\n');
  try {
    const status: unknown = JSON.parse(stdout.slice(Math.max(start, 0)));
    const emulators: unknown =
      typeof status === 'object' && status !== null ? Reflect.get(status, 'emulators') : undefined;
    if (emulators === null) return [];
    return Array.isArray(emulators)
      ? emulators.filter((name) => typeof name === 'string')
      : undefined;
  } catch {
    return undefined;
  }
}
