/** A cluster beside the lab, with namespaces, and accounts that may do there what the documentation asks for, or nothing. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Lab } from '../../lab/lab.ts';
import { runCommand } from '../../lab/provision/commands.ts';
import { ensureKubernetes } from '../../lab/provision/kubernetes.ts';
import { type Cluster, startCluster } from '../../lab/services/cluster.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly [field: string]: unknown;
}

/** What a namespace has besides its accounts. */
export interface NamespacePlan {
  readonly labels?: Record<string, string>;
  readonly manifests?: readonly Manifest[];
  /** A resource that the documented account may not use here. */
  readonly without?: string;
}

/** A job whose runner has no engine. */
export interface ClusterJob {
  readonly env: Record<string, string>;
  readonly docker: { readonly dockerHost: string };
}

export interface ClusterScene {
  readonly cluster: Cluster;
  /** BuildKit's image in the lab's registry, by digest. */
  readonly image: string;
  /** As the documented account of a namespace, as one that may do nothing there, or with any kubeconfig. */
  job(who: { namespace: string; account?: 'stranger' } | { kubeconfig: string }): ClusterJob;
  /** Names of what a builder leaves there. */
  left(namespace: string): Promise<string>;
  stop(): Promise<void>;
}

const DOCUMENTATION = new URL('../../docs/kubernetes.md', import.meta.url);

/** The account of the documentation, its role, and what binds them. */
async function readDocumented(): Promise<Manifest[]> {
  const text = await readFile(DOCUMENTATION, 'utf8');
  const [, block = ''] = /```yaml\n(apiVersion: v1\nkind: ServiceAccount[^`]*)```/.exec(text) ?? [];
  return parseAllDocuments(block).map((one) => one.toJSON());
}

export async function openCluster(
  lab: Lab,
  namespaces: Readonly<Record<string, NamespacePlan>>,
): Promise<ClusterScene> {
  const kubernetes = await ensureKubernetes(() => undefined);
  const cluster = await startCluster({ kubernetes, tools: lab.tools, engine: lab.engine });
  try {
    const documented = await readDocumented();
    const kubeconfigs = new Map<string, string>();
    for (const [name, plan] of Object.entries(namespaces)) {
      await cluster.apply(...listManifests(name, plan, documented));
      for (const account of ['builder', 'stranger']) {
        const token = await cluster.kubectl('create', 'token', account, `--namespace=${name}`);
        const kubeconfig = await cluster.writeKubeconfig(token.trim(), name);
        kubeconfigs.set(`${name}/${account}`, kubeconfig);
      }
    }
    return {
      cluster,
      image: await pushBuildkit(lab),
      job: (who) => {
        const { kubeconfig } = 'kubeconfig' in who ? who : named(kubeconfigs, who);
        return makeJob(lab, { cluster, kubeconfig });
      },
      left: (namespace) =>
        cluster.kubectl(
          ...['get', 'deployments,replicasets,pods,configmaps', `--namespace=${namespace}`],
          '--output=name',
        ),
      stop: cluster.stop,
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

function listManifests(
  namespace: string,
  { labels = {}, manifests = [], without = '' }: NamespacePlan,
  documented: readonly Manifest[],
): Manifest[] {
  const within = (one: Manifest): Manifest => ({
    ...one,
    metadata: { ...one.metadata, ...{ namespace } },
  });
  const stranger = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'stranger' } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    ...[stranger, ...documented.map((one) => limit(one, without)), ...manifests].map(within),
  ];
}

function limit(one: Manifest, without: string): Manifest {
  const { rules } = one;
  if (!Array.isArray(rules)) return one;
  return { ...one, rules: rules.filter(({ resources }) => !resources.includes(without)) };
}

function named(
  kubeconfigs: ReadonlyMap<string, string>,
  { namespace, account = 'builder' }: { namespace: string; account?: string },
): { readonly kubeconfig: string } {
  const kubeconfig = kubeconfigs.get(`${namespace}/${account}`);
  if (kubeconfig === undefined) throw new Error(`There is no namespace ${namespace}`);
  return { kubeconfig };
}

function makeJob(
  { tools }: Lab,
  { cluster, kubeconfig }: { cluster: Cluster; kubeconfig: string },
): ClusterJob {
  const usual = [dirname(tools.docker), '/usr/local/bin', '/usr/bin', '/bin'];
  return {
    docker: { dockerHost: 'unix:///nowhere/docker.sock' },
    env: { KUBECONFIG: kubeconfig, PATH: [cluster.programs, ...usual].join(':') },
  };
}

/** A node pulls by digest from a registry: it gets the one that the lab's engine has under a name. */
async function pushBuildkit({ tools, engine, images, registry }: Lab): Promise<string> {
  const docker = (...args: string[]): Promise<string> =>
    runCommand({ file: tools.docker, args, env: { DOCKER_HOST: engine.dockerHost } });
  const name = `${registry.host}/lab/buildkit`;
  await docker('tag', images.buildkit, `${name}:cluster`);
  await docker('push', '--quiet', `${name}:cluster`);
  await docker('image', 'rm', '--no-prune', `${name}:cluster`);
  const args = ['digest', '--insecure', `${name}:cluster`];
  return `${name}@${(await runCommand({ file: tools.crane, args })).trim()}`;
}
