import { type NamedEvent, tagOf } from './expressions.ts';
import { Fault } from './fault.ts';
import type { Pep440 } from './pep440.ts';
import type { Expressions, Templates } from './templates.ts';
import type { TagKind, VersionParts } from './types.ts';

/** What a rule gives, before prefix and suffix. */
export interface RuleValue {
  readonly text: string;
  /** Whether `latest` goes with it when the flavor says `auto`. */
  readonly isRelease: boolean;
  readonly kind: TagKind;
  readonly version?: VersionParts;
}

/** All that rules look at. */
export interface NamingWorld {
  readonly event: NamedEvent;
  readonly templates: Templates;
  readonly globals: Expressions;
  readonly dates: Expressions;
  /** Loaded when a rule needs it. */
  readonly pep440: Pep440 | undefined;
  readonly warn: (message: string) => void;
}

/** What a version or match rule starts from: its own value, else the Git tag; undefined when there is neither. */
export function readVersionText(value: string, world: NamingWorld): string | undefined {
  return value === '' ? tagOf(world.event.ref) : world.templates.render(value, world.globals);
}

/** The pattern is the workflow author's; throws a Fault when it is none. */
export function parseRegExp(pattern: string, flags = ''): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw new Fault(
      `\`${pattern}\` is not a regular expression`,
      'Write a JavaScript regular expression, such as `v(.*)`.',
    );
  }
}
