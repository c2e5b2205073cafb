/** Which refs read and write which cache. One table: planning follows it, and docs/cache.md shows it. */
import type { CacheBackend } from '../inputs/cache-keys.ts';
import type { CachePlace } from './cache-spec.ts';
import type { Facts } from './types.ts';

export const REF_KINDS = [
  'default',
  'protected',
  'branch',
  'pull-request',
  'tag',
  'passing',
] as const;
export type RefKind = (typeof REF_KINDS)[number];

export type RefFacts = Pick<Facts, 'eventName' | 'ref' | 'refProtected' | 'names'>;

/**
 * `gha`: GitHub keeps what a ref writes from all but itself and, of a base or default branch, those that grow from it;
 * what a tag writes only that tag reads, so that it costs and never helps. Everywhere else whoever may push or has the
 * key overwrites: pull requests only read. Tags in a registry and folders that are stored as a whole stay for good, so
 * branches that come and go write none; a bucket has rules for what is old.
 */
const WRITERS: Readonly<Record<CacheBackend, readonly RefKind[]>> = {
  gha: ['default', 'protected', 'branch', 'pull-request'],
  registry: ['default', 'protected'],
  local: ['default', 'protected'],
  s3: ['default', 'protected', 'branch'],
  azblob: ['default', 'protected', 'branch'],
  inline: REF_KINDS,
};

/** What a run without a ref or without a known default branch writes is everybody's. */
export function classifyRef({ eventName, ref, refProtected, names }: RefFacts): RefKind {
  if (eventName === 'pull_request_target' || eventName === 'merge_group') return 'passing';
  if (/^refs\/heads\/gh-readonly-queue\//.test(ref)) return 'passing';
  if (eventName === 'pull_request' || ref.startsWith('refs/pull/')) return 'pull-request';
  if (ref.startsWith('refs/tags/')) return 'tag';
  const { defaultBranch } = names.repository;
  if (defaultBranch === undefined || readBranch(ref) === defaultBranch || ref === '')
    return 'default';
  return refProtected ? 'protected' : 'branch';
}

export function mayWrite(backend: CacheBackend, kind: RefKind): boolean {
  return WRITERS[backend].includes(kind);
}

/** A line of caches: undefined is the default branch's. */
export interface CacheLine {
  readonly of: Exclude<CachePlace['of'], 'given'>;
  readonly branch: string | undefined;
}

/** The lines to read, the nearest first. The first is the one to write where its ref may. */
export function listLines(facts: RefFacts): CacheLine[] {
  const kind = classifyRef(facts);
  const { names, ref } = facts;
  const { defaultBranch } = names.repository;
  const last: CacheLine = { of: kind === 'default' ? 'own' : 'default', branch: undefined };
  const nearest = findNearest({ kind, ref, names });
  if (defaultBranch === undefined || nearest?.branch === undefined) return [last];
  return nearest.branch === defaultBranch ? [last] : [nearest, last];
}

function findNearest({
  kind,
  ref,
  names,
}: Pick<RefFacts, 'ref' | 'names'> & { kind: RefKind }): CacheLine | undefined {
  switch (kind) {
    case 'default':
      return undefined;
    case 'protected':
    case 'branch':
      return { of: 'own', branch: readBranch(ref) };
    case 'pull-request':
    case 'passing':
      return { of: 'base', branch: names.pullRequest?.baseRef };
    case 'tag':
      return { of: 'base', branch: readBranch(names.baseRef ?? '') };
  }
}

function readBranch(ref: string): string | undefined {
  return /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
}

const WHO: Readonly<Record<RefKind, string>> = {
  default: 'the default branch',
  protected: 'a protected branch',
  branch: 'another branch',
  'pull-request': 'a pull request',
  tag: 'a tag',
  passing: 'a merge queue or `pull_request_target`',
};

/** For the printed plan. */
export function describeRef(kind: RefKind): string {
  return WHO[kind];
}

/** The table for docs/cache.md. */
export function listCacheRows(): { head: readonly string[]; rows: readonly (readonly string[])[] } {
  const backends = Object.keys(WRITERS) as CacheBackend[];
  return {
    head: ['run of', ...backends.map((backend) => `\`${backend}\``)],
    rows: REF_KINDS.map((kind) => [
      WHO[kind],
      ...backends.map((backend) => (mayWrite(backend, kind) ? 'reads and writes' : 'reads')),
    ]),
  };
}
