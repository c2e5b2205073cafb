import type { FaultRule } from './fault-proxy.ts';

/** Finds the rule that applies to a request, and counts it. */
export function makeRulePicker(
  rules: readonly FaultRule[],
): (line: string) => FaultRule | undefined {
  const states = rules.map((rule) => ({ rule, seen: 0 }));
  return (line) => {
    for (const state of states) {
      const { match, skip = 0, times = Number.POSITIVE_INFINITY } = state.rule;
      if (state.seen >= skip + times || !isMatch(match, line)) continue;
      state.seen += 1;
      if (state.seen > skip) return state.rule;
    }
    return undefined;
  };
}

/** Not `test`, which moves on through the text when the expression has the flag g. */
export function isMatch(match: RegExp, line: string): boolean {
  return line.search(match) !== -1;
}
