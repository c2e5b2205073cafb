/** The text of src/tools/pins.ts: data in a form that a script can add to. */
import type { Tool } from '../src/tools/lock.ts';

export interface NewPin {
  readonly tool: Tool;
  readonly version: string;
  /** `os/arch` -> hexadecimal sha256. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The publisher's image of the same version, by digest. */
  readonly copy: string | undefined;
}

/** The same text with this version, in place of what it says of it. Throws where the text has another form. */
export function addPin(text: string, { tool, version, hashes, copy }: NewPin): string {
  const lines = Object.entries(hashes).map(([platform, hash]) => `      '${platform}': '${hash}',`);
  const block = `    '${version}': {\n${lines.join('\n')}\n    },\n`;
  const pinned = replaceEntry(text, { section: 'PINNED', tool, version, entry: block });
  if (copy === undefined) return pinned;
  const entry = `    '${version}':\n      '${copy}',\n`;
  return replaceEntry(pinned, { section: 'COPIES', tool, version, entry });
}

function replaceEntry(
  text: string,
  {
    section,
    tool,
    version,
    entry,
  }: { section: string; tool: Tool; version: string; entry: string },
): string {
  const start = text.indexOf(`export const ${section}:`);
  const opening = `\n  ${tool}: {\n`;
  const at = start < 0 ? -1 : text.indexOf(opening, start);
  if (at < 0) throw new Error(`pins.ts has no ${section} of ${tool}`);
  const from = at + opening.length;
  const to = text.indexOf('\n  },\n', from) + 1;
  const escaped = version.replaceAll('.', '\\.');
  const known = new RegExp(
    `^ {4}'${escaped}':(?: \\{\\n(?: {6}.*\\n)* {4}\\},|\\n {6}.*,)\\n`,
    'm',
  );
  return text.slice(0, from) + entry + text.slice(from, to).replace(known, '') + text.slice(to);
}
