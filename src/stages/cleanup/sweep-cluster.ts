/**
 * Builders that killed runs have left in a cluster, where no machine's end removes them. As on a machine: beside the build,
 * by our own mark alone, and a failure is nothing but a line of the debug log.
 */
import { describeError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import {
  type ClusterBuilder,
  listSweepQueries,
  parseClusterBuilders,
} from '../../tools/cluster.ts';
import { isLeft } from '../job/owner.ts';

type Reach = Pick<Host, 'files' | 'run' | 'log' | 'clock'>;

interface Sweep {
  readonly own: Pick<OwnBuilder, 'nodes'>;
  readonly env: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 20_000;

/** Never throws. */
export async function sweepCluster(host: Reach, { own, env }: Sweep): Promise<void> {
  try {
    for (const query of listSweepQueries(own)) {
      const text = await runKubectl(host, env, query);
      if (text === undefined) continue;
      const namespace = query.filter((one) => one.startsWith('--namespace='));
      for (const found of parseClusterBuilders(text))
        if (await isLeft(host, found.mark)) await remove(host, { found, env, namespace });
    }
  } catch (error) {
    host.log.debug(`The sweep of the cluster failed: ${describeError(error)}`);
  }
}

async function remove(
  host: Reach,
  {
    found: { name, mark, configMaps },
    env,
    namespace,
  }: { found: ClusterBuilder; env: Sweep['env']; namespace: readonly string[] },
): Promise<void> {
  const objects = [`deployment/${name}`, ...configMaps.map((one) => `configmap/${one}`)];
  const args = ['delete', ...objects, '--ignore-not-found', '--wait=false', ...namespace];
  if ((await runKubectl(host, env, args)) !== undefined)
    host.log.info(`Removed ${name} from the cluster, which run ${mark?.runId ?? ''} has left`);
}

/** Undefined where it failed, or there is none. */
async function runKubectl(
  host: Reach,
  env: Sweep['env'],
  args: readonly string[],
): Promise<string | undefined> {
  const command = { tool: 'kubectl', file: 'kubectl', args, env, deadlineMs: DEADLINE_MS };
  const { exitCode, stdout, stderr } = await host.run(command);
  if (exitCode === 0) return stdout;
  host.log.debug(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
  return undefined;
}
