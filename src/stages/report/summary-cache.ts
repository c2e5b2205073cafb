/** What the summary says of the steps that ran anew, and what would spare them. */

import { formatSaving } from '../../plan/build-record.ts';
import { adviseCache, NEAR_LIMIT } from '../../plan/cache-advice.ts';
import { formatHits, type StepHit } from '../../plan/cache-hits.ts';
import type { RoomReport } from '../cache/cache-room.ts';
import type { Results } from './report.ts';
import { formatCell, formatCode, formatTable } from './summary-table.ts';

/** Rows that are worth reading. */
const MAX_ROWS = 10;

/** Empty where nothing was built, and where all came from the cache. */
export function formatAdvice({ build, cacheRoom, plan }: Results): string {
  const hits = build?.hits;
  if (hits === undefined) return '';
  const advice = adviseCache({ hits, room: cacheRoom, mode: findMode(plan) });
  const missed = hits.steps
    .filter(({ cached }) => !cached)
    .sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0));
  return [
    // Without any hit there was no cache, or a first build: a list of all steps tells nothing.
    hits.cached === 0 || missed.length === 0 ? '' : formatMissed(missed),
    ...(advice.length === 0 ? [] : [advice.map((line) => `- ${formatCell(line)}`).join('\n')]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Of what goes to GitHub, where the room is. */
function findMode(plan: Results['plan']): string | undefined {
  const place = plan?.cache?.to.find(({ backend }) => backend === 'gha');
  return place?.attributes['mode'];
}

/** Empty where nothing is known. */
export function formatSizes({ cacheRoom, cacheSizes = [] }: Results): string {
  const sizes = cacheSizes.map(({ scope, bytes }) => `${formatCode(scope)} ${formatSize(bytes)}`);
  return [...sizes, ...(cacheRoom === undefined ? [] : formatRoom(cacheRoom))].join('; ');
}

/** Of all caches no more is said while there is room enough. */
function formatRoom({ usedBytes, limitBytes, scopeBytes }: RoomReport): string[] {
  const isNear = usedBytes >= limitBytes * NEAR_LIMIT;
  return [
    ...(scopeBytes === undefined ? [] : [`this scope ${formatSize(scopeBytes)}`]),
    ...(isNear
      ? [
          `all caches of the repository ${formatSize(usedBytes)} of ${formatSize(limitBytes)}: GitHub drops those that were not used for longest`,
        ]
      : []),
  ];
}

/** `75 % of 8 steps from the cache, which took 74.2 s when they were built` */
export function formatFound({ build, cacheSaved }: Results): string {
  if (build?.hits === undefined) return '';
  const found = formatHits(build.hits);
  return cacheSaved === undefined ? found : `${found}, ${formatSaving(cacheSaved)}`;
}

function formatSize(bytes: number): string {
  if (bytes < 1024 ** 2 / 10) return `${(bytes / 1024).toFixed(1)} KB`;
  const mb = bytes / 1024 ** 2;
  return mb < 1024 ? `${mb.toFixed(1)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

function formatMissed(missed: readonly StepHit[]): string {
  const rows = missed
    .slice(0, MAX_ROWS)
    .map(({ platform, step, command, seconds }) => [
      formatCell(`${platform} ${step}`.trim()),
      formatCode(command),
      seconds === undefined ? '' : `${seconds.toFixed(1)} s`,
    ]);
  const table = formatTable(['built anew', 'step', 'time'], rows);
  return missed.length <= MAX_ROWS ? table : `${table}\n\nand ${missed.length - MAX_ROWS} more`;
}
