/** Which builder builds. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { BuilderSpec } from './builder-spec.ts';
import type { Facts } from './types.ts';

/** An existing builder, the engine's own, or one for this step alone. */
export function planBuilder({
  inputs,
  facts,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  problems: InputProblem[];
}): BuilderSpec {
  if (inputs.builder !== undefined) {
    if (inputs.driverOpts.length > 0 || inputs.driver !== 'auto') {
      problems.push({
        input: 'builder',
        value: inputs.builder,
        problem: 'names an existing builder, which `driver` and `driver-opts` cannot change',
        fix: 'Remove one or the other.',
      });
    }
    return { kind: 'existing', name: inputs.builder };
  }
  if (inputs.driver !== 'docker') {
    return {
      kind: 'own',
      driverOpts: inputs.driverOpts,
      entitlements: listEntitlements(inputs),
      recordsRun: facts.visibility === 'public',
    };
  }
  if (inputs.emulation === 'builtin') {
    problems.push({
      input: 'emulation',
      value: 'builtin',
      problem: "needs emulators that the engine's own BuildKit (`driver: docker`) does not bring",
      fix: 'Use `driver: docker-container`, or `emulation: auto`.',
    });
  }
  if (inputs.driverOpts.length > 0) {
    problems.push({
      input: 'driver-opts',
      problem: "cannot change the engine's own BuildKit, which `driver: docker` stands for",
      fix: 'Remove them, or use `driver: docker-container`.',
    });
  }
  return { kind: 'engine' };
}

/** `network.host` is allowed by buildx itself, unless others are named. `device=name` is allowed as `device`. */
function listEntitlements({ allow }: Inputs): readonly string[] {
  const asked = allow.flatMap((entry) => /^(security\.insecure|device)/.exec(entry)?.[1] ?? []);
  return asked.length === 0 ? [] : [...new Set(['network.host', ...asked])];
}
