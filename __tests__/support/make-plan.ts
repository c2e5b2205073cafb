import { errorCode, InputError, type InputProblem } from '../../src/errors.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { makePlan } from '../../src/plan/plan.ts';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { nameImage } from '../../src/stages/facts/names.ts';
import { makeFakeHost } from './fake-host.ts';
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
  const given = { images: IMAGE, 'github-token': 'ghs_token', ...inputs };
  const texts = { ...env, ...makeInputEnv(given) };
  const parsed = await readLogins(texts, readInputs(texts));
  const host = makeFakeHost({ env });
  const all = makeFacts(facts);
  // What is on the disk is a fact as well, and not looked at again.
  return makePlan({ ...(await nameImage(host, { parsed, facts: all })), facts: all });
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
