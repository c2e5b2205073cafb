import type { InputProblem } from '../errors.ts';
import { parseTag } from '../image/reference.ts';
import { tagOf } from './expressions.ts';
import { attempt, Fault } from './fault.ts';
import type { Affix, Flavor } from './flavor.ts';
import { findBasis, findGitVersion, type LinedTag } from './lines.ts';
import type { TagRule } from './rules.ts';
import type { TagKind, VersionParts } from './types.ts';
import { makeRuleValue } from './values.ts';
import type { NamingWorld } from './world.ts';

/** A tag without its image. */
export interface NamedTag extends LinedTag {
  readonly name: string;
  readonly kind: TagKind;
  /** The tag that says which release is the newest: it moves after all others. */
  readonly isLatest: boolean;
}

export interface TagsResult {
  /** The first is the version; `latest` by flavor is the last. Each name once. */
  readonly tags: readonly NamedTag[];
  /** Of the first rule that found a version. */
  readonly version: VersionParts | undefined;
  /** Around the version in the first tag. */
  readonly prefix: string;
  readonly suffix: string;
}

interface Made extends NamedTag {
  readonly prefix: string;
  readonly suffix: string;
  readonly isRelease: boolean;
  readonly version: VersionParts | undefined;
}

interface TagsRequest {
  readonly rules: readonly TagRule[];
  readonly flavor: Flavor;
  readonly world: NamingWorld;
  readonly problems: InputProblem[];
}

/** Rules → tags. A rule that cannot be used is a problem; the others still give their tags. */
export function makeTags(request: TagsRequest): TagsResult {
  const { rules, flavor, world, problems } = request;
  const made = rules.flatMap((rule) => {
    const blame = { input: 'tags', value: rule.line, problems };
    return attempt(blame, () => makeTag(rule, flavor, world)) ?? [];
  });
  const [first] = made;
  const wantsLatest = isLatestWanted(request, first);
  const latest = first !== undefined && wantsLatest ? makeLatest(request, made) : undefined;
  return {
    tags: mergeTags(latest === undefined ? made : [...made, latest]),
    version: made.find(({ version }) => version !== undefined)?.version,
    prefix: first?.prefix ?? '',
    suffix: first?.suffix ?? '',
  };
}

/** GitHub has releases of Git tags only. */
function isLatestWanted({ flavor, world }: TagsRequest, first: Made | undefined): boolean {
  if (flavor.latest === 'true' || first === undefined) return flavor.latest === 'true';
  if (flavor.latest === 'release') return first.isRelease && tagOf(world.event.ref) !== undefined;
  return flavor.latest === 'auto' && first.isRelease;
}

function makeTag(rule: TagRule, flavor: Flavor, world: NamingWorld): Made | undefined {
  if (!isEnabled(rule, world)) return undefined;
  const value = makeRuleValue(rule.source, world);
  if (value === undefined) return undefined;
  const { templates, globals } = world;
  const prefix = templates.render(rule.prefix ?? flavor.prefix.text, globals);
  const suffix = templates.render(rule.suffix ?? flavor.suffix.text, globals);
  const text = `${prefix}${value.text}${suffix}`;
  if (text === '') return undefined;
  const name = sanitizeTag(text);
  const isLatest = name === 'latest';
  return {
    name,
    isLatest,
    kind: isLatest ? 'floating' : value.kind,
    isRelease: value.isRelease,
    version: value.version,
    basis: findBasis(rule.source, { version: value.version, isLatest, event: world.event }),
    ...{ prefix: cleanTag(prefix), suffix: cleanTag(suffix) },
  };
}

function isEnabled({ enable }: TagRule, { templates, globals }: NamingWorld): boolean {
  const enabled = templates.render(enable, globals);
  if (enabled === 'true' || enabled === 'false') return enabled === 'true';
  throw new Fault(
    `its \`enable\` is \`${enabled}\``,
    'Use `true`, `false` or an expression that gives one of them.',
  );
}

function makeLatest(
  { flavor, world, problems }: TagsRequest,
  made: readonly Made[],
): NamedTag | undefined {
  const known = made.find(({ version }) => version !== undefined)?.basis;
  const basis =
    known ??
    findGitVersion(world.event) ??
    findBasis({ type: 'raw' }, { isLatest: true, event: world.event });
  const release = flavor.latest === 'release' ? tagOf(world.event.ref) : undefined;
  const render = ({ text, onLatest }: Affix) =>
    onLatest ? world.templates.render(text, world.globals) : '';
  return attempt({ input: 'flavor', value: 'latest', problems }, () => ({
    name: sanitizeTag(`${render(flavor.prefix)}latest${render(flavor.suffix)}`),
    kind: 'floating' as const,
    isLatest: true,
    basis,
    release,
  }));
}

/**
 * What a tag cannot hold becomes `-`. A first character that is not allowed is not dropped and a tag that is too long is
 * not cut: either could give the name of another branch's image.
 */
function sanitizeTag(text: string): string {
  const parsed = parseTag(cleanTag(text));
  if (parsed.ok) return parsed.tag;
  throw new Fault(`\`${text}\` ${parsed.reason}`, parsed.fix);
}

function cleanTag(text: string): string {
  return text.replace(/[^a-zA-Z0-9._-]+/g, '-');
}

/** Each name once, where it stood first. Two rules with one name: it floats if either of them does. */
function mergeTags(tags: readonly NamedTag[]): readonly NamedTag[] {
  const merged = new Map<string, NamedTag>();
  for (const { name, kind, isLatest, basis, release } of tags) {
    const known = merged.get(name);
    const floats = kind === 'floating' || known?.kind === 'floating';
    merged.set(name, {
      name,
      kind: floats ? 'floating' : 'immutable',
      isLatest: isLatest || known?.isLatest === true,
      basis: known?.basis ?? basis,
      release: release ?? known?.release,
    });
  }
  return [...merged.values()];
}
