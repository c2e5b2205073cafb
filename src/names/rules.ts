import type { InputProblem } from '../errors.ts';
import { parseReference } from '../image/reference.ts';
import { attempt, Fault } from './fault.ts';
import { parseFields, parseList } from './list.ts';

export const RULE_TYPES = [
  'schedule',
  'semver',
  'pep440',
  'match',
  'edge',
  'ref',
  'raw',
  'sha',
] as const;
const REF_EVENTS = ['branch', 'tag', 'pr'] as const;
const SHA_FORMATS = ['short', 'long'] as const;

export type RuleType = (typeof RULE_TYPES)[number];

/** A line of the `tags` input. Texts may hold expressions. */
export interface TagRule {
  /** The line as it was written, for messages. */
  readonly line: string;
  /** Higher goes first; the first tag names the version. */
  readonly priority: number;
  /** `true`, `false` or an expression that gives one of them. */
  readonly enable: string;
  /** Absent: the flavor's. */
  readonly prefix: string | undefined;
  readonly suffix: string | undefined;
  readonly source: TagSource;
}

/** Where a rule takes its tag from. */
export type TagSource =
  | { readonly type: 'schedule'; readonly pattern: string }
  | VersionSource
  | MatchSource
  | { readonly type: 'edge'; readonly branch: string }
  | { readonly type: 'ref'; readonly event: (typeof REF_EVENTS)[number] }
  | { readonly type: 'raw'; readonly value: string }
  | { readonly type: 'sha'; readonly format: (typeof SHA_FORMATS)[number] };

export interface VersionSource {
  readonly type: 'semver' | 'pep440';
  readonly pattern: string;
  /** Empty: the Git tag. */
  readonly value: string;
  /** Regular expression that cuts the version out of the value; empty: all of it. */
  readonly match: string;
}

export interface MatchSource {
  readonly type: 'match';
  readonly pattern: string;
  readonly group: number;
  /** Empty: the Git tag. */
  readonly value: string;
}

const DEFAULT_PRIORITIES: Readonly<Record<RuleType, number>> = {
  schedule: 1000,
  semver: 900,
  pep440: 900,
  match: 800,
  edge: 700,
  ref: 600,
  raw: 200,
  sha: 100,
};
const DEFAULT_RULES = `type=schedule
type=ref,event=branch
type=ref,event=tag
type=ref,event=pr`;
const COMMON_ATTRIBUTES = ['enable', 'priority', 'prefix', 'suffix'];
const ATTRIBUTES: Readonly<Record<RuleType, readonly string[]>> = {
  schedule: ['pattern'],
  semver: ['pattern', 'value', 'match'],
  pep440: ['pattern', 'value', 'match'],
  match: ['pattern', 'group', 'value'],
  edge: ['branch'],
  ref: ['event'],
  raw: ['value'],
  sha: ['format'],
};

export interface RulesResult {
  /** By priority, highest first, otherwise in the order of the input. */
  readonly rules: readonly TagRule[];
  readonly warnings: readonly string[];
}

/** The `tags` input → rules. Empty: a tag from the schedule, branch, Git tag or pull request of the event. */
export function parseRules(text: string, problems: InputProblem[]): RulesResult {
  const given = attempt({ input: 'tags', value: text, problems }, () => parseList(text)) ?? [];
  const lines = given.length === 0 && text.trim() === '' ? parseList(DEFAULT_RULES) : given;
  const warnings: string[] = [];
  const rules = lines.flatMap(
    (line) =>
      attempt({ input: 'tags', value: line, problems }, () => [parseRule(line, warnings)]) ?? [],
  );
  return { rules: rules.toSorted((left, right) => right.priority - left.priority), warnings };
}

type Attributes = ReadonlyMap<string, string>;

function parseRule(line: string, warnings: string[]): TagRule {
  const fields = parseFields(line);
  refuseSeveral(fields.flatMap(({ key, value }) => (key === undefined ? [value] : [])));
  const attributes: Attributes = new Map(fields.map(({ key, value }) => [key ?? 'value', value]));
  const type = parseChoice(attributes.get('type') ?? 'raw', RULE_TYPES, 'type');
  const known = ['type', ...COMMON_ATTRIBUTES, ...ATTRIBUTES[type]];
  for (const name of attributes.keys()) {
    if (known.includes(name)) continue;
    warnings.push(`tags: \`${line}\`: type \`${type}\` has no \`${name}\`; it is ignored.`);
  }
  const source = parseSource(type, attributes);
  return {
    line,
    priority: parsePriority(attributes.get('priority'), type),
    enable: attributes.get('enable') ?? 'true',
    prefix: attributes.get('prefix') ?? defaultPrefix(source),
    suffix: attributes.get('suffix'),
    source,
  };
}

function parseSource(type: RuleType, attributes: Attributes): TagSource {
  const read = (name: string) => attributes.get(name) ?? '';
  switch (type) {
    case 'schedule':
      return { type, pattern: attributes.get('pattern') ?? 'nightly' };
    case 'semver':
    case 'pep440': {
      const pattern = demand(attributes, 'pattern', 'pattern={{version}}');
      return { type, pattern, value: read('value'), match: read('match') };
    }
    case 'match': {
      const pattern = demand(attributes, 'pattern', 'pattern=v(.*),group=1');
      return { type, pattern, group: parseGroup(read('group')), value: read('value') };
    }
    case 'edge':
      return { type, branch: read('branch') };
    case 'ref': {
      const event = demand(attributes, 'event', 'event=branch');
      return { type, event: parseChoice(event, REF_EVENTS, 'event') };
    }
    case 'raw':
      return { type, value: refuseName(demand(attributes, 'value', 'value=nightly')) };
    case 'sha':
      return {
        type,
        format: parseChoice(attributes.get('format') ?? 'short', SHA_FORMATS, 'format'),
      };
  }
}

/** docker/metadata-action takes the last one, and leaves the others out without a word. */
function refuseSeveral(values: readonly string[]): void {
  if (values.length < 2) return;
  const listed = values.map((value) => `\`${value}\``).join(', ');
  throw new Fault(`it has several values, ${listed}`, 'Give each tag a line of its own.');
}

/** The output `tags` of docker/metadata-action beside `images`: `ghcr.io/a/b:1` would become the tag `ghcr.io-a-b-1`. */
function refuseName(value: string): string {
  const parsed = parseReference(value);
  const isFull = parsed.ok && parsed.reference.tag !== undefined && value.includes('/');
  if (!isFull) return value;
  throw new Fault(
    'it is a full reference, which would become part of a tag of `images`',
    'Write the tag alone, or leave `images` out.',
  );
}

function defaultPrefix(source: TagSource): string | undefined {
  if (source.type === 'sha') return 'sha-';
  return source.type === 'ref' && source.event === 'pr' ? 'pr-' : undefined;
}

function demand(attributes: Attributes, name: string, example: string): string {
  const value = attributes.get(name);
  if (value !== undefined) return value;
  throw new Fault(`it has no \`${name}\``, `Add it, such as \`${example}\`.`);
}

function parseChoice<T extends string>(value: string, choices: readonly T[], name: string): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Fault(
    `its ${name} is \`${value}\``,
    `Use ${choices.map((choice) => `\`${choice}\``).join(', ')}.`,
  );
}

function parsePriority(value: string | undefined, type: RuleType): number {
  const priority = value === undefined ? DEFAULT_PRIORITIES[type] : Number(value);
  if (Number.isFinite(priority)) return priority;
  throw new Fault(`its priority is \`${value}\``, 'Use a number.');
}

function parseGroup(value: string): number {
  if (/^\d*$/.test(value)) return Number(value);
  throw new Fault(
    `its group is \`${value}\``,
    'Use the number of a group of the pattern; 0 is all of it.',
  );
}
