import type { TagKind } from './types.ts';

const FULL_VERSION = /(?:^|[^\d.])v?\d+\.\d+\.\d+/i;
const COMMIT = /(?:^sha-[0-9a-f]{7,64}$)|(?:^|[^0-9a-z])[0-9a-f]{40}(?:[^0-9a-z]|$)/;

/**
 * A tag by its looks alone, where no rule says what it is: one that holds a version of three numbers or a commit names
 * one build, any other moves.
 */
export function classifyTag(name: string): TagKind {
  return FULL_VERSION.test(name) || COMMIT.test(name) ? 'immutable' : 'floating';
}
