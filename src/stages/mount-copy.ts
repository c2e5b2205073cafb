/** Runs a helper build, and looks at what the mounts of a builder hold. */
import type { Host } from '../host/host.ts';
import type { Plan } from '../plan/types.ts';
import { makeUsageArgs, parseMountUsage } from '../tools/builder-usage.ts';
import { IMAGES } from '../tools/lock.ts';
import {
  type HelperCommand,
  type MountHelper,
  makeHelperArgs,
  type NamedMount,
} from '../tools/mount-copy.ts';
import type { Buildx } from './builder.ts';
import { runChecked } from './run-command.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'files' | 'randomHex'>;

export interface HelperMeans {
  readonly buildx: Buildx;
  readonly builder: string | undefined;
}

const USAGE_DEADLINE_MS = 15_000;

export interface HelperRun {
  readonly mounts: readonly NamedMount[];
  readonly write: (helper: MountHelper) => string;
  /** Folder for the Dockerfile. */
  readonly folder: string;
  readonly context: string;
  readonly dest: string | undefined;
  readonly deadlineMs: number;
}

/** Throws what the build said when it fails. */
export async function runHelper(
  host: Reach,
  { plan, means }: { readonly plan: Pick<Plan, 'build' | 'mounts'>; readonly means: HelperMeans },
  { mounts, write, folder, context, dest, deadlineMs }: HelperRun,
): Promise<void> {
  const base = mounts.find(({ mount }) => mount.base !== undefined)?.mount.base ?? IMAGES.buildkit;
  const file = `${folder}/Dockerfile`;
  await host.files.makeDir(context);
  await host.files.write(file, write({ mounts, base, nonce: host.randomHex(8) }));
  const command: HelperCommand = {
    builder: means.builder,
    file,
    context,
    contexts: plan.build.contexts,
    namespace: plan.mounts.namespace,
    dest,
  };
  // It would set all times of an archive to one.
  const { SOURCE_DATE_EPOCH: _, ...env } = means.buildx.env;
  await runChecked(host, {
    tool: 'buildx',
    file: means.buildx.path,
    args: makeHelperArgs(command),
    env,
    deadlineMs,
  });
}

/** Bytes of the mounts that the builder has, by their names; undefined where it does not say. */
export async function readUsage(
  host: Reach,
  {
    means,
    namespace = '',
  }: { readonly means: HelperMeans; readonly namespace: string | undefined },
  mounts: readonly NamedMount[],
): Promise<ReadonlyMap<string, number> | undefined> {
  const { exitCode, stdout } = await host.run({
    tool: 'buildx',
    file: means.buildx.path,
    args: makeUsageArgs(means.builder),
    env: means.buildx.env,
    deadlineMs: USAGE_DEADLINE_MS,
  });
  if (exitCode !== 0) return undefined;
  const usage = parseMountUsage(stdout);
  const own = mounts.flatMap(({ name, mount }): [string, number][] => {
    const bytes = usage.get(`${namespace}/${mount.id}`);
    return bytes === undefined ? [] : [[name, bytes]];
  });
  return new Map(own);
}
