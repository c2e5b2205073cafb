import { classifyTag } from './classify.ts';
import { branchOf, type NamedEvent, pullRequestOf, tagOf } from './expressions.ts';
import type { MatchSource, TagSource } from './rules.ts';
import { makePep440Value, makeSemverValue } from './versions.ts';
import { type NamingWorld, parseRegExp, type RuleValue, readVersionText } from './world.ts';

/** A rule's source → its value for this event, undefined where it has none. Throws a Fault for a rule that cannot be used. */
export function makeRuleValue(source: TagSource, world: NamingWorld): RuleValue | undefined {
  switch (source.type) {
    case 'schedule':
      return makeScheduleValue(source.pattern, world);
    case 'semver':
      return makeSemverValue(source, world);
    case 'pep440':
      return makePep440Value(source, world);
    case 'match':
      return makeMatchValue(source, world);
    case 'edge':
      return makeEdgeValue(source.branch, world.event);
    case 'ref':
      return makeRefValue(source.event, world.event.ref);
    case 'raw':
      return makeRawValue(source.value, world);
    case 'sha':
      return makeShaValue(source.format, world.event);
  }
}

function floating(text: string): RuleValue {
  return { text, isRelease: false, kind: 'floating' };
}

function makeScheduleValue(pattern: string, world: NamingWorld): RuleValue | undefined {
  if (world.event.eventName !== 'schedule') return undefined;
  return floating(world.templates.render(pattern, world.dates));
}

function makeEdgeValue(branch: string, { ref, repository }: NamedEvent): RuleValue | undefined {
  const wanted = branch === '' ? repository.defaultBranch : branch;
  return wanted !== undefined && wanted === branchOf(ref) ? floating('edge') : undefined;
}

function makeRefValue(event: 'branch' | 'tag' | 'pr', ref: string): RuleValue | undefined {
  if (event === 'tag') {
    const text = tagOf(ref);
    return text === undefined ? undefined : { text, isRelease: true, kind: 'immutable' };
  }
  const text = event === 'branch' ? branchOf(ref) : pullRequestOf(ref);
  return text === undefined ? undefined : floating(text);
}

function makeRawValue(value: string, { templates, globals, event }: NamingWorld): RuleValue {
  const text = templates.render(value, globals);
  const namesCommit = event.shortSha !== '' && text.includes(event.shortSha);
  return {
    text,
    isRelease: false,
    kind: namesCommit ? 'immutable' : classifyTag(text),
  };
}

function makeShaValue(
  format: 'short' | 'long',
  { sha, shortSha }: NamedEvent,
): RuleValue | undefined {
  if (sha === '') return undefined;
  return { text: format === 'long' ? sha : shortSha, isRelease: false, kind: 'immutable' };
}

function makeMatchValue(source: MatchSource, world: NamingWorld): RuleValue | undefined {
  const given = readVersionText(source.value, world);
  if (given === undefined) return undefined;
  const [, body, flags] = /^\/(.+)\/(.*)$/.exec(source.pattern) ?? [];
  const found = given.match(parseRegExp(body ?? source.pattern, flags));
  const text = found?.[source.group];
  if (text === undefined) {
    world.warn(
      found === null
        ? `tags: \`${source.pattern}\` does not match \`${given}\`.`
        : `tags: \`${source.pattern}\` has no group ${source.group}.`,
    );
    return undefined;
  }
  return { text, isRelease: true, kind: text === given ? 'immutable' : classifyTag(text) };
}
