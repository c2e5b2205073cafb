/** What the summary says of the run itself: level of the provenance, cache, time. */
import { formatTrust } from '../../plan/cache-trust.ts';
import { type EmulatedTime, formatTotal } from '../../plan/emulated-times.ts';
import type { ReportedPlan, Results } from './report.ts';
import { formatFound, formatSizes } from './summary-cache.ts';
import { formatMountRow } from './summary-mounts.ts';
import { formatCell, formatTable } from './summary-table.ts';

interface Told {
  readonly results: Results;
  readonly timings: Readonly<Record<string, number>>;
}

/** A table of what is known; empty where nothing was done. */
export function formatAbout({ results, timings }: Told): string {
  const { plan, build, image, cacheExport } = results;
  if (plan === undefined || (build === undefined && image === undefined)) return '';
  const rows = [
    ['provenance', formatLevel(plan, image !== undefined)],
    ['cache', formatCache({ plan, build, cacheExport, seconds: timings['Cache'] })],
    ['cache mounts', formatMountRow(results.mounts)],
    ['cache trust', formatTrusted(plan)],
    ['cache hits', formatFound(results)],
    ['cache size', formatSizes(results)],
    ['emulated', formatEmulated(build?.emulated ?? [])],
    ['time', formatTimings(timings)],
  ].filter(([, value]) => value !== '');
  return rows.length === 0 ? '' : formatTable(['run', ''], rows);
}

/** The level is claimed by a provenance: none without one. */
function formatLevel({ level, attestations, signing }: ReportedPlan, isPushed: boolean): string {
  const isClaimed = isPushed && attestations.some(({ kind }) => kind === 'provenance');
  if (!isClaimed || level === undefined) return '';
  // From level 2 on, whoever verifies can tell who made it (slsa.dev/spec/v1.2, Build track).
  if (signing.kind === 'off') return 'not signed, so no more than SLSA Build L1';
  const name = `SLSA Build L${level.level}`;
  return level.reasons.length === 0
    ? name
    : formatCell(`${name}, not more: ${level.reasons.join('; ')}`);
}

function formatCache({
  plan: { cache },
  build,
  cacheExport,
  seconds,
}: Pick<Results, 'cacheExport'> & {
  readonly build: Results['build'] | undefined;
  readonly plan: ReportedPlan;
  readonly seconds: number | undefined;
}): string {
  if (cache === undefined) return '';
  const written =
    cacheExport === undefined
      ? ''
      : cacheExport.ok
        ? `; written beside signing in ${(seconds ?? cacheExport.seconds).toFixed(1)} s`
        : '; **not written**, see the warning';
  const left = (build?.cache ?? cache).from.length;
  const unread = left === 0 ? '**not read**' : '**not all of it was read**';
  const spent = build?.importSeconds ?? 0;
  const inTime = spent > 0 ? `; read in ${spent.toFixed(1)} s` : '';
  const read = left < cache.from.length ? `; ${unread}, see the warning` : inTime;
  return `${formatCell(cache.reason)}${read}${written}`;
}

/** Of what was read and what was not; silent where there is no cache. */
function formatTrusted({ cache }: ReportedPlan): string {
  if (cache === undefined) return '';
  const { from, to, trust } = cache;
  return from.length + to.length + trust.refused.length === 0 ? '' : formatCell(formatTrust(trust));
}

function formatEmulated(times: readonly EmulatedTime[]): string {
  if (times.length === 0) return '';
  const lines = [...new Set(times.flatMap(({ line }) => line ?? []))];
  const where =
    lines.length === 0 ? '' : `, ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
  return `${formatTotal(times)}${where}`;
}

/** The stages in the order in which they ended; what set-up consists of stands in the log. */
const STAGES = [
  'Set-up',
  'Build',
  'Inspect',
  'Sign',
  'Sign files',
  'Attach',
  'Verify',
  'Publish',
  'Load',
];

function formatTimings(timings: Told['timings']): string {
  return Object.entries(timings)
    .filter(([name]) => STAGES.includes(name))
    .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
    .join(' · ');
}
