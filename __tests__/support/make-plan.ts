import { errorCode, InputError, type InputProblem } from '../../src/errors.ts';
import { readInputs } from '../../src/inputs/parse.ts';
import { makeNames } from '../../src/names/names.ts';
import { makePlan } from '../../src/plan/plan.ts';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { makeFacts } from './make-facts.ts';
import { type InputTexts, makeInputEnv } from './make-inputs.ts';

export const IMAGE = 'ghcr.io/octo-org/app';

export interface Given {
  readonly inputs?: InputTexts;
  readonly facts?: Partial<Facts>;
}

/** The plan for one image, as the action makes it of the inputs' texts; `inputs` adds to them or replaces them. */
export async function makePlanOf({ inputs = {}, facts = {} }: Given = {}): Promise<Plan> {
  const parsed = readInputs(
    makeInputEnv({ images: IMAGE, 'github-token': 'ghs_token', ...inputs }),
  );
  const { images, tags, flavor, labels, annotations } = parsed.inputs;
  const all = makeFacts(facts);
  const nameAt = (runTime: Date) =>
    makeNames({
      images,
      tags: images === '' ? '' : tags,
      flavor: images === '' ? '' : flavor,
      labels,
      annotations: images === '' ? '' : annotations,
      facts: { ...all.names, runTime },
      env: {},
    });
  const names = await nameAt(all.names.runTime);
  const lasting = await nameAt(all.names.commitTime ?? new Date(0));
  return makePlan({ parsed, facts: all, names, lasting });
}

/** The code that planning fails with; `planned` when it does not. */
export async function findRefusal(given: Given): Promise<string> {
  return makePlanOf(given).then(() => 'planned', errorCode);
}

/** Everything that planning finds wrong with the inputs. Any other failure is thrown. */
export async function findProblems(given: Given): Promise<readonly InputProblem[]> {
  try {
    await makePlanOf(given);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** The names of the inputs that planning finds wrong, in order. */
export async function findBlamed(given: Given): Promise<readonly string[]> {
  return (await findProblems(given)).map(({ input }) => input);
}
