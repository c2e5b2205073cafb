/** The summary of a dry run: the names first, as they are what most ask for; then what would happen. */
import type { Rehearsal } from './rehearse.ts';
import type { Results } from './report.ts';
import {
  formatCell,
  formatCode,
  formatFolded,
  formatMessage,
  formatTable,
} from './summary-table.ts';

/** Empty for a run that does something. */
export function formatRehearsal({ rehearsal, names, separator = '\n' }: Results): string {
  if (rehearsal === undefined) return '';
  const tags = names?.tags === undefined || names.tags === '' ? [] : names.tags.split(separator);
  return [
    formatFindings(rehearsal),
    tags.length === 0 ? 'No tag for this event.' : formatColumn('tag', tags),
    formatPairs('label', rehearsal.labels),
    formatDecisions(rehearsal),
    rehearsal.commands.length === 0
      ? ''
      : formatFolded('The commands of such a run', rehearsal.commands),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function formatFindings({ findings }: Rehearsal): string {
  if (findings.length === 0) return '';
  const items = findings.map((finding) => {
    const [first = '', ...more] = formatMessage(finding);
    return [`- ${first}`, ...more.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
  });
  return ['**To do this for real, the job lacks:**', '', ...items].join('\n');
}

function formatColumn(name: string, values: readonly string[]): string {
  return formatTable(
    [name],
    values.map((value) => [formatCode(value)]),
  );
}

/** `key=value` in two columns; what has no value is left out, as it tells nothing. */
function formatPairs(name: string, entries: readonly string[]): string {
  const rows = entries.flatMap((entry) => {
    const at = entry.indexOf('=');
    const value = entry.slice(at + 1);
    return value === '' ? [] : [[formatCode(entry.slice(0, at)), formatCode(value)]];
  });
  return rows.length === 0 ? '' : formatTable([name, 'value'], rows);
}

function formatDecisions({ decisions, needs }: Rehearsal): string {
  const rows = [...decisions, ...needs].map(([name, value]) => [name, formatCell(value)]);
  return formatTable(['plan', ''], rows);
}
