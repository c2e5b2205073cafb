import type { InputProblem } from '../errors.ts';
import { attempt, Fault } from './fault.ts';
import { type Field, parseFields, parseList } from './list.ts';

const LATEST_MODES = ['auto', 'true', 'false', 'release'] as const;

/** What all tags have in common. */
export interface Flavor {
  /** Whether the tag `latest` is made: `auto` leaves it to the first rule that gives a tag, and `release` to GitHub too. */
  readonly latest: (typeof LATEST_MODES)[number];
  readonly prefix: Affix;
  readonly suffix: Affix;
}

export interface Affix {
  /** May hold expressions. */
  readonly text: string;
  /** Whether `latest` gets it too. */
  readonly onLatest: boolean;
}

type AffixName = 'prefix' | 'suffix';

const NO_AFFIX: Affix = { text: '', onLatest: false };
const DEFAULT: Flavor = { latest: 'auto', prefix: NO_AFFIX, suffix: NO_AFFIX };
const GRAMMAR =
  'Use `latest=auto|true|false|release`, `prefix=…` or `suffix=…`, the latter two with `,onlatest=true|false`.';

/** The `flavor` input → Flavor; a later line wins over an earlier one. */
export function parseFlavor(text: string, problems: InputProblem[]): Flavor {
  const lines = attempt({ input: 'flavor', value: text, problems }, () => parseList(text)) ?? [];
  return lines.reduce(
    (known, line) =>
      attempt({ input: 'flavor', value: line, problems }, () => applyLine(known, line)) ?? known,
    DEFAULT,
  );
}

function applyLine(flavor: Flavor, line: string): Flavor {
  let affix: AffixName | undefined;
  return parseFields(line).reduce((known, field) => {
    if (field.key === 'prefix' || field.key === 'suffix') affix = field.key;
    return applyField(known, field, affix);
  }, flavor);
}

function applyField(flavor: Flavor, { key, value }: Field, affix: AffixName | undefined): Flavor {
  switch (key) {
    case 'latest':
      return { ...flavor, latest: parseLatest(value) };
    case 'prefix':
    case 'suffix':
      return { ...flavor, [key]: { ...flavor[key], text: value } };
    case 'onlatest': {
      const onLatest = parseOnLatest(value);
      return affix === undefined ? flavor : { ...flavor, [affix]: { ...flavor[affix], onLatest } };
    }
    case undefined:
      throw new Fault(`\`${value}\` has no \`=\``, GRAMMAR);
    default:
      throw new Fault(`it has the unknown attribute \`${key}\``, GRAMMAR);
  }
}

function parseLatest(value: string): Flavor['latest'] {
  const mode = LATEST_MODES.find((known) => known === value);
  if (mode !== undefined) return mode;
  throw new Fault(`its \`latest\` is \`${value}\``, 'Use `auto`, `true`, `false` or `release`.');
}

function parseOnLatest(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Fault(`its \`onlatest\` is \`${value}\``, 'Use `true` or `false`.');
}
