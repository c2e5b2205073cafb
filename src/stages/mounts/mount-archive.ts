/** What is kept of cache mounts: an archive, and a record of what is in it that anybody may have written. */
import type { Host } from '../../host/host.ts';
import { type CacheMount, identifyMount } from '../../image/cache-mounts.ts';
import { isRecord, readJson } from '../../image/json-shape.ts';
import type { NamedMount } from '../../tools/mount-copy.ts';
import { shortHash } from './mount-keys.ts';

const RECORD = 'mounts.json';
const MAX_RECORD_CHARS = 100_000;

export interface KeptMount {
  /** Of its folder in the archive. */
  readonly name: string;
  readonly bytes: number;
}

export interface MountRecord {
  readonly mounts: readonly KeptMount[];
  /** What the build took in a run in which nothing had been restored. */
  readonly coldSeconds: number | undefined;
}

/** Mounts with the names of their folders: the same in every run, whatever else the Dockerfile holds. */
export function nameMounts(mounts: readonly CacheMount[]): NamedMount[] {
  return mounts.map((mount) => ({ name: `m${shortHash(identifyMount(mount))}`, mount }));
}

export async function writeRecord(
  { files }: Pick<Host, 'files'>,
  folder: string,
  record: MountRecord,
): Promise<void> {
  await files.write(`${folder}/${RECORD}`, JSON.stringify({ v: 1, ...record }));
}

/** Undefined for what this version does not write. */
export async function readRecord(
  { files }: Pick<Host, 'files'>,
  folder: string,
): Promise<MountRecord | undefined> {
  const path = `${folder}/${RECORD}`;
  if ((await files.kind(path)) !== 'file' || (await files.size(path)) > MAX_RECORD_CHARS)
    return undefined;
  const value = readJson(await files.readText(path));
  if (!isRecord(value) || value['v'] !== 1 || !Array.isArray(value['mounts'])) return undefined;
  const mounts = value['mounts'].flatMap((one: unknown): KeptMount[] => {
    if (!isRecord(one)) return [];
    const { name, bytes } = one;
    const isKnown = typeof name === 'string' && /^m[0-9a-f]{20}$/.test(name);
    return isKnown && isCount(bytes) ? [{ name, bytes }] : [];
  });
  const { coldSeconds } = value;
  return { mounts, coldSeconds: isCount(coldSeconds) ? coldSeconds : undefined };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
