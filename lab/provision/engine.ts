import { spawn } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type DockerdPrograms,
  endDockerd,
  findDockerd,
  isAnswering,
  socketPath,
  startDockerd,
} from './dockerd.ts';
import { type LabFolders, planFolders, planWorkerState } from './folders.ts';
import { readLeases, takeLease } from './leases.ts';
import { runLocked } from './lock.ts';
import { findProcesses, isAlive } from './processes.ts';
import { type LogLine, runStep } from './steps.ts';
import type { LabTools } from './tools.ts';

/** A Docker engine that answers. */
export interface Engine {
  /** What DOCKER_HOST has to be, for those who need this engine. */
  readonly dockerHost: string;
  readonly kind: 'installed' | 'own';
  /**
   * Gives the engine back. One of our own ends with its last user (also when that one is killed), and this waits
   * for it; an installed one is left alone.
   */
  stop(): Promise<void>;
}

const KEEPER = fileURLToPath(new URL('./keeper.ts', import.meta.url));
const STOP_TIMEOUT_MS = 30_000;

/**
 * Uses the engine that is there, else starts one of the lab's own on a socket of its own. Several processes share
 * that one: each use is a lease, and a keeper process ends the engine when no living process holds one.
 * Throws `ENGINE_UNREACHABLE` with the end of dockerd's log.
 */
export async function ensureEngine(
  tools: Pick<LabTools, 'world' | 'runcShim'>,
  log: LogLine,
): Promise<Engine> {
  const { world } = tools;
  if (world.engine === 'installed' && world.dockerHost !== undefined) {
    return { dockerHost: world.dockerHost, kind: 'installed', stop: async () => undefined };
  }
  return holdEngine({
    folders: planFolders(),
    programs: async () => ({ runcShim: tools.runcShim }),
    log,
  });
}

/** The engine that the files of one of several test workers find as the lab's own. */
export async function holdWorkerEngine(
  worker: number,
  { tools, log }: { tools: Pick<LabTools, 'runcShim'>; log: LogLine },
): Promise<Engine> {
  const env = { ...process.env, BSA_LAB_STATE: planWorkerState(worker) };
  const programs = async () => ({ runcShim: tools.runcShim });
  return holdEngine({ folders: planFolders(env), programs, log });
}

/** Starts an engine of the lab's own, or joins it, and holds it by a lease. */
export async function holdEngine({ folders, programs, log }: OwnEngine): Promise<Engine> {
  const lease = await runLocked({ path: lockPath(folders), log }, async () => {
    await ensureOwnEngine({ folders, programs, log });
    return takeLease(leaseFolder(folders));
  });
  return {
    dockerHost: `unix://${socketPath(folders)}`,
    kind: 'own',
    stop: () => giveBack(folders, lease),
  };
}

/** Folder of the engine's leases. */
export function leaseFolder({ run }: Pick<LabFolders, 'run'>): string {
  return join(run, 'leases');
}

/** The lock under which the engine is started, joined and ended. */
export function lockPath({ run }: Pick<LabFolders, 'run'>): string {
  return join(run, 'engine.lock');
}

interface OwnEngine {
  readonly folders: LabFolders;
  readonly programs: () => Promise<DockerdPrograms>;
  readonly log: LogLine;
}

async function ensureOwnEngine({ folders, programs, log }: OwnEngine): Promise<void> {
  const running = await findDockerd(folders);
  if (running !== undefined && (await isAnswering(folders))) {
    log(`engine: using the lab's own, process ${running.pid}`);
    if (!(await hasKeeper(folders))) await startKeeper(folders);
    return;
  }
  await runStep(log, 'engine: starting dockerd', async () => {
    // One that lives and does not answer is the remains of an aborted start.
    if (running !== undefined) await endDockerd(folders);
    await startDockerd(folders, await programs());
  });
  await startKeeper(folders);
}

async function hasKeeper({ run }: LabFolders): Promise<boolean> {
  return (await findProcesses({ file: 'cmdline', fragments: [`keeper.ts\0${run}`] })).length > 0;
}

async function startKeeper(folders: LabFolders): Promise<void> {
  await mkdir(folders.state, { recursive: true });
  const logFile = await open(join(folders.state, 'keeper.log'), 'a');
  const keeper = spawn(process.execPath, [KEEPER, folders.run], {
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
    // NODE_OPTIONS may hold what a test runner or a debugger wanted for the parent only.
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      BSA_LAB_CACHE: folders.cache,
      BSA_LAB_STATE: folders.state,
    },
  });
  keeper.unref();
  await logFile.close();
}

async function giveBack(folders: LabFolders, lease: string): Promise<void> {
  await rm(lease, { force: true });
  const dockerd = await findDockerd(folders);
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (dockerd !== undefined && performance.now() < deadline) {
    if (!(await isAlive(dockerd)) || (await readLeases(leaseFolder(folders))).length > 0) return;
    await sleep(100);
  }
}
