/**
 * Fills in the expressions of inputs that are not about names. Always after an input was taken apart, and never in a
 * name or a type: a branch may hold commas, quotes and `=`, and must not become an entry or an attribute of its own.
 */
import type { InputProblem } from '../errors.ts';
import type { CacheEntry, CacheInputName } from '../inputs/cache-entries.ts';
import { formatList, parseList } from '../inputs/lists.ts';
import type { Inputs, ParsedInputs } from '../inputs/parse.ts';
import { type Expand, type ExpressionsRequest, makeExpressions } from '../names/expand.ts';
import type { Names } from '../names/types.ts';

export interface ExpandedInputs {
  readonly parsed: ParsedInputs;
  /** With a notice of what looks like an expression and is none. */
  readonly names: Names;
}

type ExpandedInput =
  | 'build-args'
  | 'build-contexts'
  | 'labels'
  | 'annotations'
  | 'outputs'
  | 'cache'
  | 'cache-scope'
  | 'cache-from'
  | 'cache-to';

interface Filling {
  readonly expand: Expand;
  readonly problems: InputProblem[];
  readonly notices: Set<string>;
}

/** Without an expression the inputs come back as they are, byte for byte. With `images`, labels and annotations are part of the names already. */
export async function expandInputs({
  parsed,
  ...request
}: ExpressionsRequest & { readonly parsed: ParsedInputs }): Promise<ExpandedInputs> {
  const { inputs } = parsed;
  const { names } = request;
  const filling: Filling = { expand: makeExpressions(request), problems: [], notices: new Set() };
  const expanded: Inputs = {
    ...inputs,
    buildArgs: await mapAll(inputs.buildArgs, (entry) => fillPair(filling, 'build-args', entry)),
    buildContexts: await mapAll(inputs.buildContexts, async ({ name, source }) => ({
      name,
      source: await fillLine(filling, 'build-contexts', source),
    })),
    outputs: await mapAll(inputs.outputs, async ({ type, attributes }) => ({
      type,
      attributes: await fillAttributes(filling, 'outputs', attributes),
    })),
    cache:
      typeof inputs.cache === 'string'
        ? inputs.cache
        : await mapAll(inputs.cache, (entry) => fillCache(filling, 'cache', entry)),
    ...(inputs.cacheScope === undefined
      ? {}
      : { cacheScope: await fillLine(filling, 'cache-scope', inputs.cacheScope) }),
    cacheFrom: await mapAll(inputs.cacheFrom, (entry) => fillCache(filling, 'cache-from', entry)),
    cacheTo: await mapAll(inputs.cacheTo, (entry) => fillCache(filling, 'cache-to', entry)),
    ...(inputs.images === ''
      ? {
          labels: await fillPairs(filling, 'labels', inputs.labels),
          annotations: await fillPairs(filling, 'annotations', inputs.annotations),
        }
      : {}),
  };
  return {
    parsed: { inputs: expanded, problems: [...parsed.problems, ...filling.problems] },
    names: { ...names, notices: [...names.notices, ...filling.notices] },
  };
}

function mapAll<T, R>(values: readonly T[], change: (value: T) => Promise<R>): Promise<R[]> {
  return Promise.all(values.map(change));
}

async function fill(filling: Filling, input: ExpandedInput, text: string): Promise<string> {
  const { text: filled, problems, notices } = await filling.expand(text, input);
  filling.problems.push(...problems);
  for (const notice of notices) filling.notices.add(notice);
  return filled;
}

/** Where a line break has no place: `{{meta.tags}}` has one for each further tag. */
async function fillLine(filling: Filling, input: ExpandedInput, text: string): Promise<string> {
  const filled = await fill(filling, input, text);
  if (filled !== text && /[\0-\x1f\x7f]/.test(filled)) {
    const problem = 'becomes several lines';
    const fix = 'Use an expression that gives one line, such as `{{version}}`.';
    filling.problems.push({ input, value: text, problem, fix });
  }
  return filled;
}

async function fillPair(filling: Filling, input: ExpandedInput, entry: string): Promise<string> {
  const at = entry.indexOf('=') + 1;
  return entry.slice(0, at) + (await fill(filling, input, entry.slice(at)));
}

async function fillPairs(
  filling: Filling,
  input: 'labels' | 'annotations',
  text: string,
): Promise<string> {
  if (!text.includes('{{')) return text;
  try {
    const entries = parseList(text, { comma: 'keep' });
    return formatList(await mapAll(entries, (entry) => fillPair(filling, input, entry)));
  } catch {
    // What is no list is told by whoever reads it.
    return text;
  }
}

async function fillAttributes(
  filling: Filling,
  input: ExpandedInput,
  attributes: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const filled = await mapAll(
    Object.entries(attributes),
    async ([name, value]) => [name, await fillLine(filling, input, value)] as const,
  );
  return Object.fromEntries(filled);
}

async function fillCache(
  filling: Filling,
  input: CacheInputName,
  { backend, attributes }: CacheEntry,
): Promise<CacheEntry> {
  return { backend, attributes: await fillAttributes(filling, input, attributes) };
}
