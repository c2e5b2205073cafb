/** Which registries are logged in to, and with what; the secrets themselves are never part of a plan. */
import type { InputProblem } from '../errors.ts';
import { findGitHubRegistry, parseEcrHost, parseRegistryHost } from '../image/registry-host.ts';
import type { Inputs } from '../inputs/parse.ts';
import { listPlaces } from '../inputs/registry-auth.ts';
import { planIdentities } from './login-identities.ts';
import type { LoginSpec } from './login-spec.ts';
import type { Destination, Facts, Plan } from './types.ts';

export interface SomeLogins {
  readonly logins: readonly LoginSpec[];
  readonly warnings: readonly string[];
}

export interface LoginPlan extends SomeLogins {
  /** No login is used at all, the user's own neither. */
  readonly isAnonymous: boolean;
}

export interface Planning {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly mode: Plan['mode'];
  readonly destinations: readonly Destination[];
  readonly problems: InputProblem[];
}

/** An explicit login belongs to `registry`, or to the first image's host. the registry of this GitHub falls back to the job's own token. */
export function planLogins(planning: Planning): LoginPlan {
  const { inputs, facts, destinations, problems } = planning;
  if (facts.foreignHead) return { ...NONE, isAnonymous: true };
  const parts = [planExplicit(planning), planList(planning), planIdentities(planning)];
  const logins = parts.flatMap((part) => part.logins);
  refuseRivals(logins, problems);
  const hosts = destinations.map(({ repository }) => repository.registry);
  // A GitHub Enterprise Server has tokens of its own, which ghcr.io must not get to see.
  const home = findGitHubRegistry(facts.serverUrl);
  const isCovered = logins.some(
    ({ registry, repository, use }) =>
      registry === home && repository === undefined && use !== 'pull',
  );
  if (home !== undefined && hosts.includes(home) && !isCovered && inputs.githubToken !== undefined)
    logins.push(makeTokenLogin(facts, home));
  return { logins, warnings: parts.flatMap((part) => part.warnings), isAnonymous: false };
}

function makeTokenLogin({ actor }: Facts, registry: string): LoginSpec {
  return {
    registry,
    username: actor === '' ? 'token' : actor,
    source: 'github-token',
    use: 'both',
  };
}

const NONE: SomeLogins = { logins: [], warnings: [] };

function planExplicit({ inputs, mode, destinations, problems }: Planning): SomeLogins {
  const { registry, username, password } = inputs;
  if (username === undefined && password === undefined) return NONE;
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'username' : 'password';
    // A pull request from a fork gets no secrets: its build must not fail for a login that it may not need.
    if (mode !== 'push')
      return { logins: [], warnings: [`No login: \`${missing}\` is empty in this run.`] };
    problems.push({ input: missing, ...makeEmptyLogin('is empty') });
    return NONE;
  }
  const host = destinations[0]?.repository.registry;
  const place = registry === undefined ? host : parseRegistryHost(registry);
  if (place !== undefined) {
    const isAwsKey = parseEcrHost(place) !== undefined && username !== 'AWS';
    const login: LoginSpec = { registry: place, username, source: 'password', use: 'both' };
    return { logins: [isAwsKey ? { ...login, isAwsKey } : login], warnings: [] };
  }
  problems.push({
    input: 'registry',
    value: registry,
    problem:
      registry === undefined
        ? 'is missing: there is no image that tells whose login this is'
        : 'is not the host of a registry',
    fix: 'Give the host, such as `ghcr.io` or `docker.io`, with a port where it has one.',
  });
  return NONE;
}

function makeEmptyLogin(what: string): Pick<InputProblem, 'problem' | 'fix' | 'lacking'> {
  return {
    problem: `${what}: a login needs both \`username\` and \`password\``,
    fix: 'Give both, or neither. A secret that is not set for this repository or environment is empty too.',
    lacking: true,
  };
}

function planList({ inputs, mode, problems }: Planning): SomeLogins {
  const { registryAuth, registry, username, password } = inputs;
  const beside = Object.entries({ registry, username, password }).flatMap(([name, value]) =>
    value === undefined ? [] : [`\`${name}\``],
  );
  if (registryAuth.length > 0 && beside.length > 0)
    problems.push({
      input: 'registry-auth',
      problem: `is given together with ${beside.join(', ')}`,
      fix: 'Move that login into the list.',
    });
  const logins: LoginSpec[] = [];
  const warnings: string[] = [];
  for (const [entry, auth] of registryAuth.entries()) {
    const { registry, repository, use, username, password, isAwsKey } = auth;
    const isComplete = username !== '' && password !== '';
    const isAmbient = isAwsKey && username === '' && password === '';
    if (isComplete || isAmbient)
      logins.push({
        registry,
        username,
        source: 'registry-auth',
        use,
        entry,
        ...(repository === undefined ? {} : { repository }),
        ...(isAwsKey ? { isAwsKey } : {}),
      });
    else if (mode !== 'push')
      warnings.push(
        `No login at ${registry}: its entry in \`registry-auth\` is empty in this run.`,
      );
    else
      problems.push({
        input: 'registry-auth',
        ...makeEmptyLogin(`has an empty entry ${entry + 1} (${registry})`),
      });
  }
  return { logins, warnings };
}

/** Each input has looked for two logins of its own; here one of each meet. */
function refuseRivals(logins: readonly LoginSpec[], problems: InputProblem[]): void {
  const sources = new Map<string, LoginSpec['source']>();
  for (const login of logins) {
    for (const place of listPlaces({ ...login, repository: login.repository })) {
      const other = sources.get(place);
      if (other !== undefined && other !== login.source) {
        problems.push({
          input: login.source,
          problem: `has a second login for ${login.registry}, beside the one of \`${other}\``,
          fix: 'Remove one of them.',
        });
        return;
      }
      sources.set(place, login.source);
    }
  }
}
