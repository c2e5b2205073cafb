/** Everything that follows from the names of the image, before the plan is made. */
import type { Host } from '../../host/host.ts';
import { parseList } from '../../inputs/lists.ts';
import type { Inputs, ParsedInputs } from '../../inputs/parse.ts';
import { makeGivenLines } from '../../names/given-lines.ts';
import { makeNames, type NamesRequest } from '../../names/names.ts';
import type { Names } from '../../names/types.ts';
import { parseFullReferences } from '../../plan/destinations.ts';
import { expandInputs } from '../../plan/expand-inputs.ts';
import type { Facts } from '../../plan/types.ts';
import { readPaths } from './facts.ts';

export interface Named {
  /** With the expressions of all inputs filled in. */
  readonly parsed: ParsedInputs;
  readonly facts: Facts;
  readonly names: Names;
  /** The names at a time that is the same for every leg of a run. */
  readonly lasting: Names;
  /** The inputs as they were. */
  readonly written: Inputs;
}

/** Names the image, and fills in what other inputs say about its names. */
export async function nameImage(
  host: Pick<Host, 'env' | 'files'>,
  { parsed, facts }: { parsed: ParsedInputs; facts: Facts },
): Promise<Named> {
  const request = { facts: facts.names, env: host.env };
  const inputs = namedInputs(parsed.inputs);
  const names = await makeNames({ ...inputs, ...request });
  const runTime = facts.names.commitTime ?? new Date(0);
  const lasting = await makeNames({ ...inputs, ...request, facts: { ...facts.names, runTime } });
  const expanded = await expandInputs({ parsed, names, ...request });
  return {
    ...expanded,
    names: await lineGiven({ ...expanded, facts }),
    lasting,
    written: parsed.inputs,
    facts: await lookAgain(host, { facts, before: parsed.inputs, inputs: expanded.parsed.inputs }),
  };
}

/** Without `images`, `tags` holds full references and there are no rules to apply. */
export function namedInputs(
  inputs: Inputs,
): Pick<NamesRequest, 'images' | 'tags' | 'flavor' | 'labels' | 'annotations' | 'bakeTarget'> {
  const { images, tags, flavor, labels, annotations, bakeTarget } = inputs;
  return images === ''
    ? { images, tags: '', flavor: '', labels: '', annotations: '', bakeTarget }
    : { images, tags, flavor, labels, annotations, bakeTarget };
}

/** Full references have no rules, but they may come with labels that say what they stand for. */
async function lineGiven({
  parsed,
  names,
  facts,
}: Pick<Named, 'parsed' | 'names' | 'facts'>): Promise<Names> {
  const { images, tags, labels, annotations } = parsed.inputs;
  if (images !== '' || labels === '') return names;
  const tagNames = parseFullReferences(tags, []).flatMap((one) => one.tags.map(({ name }) => name));
  const given = { labels: readLines(labels), annotations: readLines(annotations) };
  const lines = await makeGivenLines({ tagNames, ...given, facts: facts.names });
  return { ...names, lines };
}

/** A list that is none is told of where it is planned. */
function readLines(text: string): readonly string[] {
  try {
    return parseList(text, { comma: 'keep' });
  } catch {
    return [];
  }
}

/** A folder that was named by an expression has not been looked for yet. */
async function lookAgain(
  host: Pick<Host, 'files'>,
  { facts, before, inputs }: { facts: Facts; before: Inputs; inputs: Inputs },
): Promise<Facts> {
  const known = before.buildContexts.map(({ source }) => source);
  if (inputs.buildContexts.every(({ source }) => known.includes(source))) return facts;
  return { ...facts, paths: await readPaths(host, inputs, facts.paths.isEntered) };
}
