/** Tables and code in GitHub's Markdown, with values that anybody may have written. */

/** Rows below a header; a cell is Markdown already. */
export function formatTable(
  header: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string {
  return [header, header.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** Text as code, in a cell or in a sentence: nothing in it is Markdown or HTML. Line breaks become visible. */
export function formatCode(text: string): string {
  if (text === '') return '';
  const line = text.replaceAll(/\r?\n/g, '⏎').replaceAll('|', '\\|');
  const fence = '`'.repeat(findLongest(line) + 1);
  const isEdged = /^[` ]|[` ]$/.test(line);
  return isEdged ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A sentence of ours, in a cell: it may hold code, and values with any character. */
export function formatCell(text: string): string {
  return escapeHtml(text).replaceAll('|', '\\|').replaceAll(/\r?\n/g, '<br>');
}

/**
 * The lines of a message: each on a line of its own, and those that belong into a workflow file as a block of it, since
 * their indentation counts.
 */
export function formatMessage(text: string): string[] {
  const lines = text.split('\n');
  const isBlock = lines.map((line) => /^(permissions:$| {2}[\w-]+: [\w-]+$)/.test(line));
  return lines.flatMap((line, at) => {
    if (isBlock[at] !== true) {
      const continues = at < lines.length - 1 && isBlock[at + 1] !== true;
      return [`${escapeHtml(line)}${continues ? '<br>' : ''}`];
    }
    return [
      ...(isBlock[at - 1] === true ? [] : ['', '```yaml']),
      line,
      ...(isBlock[at + 1] === true ? [] : ['```', '']),
    ];
  });
}

/** Commands in a folded block, as they are. `summary` is HTML. */
export function formatFolded(summary: string, lines: readonly string[]): string {
  return [
    `<details><summary>${summary}</summary>`,
    '',
    formatBlock(lines, 'sh'),
    '',
    '</details>',
  ].join('\n');
}

/** Lines in a block, as they are. */
export function formatBlock(lines: readonly string[], language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, findLongest(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** Length of the longest run of backticks. */
function findLongest(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
