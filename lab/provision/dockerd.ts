import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '../../src/errors.ts';
import { findProgram } from './commands.ts';
import type { LabFolders } from './folders.ts';
import { unmountBelow } from './mounts.ts';
import { ensureBridge, type LabNetwork, removeBridge } from './network.ts';
import { endProcess, findProcesses, type ProcessMark } from './processes.ts';

const READY_TIMEOUT_MS = 60_000;
/** Dockerd gives its containers `shutdown-timeout` seconds; it gets a little more itself. */
const SHUTDOWN_TIMEOUT_S = 5;
const END_TIMEOUT_MS = 15_000;
const CAP_SYS_RESOURCE = 24n;

/** Path of the engine's socket, the lab's own: nothing outside the lab sees this engine. */
export function socketPath({ run }: Pick<LabFolders, 'run'>): string {
  return join(run, 'docker.sock');
}

/** The lab's dockerd, if it lives: the process that was started with this lab's configuration file. */
export async function findDockerd(
  folders: Pick<LabFolders, 'run'>,
): Promise<ProcessMark | undefined> {
  const [first] = await findProcesses({
    file: 'cmdline',
    fragments: [`dockerd\0--config-file\0${configPath(folders)}`],
  });
  return first;
}

/** Which programs an engine is made of, and how it keeps images. */
export interface DockerdPrograms {
  /** Folder of dockerd and what it starts; undefined: those of the machine. */
  readonly folder?: string;
  readonly runcShim: string | undefined;
  /** Images in containerd, as new engines have them. Its bridge then has no way out, which no build of the lab needs. */
  readonly containerdStore?: boolean;
}

/** Starts dockerd in a process group of its own and waits until it answers. Throws `ENGINE_UNREACHABLE`. */
export async function startDockerd(folders: LabFolders, programs: DockerdPrograms): Promise<void> {
  const { folder, runcShim } = programs;
  const dockerd = folder === undefined ? await findProgram('dockerd') : join(folder, 'dockerd');
  if (dockerd === undefined)
    throw new ActionError('SETUP_FAILED', 'There is no dockerd on this machine.');
  await mkdir(folders.state, { recursive: true });
  await mkdir(folders.run, { recursive: true, mode: 0o700 });
  await removeRemains(folders);
  const shim = (await lacksCapability()) ? runcShim : undefined;
  const network = await ensureBridge(folders);
  const config = { ...makeConfig({ folders, network, shim }), ...makeStoreConfig(programs) };
  await writeFile(configPath(folders), JSON.stringify(config, undefined, 2));
  const logFile = await open(logPath(folders), 'w');
  // `dockerd` by name as argv[0]: findDockerd knows the process by this very command line.
  const child = spawn(dockerd, ['--config-file', configPath(folders), ...namespaceArgs(folders)], {
    argv0: 'dockerd',
    // It looks for containerd, runc and iptables itself.
    env: { ...process.env, PATH: makePath(folder) },
    cwd: folders.state,
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
  });
  child.unref();
  await logFile.close();
  await waitUntilReady(folders, () => child.exitCode !== null || child.signalCode !== null);
}

/** Ends dockerd, what it may have left running, and its bridge. Does nothing where nothing is. */
export async function endDockerd(folders: LabFolders): Promise<void> {
  const dockerd = await findDockerd(folders);
  if (dockerd !== undefined) await endProcess(dockerd, END_TIMEOUT_MS);
  await removeRemains(folders);
  await removeBridge(folders);
}

/** True when the engine behind the socket answers. */
export async function isAnswering(folders: Pick<LabFolders, 'run'>): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request(
      { socketPath: socketPath(folders), path: '/_ping', timeout: 2_000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    ping.on('error', () => resolve(false));
    ping.on('timeout', () => ping.destroy());
    ping.end();
  });
}

function execRoot({ run }: Pick<LabFolders, 'run'>): string {
  return join(run, 'exec');
}

function configPath({ run }: Pick<LabFolders, 'run'>): string {
  return join(run, 'daemon.json');
}

function logPath({ state }: Pick<LabFolders, 'state'>): string {
  return join(state, 'dockerd.log');
}

interface ConfigFacts {
  readonly folders: LabFolders;
  readonly network: LabNetwork;
  readonly shim: string | undefined;
}

/** A configuration file rather than options: /etc/docker/daemon.json, meant for another engine, is then not read. */
function makeConfig({ folders, network, shim }: ConfigFacts): object {
  const runtime = { 'default-runtime': 'capped', runtimes: { capped: { path: shim } } };
  return {
    hosts: [`unix://${socketPath(folders)}`],
    'data-root': join(folders.state, 'docker'),
    'exec-root': execRoot(folders),
    pidfile: join(folders.run, 'dockerd.pid'),
    bridge: network.bridge,
    'default-address-pools': [{ base: network.pool, size: 24 }],
    'shutdown-timeout': SHUTDOWN_TIMEOUT_S,
    ...(shim !== undefined && runtime),
  };
}

function makePath(folder: string | undefined): string {
  const places = [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return [...(folder === undefined ? [] : [folder]), ...places].join(':');
}

/** Rules of two engines of different age in one packet filter get in each other's way. */
function makeStoreConfig({ containerdStore }: DockerdPrograms): object {
  if (containerdStore !== true) return {};
  return { features: { 'containerd-snapshotter': true }, iptables: false, ip6tables: false };
}

/**
 * Should a system containerd be running, dockerd joins it: own namespaces keep the engines apart there.
 * Options, as dockerd knows the second one by different names on the command line and in the file.
 */
function namespaceArgs({ id }: Pick<LabFolders, 'id'>): readonly string[] {
  const name = `bsa-lab-${id}`;
  return ['--containerd-namespace', name, '--containerd-plugins-namespace', `${name}-plugins`];
}

/**
 * What an aborted run leaves stands in the way of the next: a pid file that names some other process by now, a
 * containerd of a dead dockerd, and runc's records of containers, for which starting them again is an error.
 */
async function removeRemains(folders: LabFolders): Promise<void> {
  await endOrphans(folders);
  const exec = execRoot(folders);
  await unmountBelow([exec]);
  await rm(exec, { recursive: true, force: true });
  await rm(join(folders.run, 'dockerd.pid'), { force: true });
  await rm(socketPath(folders), { force: true });
}

async function lacksCapability(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8');
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return (bounding & (1n << CAP_SYS_RESOURCE)) === 0n;
}

async function waitUntilReady(folders: LabFolders, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline && !hasEnded()) {
    if (await isAnswering(folders)) return;
    await sleep(50);
  }
  const log = await readFile(logPath(folders), 'utf8').catch(() => '');
  throw new ActionError('ENGINE_UNREACHABLE', 'The lab could not start a Docker engine.', {
    hint: `The end of ${logPath(folders)}:\n${log.trim().split('\n').slice(-12).join('\n')}`,
  });
}

/**
 * What outlives a dockerd that was killed: containerd, its shims and the containers. A container whose shim was killed
 * too belongs to nobody any more: its processes are known by their control group, which has the container's id.
 */
async function endOrphans(folders: LabFolders): Promise<void> {
  const services = await findProcesses({ file: 'cmdline', fragments: [`${execRoot(folders)}/`] });
  for (const service of services) await endProcess(service, 2_000);
  const ids = await readdir(join(folders.state, 'docker/containers')).catch(() => []);
  const contained = await findProcesses({ file: 'cgroup', fragments: ids });
  for (const one of contained) await endProcess(one, 2_000);
}
