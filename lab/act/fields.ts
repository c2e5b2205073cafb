/** Parts of a workflow file, whose shape is its author's. */
export type Fields = Record<string, unknown>;

/** The steps of a job; none for a job that calls a workflow. */
export function listSteps(job: Fields): Fields[] {
  return Array.isArray(job['steps']) ? job['steps'].map(asFields) : [];
}

export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
