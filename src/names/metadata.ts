import type { InputProblem } from '../errors.ts';
import type { NamedEvent } from './expressions.ts';
import { attempt } from './fault.ts';
import { parseList } from './list.ts';
import { isAnnotationLevel } from './settings.ts';

/** The keys of OCI image-spec v1.1, annotations.md, that the repository and the event tell. */
export interface Subject {
  readonly event: NamedEvent;
  readonly version: string;
  readonly created: Date;
}

/** A custom entry; `levels` is empty for one that goes where the others go. */
interface Entry {
  readonly levels: readonly string[];
  readonly key: string;
  readonly value: string;
}

export interface CustomRequest {
  readonly input: 'labels' | 'annotations';
  readonly text: string;
  /** Fills in expressions. */
  readonly render: (text: string) => string;
  readonly problems: InputProblem[];
  readonly warn: (message: string) => void;
}

type Pairs = ReadonlyMap<string, string>;

const PREFIX = 'org.opencontainers.image.';

/** The standard keys; an unknown fact is an empty value, as docker/metadata-action has it. */
export function makeStandardPairs({ event, version, created }: Subject): Pairs {
  const { repository, sha } = event;
  const standard = {
    title: repository.name,
    description: repository.description,
    url: repository.htmlUrl,
    source: repository.htmlUrl,
    version,
    created: created.toISOString(),
    revision: sha,
    licenses: repository.license,
  };
  return new Map(Object.entries(standard).map(([key, value]) => [`${PREFIX}${key}`, value ?? '']));
}

/** `key=value` per label, sorted by key; custom ones win over the standard ones. */
export function makeLabels(standard: Pairs, custom: CustomRequest): readonly string[] {
  const pairs = new Map(standard);
  for (const { key, value } of parseCustom(custom)) pairs.set(key, value);
  return formatPairs(pairs);
}

/**
 * `level:key=value` per annotation, level by level, sorted by key. A custom one may name its own levels
 * (`index,manifest:key=value`), as buildx takes them; it wins on these and stands on no others.
 */
export function makeAnnotations(
  standard: Pairs,
  custom: CustomRequest,
  levels: readonly string[],
): readonly string[] {
  const entries = parseCustom(custom).map(parseLevels);
  const everywhere = new Map(standard);
  for (const { key, value, levels: own } of entries) {
    if (own.length === 0) everywhere.set(key, value);
  }
  const all = new Set([...levels, ...entries.flatMap((entry) => entry.levels)]);
  return [...all].flatMap((level) => {
    const pairs = new Map(levels.includes(level) ? everywhere : []);
    for (const { key, value, levels: own } of entries) {
      if (own.includes(level)) pairs.set(key, value);
    }
    return formatPairs(pairs).map((pair) => `${level}:${pair}`);
  });
}

/** `key=value` lines → key → value. */
export function parsePairs(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map(splitPair));
}

function parseCustom({ input, text, render, problems, warn }: CustomRequest): readonly Entry[] {
  const lines = attempt({ input, value: text, problems }, () => parseList(text)) ?? [];
  return lines.flatMap((line) => {
    const rendered = attempt({ input, value: line, problems }, () => render(line));
    if (rendered === undefined) return [];
    if (!rendered.includes('=')) {
      warn(`${input}: \`${line}\` has no \`=\`; it is ignored.`);
      return [];
    }
    const [key, value] = splitPair(rendered);
    return [{ levels: [], key, value }];
  });
}

function parseLevels(entry: Entry): Entry {
  const colon = entry.key.indexOf(':');
  const levels = entry.key.slice(0, Math.max(colon, 0)).split(',');
  return levels.every(isAnnotationLevel)
    ? { levels, key: entry.key.slice(colon + 1), value: entry.value }
    : entry;
}

function splitPair(line: string): [key: string, value: string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Letters, digits and dots stand in one order in English and in ASCII. */
const PLAIN_KEY = /^[a-z0-9.]+$/;

/** As docker/metadata-action sorts; but the first comparison by a language takes 13 ms of a run, and labels seldom need one. */
function formatPairs(pairs: Pairs): readonly string[] {
  const isPlain = [...pairs.keys()].every((key) => PLAIN_KEY.test(key));
  const compare = isPlain ? compareUnits : compareEnglish;
  return [...pairs]
    .toSorted(([left], [right]) => compare(left, right))
    .map(([key, value]) => `${key}=${value}`);
}

/** Keys of a map are never equal. */
function compareUnits(left: string, right: string): number {
  return left < right ? -1 : 1;
}

function compareEnglish(left: string, right: string): number {
  return left.localeCompare(right, 'en');
}
