import type { InputProblem } from '../errors.ts';
import { formatRepository, parseRepository } from '../image/reference.ts';
import { attempt, Fault } from './fault.ts';
import { parseFields, parseList } from './list.ts';
import type { Image } from './types.ts';

export interface ImagesResult {
  /** The enabled ones, each place once, in the order of the input. */
  readonly images: readonly Image[];
  readonly notices: readonly string[];
}

/** The `images` input → images. One per line or by comma, plain or as `name=…,enable=true|false`. */
export function parseImages(text: string, problems: InputProblem[]): ImagesResult {
  const found = new Map<string, Image>();
  const notices: string[] = [];
  for (const line of attemptList(text, problems)) {
    attempt({ input: 'images', value: line, problems }, () => {
      for (const name of parseEntry(line)) {
        const image = parseImage(name);
        if (image.name !== name)
          notices.push(`images: \`${name}\` is published as \`${image.name}\`.`);
        const place = formatRepository(image.repository);
        if (!found.has(place)) found.set(place, image);
      }
    });
  }
  return { images: [...found.values()], notices };
}

function attemptList(text: string, problems: InputProblem[]): readonly string[] {
  return attempt({ input: 'images', value: text, problems }, () => parseList(text)) ?? [];
}

/** Names of a line that are to be used: none when the line is switched off. */
function parseEntry(line: string): readonly string[] {
  const names: string[] = [];
  let enabled = true;
  for (const { key, value } of parseFields(line)) {
    if (key === 'enable') enabled = parseEnable(value);
    else if (key === 'name' || (key === undefined && value !== '')) names.push(value);
    else if (key !== undefined) {
      throw new Fault(`it has the unknown attribute \`${key}\``, 'Use `name` and `enable`.');
    }
  }
  if (!enabled || names.every((name) => name !== '')) return enabled ? names : [];
  throw new Fault(
    'it has no name',
    'Write `name=ghcr.io/org/app`, or switch it off with `enable=false`.',
  );
}

function parseEnable(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Fault(`its \`enable\` is \`${value}\``, 'Use `enable=true` or `enable=false`.');
}

/** `github.repository` keeps upper case, which no registry takes. */
function parseImage(text: string): Image {
  const name = text.toLowerCase();
  const parsed = parseRepository(name);
  if (!parsed.ok) throw new Fault(`it ${parsed.reason}`, parsed.fix);
  return { name, repository: parsed.repository };
}
