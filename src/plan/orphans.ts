/** What of the things found on a machine a run that was killed has left, and nobody uses. */
import type { Mark } from '../tools/mark.ts';

const HOUR_MS = 3_600_000;
/** Of a job whose process is gone: a job may be started again by hand, and somebody may want to look. */
const GONE_MS = 6 * HOUR_MS;
/** Of a job that nobody can see from here: jobs on machines of one's own end after five days. */
const UNSEEN_MS = 6 * 24 * HOUR_MS;

/** Only by its own mark; `isAlive` is undefined where the process of its job cannot be seen. */
export function isOrphan(
  mark: Mark | undefined,
  { nowMs, isAlive }: { readonly nowMs: number; readonly isAlive: boolean | undefined },
): boolean {
  if (mark === undefined || isAlive === true) return false;
  return nowMs - mark.createdAtMs >= (isAlive === false ? GONE_MS : UNSEEN_MS);
}

/** `buildx_buildkit_<builder><node>`: the name of a container of ours, and of nobody else's. */
export const OWN_CONTAINER = /^buildx_buildkit_build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)$/;

/** `<container>_state`: where a builder of ours keeps its data. */
export const OWN_VOLUME = /^buildx_buildkit_build-sign-[0-9a-f]{12}(?:\d+|-[a-z0-9-]+)_state$/;

/** Where links stand that every user of the machine may make: called the same everywhere. */
export const LINKS_FOLDER = '/tmp';

/** A link to the folder of a cache: since when it is there, and what nobody foresees. */
export function formatLinkName({
  nowMs,
  random,
}: {
  readonly nowMs: number;
  readonly random: string;
}): string {
  return `bsa-layers-${nowMs}-${random}`;
}

/** By its name alone: no job lasts that long. */
export function isOrphanLink(name: string, nowMs: number): boolean {
  const [, sinceMs] = /^bsa-layers-(\d{13})-[0-9a-f]+$/.exec(name) ?? [];
  return sinceMs !== undefined && nowMs - Number(sinceMs) >= UNSEEN_MS;
}

/** A volume bears no mark. One of ours without its container is of no use to anybody, once its job has had time to end. */
export function isForgotten(createdAtMs: number, nowMs: number): boolean {
  return nowMs - createdAtMs >= GONE_MS;
}
