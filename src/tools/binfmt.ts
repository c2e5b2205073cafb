/** binfmt_misc: platforms → handlers, and what tonistiigi/binfmt prints. */
import { isRecord, readJson } from '../image/json-shape.ts';
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

export interface HandlerFacts {
  readonly isEnabled: boolean;
  readonly interpreter: string;
  /** Flag F: the kernel holds the interpreter, so that it is found from inside any container. */
  readonly isFixed: boolean;
}

/** What `/proc/sys/fs/binfmt_misc/<name>` says of a handler. */
export function parseHandler(text: string): HandlerFacts {
  return {
    isEnabled: /^enabled$/m.test(text),
    interpreter: /^interpreter (.*)$/m.exec(text)?.[1] ?? '',
    isFixed: /^flags: \w*F/m.test(text),
  };
}

/** The JSON status that tonistiigi/binfmt prints last. */
export interface BinfmtStatus {
  /** Platforms whose programs run: it tries one of each. */
  readonly supported: readonly string[];
  /** Handlers that are enabled, by name. */
  readonly emulators: readonly string[];
}

export function parseBinfmtStatus(stdout: string): BinfmtStatus | undefined {
  const emulators = parseEmulators(stdout);
  const status = readStatus(stdout);
  if (emulators === undefined || !isRecord(status)) return undefined;
  const { supported } = status;
  return { emulators, supported: Array.isArray(supported) ? supported.map(String) : [] };
}

function readStatus(stdout: string): unknown {
  return readJson(stdout.slice(Math.max(stdout.lastIndexOf('{\n'), 0)));
}

/** The handlers that the status lists. */
export function parseEmulators(stdout: string): readonly string[] | undefined {
  const status = readStatus(stdout);
  const emulators = isRecord(status) ? status['emulators'] : undefined;
  if (emulators === null) return [];
  return Array.isArray(emulators)
    ? emulators.filter((name) => typeof name === 'string')
    : undefined;
}
