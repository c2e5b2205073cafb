import { type Inputs, readInputs } from '../../src/inputs/parse.ts';
import type { InputName } from '../../src/inputs/table.ts';

export type InputTexts = Partial<Readonly<Record<InputName, string>>>;

/** The `with:` block as the runner hands it over. */
export function makeInputEnv(texts: InputTexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  );
}

/** Inputs of a step that sets nothing, but for what is given. */
export function makeInputs(overrides: Partial<Inputs> = {}): Inputs {
  return { ...readInputs({}).inputs, ...overrides };
}
