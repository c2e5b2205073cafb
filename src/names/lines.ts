/**
 * What a floating tag stands for, so that it can be told which of two images is further along: the version it was made
 * from, or the commit of its branch. Images say both in their labels.
 */
import semver from 'semver';
import { branchOf, type NamedEvent, tagOf } from './expressions.ts';
import { parsePairs } from './metadata.ts';
import type { TagSource } from './rules.ts';
import type { VersionParts } from './types.ts';
import { isLabelOf, type LineVersion, stripAffixes, type VersionScheme } from './version-order.ts';

/** At most one of `version` and `revision`. */
export interface TagLine {
  /** What the images of the line state as their source: another one's labels come from a base image. */
  readonly source: string;
  readonly version?: LineVersion;
  /** Commit of a branch, in full. */
  readonly revision?: string;
  /** The Git tag; only the release that GitHub marks as its latest has the tag. */
  readonly release?: string;
}

/** What decides about a tag, before it is known what the image will state. */
export type TagBasis =
  | { readonly kind: 'version'; readonly scheme: VersionScheme; readonly full: string }
  | { readonly kind: 'branch' };

const PREFIX = 'org.opencontainers.image.';
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** True for the full name of a commit, and so for nothing that a tool could take for an option. */
export function isCommit(text: string): boolean {
  return COMMIT.test(text);
}

/**
 * Tags of version rules follow the version, and so does `latest` where the event has one; what floats on a branch follows
 * the branch. Undefined: the order of the runs alone.
 */
export function findBasis(
  { type }: Pick<TagSource, 'type'>,
  {
    version,
    isLatest,
    event,
  }: { version?: VersionParts | undefined; isLatest: boolean; event: NamedEvent },
): TagBasis | undefined {
  if (version !== undefined && (type === 'semver' || type === 'pep440'))
    return { kind: 'version', scheme: type, full: version.full };
  if (branchOf(event.ref) !== undefined) return { kind: 'branch' };
  return isLatest || type === 'match' ? findGitVersion(event) : undefined;
}

/** The version of the Git tag: also of `2026.01.02`, which semver takes only in its loose form. */
export function findGitVersion({ ref }: Pick<NamedEvent, 'ref'>): TagBasis | undefined {
  const full = semver.parse(tagOf(ref) ?? '', { loose: true })?.version;
  return full === undefined ? undefined : { kind: 'version', scheme: 'semver', full };
}

export interface LinedTag {
  readonly name: string;
  readonly kind: 'immutable' | 'floating';
  readonly basis?: TagBasis | undefined;
  /** `latest=release`: the Git tag. */
  readonly release?: string | undefined;
}

/** What the image will state of itself: labels as `key=value`, annotations as `level:key=value`. */
export interface Statements {
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  readonly revision: string;
  /** Around the version in the first tag. */
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Tag → line, for floating tags whose image states what the line goes by. A label of the user's own that says something
 * else leaves a tag without: what does not hold for this image cannot be compared with the next one.
 */
export async function makeTagLines(
  tags: readonly LinedTag[],
  statements: Statements,
): Promise<ReadonlyMap<string, TagLine>> {
  const [source, ...others] = readStatements(statements, 'source');
  const isClear = source !== undefined && others.every((other) => other === source);
  const lines = new Map<string, TagLine>();
  for (const { name, kind, basis, release } of tags) {
    if (kind !== 'floating') continue;
    const followed = isClear ? await findFollowed(basis, statements) : undefined;
    if (followed === undefined && release === undefined) continue;
    lines.set(name, {
      source: source ?? '',
      ...followed,
      ...(release === undefined ? {} : { release }),
    });
  }
  return lines;
}

async function findFollowed(
  basis: TagBasis | undefined,
  statements: Statements,
): Promise<Pick<TagLine, 'version' | 'revision'> | undefined> {
  if (basis?.kind === 'branch') {
    const { revision } = statements;
    const stated = readStatements(statements, 'revision');
    const isTrue = stated.length > 0 && stated.every((one) => one === revision);
    return isTrue && isCommit(revision) ? { revision } : undefined;
  }
  if (basis === undefined) return undefined;
  const { scheme, full } = basis;
  const { prefix, suffix } = statements;
  const [first, ...others] = readStatements(statements, 'version');
  if (first === undefined || others.some((other) => other !== first)) return undefined;
  const version = { scheme, text: stripAffixes(first, { prefix, suffix }), prefix, suffix };
  return (await isLabelOf(version, full)) ? { version } : undefined;
}

/** What labels, and annotations on any level, say under a key. Empty ones say nothing. */
function readStatements(
  { labels, annotations }: Pick<Statements, 'labels' | 'annotations'>,
  name: 'source' | 'version' | 'revision',
): string[] {
  const key = `${PREFIX}${name}`;
  const label = parsePairs(labels)[key];
  const marks = annotations.flatMap((line) => {
    const at = line.indexOf(`${key}=`);
    const isWhole = at === 0 || line[at - 1] === ':';
    return isWhole ? [line.slice(at + key.length + 1)] : [];
  });
  return [label ?? '', ...marks].filter((value) => value !== '');
}
