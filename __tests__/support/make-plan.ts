import { errorCode, InputError, type InputProblem } from '../../src/errors.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { makeNames } from '../../src/names/names.ts';
import { expandInputs } from '../../src/plan/expand-inputs.ts';
import { makePlan } from '../../src/plan/plan.ts';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { namedInputs } from '../../src/stages/names.ts';
import { makeFacts } from './make-facts.ts';
import { type InputTexts, makeInputEnv } from './make-inputs.ts';

export const IMAGE = 'ghcr.io/octo-org/app';

export interface Given {
  readonly inputs?: InputTexts;
  readonly facts?: Partial<Facts>;
  readonly env?: Readonly<Record<string, string>>;
}

/** The plan for one image, as the action makes it of the inputs' texts; `inputs` adds to them or replaces them. */
export async function makePlanOf({ inputs = {}, facts = {}, env = {} }: Given = {}): Promise<Plan> {
  const texts = makeInputEnv({ images: IMAGE, 'github-token': 'ghs_token', ...inputs });
  const parsed = await readLogins(texts, readInputs(texts));
  const all = makeFacts(facts);
  const request = { facts: all.names, env };
  const names = await makeNames({ ...namedInputs(parsed.inputs), ...request });
  const expanded = await expandInputs({ parsed, names, ...request });
  return makePlan({ ...expanded, facts: all });
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
