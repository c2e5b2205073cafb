/** Keeps what cache mounts hold after the build, beside what is on the way to publication. Never fails anything. */
import type { Host } from '../../host/host.ts';
import {
  findExcess,
  findUnchanged,
  formatBytes,
  type MountHistory,
} from '../../plan/mount-economy.ts';
import { splitMounts } from '../../plan/mounts.ts';
import type { Plan } from '../../plan/types.ts';
import { makeKeepFile, type NamedMount } from '../../tools/mount-copy.ts';
import { isSpread } from '../builder/spread.ts';
import { saveFolder } from '../job/kept-folder.ts';
import { joinTracks, type Timings } from '../job/tracks.ts';
import { nameMounts, writeRecord } from './mount-archive.ts';
import { type HelperMeans, readUsage, runHelper } from './mount-copy.ts';
import type { RestoredMounts } from './restore-mounts.ts';

type Reach = Pick<Host, 'cache' | 'clock' | 'files' | 'log' | 'randomHex' | 'run' | 'signal'>;

const HELPER_LIMIT_MS = 2 * 60_000;
const UPLOAD_LIMIT_MS = 3 * 60_000;

export type KeptMounts =
  | { readonly outcome: 'saved'; readonly bytes: number; readonly seconds: number }
  /** It was decided not to. */
  | { readonly outcome: 'skipped'; readonly reason: string }
  /** A warning stands in the log. */
  | { readonly outcome: 'failed' };

export interface MountsOutcome {
  readonly restored: RestoredMounts;
  readonly kept: KeptMounts;
}

interface Keeping {
  readonly plan: Pick<Plan, 'build' | 'builder' | 'mounts' | 'cache'>;
  readonly means: HelperMeans & { readonly folder: string };
  readonly restored: RestoredMounts;
  readonly buildSeconds: number;
}

/** What became of mounts in this run: begun when the build has ended. Undefined where none is kept. */
export async function settleMounts(
  host: Reach,
  {
    plan,
    means,
    restored,
    timings,
  }: Pick<Keeping, 'plan' | 'means'> & {
    readonly restored: RestoredMounts | undefined;
    readonly timings: Timings;
  },
): Promise<MountsOutcome | undefined> {
  if (restored === undefined) return undefined;
  const buildSeconds = timings.all()['Build'] ?? 0;
  const kept = await timings.measure('Cache mounts out', () =>
    keepMounts(host, { plan, means, restored, buildSeconds }),
  );
  return { restored, kept };
}

/** Rejects never; after a cancelled run it has `failed` without a word. */
export async function keepMounts(host: Reach, keeping: Keeping): Promise<KeptMounts> {
  const startedMs = host.clock.elapsedMs();
  try {
    const told = await keep(host, keeping);
    if ('reason' in told) {
      host.log.info(`Cache mounts are not saved: ${told.reason}`);
      return { outcome: 'skipped', reason: told.reason };
    }
    const seconds = (host.clock.elapsedMs() - startedMs) / 1000;
    return told.outcome === 'saved' ? { ...told, seconds } : told;
  } catch (error) {
    if (!host.signal.aborted) {
      const why = error instanceof Error ? error.message : String(error);
      host.log.warning(`What cache mounts hold was not saved: ${why}`);
    }
    return { outcome: 'failed' };
  }
}

type Told =
  | { readonly reason: string }
  | { readonly outcome: 'saved'; readonly bytes: number }
  | { readonly outcome: 'failed' };

async function keep(host: Reach, { plan, means, restored, buildSeconds }: Keeping): Promise<Told> {
  const { readOnly, namespace, maxBytes } = plan.mounts;
  const history = makeHistory(restored, buildSeconds);
  const early = readOnly ?? findEarly(restored, history);
  if (early !== undefined) return { reason: early };
  const mounts = nameMounts(restored.wanted);
  const usage = await readUsage(host, { means, namespace }, mounts);
  const used = usage === undefined ? mounts : mounts.filter(({ name }) => usage.has(name));
  const sizes = [...(usage?.values() ?? [undefined])];
  const expected = sizes.every((bytes) => bytes !== undefined) ? sum(sizes) : undefined;
  const reason =
    expected === undefined ? undefined : findExcess(history, { bytes: expected, maxBytes });
  if (used.length === 0) return { reason: 'no step that was run has used them' };
  if (reason !== undefined) return { reason };
  const folder = `${means.folder}/mounts/out`;
  const startedMs = host.clock.elapsedMs();
  try {
    const archives = await extract(host, { plan, means, folder, mounts: used });
    const bytes = sum(
      await Promise.all(archives.map((name) => host.files.size(`${folder}/${name}`))),
    );
    const excess = findExcess(history, { bytes, maxBytes });
    if (excess !== undefined) return { reason: excess };
    await writeRecord(host, folder, {
      mounts: used.map(({ name }) => ({ name, bytes: usage?.get(name) ?? 0 })),
      coldSeconds: history.restored === undefined ? buildSeconds : history.restored.coldSeconds,
    });
    const leftMs = plan.cache.timeoutMs - (host.clock.elapsedMs() - startedMs);
    return await save(host, { folder, key: restored.keys.key, archives, bytes, leftMs });
  } finally {
    await host.files.remove(folder);
  }
}

function makeHistory(
  { outcome, key, keys, heldUpSeconds, coldSeconds }: RestoredMounts,
  buildSeconds: number,
): MountHistory {
  const isExact = key === keys.key;
  return {
    buildSeconds,
    restored: outcome === 'restored' ? { isExact, heldUpSeconds, coldSeconds } : undefined,
  };
}

function findEarly({ outcome }: RestoredMounts, history: MountHistory): string | undefined {
  if (outcome === 'unreachable') return 'the Actions cache does not answer';
  return outcome === 'kept' ? 'the builder keeps them itself' : findUnchanged(history);
}

async function extract(
  host: Reach,
  {
    plan,
    means,
    folder,
    mounts,
  }: Pick<Keeping, 'plan' | 'means'> & {
    readonly folder: string;
    readonly mounts: readonly NamedMount[];
  },
): Promise<readonly string[]> {
  await host.files.makeDir(folder);
  const parts = splitMounts(plan, await isSpread(host, { builder: plan.builder, means }));
  const common = {
    mounts,
    write: makeKeepFile,
    folder: `${means.folder}/mounts/keep`,
    context: `${means.folder}/mounts/empty`,
    deadlineMs: Math.min(HELPER_LIMIT_MS, plan.cache.timeoutMs),
  };
  const archives = parts.map(({ archive }) => archive);
  await joinTracks(
    parts.map((part) => {
      const dest = `${folder}/${part.archive}`;
      return runHelper(host, { plan, means }, { ...common, part, dest });
    }),
  );
  return archives;
}

async function save(
  host: Reach,
  {
    folder,
    key,
    archives,
    bytes,
    leftMs,
  }: {
    readonly folder: string;
    readonly key: string;
    readonly archives: readonly string[];
    readonly bytes: number;
    readonly leftMs: number;
  },
): Promise<Told> {
  const saved = await saveFolder(host, {
    what: 'What cache mounts hold',
    folder,
    key,
    // BuildKit unpacks what is compressed, and half as many bytes are sent to it.
    packed: archives,
    timeoutMs: Math.min(UPLOAD_LIMIT_MS, leftMs),
  });
  if (saved === undefined) return { outcome: 'failed' };
  if (saved.outcome === 'exists') return { reason: 'another run has saved the same' };
  host.log.info(
    `Saved what cache mounts hold: ${formatBytes(bytes)}, ${formatBytes(saved.sizeBytes)} compressed`,
  );
  return { outcome: 'saved', bytes };
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, one) => total + one, 0);
}
