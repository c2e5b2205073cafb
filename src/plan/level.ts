/**
 * What the provenance may claim of where the image was built (slsa.dev/spec/v1.2, Build track). L3 asks that nothing
 * the user controls reaches what signs, or another build: only the reusable workflow keeps the two apart.
 */
import type { Inputs } from '../inputs/parse.ts';
import type { CallingWorkflow } from '../inputs/workflow.ts';
import type { BuilderSpec, CacheSpec, Facts } from './types.ts';

export interface BuildLevel {
  readonly level: 2 | 3;
  /** Why it is not more; empty for 3. */
  readonly reasons: readonly string[];
  /** The provenance's builder, a URI: who verifies tells the levels apart by it. */
  readonly builderId: string;
}

export function planLevel({
  inputs,
  facts,
  cache,
  builder,
}: {
  inputs: Pick<Inputs, 'workflow' | 'prepared' | 'allow' | 'network'>;
  facts: Pick<Facts, 'serverUrl' | 'actionSource' | 'repository' | 'runnerEnvironment'>;
  cache: Pick<CacheSpec, 'from' | 'to'>;
  builder: BuilderSpec;
}): BuildLevel {
  const { workflow, prepared, allow, network } = inputs;
  if (workflow === undefined) {
    const reasons = ['other steps of the job can ask for the same identity'];
    return { level: 2, reasons, builderId: makeStepId(facts) };
  }
  const reasons = [
    ...(facts.runnerEnvironment === 'github-hosted' ? [] : ['not a runner that GitHub hosts']),
    ...(cache.from.length + cache.to.length === 0
      ? []
      : ['a cache that is not signed: other runs can write what is built from']),
    ...(allow.length === 0 ? [] : [`privileges for steps: ${allow.join(', ')}`]),
    ...(network === 'host' ? ["steps use the runner's network"] : []),
    ...(builder.kind === 'existing' ? [`the builder ${builder.name} was there before`] : []),
    ...(prepared.includes('command') ? ['a command prepared the sources (`prepare`)'] : []),
  ];
  if (reasons.length === 0)
    return { level: 3, reasons, builderId: `${facts.serverUrl}/${workflow.ref}` };
  const name = prepared.includes('command') ? 'prepared-step' : 'step';
  const builderId = `${facts.serverUrl}/${readRepository(workflow)}/${name}@${workflow.sha}`;
  return { level: 2, reasons, builderId };
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
