import type { InputProblem } from '../errors.ts';
import { makeGlobalExpressions, resolveEvent } from './expressions.ts';
import { attempt } from './fault.ts';
import { parseSettings } from './settings.ts';
import { loadTemplates, type Templates } from './templates.ts';
import type { NameLists, Names, NamesFacts } from './types.ts';
import { findSimilar } from './typos.ts';

export interface ExpressionsRequest {
  readonly names: Names;
  readonly facts: NamesFacts;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of the caller's own, such as `defaultContext`. */
  readonly more?: Readonly<Record<string, string>>;
}

export interface Expanded {
  readonly text: string;
  /** With any, `text` is not to be used. */
  readonly problems: readonly InputProblem[];
  /** What was left as it is and looks like an expression that was mistyped. */
  readonly notices: readonly string[];
}

/** Fills in the expressions of a text; `input` is what a problem is reported under. */
export type Expand = (text: string, input: string) => Promise<Expanded>;

const EXPRESSION =
  /(?<slashes>\\*)(?<expression>\{\{\{\s*(?<raw>[A-Za-z_][\w.-]*)(?<rawArgs>[^{}]*)\}\}\}|\{\{\s*(?<plain>[A-Za-z_][\w.-]*)(?<args>[^{}]*)\}\})/g;
/** What a date takes; `{{ date "2006" .Created }}` is a Go template's. */
const DATE_ARGUMENTS = /^(?:\s+(?:"[^"]*"|'[^']*'))?(?:\s+\w+=(?:"[^"]*"|'[^']*'))*\s*$/;
const DATES = ['date', 'commit_date'];

export interface Vocabulary {
  readonly values: Readonly<Record<string, unknown>>;
  readonly templates: Templates;
}

/**
 * The expressions of the tag rules, and what docker/metadata-action's outputs were used for, in other inputs:
 * `{{version}} {{major}} {{minor}} {{patch}} {{created}} {{revision}} {{meta.version}} {{meta.tags}}`.
 * Only these are filled in, once: what they give is not looked at again. Another `{{…}}` belongs to somebody else (a Go
 * template in a build argument) and stays, as does one of ours behind a backslash, which is dropped.
 */
export function makeExpressions({ names, facts, env, more = {} }: ExpressionsRequest): Expand {
  const event = resolveEvent(facts, parseSettings(env, []));
  let loading: Promise<Templates> | undefined;
  return async (text, input) => {
    if (!text.includes('{{')) return { text, problems: [], notices: [] };
    loading ??= loadTemplates(['{{date}}']);
    const templates = await loading;
    const values = {
      ...makeGlobalExpressions(event, templates),
      ...makeNameValues(names),
      ...more,
    };
    return fillExpressions(text, input, { values, templates });
  };
}

/** The same for a vocabulary that is at hand. */
export function fillExpressions(
  text: string,
  input: string,
  { values, templates }: Vocabulary,
): Expanded {
  const known = listNames(values);
  const problems: InputProblem[] = [];
  const notices: string[] = [];
  const filled = mapMatches(text, ({ expression, name, args, slashes }) => {
    if (!isOurs(name, args, known)) {
      const similar = findSimilar(name, known);
      if (similar !== undefined && slashes === '')
        notices.push(
          `${input}: \`${expression}\` is no expression and stays as it is; \`{{${similar}}}\` would be one.`,
        );
      return undefined;
    }
    if (slashes.length % 2 === 1) return expression;
    const blame = { input, value: expression, problems };
    return attempt(blame, () => templates.render(expression, values)) ?? expression;
  });
  return { text: filled, problems, notices };
}

function listNames(values: Vocabulary['values']): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.keys(value).map((key) => `${name}.${key}`)
      : [name],
  );
}

function isOurs(name: string, args: string, known: readonly string[]): boolean {
  if (!known.includes(name)) return false;
  return DATES.includes(name) ? DATE_ARGUMENTS.test(args) : args.trim() === '';
}

interface Match {
  readonly expression: string;
  readonly name: string;
  readonly args: string;
  /** The backslashes before it. Two of them stand for one, as in Handlebars. */
  readonly slashes: string;
}

function mapMatches(text: string, change: (match: Match) => string | undefined): string {
  let end = 0;
  let result = '';
  for (const { 0: whole, index, groups = {} } of text.matchAll(EXPRESSION)) {
    const { expression = '', slashes = '' } = groups;
    const name = groups['raw'] ?? groups['plain'] ?? '';
    const args = groups['rawArgs'] ?? groups['args'] ?? '';
    const changed = change({ expression, name, args, slashes });
    const kept = slashes.slice(0, Math.floor(slashes.length / 2));
    result += text.slice(end, index) + (changed === undefined ? whole : kept + changed);
    end = index + whole.length;
  }
  return result + text.slice(end);
}

/** A Git tag's version counts in full here, whatever the first tag rule makes of it; without one, the first tag. */
export function makeNameValues({
  fullVersion,
  version,
  created,
  revision,
  tags,
}: Pick<Names, 'fullVersion' | 'created' | 'revision'> & Pick<NameLists, 'version' | 'tags'>) {
  return {
    version: fullVersion?.full ?? version,
    major: fullVersion?.major ?? '',
    minor: fullVersion?.minor ?? '',
    patch: fullVersion?.patch ?? '',
    created: created.toISOString(),
    revision,
    meta: { version, tags: tags.join('\n') },
  };
}
