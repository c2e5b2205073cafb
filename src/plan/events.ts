/** What an event may do. One table: planning follows it, and docs/events.md shows it. */
import { ActionError } from '../errors.ts';
import type { Facts } from './types.ts';

export const EVENT_CLASSES = ['own', 'pull-request', 'fork', 'dependabot', 'foreign-head'] as const;
export type EventClass = (typeof EVENT_CLASSES)[number];

export interface EventRow {
  /** Which events these are, for people. */
  readonly events: string;
  /** `asked`: where `allow-untrusted-head` is set; otherwise the run is refused. */
  readonly build: 'yes' | 'asked';
  /** `auto`: what `images` names; `asked`: with `push: true`. */
  readonly push: 'auto' | 'asked' | 'refused' | 'never';
  readonly sign: 'pushed' | 'never';
  /** `own`: where only the same pull request reads it, which GitHub sees to for its cache. */
  readonly cacheWrite: 'yes' | 'own' | 'never';
  /** `read`: what GitHub gives such a run cannot write anything. */
  readonly credentials: 'yes' | 'read' | 'never';
}

/**
 * GitHub keeps a cache that a pull request writes apart from that of its base (docs.github.com "Restrictions for
 * accessing a cache"); a job of `pull_request_target` and its like writes into the one that releases read.
 */
export const EVENTS: Readonly<Record<EventClass, EventRow>> = {
  own: {
    events: '`push`, `release`, `schedule`, `workflow_dispatch` and whatever is not below',
    build: 'yes',
    push: 'auto',
    sign: 'pushed',
    cacheWrite: 'yes',
    credentials: 'yes',
  },
  'pull-request': {
    events: '`pull_request` from a branch of the repository, `merge_group`',
    build: 'yes',
    push: 'asked',
    sign: 'pushed',
    cacheWrite: 'yes',
    credentials: 'yes',
  },
  fork: {
    events: '`pull_request` from a fork',
    build: 'yes',
    push: 'refused',
    sign: 'never',
    cacheWrite: 'own',
    credentials: 'read',
  },
  dependabot: {
    events: 'any event by Dependabot',
    build: 'yes',
    push: 'refused',
    sign: 'never',
    cacheWrite: 'own',
    credentials: 'read',
  },
  'foreign-head': {
    events:
      '`pull_request_target`, `workflow_run`, `issue_comment` with the code of a pull request from a fork',
    build: 'asked',
    push: 'never',
    sign: 'never',
    cacheWrite: 'never',
    credentials: 'never',
  },
};

/** Events whose jobs have secrets and may write, whoever caused them (docs.github.com "Events that trigger workflows"). */
export const PRIVILEGED_EVENTS: readonly string[] = [
  'pull_request_target',
  'workflow_run',
  'issue_comment',
];

export type EventFacts = Pick<Facts, 'eventName' | 'untrusted' | 'foreignHead' | 'actor'>;

export function classifyEvent({
  eventName,
  untrusted,
  foreignHead,
  actor,
}: EventFacts): EventClass {
  if (foreignHead) return 'foreign-head';
  if (untrusted) return actor === 'dependabot[bot]' ? 'dependabot' : 'fork';
  return /^(?:pull_request|merge_group$)/.test(eventName) ? 'pull-request' : 'own';
}

/** The rights of a run by its event. */
export function findRights(facts: EventFacts): EventRow {
  return EVENTS[classifyEvent(facts)];
}

/** Said before anything else: whatever is wrong besides, this code must not be built with what the job has. */
export function makeForeignHead({ eventName }: EventFacts): ActionError {
  return new ActionError(
    'UNTRUSTED_EVENT',
    `The code that is checked out is not this repository's: a job of \`${eventName}\` has its secrets, its cache and its identity, and the code of a pull request from a fork must get near none of them`,
    {
      hint: 'Build pull requests in the event `pull_request`, which needs no secrets here. Or set `allow-untrusted-head: true`: it is built then without logins, build secrets, cache export, tags and signature.',
    },
  );
}

const HEADINGS = ['event', 'build', 'push', 'sign', 'cache written', 'credentials'] as const;

const WORDS: Readonly<Record<string, string>> = {
  'build:yes': 'yes',
  'build:asked': 'refused, unless `allow-untrusted-head: true`',
  'push:auto': 'what `images` names',
  'push:asked': 'only with `push: true`',
  'push:refused': 'no; `push: true` is an error',
  'push:never': 'never',
  'sign:pushed': 'what is pushed',
  'sign:never': 'never',
  'cacheWrite:yes': 'yes',
  'cacheWrite:own': "the Actions cache, in the pull request's own scope",
  'cacheWrite:never': 'never',
  'credentials:yes': 'yes',
  'credentials:read': 'none but for reading: GitHub gives no secrets',
  'credentials:never': 'none, build secrets and SSH agents neither',
};

/** The table for docs/events.md. */
export function listEventRows(): { head: readonly string[]; rows: readonly (readonly string[])[] } {
  const say = (column: string, value: string): string => WORDS[`${column}:${value}`] ?? value;
  const rows = EVENT_CLASSES.map((name) => {
    const { events, build, push, sign, cacheWrite, credentials } = EVENTS[name];
    const columns = Object.entries({ build, push, sign, cacheWrite, credentials });
    return [events, ...columns.map(([column, value]) => say(column, value))];
  });
  return { head: HEADINGS, rows };
}
