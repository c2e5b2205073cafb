import { Fault } from './fault.ts';
import type { NamesSettings } from './settings.ts';
import type { Expression, Expressions, Templates } from './templates.ts';
import type { NamesFacts } from './types.ts';

/** The event that names are made for, with docker/metadata-action's corrections applied. */
export interface NamedEvent extends NamesFacts {
  /** Short form of `sha`. */
  readonly shortSha: string;
}

/** Facts → what the rules look at: a pull request by its number, and its own last commit if the settings say so. */
export function resolveEvent(facts: NamesFacts, settings: NamesSettings): NamedEvent {
  const { eventName, pullRequest } = facts;
  // The ref of pull_request_target is the base branch; its image must not be named like that branch.
  const isTarget = eventName === 'pull_request_target' && pullRequest !== undefined;
  const useHead = settings.usePullRequestHead && eventName.startsWith('pull_request');
  const sha = (useHead ? pullRequest?.headSha : undefined) ?? facts.sha;
  return {
    ...facts,
    ref: isTarget ? `refs/pull/${pullRequest.number}/merge` : facts.ref,
    sha,
    shortSha: sha.slice(0, settings.shortShaLength),
  };
}

export function branchOf(ref: string): string | undefined {
  return afterPrefix(ref, 'refs/heads/');
}

export function tagOf(ref: string): string | undefined {
  return afterPrefix(ref, 'refs/tags/');
}

/** `15` of `refs/pull/15/merge`. */
export function pullRequestOf(ref: string): string | undefined {
  return afterPrefix(ref, 'refs/pull/')?.replace(/\/merge$/, '');
}

function afterPrefix(ref: string, prefix: string): string | undefined {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}

/** `date` and `commit_date`: the only expressions of a schedule's pattern. */
export function makeDateExpressions(
  event: NamedEvent,
  { formatDate }: Pick<Templates, 'formatDate'>,
): Expressions {
  const makeDate =
    (time: Date): Expression =>
    (...args) =>
      formatDate({ time, ...readDateArguments(args) });
  return {
    date: makeDate(event.runTime),
    commit_date: makeDate(event.commitTime ?? event.runTime),
  };
}

/** What `prefix`, `suffix`, `value` and `enable` of a tag rule, labels and annotations may refer to. */
export function makeGlobalExpressions(
  event: NamedEvent,
  templates: Pick<Templates, 'formatDate'>,
): Expressions {
  const isDefault = isDefaultBranch(event);
  return {
    branch: () => branchOf(event.ref) ?? '',
    tag: () => tagOf(event.ref) ?? '',
    sha: () => event.shortSha,
    base_ref: () => baseBranchOf(event),
    is_default_branch: () => String(isDefault),
    is_not_default_branch: () => String(!isDefault),
    ...makeDateExpressions(event, templates),
  };
}

function readDateArguments(args: readonly unknown[]): {
  readonly format: string | undefined;
  readonly zone: string;
} {
  const [format] = args;
  const { hash = {} } = (args.at(-1) ?? {}) as { readonly hash?: Record<string, unknown> };
  const unknown = Object.keys(hash).find((key) => key !== 'tz');
  if (unknown !== undefined) {
    throw new Fault(
      `a date has no \`${unknown}\``,
      "Write `{{date 'YYYYMMDD' tz='Europe/Berlin'}}`.",
    );
  }
  return {
    format: typeof format === 'string' ? format : undefined,
    zone: typeof hash['tz'] === 'string' ? hash['tz'] : 'UTC',
  };
}

/** Where the default branch is not known, only of these events it is: GitHub runs them for its last commit. */
const DEFAULT_BRANCH_EVENTS = ['schedule', 'issues', 'issue_comment', 'discussion'];

/** Does the event stand on the default branch? */
export function isDefaultBranch({
  eventName,
  ref,
  repository,
}: Pick<NamesFacts, 'eventName' | 'ref' | 'repository'>): boolean {
  const branch = branchOf(ref);
  if (branch === undefined) return false;
  return repository.defaultBranch === undefined
    ? DEFAULT_BRANCH_EVENTS.includes(eventName)
    : repository.defaultBranch === branch;
}

function baseBranchOf({ ref, baseRef, pullRequest }: NamedEvent): string {
  if (tagOf(ref) !== undefined) return baseRef?.replace(/^refs\/heads\//, '') ?? '';
  return pullRequestOf(ref) === undefined ? '' : (pullRequest?.baseRef ?? '');
}
