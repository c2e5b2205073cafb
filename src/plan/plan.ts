/** Inputs and facts → what will be done. Pure: nothing has been started when this throws. */
import { InputError, type InputProblem } from '../errors.ts';
import { formatRepository } from '../image/reference.ts';
import { parseList } from '../inputs/lists.ts';
import type { Inputs, ParsedInputs } from '../inputs/parse.ts';
import type { Names } from '../names/types.ts';
import { IMAGES } from '../tools/lock.ts';
import { planAttestations } from './attestations.ts';
import { planBuild } from './build.ts';
import { planCache } from './cache.ts';
import { parseFullReferences } from './destinations.ts';
import { planLogins } from './logins.ts';
import { planMode } from './mode.ts';
import { makeMissingPermission, planSigning } from './signing.ts';
import type { BuilderSpec, CacheSpec, Destination, Facts, Plan, SigningSpec } from './types.ts';

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
  const cache = planCache({ inputs, facts, image: firstImage(destinations), mode });
  const { logins, warnings } = planLogins({ inputs, facts, mode, destinations, problems });
  const signing = planSigning({ inputs, facts, destinations, pushing: mode === 'push', problems });
  const plan: Plan = {
    mode,
    reason,
    version: names.version,
    build: planBuild({
      inputs,
      facts,
      labels: planLabels({ inputs, names, problems }),
      attests: attestations.attests,
      problems,
    }),
    cache,
    destinations: mode === 'push' ? destinations : [],
    load: mode === 'load' ? { tags: allReferences(destinations) } : undefined,
    builder: planBuilder({ inputs, facts, problems }),
    emulation: { mode: inputs.emulation, image: inputs.emulationImage ?? IMAGES.binfmt },
    logins,
    attestations: attestations.specs,
    signing,
    notices: [...names.notices, ...notePrivacy(signing, facts)],
    warnings: [...names.warnings, ...warnings, ...gatherWarnings({ inputs, facts, cache })],
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

interface PlanningNames {
  readonly inputs: Inputs;
  readonly names: Names;
  readonly problems: InputProblem[];
}

function planDestinations({ inputs, names, problems }: PlanningNames): readonly Destination[] {
  return inputs.images === '' ? parseFullReferences(inputs.tags, problems) : names.destinations;
}

/** Without `images` the labels are those that were given, as in build-push-action; with them metadata-action's come on top. */
function planLabels({ inputs, names, problems }: PlanningNames): readonly string[] {
  if (inputs.images !== '') return names.labels;
  try {
    return parseList(inputs.labels, { comma: 'keep' });
  } catch {
    const fix = 'One `key=value` per line; quote a value of several lines as in CSV.';
    problems.push({ input: 'labels', problem: 'is not a valid list', fix });
    return [];
  }
}

function firstImage([first]: readonly Destination[]): string | undefined {
  return first === undefined ? undefined : formatRepository(first.repository);
}

function allReferences(destinations: readonly Destination[]): string[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name }) => `${formatRepository(repository)}:${name}`),
  );
}

function planBuilder({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): BuilderSpec {
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
  if (inputs.driver !== 'docker') {
    return {
      kind: 'own',
      driverOpts: inputs.driverOpts,
      recordsRun: facts.visibility === 'public',
    };
  }
  if (inputs.driverOpts.length > 0) {
    problems.push({
      input: 'driver-opts',
      problem: "cannot change the engine's own BuildKit, which `driver: docker` stands for",
      fix: 'Remove them, or use `driver: docker-container`.',
    });
  }
  return { kind: 'engine' };
}

/** The certificate authority's own log is public as well (Certificate Transparency), whatever is left out of Rekor. */
function notePrivacy(signing: SigningSpec, { visibility }: Facts): string[] {
  if (signing.kind === 'off' || signing.trustedRoot !== undefined || visibility === 'public')
    return [];
  return [
    "This repository is not public: nothing is written to Sigstore's log of signatures, but the certificate, which names repository and workflow, appears in the public log of certificates. A Sigstore of your own (`trusted-root`, `signing-config`) or `sign: false` avoids that.",
  ];
}

function gatherWarnings({
  inputs,
  facts,
  cache,
}: {
  inputs: Inputs;
  facts: Facts;
  cache: CacheSpec;
}): string[] {
  const empty = inputs.secrets.flatMap(({ id, value }) => (value === '' ? [id] : []));
  return [
    ...inputs.buildArgs.flatMap(warnOfBuildArg),
    ...(facts.untrusted && empty.length > 0
      ? [`Build secrets that were left out, because this run gets none: ${empty.join(', ')}.`]
      : []),
    ...(inputs.cache === 'gha' && !cache.usesActionsCache
      ? [`\`cache: gha\` is set, but the cache is ${cache.reason}.`]
      : []),
  ];
}

function warnOfBuildArg(entry: string): string[] {
  const name = entry.slice(0, entry.indexOf('='));
  if (entry.endsWith('=')) return [`The build argument ${name} is empty.`];
  if (!/token|secret|passw|api_?key|credential/i.test(name)) return [];
  return [
    `The build argument ${name} looks like a secret; build arguments are recorded in the image and its provenance. Use \`secrets\`.`,
  ];
}
