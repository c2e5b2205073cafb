/** docker: output → facts. */
import { isRecord, readJson } from '../image/json-shape.ts';

export interface Engine {
  readonly os: string;
  /** As OCI names it: amd64, arm64, … */
  readonly arch: string;
  readonly version: string;
  /** Images live in containerd: multi-platform images and attestations can be kept, and pushed by digest. */
  readonly containerdStore: boolean;
  /** Where the engine keeps images, on its own machine; empty where it does not say. */
  readonly rootDir: string;
  /** Of its machine, as `uname -r` has it. */
  readonly kernel?: string;
  readonly hostname?: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm',
  armv6l: 'arm',
  i686: '386',
  loongarch64: 'loong64',
};

/** `docker info --format '{{json .}}'` → facts; undefined when the text is something else or no engine answered. */
export function parseEngine(text: string): Engine | undefined {
  let info: unknown;
  try {
    info = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof info !== 'object' || info === null) return undefined;
  const read = (key: string): string => {
    const value: unknown = Reflect.get(info, key);
    return typeof value === 'string' ? value : '';
  };
  // The CLI prints its own half of the answer, and exits 0 in some versions, when the engine cannot be reached.
  if (read('ServerVersion') === '') return undefined;
  const arch = read('Architecture');
  return {
    os: read('OSType'),
    arch: ARCHITECTURES[arch] ?? arch,
    version: read('ServerVersion'),
    rootDir: read('DockerRootDir'),
    kernel: read('KernelVersion'),
    hostname: read('Name'),
    containerdStore: JSON.stringify(Reflect.get(info, 'DriverStatus') ?? '').includes(
      'io.containerd.snapshotter',
    ),
  };
}

/** Podman's stand-in for docker's command line answers in a shape of its own, whatever engine there is. */
export function isPodmanInfo(text: string): boolean {
  const info = readJson(text);
  return isRecord(info) && isRecord(info['host']) && 'buildahVersion' in info['host'];
}

/** The facts, as an earlier use has written them; undefined for anything else. */
export function parseEngineFacts(value: unknown): Engine | undefined {
  if (!isRecord(value)) return undefined;
  const { os, arch, version, containerdStore, rootDir, kernel, hostname } = value;
  if (typeof os !== 'string' || typeof arch !== 'string' || typeof version !== 'string')
    return undefined;
  if (typeof rootDir !== 'string' || typeof containerdStore !== 'boolean') return undefined;
  if (typeof kernel !== 'string' || typeof hostname !== 'string') return undefined;
  return { os, arch, version, containerdStore, rootDir, kernel, hostname };
}
