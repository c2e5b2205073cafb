import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { findProgram } from './commands.ts';
import { ensurePackages, type PackageNeed } from './debian.ts';
import { ensureDockerClient, findInstalledBuildx } from './docker-client.ts';
import { planFolders } from './folders.ts';
import { ensureGo } from './go-installation.ts';
import { ensureGoTool, hasGoTool, prefetchModule } from './go-tools.ts';
import { runLocked } from './lock.ts';
import { TOOL_PINS, type ToolKey } from './pins.ts';
import type { LogLine } from './steps.ts';
import { decideWorld, type World } from './world.ts';

/** Absolute paths. */
export interface LabTools {
  readonly world: World;
  readonly docker: string;
  readonly buildx: string;
  readonly cosign: string;
  /** distribution: no referrers API, as GHCR and Docker Hub. */
  readonly registry: string;
  /** In memory, with the referrers API: `referrers-registry -addr 127.0.0.1:0` prints its address. */
  readonly referrersRegistry: string;
  readonly crane: string;
  /** Keeps objects in a folder and speaks S3. */
  readonly versitygw: string;
  readonly actionlint: string;
  /** Needed by nothing but the check that the workflows run; absent when it could not be built. */
  readonly act: string | undefined;
  /** What local images and an engine of our own are made of; absent where official images are used. */
  readonly syft: string | undefined;
  readonly buildkitd: string | undefined;
  readonly buildctl: string | undefined;
  readonly runc: string | undefined;
  readonly runcShim: string | undefined;
  readonly binfmt: string | undefined;
}

type ToolPaths = Readonly<Partial<Record<ToolKey, string>>>;

const ALWAYS = [
  'buildx',
  'crane',
  'referrersRegistry',
  'registry',
  'cosign',
  'versitygw',
  'actionlint',
  'act',
] as const;
const FOR_LOCAL_IMAGES = ['binfmt', 'buildkitd', 'buildctl', 'runc', 'syft'] as const;
const OPTIONAL: readonly ToolKey[] = ['act'];

/**
 * Finds or builds every program of the embedded world, pinned, into the lab's cache folder, and says what it does.
 * Two processes at once do not build twice. Throws `SETUP_FAILED` naming all that is missing and cannot be built.
 */
export async function ensureLabTools(log: LogLine): Promise<LabTools> {
  const { cache } = planFolders();
  return runLocked({ path: join(cache, 'tools.lock'), log }, async () => {
    const world = await ensureWorld(log);
    const docker = await ensureDockerClient(log);
    const installedBuildx =
      world.engine === 'installed' ? await findInstalledBuildx(docker) : undefined;
    const keys = planTools(world).filter(
      (key) => key !== 'buildx' || installedBuildx === undefined,
    );
    const paths = await ensureTools({ keys, cache, log });
    return makeLabTools({
      world,
      docker,
      paths: { ...(installedBuildx && { buildx: installedBuildx }), ...paths },
    });
  });
}

/** The packages can bring an engine that their installation starts: then that one is used, now as in later runs. */
async function ensureWorld(log: LogLine): Promise<World> {
  const world = await decideWorld();
  return (await ensurePackages(planPackages(world), log)) ? decideWorld() : world;
}

/** Programs in build order: what an aborted run leaves behind is then the most useful part. */
export function planTools(world: Pick<World, 'engine' | 'images'>): readonly ToolKey[] {
  const wanted = new Set<ToolKey>(ALWAYS);
  if (world.engine === 'own') wanted.add('runcShim');
  if (world.images === 'local') for (const key of FOR_LOCAL_IMAGES) wanted.add(key);
  return (Object.keys(TOOL_PINS) as ToolKey[]).filter((key) => wanted.has(key));
}

function planPackages(world: World): readonly PackageNeed[] {
  const engine = [
    { package: 'docker.io', program: 'dockerd' },
    { package: 'iptables', program: 'iptables' },
    { package: 'iproute2', program: 'ip' },
  ];
  const images = [
    { package: 'ca-certificates', file: '/etc/ssl/certs/ca-certificates.crt' },
    { package: 'busybox-static', program: 'busybox' },
    { package: 'qemu-user-static', program: 'qemu-aarch64-static' },
    { package: 'libseccomp-dev', file: '/usr/include/seccomp.h' },
    { package: 'gcc', program: 'gcc' },
    { package: 'libc6-dev', file: '/usr/include/stdio.h' },
    { package: 'pkg-config', program: 'pkg-config' },
  ];
  return [...(world.engine === 'own' ? engine : []), ...(world.images === 'local' ? images : [])];
}

interface ToolsWanted {
  readonly keys: readonly ToolKey[];
  readonly cache: string;
  readonly log: LogLine;
}

async function ensureTools({ keys, cache, log }: ToolsWanted): Promise<ToolPaths> {
  const absent: ToolKey[] = [];
  for (const key of keys) {
    if (!(await hasGoTool({ pin: TOOL_PINS[key], cache }))) absent.push(key);
  }
  if (absent.length > 0 && !(await ensureGo(log))) return findOnPath({ keys, absent, cache, log });
  // Modules of later tools arrive while the compiler works on earlier ones.
  const prefetch = prefetchAll(absent);
  const paths: Partial<Record<ToolKey, string>> = {};
  try {
    for (const key of keys) {
      const path = await ensureOrSkip({ key, cache, log });
      if (path !== undefined) paths[key] = path;
    }
  } finally {
    await prefetch.stop();
  }
  return paths;
}

async function ensureOrSkip(tool: {
  key: ToolKey;
  cache: string;
  log: LogLine;
}): Promise<string | undefined> {
  const { key, cache, log } = tool;
  try {
    return await ensureGoTool({ pin: TOOL_PINS[key], cache, log });
  } catch (error) {
    if (!OPTIONAL.includes(key)) throw error;
    log(
      `${key}: could not be built, going on without it (${error instanceof Error ? error.message : error})`,
    );
    return undefined;
  }
}

function prefetchAll(keys: readonly ToolKey[]): { stop(): Promise<void> } {
  let stopped = false;
  const work = (async () => {
    for (const key of keys) {
      const pin = TOOL_PINS[key];
      if (stopped) return;
      // A failure shows, with its reason, when the tool itself is built.
      if (pin.kind === 'module') await prefetchModule(pin).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      stopped = true;
      return work;
    },
  };
}

/** Without Go, programs of the same name on the PATH have to do. */
async function findOnPath(
  wanted: ToolsWanted & { readonly absent: readonly ToolKey[] },
): Promise<ToolPaths> {
  const paths: Partial<Record<ToolKey, string>> = {};
  const missing: string[] = [];
  for (const key of wanted.keys) {
    const { name } = TOOL_PINS[key];
    if (!wanted.absent.includes(key)) {
      paths[key] = await ensureGoTool({
        pin: TOOL_PINS[key],
        cache: wanted.cache,
        log: wanted.log,
      });
      continue;
    }
    const path = await findProgram(name);
    if (path !== undefined) {
      wanted.log(`${name}: using ${path}, not the pinned version, as there is no Go to build it`);
      paths[key] = path;
    } else if (!OPTIONAL.includes(key)) missing.push(name);
  }
  if (missing.length === 0) return paths;
  throw new ActionError(
    'SETUP_FAILED',
    `These tools are missing and there is no Go to build them: ${missing.join(', ')}.`,
    {
      hint: 'Install Go 1.21 or later (https://go.dev/dl) and run this again.',
    },
  );
}

interface Found {
  readonly world: World;
  readonly docker: string;
  readonly paths: ToolPaths;
}

function makeLabTools({ world, docker, paths }: Found): LabTools {
  const need = (key: ToolKey): string => {
    const path = paths[key];
    if (path === undefined)
      throw new ActionError('SETUP_FAILED', `The lab has no ${TOOL_PINS[key].name}.`);
    return path;
  };
  return {
    world,
    docker,
    buildx: need('buildx'),
    cosign: need('cosign'),
    registry: need('registry'),
    referrersRegistry: need('referrersRegistry'),
    crane: need('crane'),
    versitygw: need('versitygw'),
    actionlint: need('actionlint'),
    act: paths.act,
    syft: paths.syft,
    buildkitd: paths.buildkitd,
    buildctl: paths.buildctl,
    runc: paths.runc,
    runcShim: paths.runcShim,
    binfmt: paths.binfmt,
  };
}
