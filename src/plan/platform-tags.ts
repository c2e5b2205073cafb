/** A tag of its own for each platform, for those who cannot choose one out of an index. */
import type { InputProblem } from '../errors.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import { formatReference, parseTag } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import { formatPlatformTag } from '../inputs/platform-tags.ts';
import type { Destination, Tag } from './types.ts';

const INPUT = 'platform-tags';

/**
 * The destinations with the tags of each platform right after the tag that they are made of: of the same kind, and
 * moved with it. Two tags of one name are a problem: the second would take the name from the first.
 */
export function planPlatformTags({
  inputs: { platformTags: template, platforms },
  destinations,
  problems,
}: {
  inputs: Pick<Inputs, 'platformTags' | 'platforms'>;
  destinations: readonly Destination[];
  problems: InputProblem[];
}): readonly Destination[] {
  if (template === undefined) return destinations;
  return destinations.map(({ repository, tags }) => {
    const taken = new Map(tags.map(({ name }) => [name, 'the index']));
    const added = (tag: Tag): Tag[] =>
      platforms.flatMap((platform) => {
        const made = makePlatformTag(tag, { template, platform, problems });
        if (made === undefined) return [];
        const holder = taken.get(made.name);
        taken.set(made.name, formatPlatform(platform));
        if (holder === undefined) return [made];
        problems.push({
          input: INPUT,
          value: template,
          problem: `gives ${formatPlatform(platform)} the tag \`${formatReference({ repository, tag: made.name })}\`, which ${holder} has`,
          fix: 'Tell the platforms apart with `{{os}}` and `{{arch}}`.',
        });
        return [];
      });
    return { repository, tags: tags.flatMap((tag) => [tag, ...added(tag)]) };
  });
}

function makePlatformTag(
  tag: Tag,
  {
    template,
    platform,
    problems,
  }: { template: string; platform: Platform; problems: InputProblem[] },
): Tag | undefined {
  const [os = '', ...arch] = formatPlatform(platform).split('/');
  const name = formatPlatformTag(template, { tag: tag.name, os, arch: arch.join('-') });
  const parsed = parseTag(name);
  if (parsed.ok) return { ...tag, name, of: { tag: tag.name, platform: formatPlatform(platform) } };
  problems.push({
    input: INPUT,
    value: template,
    problem: `gives \`${name}\`, a tag that no registry takes`,
    fix: parsed.fix,
  });
  return undefined;
}
