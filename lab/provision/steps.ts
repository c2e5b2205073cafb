/** Takes one line of progress. */
export type LogLine = (line: string) => void;

const HEARTBEAT_MS = 15_000;

/**
 * Runs one step and says what it does, that it still does it (every 15 s), and how long it took.
 * `title` reads like `buildx 0.36.1: building from Go modules (about 1 min)`.
 */
export async function runStep<T>(log: LogLine, title: string, step: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const name = title.split(':')[0] ?? title;
  log(title);
  const heartbeat = setInterval(
    () => log(`${name}: still at it (${formatSeconds(performance.now() - startedMs)})`),
    HEARTBEAT_MS,
  );
  try {
    const result = await step();
    log(`${name}: done in ${formatSeconds(performance.now() - startedMs)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Milliseconds as people read them: `0.4 s`, `12 s`, `3 min 5 s`. */
export function formatSeconds(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
