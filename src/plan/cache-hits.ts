/** What the build cache was good for: hits per platform and step, and what would make it better. */
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { BuildStep } from '../tools/build-progress.ts';
import type { CacheSaving } from './build-record.ts';

export interface HitCount {
  readonly cached: number;
  readonly total: number;
}

export interface StepHit {
  readonly platform: string;
  /** `build 2/5`: its stage, where that has a name, and its place in it. */
  readonly step: string;
  readonly command: string;
  readonly cached: boolean;
  /** What it took; undefined for what came from the cache. */
  readonly seconds: number | undefined;
}

export interface CacheHits extends HitCount {
  readonly platforms: Readonly<Record<string, HitCount>>;
  readonly steps: readonly StepHit[];
}

/** The log shows every step in full; an output of a job is limited, and a heredoc may be a whole program. */
const MAX_COMMAND_CHARS = 200;

/** Steps that ended, without `FROM`, which is pulled and not built. Undefined when there is none. */
export function countHits(
  steps: readonly BuildStep[],
  platforms: readonly Platform[],
): CacheHits | undefined {
  // With one platform BuildKit does not say which.
  const [only] = platforms;
  const alone = only === undefined ? '' : formatPlatform(only);
  const hits = steps.flatMap((step): StepHit[] => {
    const { command, state, seconds, stage, index, total, platform = alone } = step;
    if ((state !== 'cached' && state !== 'done') || /^FROM /i.test(command)) return [];
    const cached = state === 'cached';
    const place = `${stage === undefined ? '' : `${stage} `}${index}/${total}`;
    return [{ platform, step: place, command: shorten(command), cached, seconds }];
  });
  if (hits.length === 0) return undefined;
  const names = [...new Set(hits.map(({ platform }) => platform))].sort();
  const counts = names.map(
    (name) => [name, count(hits.filter(({ platform }) => platform === name))] as const,
  );
  return { ...count(hits), platforms: Object.fromEntries(counts), steps: hits };
}

/** Hits of builds that made a platform each. Undefined when there is none. */
export function joinHits(parts: readonly (CacheHits | undefined)[]): CacheHits | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const steps = known.flatMap((part) => part.steps);
  const platforms = Object.assign({}, ...known.map((part) => part.platforms));
  return { ...count(steps), platforms, steps };
}

function count(hits: readonly StepHit[]): HitCount {
  return { cached: hits.filter(({ cached }) => cached).length, total: hits.length };
}

function shorten(command: string): string {
  const line = command.replace(/\s+/g, ' ');
  return line.length <= MAX_COMMAND_CHARS ? line : `${line.slice(0, MAX_COMMAND_CHARS - 1)}…`;
}

/** `75 % of 8 steps from the cache (linux/amd64 4 of 4, linux/arm64 2 of 4)` */
export function formatHits({ cached, total, platforms }: CacheHits): string {
  const each = Object.entries(platforms).map(
    ([name, one]) => `${name} ${one.cached} of ${one.total}`,
  );
  const share = `${Math.round((cached / total) * 100)} % of ${total} ${total === 1 ? 'step' : 'steps'}`;
  return `${share} from the cache${each.length > 1 ? ` (${each.join(', ')})` : ''}`;
}

/**
 * The output `cache-hits`. Without the commands: a workflow that puts an output into a shell line would run what the
 * Dockerfile of a pull request says there.
 */
export function formatHitsJson(hits: CacheHits, saved?: CacheSaving): string {
  const { cached, total, platforms, steps } = hits;
  const ratio = Number((cached / total).toFixed(3));
  const named = steps.map(({ command: _, ...step }) => step);
  return JSON.stringify({
    ratio,
    cached,
    total,
    savedSeconds: saved?.seconds,
    platforms,
    steps: named,
  });
}
