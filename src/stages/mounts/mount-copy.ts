/** Runs helper builds, and looks at what the mounts of a builder hold. */
import { ActionError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { listHelperImages, type MountPart } from '../../plan/mounts.ts';
import type { Plan } from '../../plan/types.ts';
import { makeUsageArgs, parseMountUsage } from '../../tools/builder-usage.ts';
import { type MountHelper, makeHelperArgs, type NamedMount } from '../../tools/mount-copy.ts';
import type { Buildx } from '../builder/builder.ts';
import { runChecked } from '../job/run-command.ts';

type Reach = Pick<Host, 'clock' | 'run' | 'log' | 'signal' | 'files' | 'randomHex'>;

export interface HelperMeans {
  readonly buildx: Buildx;
  readonly builder: string | undefined;
}

const USAGE_DEADLINE_MS = 15_000;

export interface HelperRun {
  readonly part: MountPart;
  readonly mounts: readonly NamedMount[];
  readonly write: (helper: MountHelper) => string;
  /** Folder for the Dockerfile. */
  readonly folder: string;
  readonly context: string;
  readonly dest: string | undefined;
  readonly deadlineMs: number;
}

interface Helping {
  readonly plan: Pick<Plan, 'build' | 'builder' | 'mounts'>;
  readonly means: HelperMeans;
}

/** The image has no `cp`, none for this machine, or is not there. */
const USELESS =
  /executable file not found|exec format error|exec [^\n]*(?:no such file|permission denied)|no match for platform|failed to resolve source metadata/i;

/**
 * In the first image in which it can be done: not every one that a build begins with has a `cp`. Throws what the build
 * said when it fails.
 */
export async function runHelper(host: Reach, helping: Helping, run: HelperRun): Promise<void> {
  const endMs = host.clock.elapsedMs() + run.deadlineMs;
  const wanted = run.mounts.map(({ mount }) => mount);
  const images = listHelperImages(helping.plan, wanted);
  for (const [at, base] of images.entries()) {
    const deadlineMs = endMs - host.clock.elapsedMs();
    try {
      return await runIn(host, helping, { ...run, base, deadlineMs });
    } catch (error) {
      const isLast = at === images.length - 1 || host.clock.elapsedMs() >= endMs;
      if (host.signal.aborted || isLast || !isUseless(error)) throw error;
      host.log.debug(`Cache mounts are not copied in ${base}: ${String(error)}`);
    }
  }
}

function isUseless(error: unknown): boolean {
  return error instanceof ActionError && error.details.some((line) => USELESS.test(line));
}

async function runIn(
  host: Reach,
  { plan, means }: Helping,
  { part, mounts, base, write, folder, context, dest, deadlineMs }: HelperRun & { base: string },
): Promise<void> {
  const { archive, platform } = part;
  const file = `${folder}/${archive}.Dockerfile`;
  await host.files.makeDir(context);
  await host.files.write(file, write({ mounts, base, archive, nonce: host.randomHex(8) }));
  const { contexts } = plan.build;
  const { namespace } = plan.mounts;
  const { builder, buildx } = means;
  // It would set all times of an archive to one.
  const { SOURCE_DATE_EPOCH: _, ...env } = buildx.env;
  await runChecked(host, {
    tool: 'buildx',
    file: buildx.path,
    args: makeHelperArgs({ builder, file, context, contexts, namespace, platform, dest }),
    env,
    deadlineMs,
  });
}

/** Bytes of the mounts that the builder has, by their names: undefined for one that a build uses now, and where it says nothing at all. */
export async function readUsage(
  host: Pick<Host, 'run'>,
  {
    means,
    namespace = '',
  }: { readonly means: HelperMeans; readonly namespace: string | undefined },
  mounts: readonly NamedMount[],
): Promise<ReadonlyMap<string, number | undefined> | undefined> {
  const { exitCode, stdout } = await host.run({
    tool: 'buildx',
    file: means.buildx.path,
    args: makeUsageArgs(means.builder),
    env: means.buildx.env,
    deadlineMs: USAGE_DEADLINE_MS,
  });
  if (exitCode !== 0) return undefined;
  const usage = parseMountUsage(stdout);
  const own = mounts.flatMap(({ name, mount }): [string, number | undefined][] => {
    const id = `${namespace}/${mount.id}`;
    return usage.has(id) ? [[name, usage.get(id)]] : [];
  });
  return new Map(own);
}
