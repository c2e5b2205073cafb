/** Fills the cache mounts of the builder with what an earlier run left, before the build. Never fails one. */
import type { Host } from '../host/host.ts';
import { findOwn } from '../plan/builder-spec.ts';
import { formatBytes } from '../plan/mount-economy.ts';
import type { MountKeys } from '../plan/mount-keys.ts';
import { nameMount } from '../plan/mounts.ts';
import type { Plan } from '../plan/types.ts';
import { makeRestoreFile, type NamedMount } from '../tools/mount-copy.ts';
import { type MountRecord, nameMounts, readRecord } from './mount-archive.ts';
import { type HelperMeans, readUsage, runHelper } from './mount-copy.ts';
import { readMountKeys } from './mount-keys.ts';
import type { Say } from './tracks.ts';

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
  readonly seconds: number;
  readonly coldSeconds: number | undefined;
}

interface Setting {
  readonly plan: Pick<Plan, 'build' | 'mounts' | 'builder'>;
  /** Of the run. */
  readonly folder: string;
  readonly means: Promise<HelperMeans>;
  /** False: the service was asked before, and what it lacks was told. */
  readonly isServed: Promise<boolean>;
  readonly say: Say;
}

/** The download goes on while the builder boots. Rejects when the builder does, or when the run is cancelled. */
export async function restoreMounts(host: Reach, setting: Setting): Promise<RestoredMounts> {
  const { plan, say } = setting;
  const startedMs = host.clock.elapsedMs();
  const keys = await readMountKeys(host, plan);
  const nothing = { keys, key: undefined, mounts: [], coldSeconds: undefined };
  const end = (outcome: Exclude<RestoredMounts['outcome'], 'restored'>): RestoredMounts => ({
    ...nothing,
    outcome,
    seconds: (host.clock.elapsedMs() - startedMs) / 1000,
  });
  const isLasting = staysAfterRun(plan);
  if (isLasting && (await isKept(host, setting))) return end('kept');
  if (!(await setting.isServed)) {
    say('the Actions cache does not answer');
    return end('unreachable');
  }
  const folder = `${setting.folder}/mounts/in`;
  const entry = await host.cache.restore({ folder, ...keys, timeoutMs: DOWNLOAD_LIMIT_MS });
  if (entry.outcome === 'failed') {
    host.log.warning(`What cache mounts held was not restored: ${entry.problem}`);
    return end(entry.reason === 'archive' ? 'failed' : 'unreachable');
  }
  if (entry.outcome === 'missing') {
    say('there is nothing to restore');
    return end('missing');
  }
  say(`${entry.key}: ${formatBytes(entry.sizeBytes)}`);
  // `auto` may have led to the engine's own.
  if (!isLasting && (await isKept(host, setting))) return end('kept');
  const filled = await fill(host, setting, folder);
  await host.files.remove(folder);
  if (filled === undefined) return end('failed');
  for (const { mount, bytes } of filled.mounts) say(`${mount}: ${formatBytes(bytes)}`);
  return { ...end('missing'), ...filled, outcome: 'restored', key: entry.key };
}

/** What such a builder has is newer than anything that was saved, and it is asked before anything is downloaded. */
function staysAfterRun({ builder }: Pick<Plan, 'builder'>): boolean {
  return (
    builder.kind === 'existing' ||
    builder.kind === 'engine' ||
    (builder.kind === 'own' && builder.own.driver === 'remote')
  );
}

async function isKept(host: Reach, { plan, means, say }: Setting): Promise<boolean> {
  const ready = await means;
  if (isFresh(plan, ready)) return false;
  const named = nameMounts(plan.mounts.mounts);
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
  { plan, means, folder }: Setting,
  context: string,
): Promise<Pick<RestoredMounts, 'mounts' | 'coldSeconds'> | undefined> {
  const ready = await means;
  try {
    const record = await readRecord(host, context);
    const wanted = chooseMounts(plan, record);
    if (record === undefined || wanted.length === 0) return { mounts: [], coldSeconds: undefined };
    await runHelper(
      host,
      { plan, means: ready },
      {
        mounts: wanted,
        write: makeRestoreFile,
        folder: `${folder}/mounts`,
        context,
        dest: undefined,
        deadlineMs: HELPER_LIMIT_MS,
      },
    );
    const bytes = new Map(record.mounts.map((one) => [one.name, one.bytes]));
    return {
      mounts: wanted.map(({ name, mount }) => ({
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
  { mounts }: Pick<Plan, 'mounts'>,
  record: MountRecord | undefined,
): NamedMount[] {
  const kept = new Set(record?.mounts.map(({ name }) => name));
  return nameMounts(mounts.mounts).filter(({ name }) => kept.has(name));
}
