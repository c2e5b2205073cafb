/** What can be asked about a plan whose inputs have problems: only what the problems leave certain. */
import type { Inputs } from '../inputs/parse.ts';
import type { LoginSpec } from './login-spec.ts';
import type { Destination, Plan } from './types.ts';

export interface Survey {
  /** Logins that are whole and belong where they are sent. */
  readonly logins: readonly LoginSpec[];
  /** Where a push can be tried: with what these inputs say, and not with less. */
  readonly destinations: readonly Destination[];
  readonly checksBases: boolean;
  readonly checksTags: boolean;
}

const LOGINS = ['registry', 'username', 'password', 'registry-auth', 'registry-identities'];
/** Which stages are reached, and from what they start. */
const BASES = [
  ...['working-directory', 'context', 'file', 'target', 'build-args', 'build-contexts'],
  ...['call', 'builder', 'driver'],
];
const TAGS = ['images', 'tags', 'flavor', 'platform-tags', 'publish', 'push'];

/** A finding that comes of a problem that is told already would send the user the wrong way, so it is not looked for. */
export function planSurvey({
  plan,
  inputs,
  blamed,
  untrusted,
}: {
  plan: Pick<Plan, 'logins' | 'destinations'>;
  inputs: Pick<Inputs, 'registry'>;
  /** Names of the inputs that have problems. */
  blamed: ReadonlySet<string>;
  /** Such a run may write nowhere, whatever its registry would say. */
  untrusted: boolean;
}): Survey {
  const isSound = (names: readonly string[]): boolean => names.every((name) => !blamed.has(name));
  const logins = plan.logins.filter((login) => isPlaced(login, inputs, isSound));
  const mayPush = !untrusted && isSound(['push']);
  const destinations = mayPush
    ? plan.destinations.filter(
        (one) =>
          (isSound(LOGINS) && logins.length === plan.logins.length) || isCovered(one, logins),
      )
    : [];
  return { logins, destinations, checksBases: isSound(BASES), checksTags: isSound(TAGS) };
}

/**
 * A login without `registry` belongs to the first image: where a name was not understood, the first that is left may
 * be another, and its registry must not get to see the password.
 */
function isPlaced(
  { source, identity }: LoginSpec,
  { registry }: Pick<Inputs, 'registry'>,
  isSound: (names: readonly string[]) => boolean,
): boolean {
  if (identity !== undefined) return isSound(['registry-identities']);
  return source !== 'password' || registry !== undefined || isSound(['images', 'tags']);
}

/** By one login: of two for the same place it is not known which was meant. */
function isCovered({ repository }: Destination, logins: readonly LoginSpec[]): boolean {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) =>
      registry === repository.registry &&
      (path === undefined || path === repository.path) &&
      use !== 'pull',
  );
  return fitting.length === 1;
}
