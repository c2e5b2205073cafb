import type { InputProblem } from '../errors.ts';
import { makeGlobalExpressions, resolveEvent } from './expressions.ts';
import { attempt } from './fault.ts';
import { parseSettings } from './settings.ts';
import { loadTemplates, type Templates } from './templates.ts';
import type { Names, NamesFacts } from './types.ts';

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
}

/** Fills in the expressions of a text; `input` is what a problem is reported under. */
export type Expand = (text: string, input: string) => Promise<Expanded>;

const EXPRESSION =
  /\{\{\{\s*(?<raw>[A-Za-z_][\w.]*)[^{}]*\}\}\}|\{\{\s*(?<plain>[A-Za-z_][\w.]*)[^{}]*\}\}/g;

/**
 * The expressions of the tag rules, and what docker/metadata-action's outputs were used for, in other inputs:
 * `{{version}} {{major}} {{minor}} {{patch}} {{created}} {{revision}} {{meta.version}} {{meta.tags}}`.
 * Only these are filled in. Another `{{…}}` belongs to somebody else (a Go template in a build argument) and stays.
 */
export function makeExpressions({ names, facts, env, more = {} }: ExpressionsRequest): Expand {
  const event = resolveEvent(facts, parseSettings(env, []));
  let loading: Promise<Templates> | undefined;
  return async (text, input) => {
    if (!text.includes('{{')) return { text, problems: [] };
    loading ??= loadTemplates(['{{date}}']);
    const templates = await loading;
    const values = {
      ...makeGlobalExpressions(event, templates),
      ...makeNameValues(names),
      ...more,
    };
    const known = new Set([...Object.keys(values), 'meta.version', 'meta.tags']);
    known.delete('meta');
    const problems: InputProblem[] = [];
    const expanded = mapMatches(text, (expression, path) => {
      if (!known.has(path)) return expression;
      const blame = { input, value: expression, problems };
      return attempt(blame, () => templates.render(expression, values)) ?? expression;
    });
    return { text: expanded, problems };
  };
}

function mapMatches(text: string, change: (expression: string, path: string) => string): string {
  let end = 0;
  let result = '';
  for (const match of text.matchAll(EXPRESSION)) {
    const path = match.groups?.['raw'] ?? match.groups?.['plain'] ?? '';
    result += text.slice(end, match.index) + change(match[0], path);
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

/** A Git tag's version counts in full here, whatever the first tag rule makes of it; without one, the first tag. */
function makeNameValues({ fullVersion, version, created, revision, tags }: Names) {
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
