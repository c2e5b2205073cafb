/** Repositories and the tags each of them gets. */
import type { InputProblem } from '../errors.ts';
import { formatRepository, parseReference, type Repository } from '../image/reference.ts';
import { parseList } from '../inputs/lists.ts';
import { classifyTag } from '../names/classify.ts';
import type { Destination, Tag } from './types.ts';

const ORDER = { immutable: 0, floating: 1 } as const;

/**
 * Immutable tags first, floating ones after them and `latest` last: whoever follows a floating tag finds the version
 * it stands for already in place.
 */
export function orderTags(tags: readonly Tag[]): Tag[] {
  const rank = ({ name, kind }: Tag): number => (name === 'latest' ? 2 : ORDER[kind]);
  return [...tags].sort((a, b) => rank(a) - rank(b));
}

/** Full references, as build-push-action's `tags` takes them, grouped by repository; names in lower case. */
export function parseFullReferences(text: string, problems: InputProblem[]): Destination[] {
  const found = new Map<string, { repository: Repository; tags: Map<string, Tag> }>();
  const rules = listRules(text);
  problems.push(...rules.map(refuseRule));
  for (const entry of readEntries(text, problems)) {
    if (rules.some((rule) => rule.includes(entry))) continue;
    const parsed = parseReference(lowerName(entry));
    if (!parsed.ok) {
      problems.push({ input: 'tags', value: entry, problem: parsed.reason, fix: parsed.fix });
      continue;
    }
    const { repository, tag = 'latest', digest } = parsed.reference;
    if (digest !== undefined) {
      problems.push({
        input: 'tags',
        value: entry,
        problem: 'holds a digest, which the build decides',
        fix: 'Give `name:tag`.',
      });
      continue;
    }
    const key = formatRepository(repository);
    const destination = found.get(key) ?? { repository, tags: new Map<string, Tag>() };
    destination.tags.set(tag, { name: tag, kind: classifyTag(tag) });
    found.set(key, destination);
  }
  return [...found.values()].map(({ repository, tags }) => ({
    repository,
    tags: orderTags([...tags.values()]),
  }));
}

/** Lines in the grammar of docker/metadata-action: no reference has a `=`. */
function listRules(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => /^\s*"?type=/.test(line));
}

function refuseRule(rule: string): InputProblem {
  return {
    input: 'tags',
    value: rule.trim(),
    problem: 'is a rule for the tags of `images`, and there are none',
    fix: 'Set e.g. `images: ghcr.io/${{ github.repository }}`, or write full references such as `ghcr.io/org/app:1.2.3`.',
  };
}

/** Which names are published in other letters than they were written in. */
export function noteLowered(text: string): string[] {
  const entries = readEntries(text, []).filter((entry) => lowerName(entry) !== entry);
  return entries.map((entry) => `tags: \`${entry}\` is published as \`${lowerName(entry)}\`.`);
}

/** `github.repository` keeps upper case, which no registry takes; a tag may have it. */
function lowerName(entry: string): string {
  const name = /^[^@]*?(?=(?::[^/@]*)?(?:@|$))/.exec(entry)?.[0] ?? entry;
  return name.toLowerCase() + entry.slice(name.length);
}

function readEntries(text: string, problems: InputProblem[]): string[] {
  try {
    return parseList(text, { comma: 'split' });
  } catch {
    problems.push({
      input: 'tags',
      problem: 'is not a valid list',
      fix: 'Give one reference per line.',
    });
    return [];
  }
}
