/** When keeping cache mounts costs more than it saves: decided by what was measured in this run and in the one that saved. */

/** Below this no download is quicker than what made it. */
const MIN_BYTES = 256 * 1024;
/**
 * Of unpacked content, for download, unpacking and copying together: 300 MB took 8.6 s on a virtual machine of two cores
 * that had other work besides (bench/README.md, "Cache mounts"). No hosted runner has been measured.
 */
const RESTORE_BYTES_PER_SECOND = 40 * 1024 * 1024;
/** An entry is looked up, a process and a build are started: what 1 MB took there. */
const RESTORE_SECONDS = 1.5;

export interface MountHistory {
  /** What was restored; undefined: nothing. */
  readonly restored:
    | {
        readonly isExact: boolean;
        /** For which the build waited: what else is got ready at the same time costs nothing. */
        readonly heldUpSeconds: number;
        readonly coldSeconds: number | undefined;
      }
    | undefined;
  readonly buildSeconds: number;
}

/** Why what the mounts hold is not saved, before anyone has looked into them; undefined: nothing speaks against it. */
export function findUnchanged({ restored }: MountHistory): string | undefined {
  return restored?.isExact === true ? 'Dockerfile and locks are those of what is kept' : undefined;
}

/** Why it is not worth its time, or not allowed by its size. */
export function findExcess(
  { restored, buildSeconds }: MountHistory,
  { bytes, maxBytes }: { readonly bytes: number; readonly maxBytes: number },
): string | undefined {
  if (bytes < MIN_BYTES) return `they hold next to nothing (${formatBytes(bytes)})`;
  if (bytes > maxBytes)
    return `they hold ${formatBytes(bytes)}, more than \`cache-mounts-max-size\` (${formatBytes(maxBytes)})`;
  const expected = RESTORE_SECONDS + bytes / RESTORE_BYTES_PER_SECOND;
  if (restored === undefined) {
    return expected > buildSeconds
      ? `to bring ${formatBytes(bytes)} back would take about ${formatSeconds(expected)}, longer than the whole build (${formatSeconds(buildSeconds)})`
      : undefined;
  }
  const { heldUpSeconds, coldSeconds } = restored;
  if (coldSeconds === undefined || buildSeconds + heldUpSeconds <= coldSeconds) return undefined;
  return `with them the build took ${formatSeconds(buildSeconds)} after it had waited ${formatSeconds(heldUpSeconds)} for them, without them ${formatSeconds(coldSeconds)}: \`cache-mounts: off\` saves that`;
}

/** `1.2 GB`, `300 MB`: powers of 1000, as people and tools show sizes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
