/** Which registries are logged in to, and with what; the secrets themselves are never part of a plan. */
import type { InputProblem } from '../errors.ts';
import { parseRepository } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Destination, Facts, LoginSpec, Plan } from './types.ts';

const GHCR = 'ghcr.io';
/** GitHub Enterprise Server has tokens of its own, which ghcr.io must not get to see. */
const GITHUB = 'https://github.com';

export interface LoginPlan {
  readonly logins: readonly LoginSpec[];
  readonly warnings: readonly string[];
}

/** An explicit login belongs to `registry`, or to the first image's host. ghcr.io falls back to the job's own token. */
export function planLogins({
  inputs,
  facts,
  mode,
  destinations,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  mode: Plan['mode'];
  destinations: readonly Destination[];
  problems: InputProblem[];
}): LoginPlan {
  const hosts = destinations.map(({ repository }) => repository.registry);
  const { login, warnings } = planExplicit({ inputs, mode, host: hosts[0], problems });
  const logins = login === undefined ? [] : [login];
  const isCovered = login?.registry === GHCR;
  const hasToken = inputs.githubToken !== undefined && facts.serverUrl === GITHUB;
  if (hosts.includes(GHCR) && !isCovered && hasToken) {
    logins.push({
      registry: GHCR,
      username: facts.actor === '' ? 'token' : facts.actor,
      source: 'github-token',
    });
  }
  return { logins, warnings };
}

function planExplicit({
  inputs: { registry, username, password },
  mode,
  host,
  problems,
}: {
  inputs: Inputs;
  mode: Plan['mode'];
  host: string | undefined;
  problems: InputProblem[];
}): { login: LoginSpec | undefined; warnings: readonly string[] } {
  const none = { login: undefined, warnings: [] };
  if (username === undefined && password === undefined) return none;
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'username' : 'password';
    // A pull request from a fork gets no secrets: its build must not fail for a login that it may not need.
    if (mode !== 'push')
      return { login: undefined, warnings: [`No login: \`${missing}\` is empty in this run.`] };
    problems.push({
      input: missing,
      problem: 'is empty: a login needs both `username` and `password`',
      fix: 'Give both, or neither. A secret that is not set for this repository or environment is empty too.',
    });
    return none;
  }
  const place = registry === undefined ? host : parseRegistry(registry);
  if (place !== undefined) {
    return { login: { registry: place, username, source: 'password' }, warnings: [] };
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
  return none;
}

/**
 * Host as image names have it: `https://GHCR.io/` is `ghcr.io`, and the addresses by which docker knows Docker Hub are
 * `docker.io`. Undefined for anything with a path.
 */
function parseRegistry(text: string): string | undefined {
  const host = text
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  if (host.includes('/')) return undefined;
  const parsed = parseRepository(`${host}/org/app`);
  return parsed.ok && parsed.repository.path === 'org/app' ? parsed.repository.registry : undefined;
}
