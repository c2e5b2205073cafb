/** Fills the cache mounts of the builder with what an earlier run left, before the build. Never fails one. */
import type { Host } from '../../host/host.ts';
import type { CacheMount } from '../../image/cache-mounts.ts';
import { findOwn } from '../../plan/builder-spec.ts';
import { formatBytes } from '../../plan/mount-economy.ts';
import type { MountKeys } from '../../plan/mount-keys.ts';
import { type MountPart, nameMount, splitMounts } from '../../plan/mounts.ts';
import type { Plan } from '../../plan/types.ts';
import type { CacheFailure, CacheRestoreResult } from '../../tools/actions-cache.ts';
import { makeRestoreFile, type NamedMount } from '../../tools/mount-copy.ts';
import { isSpread } from '../builder/spread.ts';
import { nameOutage } from '../job/kept-folder.ts';
import { joinTracks, type Say } from '../job/tracks.ts';
import { type MountRecord, nameMounts, readRecord } from './mount-archive.ts';
import { type HelperMeans, type HelperRun, readUsage, runHelper } from './mount-copy.ts';
import { readMountKeys } from './mount-keys.ts';

type Reach = Pick<
  Host,
  'cache' | 'clock' | 'files' | 'log' | 'machine' | 'randomHex' | 'run' | 'signal'
>;

/** Whatever takes longer costs more than it saves. */
const DOWNLOAD_LIMIT_MS = 60_000;
const HELPER_LIMIT_MS = 90_000;

export interface RestoredMount {
  readonly mount: string;
  readonly bytes: number;
}

/** What the builder has of mounts before the build. */
export interface RestoredMounts {
  readonly keys: MountKeys;
  /** `kept`: the builder is not ours, and has them from an earlier build. */
  readonly outcome: 'restored' | 'missing' | 'kept' | 'failed' | 'unreachable';
  /** Of the entry; undefined where nothing was restored. */
  readonly key: string | undefined;
  readonly mounts: readonly RestoredMount[];
  /** All that are kept: the plan's, and those that an image has told. */
  readonly wanted: readonly CacheMount[];
  readonly seconds: number;
  /** Of these, after everything else that the build waits for: what they cost. */
  readonly heldUpSeconds: number;
  readonly coldSeconds: number | undefined;
}

interface Setting {
  readonly plan: Pick<Plan, 'build' | 'mounts' | 'builder' | 'cache'>;
  /** Of the run. */
  readonly folder: string;
  readonly means: Promise<HelperMeans>;
  /** The plan's, with those that an image has told. */
  readonly wanted: Promise<readonly CacheMount[]>;
  /** False: somebody else has asked the service, and told what it lacks. */
  readonly isServed: Promise<boolean>;
  readonly say: Say;
}

/**
 * The download begins at once and goes on while the builder boots. Rejects when the builder does, or when the run is
 * cancelled.
 */
export async function restoreMounts(
  host: Reach,
  setting: Setting,
): Promise<Omit<RestoredMounts, 'heldUpSeconds' | 'wanted'>> {
  const { plan, say } = setting;
  const startedMs = host.clock.elapsedMs();
  const keys = await readMountKeys(host, plan);
  const nothing = { keys, key: undefined, mounts: [], coldSeconds: undefined };
  const end = (outcome: Exclude<RestoredMounts['outcome'], 'restored'>) => ({
    ...nothing,
    outcome,
    seconds: (host.clock.elapsedMs() - startedMs) / 1000,
  });
  if (staysAfterRun(plan) && (await isKept(host, setting))) return end('kept');
  const folder = `${setting.folder}/mounts/in`;
  const entry = await download(host, setting, { folder, ...keys });
  if (entry.outcome === 'failed') return end(await tellMissed(host, setting, entry));
  if (entry.outcome === 'missing') {
    say('there is nothing to restore');
    return end('missing');
  }
  say(`${entry.key}: ${formatBytes(entry.sizeBytes)}`);
  // `auto` may have led to the engine's own; and another build may have begun to fill them meanwhile.
  if (await isKept(host, setting)) return end('kept');
  const filled = await fill(host, setting, folder);
  await host.files.remove(folder);
  if (filled === undefined) return end('failed');
  for (const { mount, bytes } of filled.mounts) say(`${mount}: ${formatBytes(bytes)}`);
  return { ...end('missing'), ...filled, outcome: 'restored', key: entry.key };
}

/** Ended as soon as nothing is to be had from it, or to be done with it. */
async function download(
  host: Reach,
  { isServed, means }: Setting,
  request: MountKeys & { readonly folder: string },
): Promise<CacheRestoreResult> {
  const stopper = new AbortController();
  const stop = (): void => stopper.abort();
  void isServed.then((isTrue) => isTrue || stop(), stop);
  void means.catch(stop);
  return host.cache.restore({ ...request, timeoutMs: DOWNLOAD_LIMIT_MS, stop: stopper.signal });
}

async function tellMissed(
  host: Reach,
  { isServed, means, say }: Setting,
  { reason, problem }: CacheFailure,
): Promise<'failed' | 'unreachable'> {
  // A builder that does not come is the failure to tell.
  await means;
  if (await isServed)
    host.log.warning(`What cache mounts held was not restored: ${problem}`, nameOutage(reason));
  else say('the Actions cache does not answer');
  return reason === 'archive' ? 'failed' : 'unreachable';
}

/** What such a builder has is newer than anything that was saved, and it is asked before anything is downloaded. */
function staysAfterRun({ builder }: Pick<Plan, 'builder'>): boolean {
  return (
    builder.kind === 'existing' ||
    builder.kind === 'engine' ||
    (builder.kind === 'own' && (builder.own.driver === 'remote' || builder.own.kept !== undefined))
  );
}

async function isKept(host: Reach, { plan, means, wanted, say }: Setting): Promise<boolean> {
  const ready = await means;
  if (isFresh(plan, ready)) return false;
  const named = nameMounts(await wanted);
  const { namespace } = plan.mounts;
  const usage = await readUsage(host, { means: ready, namespace }, named);
  const isThere = usage !== undefined && usage.size > 0;
  if (isThere) say('the builder has them from an earlier build');
  return isThere;
}

/** A builder that this run starts for itself has no mounts. */
function isFresh({ builder }: Pick<Plan, 'builder'>, { builder: name }: HelperMeans): boolean {
  return name !== undefined && findOwn(builder) !== undefined && !staysAfterRun({ builder });
}

async function fill(
  host: Reach,
  setting: Setting,
  context: string,
): Promise<Pick<RestoredMounts, 'mounts' | 'coldSeconds'> | undefined> {
  const { plan } = setting;
  const ready = await setting.means;
  try {
    const record = await readRecord(host, context);
    const mounts = chooseMounts(await setting.wanted, record);
    const parts = await findParts(host, { plan, means: ready, context });
    if (record === undefined || mounts.length === 0 || parts.length === 0)
      return { mounts: [], coldSeconds: undefined };
    await joinTracks(
      parts.map((part) => fillPart(host, { setting, means: ready }, { part, mounts, context })),
    );
    const bytes = new Map(record.mounts.map((one) => [one.name, one.bytes]));
    return {
      mounts: mounts.map(({ name, mount }) => ({
        mount: nameMount(mount),
        bytes: bytes.get(name) ?? 0,
      })),
      coldSeconds: record.coldSeconds,
    };
  } catch (error) {
    if (host.signal.aborted) throw host.signal.reason;
    const why = error instanceof Error ? error.message : String(error);
    host.log.warning(`What cache mounts held was not restored: ${why}`);
    if (isFresh(plan, ready)) await emptyMounts(host, ready);
    return undefined;
  }
}

/** The machines for which something was kept: a builder may have had others then. */
async function findParts(
  host: Reach,
  {
    plan,
    means,
    context,
  }: { readonly plan: Setting['plan']; readonly means: HelperMeans; readonly context: string },
): Promise<readonly MountPart[]> {
  const parts = splitMounts(plan, await isSpread(host, { builder: plan.builder, means }));
  const there = await host.files.list(context);
  return parts.filter(({ archive }) => there.includes(archive));
}

function fillPart(
  host: Reach,
  { setting: { plan, folder }, means }: { setting: Setting; means: HelperMeans },
  run: Pick<HelperRun, 'part' | 'mounts' | 'context'>,
): Promise<void> {
  return runHelper(
    host,
    { plan, means },
    {
      ...run,
      write: makeRestoreFile,
      folder: `${folder}/mounts`,
      dest: undefined,
      // It may have to wait for another build that holds a mount (`sharing=locked`).
      deadlineMs: Math.min(HELPER_LIMIT_MS, plan.cache.timeoutMs),
    },
  );
}

/** Half of what a tool left is worse than nothing. In a builder of ours there are no other mounts yet. */
async function emptyMounts(host: Reach, { buildx, builder }: HelperMeans): Promise<void> {
  const { exitCode, stderr } = await host.run({
    tool: 'buildx',
    file: buildx.path,
    args: ['prune', `--builder=${builder}`, '--all', '--force', '--filter=type=exec.cachemount'],
    env: buildx.env,
    deadlineMs: HELPER_LIMIT_MS,
  });
  if (exitCode !== 0) host.log.debug(`buildx prune: ${stderr.trim()}`);
}

function chooseMounts(
  wanted: readonly CacheMount[],
  record: MountRecord | undefined,
): NamedMount[] {
  const kept = new Set(record?.mounts.map(({ name }) => name));
  return nameMounts(wanted).filter(({ name }) => kept.has(name));
}
