/** What a login is for: the fields `for` and `scope`, which several inputs share. */
import { LOGIN_USES, type LoginUse } from '../plan/identities.ts';
import type { YamlEntry } from './yaml-entries.ts';

export interface LoginScope {
  /** The one repository that it is for; undefined: all of the registry. */
  readonly repository: string | undefined;
  readonly use: LoginUse;
}

/** Actions of the distribution token scope (`repository:<name>:pull,push`). */
const SCOPE =
  /^(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)?(?:@(?<actions>(?:pull|push)(?:,(?:pull|push))*))?$/;

/**
 * `for` is one of LOGIN_USES. `scope` is docker/login-action's: `@push`, `org/app`, `org/app@push`; a scope with push
 * counts for pushing, as BuildKit asks for `pull,push` there.
 */
export function readLoginScope({ fields, refuse }: YamlEntry, fallback: LoginUse): LoginScope {
  const wanted = fields.get('for') ?? '';
  const use = LOGIN_USES.find((one) => one === wanted);
  if (use === undefined && wanted !== '')
    refuse('has an unknown `for`', `Use ${LOGIN_USES.map((one) => `\`${one}\``).join(', ')}.`);
  const text = fields.get('scope') ?? '';
  const groups = SCOPE.exec(text)?.groups;
  if (groups === undefined) {
    refuse('has a `scope` that is none', 'Write `@push`, `org/app` or `org/app@push`.');
    return { repository: undefined, use: use ?? fallback };
  }
  const { repository, actions } = groups;
  const scoped = actions === undefined ? undefined : actions.includes('push') ? 'push' : 'pull';
  if (scoped !== undefined && use !== undefined && use !== scoped)
    refuse('says two things in `for` and `scope`', 'Remove one of them.');
  return { repository, use: use ?? scoped ?? fallback };
}
