/** What the summary says of the steps that ran anew, and what would spare them. */

import { adviseCache } from '../plan/cache-advice.ts';
import type { StepHit } from '../plan/cache-hits.ts';
import type { Results } from './report.ts';
import { formatCell, formatCode, formatTable } from './summary-table.ts';

/** Rows that are worth reading. */
const MAX_ROWS = 10;

/** Empty where nothing was built, and where all came from the cache. */
export function formatAdvice({ build }: Results): string {
  const hits = build?.hits;
  if (hits === undefined) return '';
  const advice = adviseCache({ hits, room: undefined, mode: undefined });
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
