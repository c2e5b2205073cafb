/** Inputs and facts → what will be done. Pure: nothing has been started when this throws. */
import { type ActionError, formatProblem, InputError, type InputProblem } from '../errors.ts';
import { formatRepository } from '../image/reference.ts';
import { parseList } from '../inputs/lists.ts';
import type { Inputs, ParsedInputs } from '../inputs/parse.ts';
import type { Names } from '../names/types.ts';
import { IMAGES } from '../tools/lock.ts';
import { planAnnotations } from './annotations.ts';
import { planAttestations } from './attestations.ts';
import { planBuild } from './build.ts';
import { planBuilder } from './builder.ts';
import { planCache, planCacheWhenFull } from './cache.ts';
import type { CacheSpec, PlannedCache } from './cache-spec.ts';
import { type TrustPlanning, trustCache } from './cache-trust.ts';
import { fitBuilder } from './cache-trust-gha.ts';
import { noteLowered, parseFullReferences } from './destinations.ts';
import { makeGroupKey, planLeg } from './legs.ts';
import { planLevel } from './level.ts';
import { planLogins } from './logins.ts';
import { planMetadata } from './metadata.ts';
import { planMode } from './mode.ts';
import { planMounts } from './mounts.ts';
import {
  asksToLoad,
  canAttest,
  listDigestNames,
  planFiles,
  planOutputs,
  pushesByDigest,
} from './outputs.ts';
import { planPlatformTags } from './platform-tags.ts';
import { planLegs } from './runners.ts';

import { makeMissingPermission, planSigning } from './signing.ts';
import { addLines } from './tag-lines.ts';
import type { Destination, Facts, Plan } from './types.ts';
import { gatherWarnings, noteRun } from './warnings.ts';

export interface Planning {
  readonly parsed: ParsedInputs;
  readonly facts: Facts;
  readonly names: Names;
  /** The names at a time that is the same for every leg of a run. */
  readonly lasting?: Names;
  /** The inputs before expressions were filled in, which are the same for every leg too. */
  readonly written?: Inputs;
}

/** A plan, and why it cannot be carried out. */
export interface Draft {
  readonly plan: Plan;
  /**
   * InputError with every problem of every input; OIDC_PERMISSION_MISSING or UNTRUSTED_EVENT when the inputs are fine
   * and the image could not be signed.
   */
  readonly refusal: ActionError | undefined;
}

/** Makes the plan. Throws the refusal, where there is one. */
export function makePlan(planning: Planning): Plan {
  const { plan, refusal } = draftPlan(planning);
  if (refusal !== undefined) throw refusal;
  return plan;
}

/**
 * The plan, as far as the inputs are understood. Throws UNTRUSTED_EVENT for a stranger's code, for which nothing at all
 * is to be done.
 */
export function draftPlan({
  parsed,
  facts,
  names,
  lasting = names,
  written = parsed.inputs,
}: Planning): Draft {
  const { inputs } = parsed;
  const problems: InputProblem[] = [...parsed.problems, ...names.problems];
  const destinations = planDestinations({ inputs, names, problems });
  const { mode, reason } = planMode({ inputs, facts, destinations, problems });
  const files = planFiles(inputs);
  const { leg, notices } = planLeg({ inputs, problems });
  const caching = { inputs, facts, leg, names, destinations, mode, problems };
  const cached = planCache(caching);
  const attesting = gatherAttesting({ inputs, facts, mode, files });
  const { specs } = planAttestations({ ...attesting, builderId: '' });
  const result = mode === 'push' ? 'image' : classifyFiles(files, specs);
  const signing = planSigning({ inputs, facts, destinations, result, problems });
  const chosen = planBuilder({ inputs, facts, cache: cached, mode, signing, problems });
  const trusting = { inputs, facts, builder: chosen, signing };
  const cache = trustBoth(trusting, [cached, planCacheWhenFull(caching)]);
  const builder = fitBuilder(chosen, cache.trust);
  const level = planLevel({ inputs, facts, cache, builder, problems });
  const attestations = planAttestations({ ...attesting, builderId: level.builderId });
  const references = allReferences(destinations);
  const outputs = planOutputs({ inputs, destinations, references, mode, problems });
  const { warnings, ...access } = planLogins({ inputs, facts, mode, destinations, problems });
  const isAttested = attestations.specs.length > 0;
  const annotations = planAnnotations({ inputs, names, mode, leg, isAttested, outputs, problems });
  const build = planBuild({
    inputs,
    facts,
    leg,
    derived: {
      labels: planLabels({ inputs, names, problems }),
      annotations: annotations.build,
      attests: mode === 'call' ? [] : attestations.attests,
      ...outputs,
    },
    problems,
  });
  const named = inputs.images === '' ? destinations : lasting.destinations;
  const plan: Plan = {
    mode,
    reason,
    version: names.version,
    build,
    leg,
    groupKey: makeGroupKey({ inputs: written, build, destinations: named }),
    publish: pushesByDigest(inputs) ? 'off' : inputs.publish,
    ...{ keepAlive: inputs.keepAlive, allowDowngrade: inputs.allowDowngrade },
    indexAnnotations: annotations.index,
    call: inputs.call,
    ...{ cache, mounts: planMounts({ ...caching, builder, trust: cache.trust }) },
    destinations: mode === 'push' ? planPlatformTags({ inputs, destinations, problems }) : [],
    files,
    load: planLoad({ inputs, mode, references }),
    ...{ builder, buildx: inputs.buildx },
    emulation: { mode: inputs.emulation, image: inputs.emulationImage ?? IMAGES.binfmt },
    metadata: planMetadata(inputs),
    ...access,
    ...{ attestations: attestations.specs, signing, level },
    legs: planLegs({ inputs, problems }),
    notices: [...gatherNotices(inputs, names), ...notices, ...noteRun({ mode, signing, facts })],
    warnings: [...names.warnings, ...warnings, ...gatherWarnings({ inputs, facts, cache })],
    findings: [],
  };
  return settle(plan, { problems, inputs, facts });
}

function trustBoth(
  trusting: Omit<TrustPlanning, 'cache'>,
  [cache, whenFull]: readonly [PlannedCache, PlannedCache | undefined],
): CacheSpec {
  return {
    ...trustCache({ ...trusting, cache }),
    whenFull: whenFull && trustCache({ ...trusting, cache: whenFull }),
  };
}

function gatherAttesting({
  inputs,
  facts,
  mode,
  files,
}: Pick<Plan, 'mode' | 'files'> & { inputs: Inputs; facts: Facts }) {
  const possible = mode === 'push' || (mode === 'build' && canAttest(files));
  return { ...inputs, facts, sbomGenerator: IMAGES.sbomScanner, possible };
}

function gatherNotices({ switches, images, tags }: Inputs, { notices }: Names): readonly string[] {
  const lowered = images === '' ? noteLowered(tags) : [];
  return [...notices, ...lowered, ...switches.ignored];
}

function planLoad({
  inputs,
  mode,
  references,
}: {
  inputs: Inputs;
  mode: Plan['mode'];
  references: readonly string[];
}): Plan['load'] {
  const isLoaded = mode === 'load' || (mode === 'push' && asksToLoad(inputs));
  return isLoaded ? { tags: references } : undefined;
}

/** What is pushed and signed is not known while one of these is not understood. */
const DECIDING = ['push', 'sign'];

/**
 * What is wrong. In a dry run, what only the job lacks is a finding instead; not in the reusable workflow, whose dry
 * run is made to fail before its builds do.
 */
function settle(
  plan: Plan,
  { problems, inputs, facts }: { problems: readonly InputProblem[]; inputs: Inputs; facts: Facts },
): Draft {
  const isDecided = !problems.some(({ input }) => DECIDING.includes(input));
  const missing =
    plan.signing.kind === 'keyless' && !facts.oidcAvailable && isDecided
      ? makeMissingPermission(facts, plan.destinations)
      : undefined;
  const permission: InputProblem[] =
    missing === undefined
      ? []
      : [{ input: 'sign', problem: missing.message, fix: missing.hint ?? '', lacking: true }];
  const all = [...problems, ...permission];
  if (inputs.dryRun && inputs.workflow === undefined) {
    const wrong = problems.filter(({ lacking }) => lacking !== true);
    const refusal = wrong.length > 0 ? new InputError(wrong) : undefined;
    return { plan: { ...plan, findings: all.map(formatProblem) }, refusal };
  }
  return { plan, refusal: problems.length > 0 ? new InputError(all) : missing };
}

interface PlanningNames {
  readonly inputs: Inputs;
  readonly names: Names;
  readonly problems: InputProblem[];
}

function planDestinations({ inputs, names, problems }: PlanningNames): readonly Destination[] {
  if (inputs.images !== '') return addLines(names.destinations, names.lines);
  if (!pushesByDigest(inputs))
    return addLines(parseFullReferences(inputs.tags, problems), names.lines);
  const named = parseFullReferences(inputs.tags || listDigestNames(inputs), problems);
  return named.map(({ repository }) => ({ repository, tags: [] }));
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

/** A folder is signed by the statements about it; an archive has bytes to sign. */
function classifyFiles(
  files: Plan['files'],
  specs: Plan['attestations'],
): 'files' | 'bare files' | 'nothing' {
  if (files.length === 0) return 'nothing';
  return specs.length > 0 || files.some(({ type }) => type !== 'local') ? 'files' : 'bare files';
}

function allReferences(destinations: readonly Destination[]): string[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name }) => `${formatRepository(repository)}:${name}`),
  );
}
