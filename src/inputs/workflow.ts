/** What the reusable workflow tells the step of itself. Nobody else sets these inputs. */
import { type Reader, readList, readWord, report } from './reader.ts';

/** What changed the sources in the job before they were built. */
export const PREPARATIONS = ['command', 'artifact'] as const;
export type Preparation = (typeof PREPARATIONS)[number];

export interface CallingWorkflow {
  /** `owner/name/.github/workflows/file.yml@ref`, as GitHub's OIDC token has it. */
  readonly ref: string;
  /** Commit of that file, 40 hexadecimal characters. */
  readonly sha: string;
}

const REF = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml@\S+$/;
const SHA = /^[0-9a-f]{40}$/;

/** Undefined for a step in a job of the user's own. */
export function readWorkflow(reader: Reader): CallingWorkflow | undefined {
  const ref = readWord(reader, 'workflow-ref');
  const sha = readWord(reader, 'workflow-sha');
  if (ref === undefined && sha === undefined) return undefined;
  const fix = 'Leave it out: it is for the reusable workflow of this action.';
  if (ref === undefined || !REF.test(ref)) {
    const problem = 'is not `owner/name/.github/workflows/file.yml@ref`';
    report(reader, { input: 'workflow-ref', value: ref ?? '', problem, fix });
    return undefined;
  }
  if (sha === undefined || !SHA.test(sha)) {
    report(reader, { input: 'workflow-sha', value: sha ?? '', problem: 'is not a commit', fix });
    return undefined;
  }
  return { ref, sha };
}

export function readPrepared(reader: Reader): Preparation[] {
  return readList(reader, 'prepared', 'split').flatMap((entry) => {
    const known = PREPARATIONS.find((each) => each === entry);
    if (known !== undefined) return [known];
    const problem = 'is not one of its values';
    const fix = 'Leave it out: it is for the reusable workflow of this action.';
    report(reader, { input: 'prepared', value: entry, problem, fix });
    return [];
  });
}
