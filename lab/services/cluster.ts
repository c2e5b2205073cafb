/**
 * A Kubernetes cluster on loopback. Real are etcd, the API server with its admission and RBAC, the controllers, the
 * scheduler and kubectl, in the versions that `lab/provision/go/kubernetes/go.mod` names. Played are its two nodes: they
 * run a pod's containers in the lab's engine, in the network of this machine, and serve logs and `exec` as kubelets do.
 */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommand } from '../provision/commands.ts';
import type { Engine } from '../provision/engine.ts';
import type { LabTools } from '../provision/tools.ts';
import {
  auditPath,
  type ProgramPlan,
  planApiServer,
  planControllers,
  planEtcd,
  planNodes,
  planScheduler,
} from './cluster-programs.ts';
import { startServerProcess } from './server-process.ts';
import { makeTlsFiles, type TlsFiles } from './tls-files.ts';

export interface ClusterOptions {
  /** Path of the program that is all programs. */
  readonly kubernetes: string;
  readonly tools: Pick<LabTools, 'docker'>;
  readonly engine: Pick<Engine, 'dockerHost'>;
}

export interface Cluster {
  readonly url: string;
  /** Folder of a `kubectl`, for a PATH. */
  readonly programs: string;
  /** As one who may do everything. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Creates or changes what a manifest describes. */
  apply(...manifests: readonly object[]): Promise<void>;
  /** Path of a kubeconfig for who has the token. */
  writeKubeconfig(token: string, namespace: string): Promise<string>;
  /** What everybody but the cluster itself has asked for, in order. */
  audit(): Promise<readonly AuditEvent[]>;
  stop(): Promise<void>;
}

/** A request, as far as tests look at it (audit.k8s.io/v1). */
export interface AuditEvent {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly requestObject?: unknown;
  readonly responseStatus?: { readonly code: number };
}

const ADMIN_TOKEN = 'admin-of-the-lab';
const START_TIMEOUT_MS = 60_000;

/** Starts a cluster with a node of each architecture. Throws `SETUP_FAILED` with the log of what did not start. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { kubernetes, engine, tools } = options;
  const folder = await mkdtemp(join(tmpdir(), 'bsa-cluster-'));
  const tls = await makeTlsFiles();
  const started: Array<{ stop(): Promise<void> }> = [];
  const stop = async (): Promise<void> => {
    for (const one of started.splice(0).reverse()) await one.stop();
    await tls.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const start = async ({ name, args, listening }: ProgramPlan): Promise<string> => {
    const { server, address } = await startServerProcess({
      ...{ name, listening, file: kubernetes, args: [name, ...args] },
      env: { HOME: folder, PATH: '/usr/bin:/bin', DOCKER_HOST: engine.dockerHost },
      timeoutMs: START_TIMEOUT_MS,
    });
    started.push(server);
    return address;
  };
  try {
    const etcd = await start(await planEtcd(folder));
    const url = `https://${await start(
      await planApiServer({ folder, tls, etcd, adminToken: ADMIN_TOKEN }),
    )}`;
    const programs = await makePrograms(folder, kubernetes);
    const writeKubeconfig = makeKubeconfigs({ folder, url, tls });
    const kubeconfig = await writeKubeconfig(ADMIN_TOKEN, 'default');
    await start(planControllers(kubeconfig));
    await start(planScheduler(kubeconfig));
    await start(planNodes({ kubeconfig, folder, tls, docker: tools.docker }));
    const kubectl = (args: readonly string[], stdin?: string): Promise<string> =>
      runCommand({
        file: join(programs, 'kubectl'),
        args,
        env: { KUBECONFIG: kubeconfig, HOME: folder },
        ...(stdin === undefined ? {} : { stdin }),
      });
    return {
      ...{ url, programs, writeKubeconfig, stop },
      audit: () => readAudit(auditPath(folder)),
      kubectl: (...args) => kubectl(args),
      apply: async (...items) => {
        const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
        await kubectl(['apply', '--filename=-'], list);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readAudit(path: string): Promise<AuditEvent[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function makePrograms(folder: string, kubernetes: string): Promise<string> {
  const programs = join(folder, 'bin');
  await mkdir(programs);
  await symlink(kubernetes, join(programs, 'kubectl'));
  return programs;
}

function makeKubeconfigs(given: {
  readonly folder: string;
  readonly url: string;
  readonly tls: TlsFiles;
}): Cluster['writeKubeconfig'] {
  const { folder, url, tls } = given;
  let written = 0;
  return async (token, namespace) => {
    written += 1;
    const path = join(folder, `kubeconfig-${written}.yml`);
    const name = 'lab';
    const config = {
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
      clusters: [{ name, cluster: { server: url, 'certificate-authority': tls.ca } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    };
    await writeFile(path, stringify(config), { mode: 0o600 });
    return path;
  };
}
