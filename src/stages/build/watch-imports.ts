/** A build that is ended when a cache which it reads does not answer: BuildKit has no limit of its own. */
import type { Host } from '../../host/host.ts';
import { type FailedImport, followImports } from '../../tools/import-progress.ts';

const LOOK_MS = 500;

export interface ImportWatch {
  /** Takes a line of plain progress. */
  readonly read: (line: string) => void;
  /** Ends the build. */
  readonly stop: AbortSignal;
  /** What it was ended for; empty while it was not, or for something else. */
  readonly stuck: () => readonly string[];
  readonly failed: () => readonly FailedImport[];
  /** Called in the end. */
  readonly end: () => void;
}

export function watchImports(
  { clock }: Pick<Host, 'clock'>,
  {
    limitMs,
    isOver = () => false,
  }: {
    readonly limitMs: number;
    /** Another reason to end it. */
    readonly isOver?: () => boolean;
  },
): ImportWatch {
  const imports = followImports();
  const stopping = new AbortController();
  const listStuck = (): string[] =>
    imports
      .pending()
      .filter(({ sinceMs }) => clock.elapsedMs() - sinceMs >= limitMs)
      .map(({ source }) => source);
  let stuck: readonly string[] = [];
  const end = clock.repeat(LOOK_MS, async () => {
    if (stopping.signal.aborted) return;
    stuck = listStuck();
    if (stuck.length > 0 || isOver()) stopping.abort();
  });
  return {
    read: (line) => imports.read(line, clock.elapsedMs()),
    stop: stopping.signal,
    stuck: () => stuck,
    failed: imports.failed,
    end,
  };
}
