import type { InputProblem } from '../errors.ts';
import { formatRepository, parseRepository } from '../image/reference.ts';
import { attempt, Fault } from './fault.ts';
import { parseFields, parseList } from './list.ts';
import { parseTagFilter, type TagFilter } from './tag-filter.ts';
import type { Image } from './types.ts';

/** An image with the tags that are for it: those that one of its entries takes. */
export interface FilteredImage extends Image {
  readonly takes: TagFilter;
}

export interface ImagesResult {
  /** The enabled ones, each place once, in the order of the input. */
  readonly images: readonly FilteredImage[];
  readonly notices: readonly string[];
}

/** The `images` input → images. One per line or by comma, plain or as `name=…,enable=true|false,tags=…`. */
export function parseImages(text: string, problems: InputProblem[]): ImagesResult {
  const found = new Map<string, FilteredImage>();
  const notices: string[] = [];
  for (const line of attemptList(text, problems)) {
    attempt({ input: 'images', value: line, problems }, () => {
      const { names, takes } = parseEntry(line);
      for (const name of names) {
        const image = parseImage(name);
        if (image.name !== name)
          notices.push(`images: \`${name}\` is published as \`${image.name}\`.`);
        const place = formatRepository(image.repository);
        const known = found.get(place);
        const isTaken: TagFilter = (tag) => known?.takes(tag) === true || takes(tag);
        found.set(place, { ...(known ?? image), takes: isTaken });
      }
    });
  }
  return { images: [...found.values()], notices };
}

function attemptList(text: string, problems: InputProblem[]): readonly string[] {
  return attempt({ input: 'images', value: text, problems }, () => parseList(text)) ?? [];
}

interface Entry {
  /** None when the line is switched off. */
  readonly names: readonly string[];
  readonly takes: TagFilter;
}

function parseEntry(line: string): Entry {
  const names: string[] = [];
  const patterns: string[] = [];
  let enabled = true;
  for (const { key, value } of parseFields(line)) {
    if (key === 'enable') enabled = parseEnable(value);
    else if (key === 'tags') patterns.push(value);
    else if (key === 'name' || (key === undefined && value !== '')) names.push(value);
    else if (key !== undefined) {
      throw new Fault(
        `it has the unknown attribute \`${key}\``,
        'Use `name`, `enable` and `tags`.',
      );
    }
  }
  const takes = parseTagFilter(patterns);
  if (!enabled || names.every((name) => name !== '')) return { names: enabled ? names : [], takes };
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
