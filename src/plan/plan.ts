/** Inputs and facts → what will be done. Pure: nothing has been started when this throws. */
import { InputError, type InputProblem } from '../errors.ts';
import { formatRepository } from '../image/reference.ts';
import type { Inputs, ParsedInputs } from '../inputs/parse.ts';
import type { Names } from '../names/types.ts';
import { IMAGES } from '../tools/lock.ts';
import { planAttestations } from './attestations.ts';
import { planBuild } from './build.ts';
import { planCache } from './cache.ts';
import { parseFullReferences } from './destinations.ts';
import { planMode } from './mode.ts';
import { makeMissingPermission, planSigning } from './signing.ts';
import type { BuilderSpec, Destination, Facts, LoginSpec, Plan } from './types.ts';

const GHCR = 'ghcr.io';

/**
 * Makes the plan. Throws InputError with every problem of every input, or OIDC_PERMISSION_MISSING when the inputs
 * are fine and the image could not be signed.
 */
export function makePlan({
  parsed,
  facts,
  names,
}: {
  parsed: ParsedInputs;
  facts: Facts;
  names: Names;
}): Plan {
  const { inputs } = parsed;
  const problems: InputProblem[] = [...parsed.problems, ...names.problems];
  const destinations = planDestinations({ inputs, names, problems });
  const { mode, reason } = planMode({ inputs, facts, destinations, problems });
  const attestations = planAttestations({
    provenance: inputs.provenance,
    sbom: inputs.sbom,
    facts,
    sbomGenerator: IMAGES.sbomScanner,
    possible: mode === 'push',
  });
  const plan: Plan = {
    mode,
    reason,
    version: names.version,
    build: planBuild({
      inputs,
      facts,
      labels: names.labels,
      attests: attestations.attests,
      problems,
    }),
    cache: planCache({ inputs, facts, image: firstImage(destinations) }),
    destinations: mode === 'push' ? destinations : [],
    load: mode === 'load' ? { tags: allReferences(destinations) } : undefined,
    builder: planBuilder(inputs, problems),
    emulation: { mode: inputs.emulation, image: inputs.emulationImage ?? IMAGES.binfmt },
    logins: planLogins({ inputs, facts, destinations, problems }),
    attestations: attestations.specs,
    signing: planSigning({ inputs, facts, pushing: mode === 'push', problems }),
    notices: names.notices,
    warnings: [...names.warnings, ...gatherWarnings(inputs)],
  };
  refuse(problems, plan, facts);
  return plan;
}

function refuse(problems: readonly InputProblem[], plan: Plan, facts: Facts): void {
  const missing =
    plan.signing.kind === 'keyless' && !facts.oidcAvailable
      ? makeMissingPermission(facts)
      : undefined;
  if (problems.length > 0) {
    const permission: InputProblem[] =
      missing === undefined
        ? []
        : [{ input: 'sign', problem: missing.message, fix: missing.hint ?? '' }];
    throw new InputError([...problems, ...permission]);
  }
  if (missing !== undefined) throw missing;
}

function planDestinations({
  inputs,
  names,
  problems,
}: {
  inputs: Inputs;
  names: Names;
  problems: InputProblem[];
}): readonly Destination[] {
  return inputs.images === '' ? parseFullReferences(inputs.tags, problems) : names.destinations;
}

function firstImage([first]: readonly Destination[]): string | undefined {
  return first === undefined ? undefined : formatRepository(first.repository);
}

function allReferences(destinations: readonly Destination[]): string[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name }) => `${formatRepository(repository)}:${name}`),
  );
}

function planBuilder(inputs: Inputs, problems: InputProblem[]): BuilderSpec {
  if (inputs.builder !== undefined) {
    if (inputs.driverOpts.length > 0 || inputs.driver !== 'auto') {
      problems.push({
        input: 'builder',
        value: inputs.builder,
        problem: 'names an existing builder, which `driver` and `driver-opts` cannot change',
        fix: 'Remove one or the other.',
      });
    }
    return { kind: 'existing', name: inputs.builder };
  }
  return inputs.driver === 'docker'
    ? { kind: 'engine' }
    : { kind: 'own', driverOpts: inputs.driverOpts };
}

/** An explicit login belongs to `registry`, or to the first image's host. ghcr.io falls back to the job's own token. */
function planLogins({
  inputs,
  facts,
  destinations,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  destinations: readonly Destination[];
  problems: InputProblem[];
}): LoginSpec[] {
  const logins: LoginSpec[] = [];
  const hosts = destinations.map(({ repository }) => repository.registry);
  if ((inputs.username === undefined) !== (inputs.password === undefined)) {
    const missing = inputs.username === undefined ? 'username' : 'password';
    problems.push({
      input: missing,
      problem: 'is missing: a login needs both `username` and `password`',
      fix: 'Give both, or neither.',
    });
  } else if (inputs.username !== undefined) {
    const registry = inputs.registry?.replace(/^https?:\/\//, '').replace(/\/+$/, '') ?? hosts[0];
    if (registry === undefined) {
      problems.push({
        input: 'registry',
        problem: 'is missing: there is no image that tells whose login this is',
        fix: 'Give the host, such as `ghcr.io`.',
      });
    } else {
      logins.push({ registry, username: inputs.username, source: 'password' });
    }
  }
  const ghcrCovered = logins.some(({ registry }) => registry === GHCR);
  if (hosts.includes(GHCR) && !ghcrCovered && inputs.githubToken !== undefined) {
    logins.push({
      registry: GHCR,
      username: facts.actor === '' ? 'token' : facts.actor,
      source: 'github-token',
    });
  }
  return logins;
}

function gatherWarnings(inputs: Inputs): string[] {
  const warnings: string[] = [];
  for (const entry of inputs.buildArgs) {
    const name = entry.slice(0, entry.indexOf('='));
    if (entry.endsWith('=')) warnings.push(`The build argument ${name} is empty.`);
    if (/token|secret|passw|api_?key|credential/i.test(name) && !entry.endsWith('=')) {
      warnings.push(
        `The build argument ${name} looks like a secret; build arguments are recorded in the image and its provenance. Use \`secrets\`.`,
      );
    }
  }
  return warnings;
}
