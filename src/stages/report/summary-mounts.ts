/** How the summary and an output tell what became of cache mounts. */
import { formatBytes, formatSeconds } from '../../plan/mount-economy.ts';
import type { KeptMounts } from '../mounts/keep-mounts.ts';
import type { RestoredMounts } from '../mounts/restore-mounts.ts';
import type { Results } from './report.ts';
import { formatCell } from './summary-table.ts';

/** A cell of the summary; empty where no mount is kept. */
export function formatMountRow(mounts: Results['mounts']): string {
  if (mounts === undefined) return '';
  return formatCell(`${tellRestored(mounts.restored)}; ${tellKept(mounts.kept)}`);
}

function tellRestored({ outcome, mounts, seconds, heldUpSeconds }: RestoredMounts): string {
  switch (outcome) {
    case 'restored': {
      const list = mounts.map(({ mount, bytes }) => `${mount} ${formatBytes(bytes)}`);
      return `restored in ${formatSeconds(seconds)}, of which the build waited ${formatSeconds(heldUpSeconds)}: ${list.join(', ') || 'none of those that are used'}`;
    }
    case 'kept':
      return 'the builder keeps them itself';
    case 'missing':
      return 'nothing to restore';
    case 'failed':
    case 'unreachable':
      return '**not restored**, see the warning';
  }
}

function tellKept(kept: KeptMounts): string {
  switch (kept.outcome) {
    case 'saved':
      return `saved ${formatBytes(kept.bytes)} in ${formatSeconds(kept.seconds)}`;
    case 'skipped':
      return `not saved: ${kept.reason}`;
    case 'failed':
      return '**not saved**, see the warning';
  }
}

/** JSON for steps that follow; empty where no mount is kept. */
export function formatMountOutput(mounts: Results['mounts']): string {
  if (mounts === undefined) return '';
  const { keys, coldSeconds: _, wanted: __, ...restored } = mounts.restored;
  return JSON.stringify({ restored: { ...restored, wanted: keys.key }, saved: mounts.kept });
}
