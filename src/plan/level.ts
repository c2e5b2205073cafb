/**
 * What the provenance may claim of where the image was built (slsa.dev/spec/v1.2, Build track). L3 asks that nothing
 * the user controls reaches what signs, or another build: only the reusable workflow keeps the two apart.
 */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Runner } from '../inputs/runners.ts';
import type { CallingWorkflow } from '../inputs/workflow.ts';
import { type BuilderSpec, findOwn } from './builder-spec.ts';
import type { CacheSpec } from './cache-spec.ts';
import { isCacheVerified } from './cache-trust.ts';
import { listToolReasons } from './level-tools.ts';
import { planLegs } from './runners.ts';
import type { Facts } from './types.ts';

export interface BuildLevel {
  readonly level: 2 | 3;
  /** Why it is not more; empty for 3. */
  readonly reasons: readonly string[];
  /** The provenance's builder, a URI: who verifies tells the levels apart by it. */
  readonly builderId: string;
  /** What the provenance of a leg of this run may name: what was planned, or less. */
  readonly accepted: readonly string[];
}

/** Runners that GitHub hosts. A label of somebody else's may stand for any machine. */
const HOSTED_LABEL = /^ubuntu-(latest|slim|\d{2}\.\d{2})(-arm)?$/;

export function planLevel({
  inputs,
  facts,
  cache,
  builder,
  problems,
}: {
  inputs: Inputs;
  facts: Pick<Facts, 'serverUrl' | 'actionSource' | 'repository' | 'runnerEnvironment'>;
  cache: Pick<CacheSpec, 'from' | 'trust'>;
  builder: BuilderSpec;
  problems: InputProblem[];
}): BuildLevel {
  const { workflow, prepared } = inputs;
  if (workflow === undefined) {
    const reasons = ['other steps of the job can ask for the same identity'];
    const builderId = makeStepId(facts);
    return { level: 2, reasons, builderId, accepted: [builderId] };
  }
  refuseOtherBuilders(inputs, problems);
  const whole = `${facts.serverUrl}/${workflow.ref}`;
  const name = prepared.includes('command') ? 'prepared-step' : 'step';
  const part = `${facts.serverUrl}/${readRepository(workflow)}/${name}@${workflow.sha}`;
  const reasons = findReasons({ inputs, facts, cache, builder, whole });
  return reasons.length === 0
    ? { level: 3, reasons, builderId: whole, accepted: [whole, part] }
    : { level: 2, reasons, builderId: part, accepted: [part] };
}

function findReasons({
  inputs,
  facts,
  cache,
  builder,
  whole,
}: {
  inputs: Inputs;
  facts: Pick<Facts, 'runnerEnvironment'>;
  cache: Pick<CacheSpec, 'from' | 'trust'>;
  builder: BuilderSpec;
  whole: string;
}): string[] {
  const { prepared, allow, network, builderIds } = inputs;
  const others = planLegs({ inputs, problems: [] }).filter(({ runner }) => !isHosted(runner));
  return [
    ...(facts.runnerEnvironment === 'github-hosted' ? [] : ['not a runner that GitHub hosts']),
    ...(others.length === 0
      ? []
      : [`runners of other labels: ${others.map(({ platform }) => platform).join(', ')}`]),
    // What the workflow signed itself, its own builders made: a build cannot choose what they take for a step's result.
    ...(isCacheVerified(cache)
      ? []
      : ['a cache that is not signed: other runs can write what is built from']),
    ...(allow.length === 0 ? [] : [`privileges for steps: ${allow.join(', ')}`]),
    ...(network === 'host' ? ["steps use the runner's network"] : []),
    ...listBuilderReasons(builder),
    ...listToolReasons(inputs, builder),
    ...(prepared.includes('command') ? ['a command prepared the sources (`prepare`)'] : []),
    ...(builderIds.length === 0 || builderIds.includes(whole) ? [] : ['the run was planned so']),
  ];
}

function listBuilderReasons(builder: BuilderSpec): string[] {
  if (builder.kind === 'existing') return [`the builder ${builder.name} was there before`];
  const { driver, nodes, config, kept } = findOwn(builder) ?? { nodes: [] };
  const isElsewhere =
    driver !== 'docker-container' || nodes.some((one) => one.endpoint !== undefined);
  return [
    ...(driver !== undefined && isElsewhere ? ['a builder on other machines than the runner'] : []),
    ...(kept === undefined ? [] : ['a builder that earlier runs have built with']),
    ...(config === undefined ? [] : ['a configuration of buildkitd']),
  ];
}

function isHosted(runner: Runner): boolean {
  const labels = typeof runner === 'string' ? [runner] : runner;
  return Array.isArray(labels) && labels.length === 1 && HOSTED_LABEL.test(String(labels[0]));
}

/** The workflow signs what its builds say of themselves: what the user writes must not pass for that. */
function refuseOtherBuilders(
  { provenance, attests }: Pick<Inputs, 'provenance' | 'attests'>,
  problems: InputProblem[],
): void {
  const fix = 'Leave it out: the workflow writes what is true.';
  const problem = 'names a builder';
  if (provenance.kind === 'attributes' && 'builder-id' in provenance.attributes)
    problems.push({ input: 'provenance', problem, fix });
  if (attests.some(({ attributes }) => 'builder-id' in attributes))
    problems.push({ input: 'attests', problem, fix });
}

/** Differs from the id of the reusable workflow: builders of different levels need different ids (provenance, builder.id). */
function makeStepId({
  serverUrl,
  actionSource,
  repository,
}: Pick<Facts, 'serverUrl' | 'actionSource' | 'repository'>): string {
  const [source = '', ref = ''] = (actionSource === '' ? repository : actionSource).split('@');
  return `${serverUrl}/${source}/step${ref === '' ? '' : `@${ref}`}`;
}

function readRepository({ ref }: CallingWorkflow): string {
  return ref.slice(0, ref.indexOf('/.github/'));
}

/** The builder that a SLSA provenance predicate states: `runDetails.builder.id` in v1, `builder.id` in v0.2. */
export function readBuilderId(predicate: unknown): string | undefined {
  const details = readField(predicate, 'runDetails') ?? predicate;
  const id = readField(readField(details, 'builder'), 'id');
  return typeof id === 'string' ? id : undefined;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
