/** A builder in a cluster: made by buildx, which says only that it waits; why its pods do not come is asked beside it. */
import { ActionError } from '../../errors.ts';
import type { Command, Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import { listPodQueries, readPodTimeoutMs } from '../../tools/cluster.ts';
import { findPodTrouble, type PodTrouble } from '../../tools/pods.ts';
import { runChecked } from '../job/run-command.ts';
import type { Buildx } from './builder.ts';

type Reach = Pick<Host, 'run' | 'signal' | 'log' | 'clock'>;

interface Creation {
  readonly own: OwnBuilder;
  readonly name: string;
  readonly buildx: Buildx;
  readonly commands: readonly string[][];
}

const LOOK_MS = 3_000;
const LOOK_DEADLINE_MS = 15_000;
/** buildx makes the objects before it begins to wait, and dials the pods afterwards. */
const AROUND_MS = 60_000;

/** Throws as soon as the cluster says something that waiting does not mend, and with its words. */
export async function createInCluster(host: Reach, creation: Creation): Promise<void> {
  const { own, buildx, commands } = creation;
  const stopping = new AbortController();
  let seen: PodTrouble | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    seen = await readTrouble(host, creation);
    isLooking = false;
    if (seen?.isFinal === true) stopping.abort();
  };
  const stopLooking = host.clock.repeat(LOOK_MS, look);
  try {
    for (const args of commands) {
      const deadlineMs = readPodTimeoutMs(own) * own.nodes.length + AROUND_MS;
      const command: Command = { tool: 'buildx', file: buildx.path, args, env: buildx.env };
      await runChecked(host, { ...command, deadlineMs, stop: stopping.signal });
    }
  } catch (error) {
    if (host.signal.aborted) throw error;
    if (!stopping.signal.aborted) seen = await readTrouble(host, creation);
    throw seen === undefined ? error : describeTrouble(seen, error);
  } finally {
    stopLooking();
  }
}

function describeTrouble({ reason, message, hint }: PodTrouble, cause: unknown): ActionError {
  const details = cause instanceof ActionError ? cause.details : undefined;
  const why = message === '' ? reason : `${reason}: ${message}`;
  return new ActionError('BUILDER_FAILED', `The pod of the builder does not get ready: ${why}`, {
    hint,
    cause,
    details,
  });
}

/** Undefined as well where there is no kubectl, or the cluster does not tell. */
async function readTrouble(host: Reach, creation: Creation): Promise<PodTrouble | undefined> {
  const { own, name, buildx } = creation;
  for (const args of listPodQueries(name, own)) {
    const { stdout, stderr } = await host.run({
      tool: 'kubectl',
      file: 'kubectl',
      args,
      env: buildx.env,
      deadlineMs: LOOK_DEADLINE_MS,
    });
    if (stderr.trim() !== '') host.log.debug(`kubectl: ${stderr.trim()}`);
    const trouble = findPodTrouble(stdout);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}
