/** The pods of a builder in a cluster, new: kubectl deletes them, and what has made them makes others, which have nothing. */
import type { CommandResult, Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import { listPodDeletions, listPodIdQueries } from '../../tools/cluster.ts';
import type { BuildMeans } from './build.ts';

type Reach = Pick<Host, 'run' | 'log' | 'clock'>;

const DEADLINE_MS = 15_000;
const LOOK_MS = 1000;
/** They have a second to end; the machine takes some more to say so. */
const LOOKS = 20;

interface Wanted {
  readonly builder: string;
  readonly own: OwnBuilder;
  readonly env: BuildMeans['buildx']['env'];
}

/**
 * Ends them, and returns when they are gone: buildx builds on any pod that runs, be it about to end. False where it could not
 * be done: there is no kubectl here, the account may not delete pods, or a machine of the cluster does not answer.
 */
export async function replacePods(host: Reach, { builder, own, env }: Wanted): Promise<boolean> {
  const ask = (args: readonly string[]): Promise<CommandResult> =>
    host.run({ tool: 'kubectl', file: 'kubectl', args, env, deadlineMs: DEADLINE_MS });
  const list = async (): Promise<ReadonlySet<string> | undefined> => {
    const answers = await Promise.all(listPodIdQueries(builder, own).map(ask));
    if (answers.some(({ exitCode }) => exitCode !== 0)) return undefined;
    return new Set(answers.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)));
  };
  const old = await list();
  if (old === undefined) return false;
  const deleted = await Promise.all(listPodDeletions(builder, own).map(ask));
  for (const { exitCode, stderr } of deleted)
    if (exitCode !== 0) host.log.debug(`kubectl: ${stderr.trim()}`);
  if (deleted.some(({ exitCode }) => exitCode !== 0)) return false;
  for (let look = 0; look < LOOKS; look++) {
    const left = await list();
    if (left !== undefined && ![...left].some((id) => old.has(id))) return true;
    await host.clock.sleep(LOOK_MS);
  }
  return false;
}
