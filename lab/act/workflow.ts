/**
 * A workflow as it is committed → the one that act runs in the embedded world. What is changed is what a hosted
 * runner would know and act does not: where registries are, who may ask for an identity, what each leg put out.
 */
import { parse, stringify } from 'yaml';
import { asFields, type Fields, listSteps } from './fields.ts';
import { planMatrixOutputs } from './matrix-outputs.ts';

export interface WorkflowSetting {
  /** Text that is replaced everywhere: hosts of registries, contexts that act does not know. */
  readonly replace: Readonly<Record<string, string>>;
  /** Inputs that make the action use the embedded world; each goes where it is declared. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Given to jobs with `id-token: write` and to no other. */
  readonly identity: Readonly<Record<string, string>>;
  /** Names of the inputs that a step or a called workflow declares; undefined for what is not ours. */
  readonly declared: (uses: string) => readonly string[] | undefined;
}

/** Text → text. Comments are lost. */
export function adaptWorkflow(text: string, setting: WorkflowSetting): string {
  const replaced = Object.entries(setting.replace).reduce(
    (current, [from, to]) => current.replaceAll(from, to),
    text,
  );
  const workflow = asFields(parse(replaced));
  const jobs = Object.entries(asFields(workflow['jobs'])).map(([id, job]) => [
    id,
    adaptJob(asFields(job), { setting, inherited: workflow['permissions'] }),
  ]);
  const adapted = { ...workflow, jobs: planMatrixOutputs(Object.fromEntries(jobs)) };
  return stringify(adapted, { lineWidth: 0 });
}

/** Every `uses:` of a workflow's steps and jobs. */
export function listUses(text: string): string[] {
  const jobs = Object.values(asFields(asFields(parse(text))['jobs'])).map(asFields);
  const uses = jobs.flatMap((job) => [job['uses'], ...listSteps(job).map((step) => step['uses'])]);
  return uses.filter((use) => typeof use === 'string');
}

function adaptJob(
  job: Fields,
  { setting, inherited }: { setting: WorkflowSetting; inherited: unknown },
): Fields {
  const called = withInputs(job, setting);
  if (job['steps'] === undefined) return called;
  const steps = listSteps(job).map((step) => withInputs(step, setting));
  const hasIdentity = mayAskForIdentity(job['permissions'] ?? inherited);
  return {
    ...called,
    steps,
    env: { ...asFields(job['env']), ...(hasIdentity ? setting.identity : {}) },
  };
}

function mayAskForIdentity(permissions: unknown): boolean {
  return permissions === 'write-all' || asFields(permissions)['id-token'] === 'write';
}

function withInputs(place: Fields, { declared, inputs }: WorkflowSetting): Fields {
  const names = typeof place['uses'] === 'string' ? declared(place['uses']) : undefined;
  if (names === undefined) return place;
  const ours = Object.entries(inputs).filter(([name]) => names.includes(name));
  return { ...place, with: { ...Object.fromEntries(ours), ...asFields(place['with']) } };
}
