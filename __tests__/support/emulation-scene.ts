/** One track of set-up alone: a Dockerfile, a kernel, an installer, a registry, each as a test wants it. */
import type { Platform } from '../../src/image/platform.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import type { RegistryReader } from '../../src/registry/client.ts';
import type { ManifestContent } from '../../src/registry/manifests.ts';
import { ensureEmulation } from '../../src/stages/emulation/emulation.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { parseState } from '../../src/state.ts';
import { PROBE_EXIT_CODE } from '../../src/tools/probe-program.ts';
import { makeFakeHost } from './fake-host.ts';
import type { ScriptedCommand } from './fake-script.ts';
import { makeDigest } from './make-digest.ts';
import { makeOwnBuilder } from './make-own-builder.ts';
import { makePlanOf } from './make-plan.ts';

const KERNEL = { kernel: '6.8.0', hostname: 'runner' };
const OWN_KERNEL = {
  '/proc/sys/kernel/osrelease': '6.8.0\n',
  '/proc/sys/kernel/hostname': 'runner\n',
};
const ENGINE = {
  os: 'linux',
  arch: 'amd64',
  version: '28',
  containerdStore: true,
  rootDir: '',
  ...KERNEL,
};
export const AMD64 = { os: 'linux', architecture: 'amd64' };
export const ARM64 = { os: 'linux', architecture: 'arm64' };
export const S390X = { os: 'linux', architecture: 's390x' };
export const HANDLERS = '/proc/sys/fs/binfmt_misc';
export const HANDLER = 'enabled\ninterpreter /usr/bin/qemu-aarch64\nflags: POCF\n';
export const IMAGE = 'example.com/binfmt@sha256:0';
export const status = (emulators: readonly string[], supported: readonly string[] = []): string =>
  `${JSON.stringify({ supported, emulators }, undefined, 2)}\n`;

const ENGINE_BUILDER: BuilderSpec = {
  kind: 'engine',
  wants: { pushes: false, emulators: false, isApart: false, caches: [], entitlements: [] },
};
const OWN_BUILDER: BuilderSpec = { kind: 'own', own: makeOwnBuilder() };

type Mode = 'auto' | 'binfmt' | 'builtin' | 'off';
export interface Given {
  readonly text?: string | undefined;
  readonly files?: Record<string, string>;
  readonly commands?: readonly ScriptedCommand[];
  readonly mode?: Mode;
  readonly platforms?: readonly Platform[];
  readonly isElsewhere?: boolean;
  readonly isEngine?: boolean;
  /** What the registry has of a base image; undefined: it does not answer. */
  readonly config?: unknown;
  readonly env?: Record<string, string>;
  readonly now?: Date;
}

/** The program of an architecture: runs, or ends as where the kernel knows no handler and a shell reads it. */
export const probe = (arch: string, ...codes: number[]): ScriptedCommand => {
  let at = 0;
  return {
    when: new RegExp(`^probe ${arch}$`),
    answer: () => ({ exitCode: codes[Math.min(at++, codes.length - 1)] ?? 127 }),
  };
};
export const RUNS = PROBE_EXIT_CODE;
export const install = (archs: string, ...names: string[]): ScriptedCommand => ({
  when: new RegExp(`^docker run --rm --privileged .*${IMAGE} --install ${archs}$`),
  answer: { stdout: status(names) },
});

/** A registry that has one image under every name. */
export function makeReader(config: unknown): RegistryReader {
  const bytes = Buffer.from(JSON.stringify(config ?? {}));
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: makeDigest(bytes),
        size: bytes.length,
      },
      layers: [],
    }),
  );
  const refuse = async (): Promise<never> => {
    throw new Error('not asked here');
  };
  return {
    probeManifest: refuse,
    hasReferrersApi: refuse,
    listReferrers: refuse,
    readManifest: async (): Promise<ManifestContent> => {
      if (config === undefined) throw new Error('the registry does not answer');
      return { bytes: manifest, mediaType, digest: makeDigest(manifest) };
    },
    readBlob: async () => bytes,
  };
}

/** `text: ''`: no Dockerfile. */
export async function ensure({
  text = 'FROM base\nRUN true',
  files = {},
  commands = [],
  mode = 'auto',
  platforms = [AMD64, ARM64],
  isElsewhere = false,
  isEngine = false,
  config,
  env = {},
  now = new Date(0),
}: Given) {
  const host = makeFakeHost({
    env,
    now,
    files: { ...OWN_KERNEL, ...(text === '' ? {} : { './Dockerfile': text }), ...files },
    commands,
  });
  const folder = await openRunFolder(host);
  const said: string[] = [];
  const plan = await makePlanOf();
  const ensuring = ensureEmulation(host, {
    plan: {
      ...plan,
      build: { ...plan.build, file: './Dockerfile', platforms },
      builder: isEngine ? ENGINE_BUILDER : OWN_BUILDER,
      emulation: { mode, image: IMAGE },
    },
    platforms,
    engine: isElsewhere ? { ...ENGINE, hostname: 'elsewhere' } : ENGINE,
    registry: { brief: makeReader(config) },
    env: { PATH: '/bin' },
    folder,
    say: (line) => said.push(line),
    pull: async (image) => image,
  });
  return { host, said, ensuring };
}

export const remembered = ({ state }: { state: Map<string, string> }) =>
  parseState(state.get('run') ?? '')?.emulators;
export const docker = ({ commands }: { commands: readonly { tool: string }[] }) =>
  commands.filter(({ tool }) => tool === 'docker');
