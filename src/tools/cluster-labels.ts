/** The labels by which what a builder has in a cluster is found there. */

/** Its value is the run. */
export const RUN_LABEL = 'build-sign-action';
const JOB_LABEL = `${RUN_LABEL}-job`;

/** Whose it is: a label's value has letters, digits, `-`, `_` and `.` between a letter or digit at each end. */
export function makeClusterLabels({
  runId,
  job,
}: {
  readonly runId: string;
  readonly job: string;
}): Record<string, string> {
  return { [RUN_LABEL]: trim(runId), [JOB_LABEL]: trim(job) };
}

function trim(text: string): string {
  const value = text
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, 63)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return value === '' ? 'unknown' : value;
}
