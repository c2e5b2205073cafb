import type { InputProblem } from '../errors.ts';

/**
 * One thing that is wrong in a naming input, thrown where it is found and gathered by `attempt`: every line of the
 * workflow file gets its say before the run ends.
 */
export class Fault extends Error {
  readonly fix: string;

  constructor(problem: string, fix: string) {
    super(problem);
    this.name = 'Fault';
    this.fix = fix;
  }
}

/** Where a fault is to be reported: the input and the line that caused it. */
export interface Blame {
  readonly input: string;
  readonly value: string;
  readonly problems: InputProblem[];
}

/** Runs `task`; a Fault becomes an InputProblem and the result undefined, anything else is a defect and passes through. */
export function attempt<T>({ input, value, problems }: Blame, task: () => T): T | undefined {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push({ input, value, problem: error.message, fix: error.fix });
    return undefined;
  }
}
