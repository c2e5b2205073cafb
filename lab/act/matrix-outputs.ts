/**
 * Outputs of a matrix job. GitHub keeps, for each name, what the last leg wrote that wrote anything; act keeps what
 * the first leg to finish has, and with it the empty ones. So each leg records its own, and whoever needs the job
 * reads what all have recorded.
 */
import { asFields, type Fields, listSteps } from './fields.ts';

/** Where a staged stand-in is found: see `record-outputs.ts`. */
export const RECORD_OUTPUTS = 'lab/record-outputs@v1';

type Jobs = Readonly<Record<string, Fields>>;

/** Adds the steps that record and read. Jobs without a matrix, or without outputs, stay as they are. */
export function planMatrixOutputs(jobs: Jobs): Jobs {
  const recorded = Object.keys(jobs).filter((id) => isRecorded(jobs[id] ?? {}));
  return Object.fromEntries(
    Object.entries(jobs).map(([id, job]) => {
      const writing = recorded.includes(id) ? recordOutputs(id, job) : job;
      return [
        id,
        readOutputs(
          writing,
          recorded.filter((need) => listNeeds(job).includes(need)),
        ),
      ];
    }),
  );
}

function isRecorded(job: Fields): boolean {
  return asFields(job['strategy'])['matrix'] !== undefined && job['outputs'] !== undefined;
}

function recordOutputs(id: string, job: Fields): Fields {
  const outputs = Object.entries(asFields(job['outputs'])).map(([name, value]) => [
    `output-${name}`,
    value,
  ]);
  const step = {
    uses: RECORD_OUTPUTS,
    if: 'always()',
    with: { job: id, ...Object.fromEntries(outputs) },
  };
  return { ...job, steps: [...listSteps(job), step] };
}

function readOutputs(job: Fields, needs: readonly string[]): Fields {
  if (needs.length === 0 || job['steps'] === undefined) return job;
  const readers = needs.map((need) => ({
    id: `lab-needs-${need}`,
    uses: RECORD_OUTPUTS,
    with: { read: need },
  }));
  const steps = needs.reduce(
    (text, need) =>
      text.replaceAll(`needs.${need}.outputs`, `fromJSON(steps.lab-needs-${need}.outputs.all)`),
    JSON.stringify(listSteps(job)),
  );
  return { ...job, steps: [...readers, ...JSON.parse(steps)] };
}

function listNeeds(job: Fields): readonly string[] {
  const needs = job['needs'];
  return Array.isArray(needs) ? needs.map(String) : typeof needs === 'string' ? [needs] : [];
}
