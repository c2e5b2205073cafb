/** What BuildKit's plain progress says of the caches it reads (solver/llbsolver/bridge.go): which, for how long, and how it ended. */

/** A cache that is being read, or could not be. */
export interface CacheImport {
  /** `gha:123…`, `s3:123…` or a reference: what BuildKit calls it. */
  readonly source: string;
}

export interface PendingImport extends CacheImport {
  readonly sinceMs: number;
}

export interface FailedImport extends CacheImport {
  readonly problem: string;
}

export interface ImportProgress {
  /** Takes a line that was printed at a time. */
  readonly read: (line: string, atMs: number) => void;
  readonly pending: () => readonly PendingImport[];
  readonly failed: () => readonly FailedImport[];
}

const START = /^#(\d+) importing cache manifest from (\S+)/;
const END = /^#(\d+) (?:DONE|CANCELED|ERROR:? ?(.*))/;

export function followImports(): ImportProgress {
  const pending = new Map<string, PendingImport>();
  const failed: FailedImport[] = [];
  return {
    read: (line, atMs) => {
      const [, started = '', source = ''] = START.exec(line) ?? [];
      if (source !== '' && !pending.has(started)) pending.set(started, { source, sinceMs: atMs });
      const [, ended = '', problem] = END.exec(line) ?? [];
      const known = pending.get(ended);
      if (known === undefined) return;
      pending.delete(ended);
      if (problem !== undefined && problem !== '') failed.push({ source: known.source, problem });
    },
    pending: () => [...pending.values()],
    failed: () => failed,
  };
}

/** Nothing was ever written there, which is how every cache begins. */
export function isMissing({ problem }: FailedImport): boolean {
  // The description is there, and names what is not.
  if (/could not fetch content descriptor/i.test(problem)) return false;
  return /: not found$|\b404\b|NoSuchKey|BlobNotFound|NAME_UNKNOWN|MANIFEST_UNKNOWN/i.test(problem);
}
